"""What a service clock says at one instant, with the segments that explain it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from goldenthread.engine.calendars import WorkCalendar
from goldenthread.engine.clocks.cycle import ClockState, Gap
from goldenthread.engine.clocks.facts import WarnRule
from goldenthread.engine.instants import instant_of

ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class ClockSegment:
    """A stretch of the clock's cycle, and the open time in it: counted when it ran, lost when it was paused."""

    kind: Literal["ran", "paused", "closed", "stopped"]
    start_at: datetime
    end_at: datetime
    open_for: timedelta
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClockWarning:
    """When a warning is due, None while a pause without end comes first, and whether the clock has reached it."""

    rule: WarnRule
    at: datetime | None
    is_reached: bool


@dataclass(frozen=True)
class ClockReading:
    """A clock's state at an instant.

    `due_at` is None before the start, after a cancellation, and while paused without end. `elapsed` is open, unpaused
    time; `remaining` what is left of the target, negative past it; `percent` the share of it that has gone.
    `breached_at` is the due instant once the clock ran, or was stopped, after it.
    """

    state: ClockState
    due_at: datetime | None
    elapsed: timedelta
    remaining: timedelta | None
    breached_at: datetime | None
    percent: float
    warnings: tuple[ClockWarning, ...]
    started_at: datetime | None = None
    ended_at: datetime | None = None
    is_pinned: bool = False
    calendar: WorkCalendar | None = field(default=None, repr=False)
    gaps: tuple[Gap, ...] = field(default=(), repr=False)

    @property
    def is_breached(self) -> bool:
        """Whether the target was missed."""
        return self.breached_at is not None

    @property
    def is_met(self) -> bool:
        """Whether the clock was stopped in time."""
        return self.state == "stopped" and self.breached_at is None

    @cached_property
    def segments(self) -> tuple[ClockSegment, ...]:
        """The cycle from its start to the reading, without a gap; what ran adds up to `elapsed`."""
        if self.started_at is None or self.ended_at is None or self.calendar is None:
            return ()
        return tuple(_segments(self.calendar, self.started_at, self.ended_at, self.gaps))


def _segments(
    calendar: WorkCalendar, start_at: datetime, end_at: datetime, gaps: tuple[Gap, ...]
) -> Iterator[ClockSegment]:
    cursor = start_at
    for gap in gaps:
        begin_at, stop_at = max(instant_of(gap.begin), cursor), min(instant_of(gap.end), end_at)
        if stop_at <= begin_at:
            continue
        yield from _run(calendar, cursor, begin_at)
        yield ClockSegment(gap.kind, begin_at, stop_at, calendar.between(begin_at, stop_at), gap.reason)
        cursor = stop_at
    yield from _run(calendar, cursor, end_at)


def _run(calendar: WorkCalendar, start_at: datetime, end_at: datetime) -> Iterator[ClockSegment]:
    cursor = start_at
    for opening, closing in calendar.segments(start_at, end_at):
        if cursor < opening:
            yield ClockSegment("closed", cursor, opening, ZERO)
        yield ClockSegment("ran", opening, closing, closing - opening)
        cursor = closing
    if cursor < end_at:
        yield ClockSegment("closed", cursor, end_at, ZERO)
