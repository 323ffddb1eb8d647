"""Hours as people write them, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.engine.calendars.hours import WEEKDAYS
from goldenthread.foundation.errors import Invalid


def hours_text(pairs: Any) -> str:
    """Hours as people write them: 09:00-12:00 13:00-17:00."""
    return " ".join(f"{opening}-{closing}" for opening, closing in pairs)


def days_text(days: Mapping[str, Any]) -> str:
    """Hours of single days, one after the other: 2026-12-24 09:00-12:00; 2026-12-31 closed."""
    return "; ".join(f"{on} {hours_text(pairs) or 'closed'}" for on, pairs in sorted(days.items()))


def hours(text: str) -> list[list[str]]:
    """The pairs of 09:00-12:00 13:00-17:00; nothing, or "closed", is a closed day."""
    parts = text.replace(",", " ").replace("–", "-").split()
    if parts == ["closed"]:
        return []
    if any(part.count("-") != 1 for part in parts):
        raise Invalid(fields={"weekly": _("Write hours as 09:00-17:00.")})
    return [part.split("-") for part in parts]


def days(text: str) -> dict[str, list[list[str]]]:
    """Hours of single days, parted by semicolons or lines: 2026-12-24 09:00-12:00; 2026-12-31 closed."""
    found: dict[str, list[list[str]]] = {}
    for part in text.replace("\n", ";").split(";"):
        on, _space, rest = part.strip().partition(" ")
        if on:
            found[on] = hours(rest)
    return found


def closures(text: str) -> list[list[str]]:
    """First and last days of yearly closures, one a line or parted by semicolons: 12-24 to 01-02; 08-01 alone."""
    found = []
    for part in text.replace("\n", ";").split(";"):
        ends = part.replace(" to ", " ").replace("..", " ").split()
        if ends:
            found.append([ends[0], ends[-1]] if len(ends) <= 2 else ends)
    return found


def closures_text(pairs: Sequence[Sequence[str]]) -> str:
    """Closures as `closures` reads them."""
    return "; ".join(first if first == last else f"{first} to {last}" for first, last in pairs)


def nights_of_week(weekly: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """Weekly hours in which every pair over midnight is two parts: up to 24:00, and from 00:00 of the next day."""
    split: dict[str, list[list[str]]] = {day: [] for day in weekly}
    for day, pairs in weekly.items():
        evening, morning = _night(pairs)
        split[day] += evening
        if morning and day in WEEKDAYS:
            split.setdefault(WEEKDAYS[(WEEKDAYS.index(day) + 1) % 7], []).extend(morning)
    return split


def nights_of_days(days: Mapping[str, Any], weekly: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """The same for hours of single days; the next day keeps the hours it has, and the morning besides."""
    split: dict[str, list[list[str]]] = {}
    for on, pairs in sorted(days.items()):
        evening, morning = _night(pairs)
        split.setdefault(on, []).extend(evening)
        if morning:
            tomorrow = _day_after(on)
            if tomorrow not in split and tomorrow not in days:
                split[tomorrow] = [
                    list(pair) for pair in weekly.get(WEEKDAYS[date.fromisoformat(tomorrow).weekday()], ())
                ]
            split.setdefault(tomorrow, []).extend(morning)
    return split


def _night(pairs: Any) -> tuple[list[list[str]], list[list[str]]]:
    """The pairs up to midnight, and what is left for the day after."""
    evening: list[list[str]] = []
    morning: list[list[str]] = []
    for pair in pairs:
        opening, closing = list(pair) if len(pair) == 2 else ["", ""]
        if _clock(closing) and _clock(opening) and _clock(closing) < _clock(opening):
            evening.append([opening, "24:00"])
            if _clock(closing) > (0, 0):
                morning.append(["00:00", closing])
        else:
            evening.append(list(pair))
    return evening, morning


def _clock(wall: str) -> tuple[int, ...]:
    """A time of day to compare by; nothing for what is none, which the engine refuses in its own words."""
    parts = wall.split(":")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def _day_after(on: str) -> str:
    try:
        return (date.fromisoformat(on) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return on
