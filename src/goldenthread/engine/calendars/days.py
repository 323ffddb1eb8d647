"""Steps over working days on the wall clock, and escalation steps before or after a due instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from goldenthread.engine.calendars.hours import DAY_END
from goldenthread.engine.calendars.open_year import FIRST_YEAR, LAST_YEAR, wall_micros
from goldenthread.engine.calendars.walk import back, forward, is_open, next_open, previous_open
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import instant_of, length_of

if TYPE_CHECKING:
    from goldenthread.engine.calendars.work_calendar import WorkCalendar

Landing = Literal["clamp", "roll"]


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A number of working days, counted on dates; negative days go back."""

    days: int


def step(calendar: WorkCalendar, due: int, offset: timedelta | WorkingDays) -> int:
    """The instant `offset` after `due`, before it if negative; no offset is `due` itself, open or not."""
    if isinstance(offset, WorkingDays):
        return step_days(calendar, due, offset.days, "clamp", end_of_day=False) if offset.days else due
    work = length_of(offset)
    if work > 0:
        return forward(calendar, due, work)
    return back(calendar, due, -work) if work else due


def step_days(calendar: WorkCalendar, at: int, days: int, landing: Landing, *, end_of_day: bool) -> int:
    """The instant `days` working days from `at`, at the same time on the wall clock."""
    on, seconds, rest = _wall_clock(calendar, at)
    if not calendar.day_open(on):
        on, seconds, rest = _edge(calendar, at, is_back=days < 0)
    on = _stepped(calendar, on, days)
    if end_of_day:
        return calendar.day_open(on)[-1][1]
    due = wall_micros(calendar.zone, on, seconds) + rest
    if is_open(calendar, due):
        return due
    if landing == "roll":
        return previous_open(calendar, due) if days < 0 else next_open(calendar, due)
    is_closing = previous_open(calendar, due) == due
    return due if is_closing else min(next_open(calendar, due), calendar.day_open(on)[-1][1])


def _edge(calendar: WorkCalendar, at: int, *, is_back: bool) -> tuple[date, int, int]:
    """The opening after a closed start, or the closing before it, as date and wall clock."""
    if not is_back:
        return _wall_clock(calendar, next_open(calendar, at))
    closing = previous_open(calendar, at)
    on, seconds, rest = _wall_clock(calendar, closing)
    # A closing at 24:00 reads as 00:00 of the next date, which may itself be closed.
    return (on, seconds, rest) if seconds or rest else (on - timedelta(days=1), DAY_END, 0)


def _stepped(calendar: WorkCalendar, on: date, days: int) -> date:
    direction = timedelta(days=1 if days > 0 else -1)
    for _ in range(abs(days)):
        on = _next_date(on, direction)
        while not calendar.day_open(on):
            if not calendar.open_years[0] <= on.year <= calendar.open_years[1]:
                raise EngineError("never_open", after=on)
            on = _next_date(on, direction)
    return on


def _next_date(on: date, direction: timedelta) -> date:
    on += direction
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise EngineError("out_of_range", year=on.year)
    return on


def _wall_clock(calendar: WorkCalendar, at: int) -> tuple[date, int, int]:
    """Date, seconds since the wall clock's midnight, and microseconds."""
    local = instant_of(at).astimezone(calendar.zone)
    return local.date(), local.hour * 3600 + local.minute * 60 + local.second, local.microsecond
