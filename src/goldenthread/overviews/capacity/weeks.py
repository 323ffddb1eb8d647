"""The figures of capacity: one team or person, one week. All hours are hours of work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import add

ZERO = timedelta(0)


@dataclass(frozen=True)
class Running:
    """What running the services asks of a team in a week, with the band of a forecast and how good it has been.

    `error` and `naive_error`: mean error a week of the forecast, and of last year's or last week's figure taken as is.
    """

    hours: timedelta = ZERO
    low: timedelta = ZERO
    high: timedelta = ZERO
    is_forecast: bool = False
    error: timedelta | None = None
    naive_error: timedelta | None = None
    read_at: datetime | None = None

    def __add__(self, other: Running) -> Running:
        is_forecast, read_at = self.is_forecast or other.is_forecast, self.read_at or other.read_at
        sums = self.hours + other.hours, self.low + other.low, self.high + other.high
        return Running(*sums, is_forecast=is_forecast, read_at=read_at)

    def __mul__(self, share: float) -> Running:
        """The part of it that falls to one person."""
        hours, low, high = self.hours * share, self.low * share, self.high * share
        return replace(self, hours=hours, low=low, high=high, error=None, naive_error=None)


@dataclass(frozen=True)
class Booking:
    """Hours that a project's plan asks; without key and name where the reader may not see the project."""

    hours: timedelta
    key: str = ""
    name: str = ""


@dataclass(frozen=True)
class LoadWeek:
    """One team or person (`row`, by key) in one week. `gives` is what calendars give, `away` what absences take.

    A person of two teams gives half of their time to each; what a team's services ask is shared by who is there.
    """

    row: str
    week: date
    gives: timedelta = ZERO
    away: timedelta = ZERO
    running: Running = Running()
    bookings: tuple[Booking, ...] = ()
    is_frozen: bool = False

    @property
    def has(self) -> timedelta:
        """What is left for work."""
        return max(self.gives - self.away, ZERO)

    @property
    def changing(self) -> timedelta:
        return reduce(add, (booking.hours for booking in self.bookings), ZERO)

    @property
    def asked(self) -> timedelta:
        return self.running.hours + self.changing

    @property
    def load(self) -> float | None:
        """Hours asked over hours had; None where nobody is there and nothing is asked."""
        if not self.has:
            return None if not self.asked else float("inf")
        return self.asked / self.has

    @property
    def is_over(self) -> bool:
        return self.asked > self.has


@dataclass(frozen=True)
class LoadRow:
    """A team, or a person, with its weeks in order."""

    key: str
    name: str
    people: int
    weeks: tuple[LoadWeek, ...]


@dataclass(frozen=True)
class Capacity:
    """Every team, or every person of the teams asked for, over some weeks, and all of them together."""

    weeks: tuple[date, ...]
    rows: tuple[LoadRow, ...]
    total: LoadRow

    def cell(self, key: str, week: date) -> LoadWeek | None:
        """One figure; None where it is not among these."""
        rows = [row for row in (*self.rows, self.total) if row.key == key]
        return next((cell for row in rows for cell in row.weeks if cell.week == week), None)

    @property
    def overloaded(self) -> tuple[str, ...]:
        """The names of those of whom some week asks too much."""
        return tuple(row.name for row in self.rows if any(cell.is_over for cell in row.weeks))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
