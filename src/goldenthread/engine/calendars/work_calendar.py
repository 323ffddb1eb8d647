"""The working calendar: adds, subtracts and measures open time between instants, and steps over working days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from goldenthread.engine.calendars import walk
from goldenthread.engine.calendars.days import Landing, WorkingDays, step, step_days
from goldenthread.engine.calendars.hours import (
    WEEKDAYS,
    WHOLE_DAY,
    Hours,
    YearDay,
    is_closed_yearly,
    read_closures,
    read_date,
    read_dated,
    read_weekly,
    wall_seconds,
    wall_text,
    without,
)
from goldenthread.engine.calendars.open_year import OpenYear, build_year, day_segments, wall_micros
from goldenthread.engine.calendars.pauses import Pause, read_pauses
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import instant_of, length_of, micros_of, span_of

SPEC_FIELDS = ("timezone", "weekly", "holidays", "breaks", "exceptions", "closures")


@dataclass(frozen=True, slots=True)
class Day:
    """The hours of one date in seconds on its wall clock, the rule they come from, and the breaks cut out of them."""

    hours: Hours
    rule: Literal["weekly", "exception", "closure", "holiday"]
    breaks: Hours = ()


@dataclass(frozen=True)
class WorkCalendar:
    """Opening hours on the wall clock of a zone, and the real time that passes within them.

    A day's hours are its `exceptions`, else none in one of the yearly `closures`, else the weekly ones; holidays close
    the day, breaks are taken out. A shift over midnight is told as its two parts, and the part after midnight belongs
    to the day it falls on, with that day's holidays and exceptions. Results are instants in UTC. Naive instants are
    refused (`naive_instant`); so is a search for open time in a calendar that has none (`never_open`), and one that
    leaves the years of `datetime` (`out_of_range`).
    """

    timezone: str
    weekly: tuple[Hours, ...]
    holidays: frozenset[date] = frozenset()
    breaks: tuple[tuple[date, Hours], ...] = ()
    exceptions: tuple[tuple[date, Hours], ...] = ()
    closures: tuple[tuple[YearDay, YearDay], ...] = ()
    _years: dict[int, OpenYear] = field(default_factory=dict, init=False, repr=False, compare=False)
    _days: dict[date, Hours] = field(default_factory=dict, init=False, repr=False, compare=False)
    _opens: dict[date, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.weekly) != len(WEEKDAYS):
            raise EngineError("bad_week", days=len(self.weekly))
        try:
            ZoneInfo(self.timezone)
        except (OSError, ValueError, LookupError, TypeError):  # the ways in which zoneinfo says no
            raise EngineError("unknown_timezone", timezone=self.timezone) from None

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> Self:
        """A calendar from a spec such as `to_spec` writes; `closures` are pairs of days that come back every year.

        `closures=[["12-24", "01-02"]]` closes both days and those between, in every year; 29 February is allowed.
        """
        for key in spec:
            if key not in SPEC_FIELDS:
                raise EngineError("unknown_calendar_field", field=key)
        if "timezone" not in spec:
            raise EngineError("unknown_timezone", timezone=None)
        return cls(
            timezone=spec["timezone"],
            weekly=read_weekly(spec.get("weekly") or {}),
            holidays=frozenset(read_date(on) for on in spec.get("holidays") or ()),
            breaks=read_dated(spec.get("breaks") or {}),
            exceptions=read_dated(spec.get("exceptions") or {}),
            closures=read_closures(spec.get("closures") or ()),
        )

    @classmethod
    def always(cls, timezone: str) -> Self:
        """A calendar that never closes."""
        return cls(timezone, (WHOLE_DAY,) * 7)

    def to_spec(self) -> dict[str, Any]:
        """The spec in plain values, which `from_spec` reads back to an equal calendar."""

        def told(hours: Hours) -> list[list[str]]:
            return [[wall_text(opening), wall_text(closing)] for opening, closing in hours]

        spec: dict[str, Any] = {
            "timezone": self.timezone,
            "weekly": {name: told(hours) for name, hours in zip(WEEKDAYS, self.weekly, strict=True)},
            "holidays": sorted(on.isoformat() for on in self.holidays),
            "breaks": {on.isoformat(): told(hours) for on, hours in self.breaks},
            "exceptions": {on.isoformat(): told(hours) for on, hours in self.exceptions},
        }
        if self.closures:
            spec["closures"] = [[f"{month:02}-{day:02}" for month, day in closure] for closure in self.closures]
        return spec

    def hours_on(self, on: date) -> Hours:
        """The hours of one date in seconds on its wall clock."""
        return self.day(on).hours

    def opens_on(self, on: date) -> bool:
        """Whether one date has hours at all, worked out once."""
        found = self._opens.get(on)
        if found is None:
            found = self._opens[on] = bool(self.hours_on(on))
        return found

    def day(self, on: date) -> Day:
        """The hours of one date, and which rule made them; breaks that cut them are told beside it."""
        breaks = self._breaks.get(on, ())
        if on in self.holidays:
            return Day((), "holiday")
        exception = self._exceptions.get(on)
        if exception is not None:
            return Day(without(exception, breaks), "exception", breaks)
        if self.closures and is_closed_yearly(on, self.closures):
            return Day((), "closure")
        return Day(without(self.weekly[on.weekday()], breaks), "weekly", breaks)

    def is_open(self, at: datetime) -> bool:
        """Whether `at` is in open time; an opening is, a closing is not."""
        return walk.is_open(self, micros_of(at))

    def next_open(self, at: datetime) -> datetime:
        """`at` if it is open, else the next opening."""
        return instant_of(walk.next_open(self, micros_of(at)))

    def previous_open(self, at: datetime) -> datetime:
        """`at` if open time runs up to it, else the closing before it."""
        return instant_of(walk.previous_open(self, micros_of(at)))

    def add(self, start: datetime, work: timedelta, pauses: Iterable[Pause] = ()) -> datetime:
        """The earliest instant at which `work` of open, unpaused time has passed since `start`.

        An exact fit ends at a closing time; no work at all is the first open, unpaused instant. Negative work is
        refused (`negative_work`).
        """
        return instant_of(walk.add(self, micros_of(start), _work(work), read_pauses(pauses)))

    def subtract(self, end: datetime, work: timedelta) -> datetime:
        """The latest instant from which `work` of open time passes before `end`; no work is `previous_open`."""
        return instant_of(walk.back(self, micros_of(end), _work(work)))

    def between(self, a: datetime, b: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
        """Open, unpaused time from `a` to `b`; zero when `b` is not after `a`."""
        begin, end = micros_of(a), micros_of(b)
        worked = walk.between(self, begin, end)
        if worked and pauses:
            worked -= walk.paused_between(self, begin, end, read_pauses(pauses))
        return span_of(worked)

    def add_days(
        self,
        start: datetime,
        days: int,
        landing: Landing = "clamp",
        end_of_day: bool = False,
        pauses: Iterable[Pause] = (),
    ) -> datetime:
        """The instant `days` working days from `start` (back, when negative) at the same time on the wall clock.

        A start on a closed day counts from the next opening (going back: from the closing before). Landing outside
        the hours, "clamp" takes the day's next opening and, past the last, its closing; "roll" goes on to the next
        open instant (back: the previous); `end_of_day` takes the day's closing. The open time of pauses that begin
        before the due instant is added afterwards.
        """
        if landing not in ("clamp", "roll"):
            raise EngineError("unknown_landing", landing=landing)
        due = step_days(self, micros_of(start), days, landing, end_of_day=end_of_day)
        return instant_of(walk.extended(self, micros_of(start), due, read_pauses(pauses)) if pauses else due)

    def step(self, due: datetime, offset: timedelta | WorkingDays) -> datetime:
        """The instant an escalation falls on: `offset` of open time or working days after `due`, before if negative.

        No offset is `due` itself, open or not.
        """
        return instant_of(step(self, micros_of(due), offset))

    def segments(self, a: datetime, b: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open spans within `a` and `b`, in order; spans that touch are one."""
        for start, end in walk.segments(self, micros_of(a), micros_of(b)):
            yield instant_of(start), instant_of(end)

    def instant(self, on: date, wall: str) -> datetime:
        """The instant of a wall time; one a clock change skips moves forward, a doubled one is the first."""
        return instant_of(wall_micros(self.zone, on, wall_seconds(wall)))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone whose wall clock the hours are told on."""
        return ZoneInfo(self.timezone)

    def open_year(self, year: int) -> OpenYear:
        """The open time of a local year, built once."""
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = build_year(self.zone, year, self.hours_on)
        return found

    def open_year_of(self, at: int) -> OpenYear:
        """The local year that holds the instant `at` in microseconds."""
        year = self.open_year(1970 + at // 31_556_952_000_000)
        while at < year.begin:
            year = self.open_year(year.year - 1)
        while at >= year.end:
            year = self.open_year(year.year + 1)
        return year

    def day_open(self, on: date) -> Hours:
        """The open segments of one date in microseconds since 1970, none when it is closed."""
        found = self._days.get(on)
        if found is None:
            found = self._days[on] = day_segments(self.zone, on, self.hours_on(on))
        return found

    @cached_property
    def open_years(self) -> tuple[float, float]:
        """The first and last year that can have open time, without end where the week repeats."""
        if any(self.weekly) and not self._is_closed_all_year:
            return (float("-inf"), float("inf"))
        years = [on.year for on, hours in self.exceptions if hours]
        return (min(years), max(years)) if years else (float("inf"), float("-inf"))

    @property
    def _is_closed_all_year(self) -> bool:
        """Whether the closures leave no day of a leap year: then only exceptions can be open."""
        days = (date(2024, 1, 1) + timedelta(days=n) for n in range(366))
        return bool(self.closures) and all(is_closed_yearly(on, self.closures) for on in days)

    @cached_property
    def _exceptions(self) -> dict[date, Hours]:
        return dict(self.exceptions)

    @cached_property
    def _breaks(self) -> dict[date, Hours]:
        return dict(self.breaks)


def _work(work: timedelta) -> int:
    micros = length_of(work)
    if micros < 0:
        raise EngineError("negative_work", work=work)
    return micros
