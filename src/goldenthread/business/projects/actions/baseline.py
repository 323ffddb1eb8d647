"""Freezing the plan: what is promised from now on, with the value planned for the end of each day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.events import PlanBaselined
from goldenthread.business.projects.models import Baseline, Project, Task
from goldenthread.business.projects.policies import may_plan
from goldenthread.business.projects.queries.outline import leaves
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record

CENT = Decimal("0.01")


@action(on=Project, may=may_plan)
def baseline_project(acting: Acting, project: Project, *, reason: str, name: str = "") -> Baseline:
    """Freeze the plan as it stands: dates, budgets and calendar. Work added later earns nothing until the next one."""
    must_be_open(project)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why the plan is frozen now.")})
    tasks = list(Task.objects.select_related("work", "calendar").filter(project=project))
    found = leaves(tasks)
    finish = max((task.early_finish_at for task in found if task.early_finish_at), default=None)
    if finish is None:
        raise Refused(_("There is nothing to freeze yet. Plan the tasks first."))
    number = project.baselines.count() + 1
    starts_on, planned = planned_by_day(found, project.calendar)
    baseline = Baseline.objects.create(
        project=project,
        number=number,
        name=name.strip()[:80],
        frozen_at=acting.at,
        frozen_by_id=acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id,
        reason=reason.strip()[:300],
        budget=sum((task.budget for task in found), Decimal(0)),
        finish_at=finish,
        calendar=project.calendar.whole_spec(),
        tasks={task.key: _frozen(task) for task in found},
        starts_on=starts_on,
        planned=[str(value) for value in planned],
    )
    project.save(update_fields=["status_at"])
    record(
        PlanBaselined(
            subject=project.key,
            number=number,
            reason=baseline.reason,
            budget=str(baseline.budget),
            finish=finish.isoformat(),
        ),
        version=project.version,
    )
    return baseline


def _frozen(task: Task) -> dict[str, object]:
    return {
        "start": task.early_start_at.isoformat() if task.early_start_at else None,
        "finish": task.early_finish_at.isoformat() if task.early_finish_at else None,
        "budget": str(task.budget),
        "is_milestone": task.is_milestone,
        "name": task.work.title,
        "is_private": task.work.is_private,
        "earning": task.earning_rule,
        "weights": task.earning_weights,
        "calendar": task.calendar.spec if task.calendar else None,
    }


class Spread(Protocol):
    """What planned value is spread over days of: a task, or what a baseline holds of one."""

    @property
    def budget(self) -> Decimal: ...
    @property
    def early_start_at(self) -> datetime | None: ...
    @property
    def early_finish_at(self) -> datetime | None: ...
    @property
    def calendar(self) -> WorkCalendar | None: ...
    @property
    def calendar_id(self) -> int | None: ...


def planned_by_day(found: Sequence[Spread], calendar: WorkCalendar) -> tuple[date, list[Decimal]]:
    """The first day, and the planned value in all at the end of each: a task's budget spread over its open time."""
    zone = calendar.hours().zone
    starts = [task.early_start_at for task in found if task.early_start_at]
    finishes = [task.early_finish_at for task in found if task.early_finish_at]
    first, last = min(starts).astimezone(zone).date(), max(finishes).astimezone(zone).date()
    hours = {pk: spec.hours() for pk, spec in _calendars(found, calendar).items()}
    gained = [Decimal(0)] * ((last - first).days + 1)
    for task in found:
        if task.budget and task.early_start_at and task.early_finish_at:
            for on, share in _spread(hours[task.calendar_id], task.early_start_at, task.early_finish_at, calendar):
                gained[(on - first).days] += task.budget * share
    total, planned = Decimal(0), []
    for value in gained:
        total += value
        planned.append(total.quantize(CENT))
    return first, planned


def _calendars(found: Sequence[Spread], calendar: WorkCalendar) -> dict[int | None, WorkCalendar]:
    return {task.calendar_id: task.calendar for task in found if task.calendar} | {None: calendar}


def _spread(hours: Hours, start: datetime, finish: datetime, calendar: WorkCalendar) -> list[tuple[date, Decimal]]:
    """How much of a task falls on each day, in shares of one; at its finish where it has no open time."""
    zone = calendar.hours().zone
    whole = hours.between(start, finish)
    if not whole:
        return [(finish.astimezone(zone).date(), Decimal(1))]
    on: dict[date, timedelta] = {}
    for begin, end in hours.segments(start, finish):
        day = begin.astimezone(zone).date()
        on[day] = on.get(day, timedelta()) + (end - begin)
    seconds = Decimal(whole.total_seconds())
    return [(day, Decimal(length.total_seconds()) / seconds) for day, length in on.items()]
