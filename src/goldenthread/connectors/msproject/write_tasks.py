"""Tasks, their links and their baselines as Microsoft Project tells them, in the order its schema wants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.importing.tasks import deadline_of
from goldenthread.business.projects.actions.importing.tree import guid_of
from goldenthread.business.projects.models import Baseline, Dependency, Task
from goldenthread.business.projects.queries import Branch, WholePlan
from goldenthread.connectors.msproject.losses import Losses
from goldenthread.connectors.msproject.markup import Markup
from goldenthread.connectors.msproject.numbers import Numbers
from goldenthread.connectors.msproject.values import CONSTRAINTS, LINKS

HOURS, DAYS, ELAPSED_DAYS, PERCENT, ELAPSED_PERCENT = 5, 7, 8, 19, 20
MOST_BASELINES = 11


class TaskWriter:
    """Writes one task after another; money only where whoever asks may see it."""

    def __init__(self, xml: Markup, whole: WholePlan, numbers: Numbers, losses: Losses, *, sees_money: bool) -> None:
        self.xml, self.whole, self.numbers, self.losses = xml, whole, numbers, losses
        self.sees_money = sees_money
        self.links = 0
        self._baselines = baselines_by_number(whole.baselines)

    def write(self, place: int, branch: Branch) -> None:
        xml, task = self.xml, branch.task
        task.project = self.whole.project
        level = branch.depth + (0 if self.numbers.has_top else 1)
        number = branch.wbs.partition(".")[2] or "0" if self.numbers.has_top else branch.wbs
        with xml.inside("Task"):
            xml.put_all(UID=self.numbers.tasks[task.pk], GUID=guid_of(task.key), ID=place, Name=task.work.title)
            xml.put_all(Active=True, Manual=False, Type=1, IsNull=False, CreateDate=task.work.opened_at)
            xml.put_all(WBS=number, OutlineNumber=number, OutlineLevel=level, Priority=task.priority)
            xml.put_all(Start=task.early_start_at, Finish=task.early_finish_at, Duration=task.length)
            xml.put_all(DurationFormat=ELAPSED_DAYS if task.is_elapsed else DAYS, EffortDriven=False, Recurring=False)
            xml.put_all(Estimated=False, Milestone=task.is_milestone, Summary=branch.is_summary)
            xml.put_all(Critical=task.is_critical, IsSubproject=False, ExternalTask=False)
            xml.put_all(EarlyStart=task.early_start_at, EarlyFinish=task.early_finish_at)
            xml.put_all(LateStart=task.late_start_at, LateFinish=task.late_finish_at)
            xml.put_all(FreeSlack=_tenths(task.free_float_minutes), TotalSlack=_tenths(task.total_float_minutes))
            self._write_money_and_progress(task, is_summary=branch.is_summary)
            self._write_when(task)
            xml.put_all(IgnoreResourceCalendar=False, Notes=task.work.description or None)
            done = percent_complete(task)
            is_physical = done != task.percent and not branch.is_summary
            xml.put_all(PhysicalPercentComplete=task.percent if is_physical else 0, EarnedValueMethod=int(is_physical))
            for link in self.whole.links.get(task.pk, ()):
                self._write_link(link, task)
            self._write_baselines(task)

    def _write_money_and_progress(self, task: Task, *, is_summary: bool) -> None:
        done, xml = percent_complete(task), self.xml
        if self.sees_money:
            xml.put_all(FixedCost=hundredths(task.fixed_cost), FixedCostAccrual=3)
        xml.put_all(PercentComplete=done)
        if self.sees_money:
            xml.put("Cost", hundredths(task.budget))
        if is_summary:
            return
        left = None if task.remaining_minutes is None else timedelta(minutes=task.remaining_minutes)
        xml.put_all(ActualStart=task.actual_start_at, ActualFinish=task.actual_finish_at, RemainingDuration=left)

    def _write_when(self, task: Task) -> None:
        calendar = -1 if task.calendar_id is None else self.numbers.calendars[task.calendar_id]
        self.xml.put_all(ConstraintType=CONSTRAINTS.index(task.constraint), CalendarUID=calendar)
        self.xml.put_all(ConstraintDate=task.constraint_at, Deadline=deadline_of(task))
        if task.levelled_at is not None and task.actual_start_at is None:
            why = _("Levelling holds a task until an instant; a file counts a delay from where its links put it.")
            self.losses.add("LevelingDelay", task.work.title, task.levelled_at.isoformat(), why)

    def _write_link(self, link: Dependency, task: Task) -> None:
        self.links += 1
        is_elapsed = link.lag_calendar == "elapsed"
        if link.lag_calendar in ("predecessor", "project") and (link.lag_minutes or link.lag_percent):
            why = _("A lag counts on the calendar of what waits, or round the clock.")
            self.losses.add("LinkLag", task.work.title, link.lag_calendar, why)
        lag, unit = link.lag_minutes * 10, ELAPSED_DAYS if is_elapsed else DAYS
        if link.lag_percent is not None:
            lag, unit = link.lag_percent, ELAPSED_PERCENT if is_elapsed else PERCENT
        with self.xml.inside("PredecessorLink"):
            self.xml.put_all(PredecessorUID=self.numbers.tasks[link.predecessor_id], Type=LINKS.index(link.kind))
            self.xml.put_all(CrossProject=False, LinkLag=lag, LagFormat=unit)

    def _write_baselines(self, task: Task) -> None:
        for number, baseline in self._baselines.items():
            kept: dict[str, Any] = baseline.tasks.get(task.key, {})
            if not kept.get("start") or not kept.get("finish"):
                continue
            with self.xml.inside("Baseline"):
                self.xml.put_all(Number=number, Interim=False, Start=_at(kept["start"]), Finish=_at(kept["finish"]))
                if self.sees_money:
                    self.xml.put("Cost", hundredths(Decimal(kept["budget"])))


def baselines_by_number(baselines: list[Baseline]) -> Mapping[int, Baseline]:
    """A file has eleven: each under the number it came with, others from the newest on where there is room."""
    found: dict[int, Baseline] = {one.imported_number: one for one in baselines if one.imported_number is not None}
    free = [number for number in range(MOST_BASELINES) if number not in found]
    ours = [one for one in reversed(baselines) if one.imported_number is None]
    found |= dict(zip(free, ours, strict=False))
    return dict(sorted(found.items()))


def percent_complete(task: Task) -> int:
    """How much of its length has passed, in percent; where that is not known, how far it is."""
    if task.actual_finish_at is not None or task.percent == 100:
        return 100
    if task.actual_start_at is None or task.remaining_minutes is None or not task.duration_minutes:
        return task.percent
    passed = max(0, task.duration_minutes - task.remaining_minutes)
    return min(99, round(100 * passed / task.duration_minutes))


def hundredths(amount: Decimal) -> int:
    return int(amount * 100)


def _tenths(minutes: int | None) -> int | None:
    return None if minutes is None else minutes * 10


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
