"""A plan as a screen draws it: every task the reader may see, in reading order, with what was promised of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db.models import Count, Sum

from goldenthread.business.projects.models import Baseline, Project, Task
from goldenthread.business.projects.queries.freezes import freezes
from goldenthread.business.projects.queries.outline import walk
from goldenthread.business.projects.queries.schedule.hours import PlanHours
from goldenthread.business.projects.queries.schedule.kept import Stamp, stamp_of
from goldenthread.business.projects.queries.schedule.rows import COLUMNS, LinkRow, PlanRow, driver_as_seen, link_rows
from goldenthread.business.services.models import FreezeWindow
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import visible

Span = tuple[datetime, datetime]


class Running(Protocol):
    """What of a task tells how its work goes on."""

    @property
    def early_finish_at(self) -> datetime | None: ...
    @property
    def remaining_minutes(self) -> int | None: ...
    @property
    def actual_start_at(self) -> datetime | None: ...
    @property
    def actual_finish_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """A task as a line of the plan. `split` is where work stopped and where what is left goes on, where it pauses."""

    row: PlanRow
    wbs: str
    depth: int
    is_summary: bool
    assignee_id: int | None
    assignee: str
    was: Span | None
    split: Span | None
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class PlanLines:
    """The whole plan for a screen, in as many queries however long it is."""

    stamp: str
    lines: list[Line]
    links: list[LinkRow]
    freezes: list[FreezeWindow]
    hours: Hours


def state_of_plan(actor: Actor, project: Project) -> list[object]:
    """What the lines follow from, at little cost: equal states give equal lines to the same reader."""
    stamp: Stamp = stamp_of(project.pk)
    versions = Task.objects.filter(project=project).aggregate(all=Count("pk"), sum=Sum("version"))
    frozen = Baseline.objects.filter(project=project).order_by("-number").values_list("number", flat=True).first()
    windows = [(window.key, window.version) for window in freezes(actor, project)]
    return [*stamp, versions, frozen, windows, project.state]


def plan_lines(actor: Actor, project: Project) -> PlanLines:
    """Every line of a plan that the actor may see."""
    stamp = str(stamp_of(project.pk)[0])
    found = visible(Task, actor).filter(project=project).order_by("pk")
    rows: list[PlanRow] = []
    who: dict[int, tuple[int | None, str]] = {}
    for *values, number, name in found.values_list(*COLUMNS, "work__assignee_id", "work__assignee__name"):
        row = PlanRow(*values)
        rows.append(row)
        who[row.pk] = (number, name or "")
    key_of = {row.pk: row.key for row in rows}
    shown = set(key_of.values())
    for row in rows:
        row.driver = driver_as_seen(row.driver, shown)
    frozen = Baseline.objects.filter(project=project).order_by("-number").values_list("tasks", flat=True).first() or {}
    hours = PlanHours(project, rows)
    lines = [
        Line(
            row=row,
            wbs=wbs,
            depth=depth,
            is_summary=is_summary,
            assignee_id=who[row.pk][0],
            assignee=who[row.pk][1],
            was=_was(frozen.get(row.key)),
            split=None if is_summary else split_of(project, row, hours.of(row) or hours.project),
            deadline=hours.deadline(row),
        )
        for row, wbs, depth, is_summary in walk(rows)
    ]
    return PlanLines(stamp, lines, link_rows(project, key_of), freezes(actor, project), hours.project)


def _was(kept: dict[str, Any] | None) -> Span | None:
    if not kept or not kept.get("start") or not kept.get("finish"):
        return None
    return datetime.fromisoformat(kept["start"]), datetime.fromisoformat(kept["finish"])


def split_of(project: Project, task: Running, hours: Hours) -> Span | None:
    """Where work on a task stopped and where what is left goes on, if that is later than the day it was told up to."""
    status, finish, left = project.status_at, task.early_finish_at, task.remaining_minutes
    if status is None or finish is None or not left or task.actual_start_at is None:
        return None
    if task.actual_finish_at is not None or task.actual_start_at >= status:
        return None
    goes_on = hours.subtract(finish, timedelta(minutes=left))
    return (status, goes_on) if goes_on > hours.next_open(status) else None
