"""Computing a plan's dates: the engine's schedule, rolled up and stored where it changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import uuid4

from goldenthread.business.projects.actions.plan.storing import computed, store
from goldenthread.business.projects.events import PlanMoved
from goldenthread.business.projects.models import Project
from goldenthread.business.projects.policies import may_plan
from goldenthread.business.projects.queries.outline import leaves, walk
from goldenthread.business.projects.queries.schedule.compiling import minutes_of, scheduled, told, told_in_words
from goldenthread.business.projects.queries.schedule.hours import PlanHours
from goldenthread.business.projects.queries.schedule.rows import PlanRow, link_rows, plan_rows
from goldenthread.engine import network
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.events import record


@action(on=Project, may=may_plan)
def reschedule_project(acting: Acting, project: Project, *, cause: str = "") -> None:
    """Compute the plan again: after what it stands on has changed, or rows were loaded in bulk."""
    reschedule(project, cause=cause or project.key)


class Weighed(Protocol):
    """What counts of a task for the progress of the whole."""

    @property
    def budget(self) -> Decimal: ...
    @property
    def duration_minutes(self) -> int: ...
    @property
    def percent(self) -> int: ...


def reschedule(project: Project, *, cause: str) -> None:
    """Compute every date of the plan and store what changed. Refused, with its path in words, where links go round.

    `cause` is the key of what was changed. Only changed rows are written, and their versions stay: a date that
    follows from another edit is nobody's edit. The plan gets a new stamp.
    """
    rows = plan_rows(project)
    before = {row.pk: computed(row) for row in rows}
    if rows:
        hours = PlanHours(project, rows)
        links = link_rows(project, {row.pk: row.key for row in rows})
        with told_in_words(project):
            dates = scheduled(project, rows, links, hours)
        _place(rows, dates, hours.project)
    _roll_up(rows)
    store([row for row in rows if computed(row) != before[row.pk]])
    _carry_to_project(project, rows, cause)


def _place(rows: list[PlanRow], dates: network.Schedule, hours: Hours) -> None:
    parents = {row.parent_id for row in rows}
    for row in rows:
        found = dates[row.key]
        row.early_start_at, row.early_finish_at = found.early_start, found.early_finish
        row.late_start_at, row.late_finish_at = found.late_start, found.late_finish
        row.total_float_minutes = minutes_of(found.total_float)
        row.free_float_minutes = minutes_of(found.free_float)
        row.is_critical = found.is_critical
        row.driver = told(found.driver, row)
        if row.pk in parents:
            row.is_milestone = False
            row.duration_minutes = minutes_of(hours.between(found.early_start, found.early_finish)) or 0
            row.duration_seconds = 0


def _roll_up(rows: list[PlanRow]) -> None:
    """Codes, and the money and progress of summaries: sums, and means weighted by money (or by length without)."""
    branches = list(walk(rows))
    parts: dict[int, list[PlanRow]] = defaultdict(list)
    place: dict[int | None, int] = defaultdict(int)
    for row, wbs, _depth, _is_summary in branches:
        row.wbs = wbs
        place[row.parent_id] += 1
        row.place = place[row.parent_id]
        if row.parent_id is not None:
            parts[row.parent_id].append(row)
    below: dict[int, list[PlanRow]] = {}
    for row, _wbs, _depth, is_summary in reversed(branches):
        below[row.pk] = [leaf for part in parts[row.pk] for leaf in below[part.pk]] if is_summary else [row]
        if is_summary:
            row.budget = sum((leaf.budget for leaf in below[row.pk]), Decimal(0))
            row.percent = int(share_done(below[row.pk]))


def share_done(found: Sequence[Weighed]) -> Decimal:
    """How far these leaves are in percent, each counting for its money; without any money, for its length."""
    weights = [task.budget for task in found]
    if not any(weights):
        weights = [Decimal(task.duration_minutes or 1) for task in found]
    total = sum(weights, Decimal(0))
    done = sum((weight * task.percent for weight, task in zip(weights, found, strict=True)), Decimal(0))
    return done / total if total else Decimal(0)


def _carry_to_project(project: Project, rows: list[PlanRow], cause: str) -> None:
    finish: datetime | None = max((row.early_finish_at for row in rows if row.early_finish_at), default=None)
    before = project.finish_at
    project.finish_at, project.percent = finish, share_done(leaves(rows)).quantize(Decimal("0.01"))
    project.plan_stamp = uuid4()
    Project.objects.filter(pk=project.pk).update(
        finish_at=project.finish_at,
        percent=project.percent,
        status_at=project.status_at,
        plan_stamp=project.plan_stamp,
    )
    if before is not None and finish is not None and before != finish:
        record(PlanMoved(subject=project.key, finish_before=before.isoformat(), finish=finish.isoformat(), cause=cause))
