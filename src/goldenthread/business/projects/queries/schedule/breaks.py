"""Promises that a change of the plan would break: deadlines, freezes, and how late the whole may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from goldenthread.business.projects.models import Baseline, Project
from goldenthread.business.projects.queries.freezes import freezes
from goldenthread.business.projects.queries.schedule.kept import KeptPlan
from goldenthread.business.projects.queries.schedule.moved import Moved
from goldenthread.business.projects.queries.schedule.rows import PlanRow
from goldenthread.business.projects.queries.standing.frozen import working_days
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.foundation.actors import Actor

BreakKind = Literal["deadline", "freeze", "charter", "tolerance"]
After = tuple[Iterable[Moved], datetime]
"""What would move, and the plan's finish."""


@dataclass(frozen=True, slots=True)
class Break:
    """What holds now and would hold no longer; whose, by key, and until when it holds.

    `limit` is the deadline of a task, the end of a freeze, the deadline of the charter, or the last finish that the
    tolerance allows; `name` is the freeze's.
    """

    kind: BreakKind
    key: str
    title: str
    limit: datetime
    name: str = ""


def breaks(actor: Actor, project: Project, kept: KeptPlan, changed: PlanRow, after: After) -> Iterator[Break]:
    """Whatever of the plan's promises would be broken and is not yet."""
    found, finish = after
    windows = freezes(actor, project)
    for now in found:
        key = now.key
        row = changed if key == changed.key else kept.rows[key]
        if row.percent == 100 or not (row.deadline_on or row.deadline_at or row.is_milestone):
            continue
        was = kept.schedule[key].early_finish
        limit = kept.hours.deadline(row)
        if limit is not None and was <= limit < now.finish_at:
            yield Break("deadline", key, row.title, limit)
        for window in windows if row.is_milestone else ():
            if window.starts_at <= now.finish_at < window.ends_at and not window.starts_at <= was < window.ends_at:
                yield Break("freeze", key, row.title, window.ends_at, window.name)
    yield from _of_the_whole(project, kept, finish)


def _of_the_whole(project: Project, kept: KeptPlan, finish: datetime) -> Iterator[Break]:
    was, hours = kept.schedule.finish, kept.hours.project
    if finish == was:
        return
    deadline = hours.instant(project.charter.deadline, "24:00")
    if was <= deadline < finish:
        yield Break("charter", project.key, project.name, deadline)
    frozen = Baseline.objects.filter(project=project).order_by("-number").values_list("finish_at", "calendar").first()
    promised = frozen[0] if frozen else hours.previous_open(deadline)
    measure = Hours.from_spec(frozen[1]) if frozen else hours
    days = project.charter.time_tolerance_days
    if working_days(measure, promised, was) <= days < working_days(measure, promised, finish):
        limit = measure.add_days(promised, days, end_of_day=True) if days else promised
        yield Break("tolerance", project.key, project.name, limit)
