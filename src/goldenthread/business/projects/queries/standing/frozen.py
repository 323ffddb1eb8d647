"""A baseline as a curve over working days: the measure of planned value and of earned schedule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from goldenthread.business.people.models import hours_of
from goldenthread.business.projects.models import Baseline
from goldenthread.engine.calendars import WorkCalendar as Hours


@dataclass(frozen=True)
class Frozen:
    """A baseline, read on the calendar it was frozen with."""

    baseline: Baseline

    @cached_property
    def hours(self) -> Hours:
        return hours_of(self.baseline.calendar)

    @cached_property
    def budgets(self) -> dict[str, Decimal]:
        return {key: Decimal(task["budget"]) for key, task in self.baseline.tasks.items()}

    def rule(self, key: str) -> tuple[str, list[int]]:
        """How a task earns, as promised: its rule and, of weighted milestones, the weights."""
        task = self.baseline.tasks[key]
        return task.get("earning", "physical"), task.get("weights") or []

    def planned_share(self, key: str, at: datetime) -> Decimal:
        """How much of a task was planned to be done at an instant, by its open time on its own frozen calendar."""
        task = self.baseline.tasks[key]
        if not task["start"] or not task["finish"]:
            return Decimal(0)
        start, finish = datetime.fromisoformat(task["start"]), datetime.fromisoformat(task["finish"])
        hours = hours_of(task["calendar"]) if task.get("calendar") else self.hours
        whole = hours.between(start, finish)
        if not whole:
            return Decimal(at >= finish)
        return _share(hours.between(start, min(at, finish)), whole)

    @cached_property
    def milestones(self) -> dict[str, datetime]:
        """When each milestone was promised, by key."""
        return {
            key: datetime.fromisoformat(task["finish"])
            for key, task in self.baseline.tasks.items()
            if task["is_milestone"] and task["finish"]
        }

    @cached_property
    def by_day(self) -> list[Decimal]:
        """Planned value in all at the end of each day from the first on."""
        return [Decimal(value) for value in self.baseline.planned]

    @cached_property
    def curve(self) -> list[Decimal]:
        """Planned value at the end of each working day, from nothing; what falls on a closed day counts on the next."""
        found = [Decimal(0)]
        found += [value for offset, value in enumerate(self.by_day) if self._is_worked(offset)]
        if self.by_day and found[-1] != self.by_day[-1]:
            found.append(self.by_day[-1])
        return found

    def planned_by(self, on: date) -> Decimal:
        """Planned value at the end of a day."""
        offset = (on - self.baseline.starts_on).days
        if offset < 0 or not self.by_day:
            return Decimal(0)
        return self.by_day[min(offset, len(self.by_day) - 1)]

    def periods(self, at: datetime) -> Decimal:
        """Working days that have passed since the first, the current one by its share of open time."""
        local = at.astimezone(self.hours.zone).date()
        passed = (local - self.baseline.starts_on).days
        if passed < 0:
            return Decimal(0)
        whole = sum(1 for offset in range(passed) if self._is_worked(offset))
        begin, end = self.hours.instant(local, "00:00"), self.hours.instant(local, "24:00")
        length = self.hours.between(begin, end)
        return whole + (_share(self.hours.between(begin, at), length) if length else Decimal(0))

    def _is_worked(self, offset: int) -> bool:
        return self.hours.opens_on(self.baseline.starts_on + timedelta(days=offset))


def _share(part: timedelta, whole: timedelta) -> Decimal:
    return Decimal(part // timedelta(seconds=1)) / Decimal(whole // timedelta(seconds=1))


def working_days(hours: Hours, a: datetime, b: datetime) -> int:
    """Working days from one instant's day to another's; negative where the second is earlier."""
    first, last = sorted((a.astimezone(hours.zone).date(), b.astimezone(hours.zone).date()))
    count = sum(1 for offset in range((last - first).days) if hours.opens_on(first + timedelta(days=offset + 1)))
    return count if b >= a else -count
