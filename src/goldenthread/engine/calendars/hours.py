"""Opening hours of one day as read from a calendar's spec: pairs of seconds on the wall clock."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from goldenthread.engine.errors import EngineError

Hours = tuple[tuple[int, int], ...]
"""Opening and closing in seconds since the wall clock's midnight, sorted, disjoint, 86400 being the day's end."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_END = 86_400
WHOLE_DAY: Hours = ((0, DAY_END),)
_WALL = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


def wall_seconds(wall: str) -> int:
    """Seconds since midnight of "HH:MM" or "HH:MM:SS", "24:00" included; else `bad_wall_time`."""
    parts = _WALL.fullmatch(wall) if isinstance(wall, str) else None
    if parts is None:
        raise EngineError("bad_wall_time", wall=wall)
    hour, minute, second = int(parts[1]), int(parts[2]), int(parts[3] or 0)
    seconds = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or seconds > DAY_END:
        raise EngineError("bad_wall_time", wall=wall)
    return seconds


def wall_text(seconds: int) -> str:
    """The shortest text that `wall_seconds` reads back."""
    hour, rest = divmod(seconds, 3600)
    minute, second = divmod(rest, 60)
    return f"{hour:02}:{minute:02}:{second:02}" if second else f"{hour:02}:{minute:02}"


def read_hours(pairs: Iterable[Sequence[str]]) -> Hours:
    """Hours from pairs of wall times; a pair that does not run forwards is refused (`reversed_hours`)."""
    read: list[tuple[int, int]] = []
    for pair in pairs:
        if isinstance(pair, str) or len(pair) != 2:
            raise EngineError("bad_hours", hours=pair)
        opening, closing = wall_seconds(pair[0]), wall_seconds(pair[1])
        if closing <= opening:
            raise EngineError("reversed_hours", hours=list(pair))
        read.append((opening, closing))
    return merged(read)


def merged(pairs: Iterable[tuple[int, int]]) -> Hours:
    """The union of half-open pairs, sorted; pairs that touch become one and empty ones vanish."""
    union: list[tuple[int, int]] = []
    for opening, closing in sorted(pairs):
        if closing <= opening:
            continue
        if union and opening <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], closing))
        else:
            union.append((opening, closing))
    return tuple(union)


def read_date(on: date | str) -> date:
    """A date, or its ISO text; else `bad_date`."""
    try:
        return date.fromisoformat(on) if isinstance(on, str) else date(on.year, on.month, on.day)
    except (ValueError, AttributeError):
        raise EngineError("bad_date", date=on) from None


def read_dated(spec: Mapping[Any, Any]) -> tuple[tuple[date, Hours], ...]:
    """Hours by date, sorted by date."""
    return tuple(sorted((read_date(on), read_hours(pairs)) for on, pairs in spec.items()))


def read_weekly(spec: Mapping[str, Any]) -> tuple[Hours, ...]:
    """Seven days of hours from Monday on; a day not named is closed, an unknown one refused (`unknown_weekday`)."""
    for name in spec:
        if name not in WEEKDAYS:
            raise EngineError("unknown_weekday", weekday=name)
    return tuple(read_hours(spec.get(name, ())) for name in WEEKDAYS)


def without(hours: Hours, breaks: Hours) -> Hours:
    """The hours that remain outside the breaks."""
    left: list[tuple[int, int]] = []
    for opening, closing in hours:
        cursor = opening
        for begin, end in breaks:
            if end <= cursor or begin >= closing:
                continue
            left.append((cursor, begin))
            cursor = end
        left.append((cursor, closing))
    return merged(left)


YearDay = tuple[int, int]
"""Month and day, of every year."""


def read_year_day(text: str) -> YearDay:
    """A day of every year from its text "12-24", 29 February included; else `bad_year_day`."""
    try:
        month, day = (int(part) for part in text.split("-"))
        date(2024, month, day)  # a leap year
    except (ValueError, AttributeError):
        raise EngineError("bad_year_day", day=text) from None
    return month, day


def read_closures(pairs: Iterable[Sequence[str]]) -> tuple[tuple[YearDay, YearDay], ...]:
    """First and last day of closures that come back every year, sorted; one may run over New Year."""
    read = []
    for pair in pairs:
        if isinstance(pair, str) or len(pair) != 2:
            raise EngineError("bad_closure", closure=pair)
        read.append((read_year_day(pair[0]), read_year_day(pair[1])))
    return tuple(sorted(set(read)))


def is_closed_yearly(on: date, closures: Iterable[tuple[YearDay, YearDay]]) -> bool:
    """Whether a date lies in one of the closures, both ends included; 12-24 to 01-02 wraps around New Year."""
    day = (on.month, on.day)
    return any(first <= day <= last if first <= last else (day >= first or day <= last) for first, last in closures)
