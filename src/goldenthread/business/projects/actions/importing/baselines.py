"""A file's baselines as ours, frozen once; one that the file freezes anew becomes a further one here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.actions.baseline import planned_by_day
from goldenthread.business.projects.actions.importing.given import GivenBaseline
from goldenthread.business.projects.models import Baseline, Project, Task
from goldenthread.foundation.actors import Acting


@dataclass(frozen=True)
class Promised:
    """A task as a baseline holds it, to be spread over its days."""

    budget: Decimal
    early_start_at: datetime
    early_finish_at: datetime
    calendar: WorkCalendar | None
    calendar_id: int | None


def bring_baselines(
    acting: Acting, project: Project, given: Sequence[GivenBaseline], of: Mapping[int, Task], source: str
) -> int:
    """Freeze those that are not here yet; the file's number 0 is its newest and becomes ours. Returns how many."""
    here = list(Baseline.objects.filter(project=project).order_by("number"))
    contents = [(one.imported_number, _content(one.tasks)) for one in here]
    number, made = max((one.number for one in here), default=0), 0
    parents = {task.parent_id for task in of.values()}
    for one in sorted(given, key=lambda one: one.number or 99):
        promised = {of[uid]: values for uid, values in one.tasks.items() if of[uid].pk not in parents}
        tasks = {task.key: _frozen(task, values) for task, values in promised.items()}
        if not tasks or _is_here(one.number, _content(tasks), contents):
            continue
        number, made = number + 1, made + 1
        _freeze(acting, project, one.number, number, promised, tasks, source)
    return made


def _is_here(number: int, content: dict[str, Any], contents: list[tuple[int | None, dict[str, Any]]]) -> bool:
    """Under its number, the newest of which counts; or frozen here, and come back."""
    same = [kept for its_number, kept in contents if its_number == number]
    return (bool(same) and same[-1] == content) or any(
        kept == content for its_number, kept in contents if its_number is None
    )


def _content(tasks: Mapping[str, Any]) -> dict[str, Any]:
    def instant(text: str | None) -> datetime | None:
        return datetime.fromisoformat(text) if text else None

    return {
        key: (instant(task["start"]), instant(task["finish"]), Decimal(task["budget"])) for key, task in tasks.items()
    }


def _frozen(task: Task, values: tuple[datetime, datetime, str]) -> dict[str, Any]:
    start, finish, budget = values
    return {
        "start": start.isoformat(),
        "finish": finish.isoformat(),
        "budget": budget,
        "is_milestone": task.is_milestone,
        "name": task.work.title,
        "is_private": task.work.is_private,
    }


def _freeze(  # noqa: PLR0913, PLR0917  one row, told field by field
    acting: Acting,
    project: Project,
    imported_number: int,
    number: int,
    promised: Mapping[Task, tuple[datetime, datetime, str]],
    tasks: dict[str, Any],
    source: str,
) -> None:
    found = [
        Promised(Decimal(budget), start, finish, task.calendar, task.calendar_id)
        for task, (start, finish, budget) in promised.items()
    ]
    starts_on, planned = planned_by_day(found, project.calendar)
    Baseline.objects.create(
        project=project,
        number=number,
        imported_number=imported_number,
        frozen_at=acting.at,
        frozen_by_id=acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id,
        reason=_("Baseline %(number)s of %(source)s") % {"number": imported_number, "source": source},
        budget=sum((one.budget for one in found), Decimal(0)),
        finish_at=max(one.early_finish_at for one in found),
        calendar=project.calendar.spec,
        tasks=tasks,
        starts_on=starts_on,
        planned=[str(value) for value in planned],
    )
