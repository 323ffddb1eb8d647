"""What must come before what."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.plan.rescheduling import reschedule
from goldenthread.business.projects.actions.plan.tasks import must_be_open, sibling
from goldenthread.business.projects.events import TasksLinked, TasksUnlinked
from goldenthread.business.projects.models import Dependency, Task
from goldenthread.business.projects.policies import may_plan_task
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record

LONGEST_LAG = 60 * 24 * 366
LARGEST_SHARE = 1000


@dataclass(frozen=True)
class Lag:
    """How long a link waits (less than nothing: a lead): minutes, or percent of the predecessor's length."""

    minutes: int = 0
    percent: int | None = None
    calendar: str = "successor"


@action(on=Task, may=may_plan_task)
def link_tasks(
    acting: Acting, task: Task, *, predecessor: str, kind: str = "FS", lag_minutes: int = 0, lag: Lag | None = None
) -> Dependency:
    """Let a task wait for another of its plan; asked again, the link's kind and lag change. Refused in a circle.

    `lag` says more than `lag_minutes` can, and goes before it.
    """
    must_be_open(task.project)
    before = sibling(task.project, predecessor, "predecessor")
    wrong: dict[str, object] = {}
    if before.pk == task.pk:
        wrong["predecessor"] = _("A task cannot wait for itself.")
    if kind not in Dependency.Kind.values:
        wrong["kind"] = _("Choose from the list.")
    lag = lag or Lag(lag_minutes)
    wrong |= wrong_lag(lag)
    if wrong:
        raise Invalid(fields=wrong)
    told = {"lag_minutes": lag.minutes, "lag_percent": lag.percent, "lag_calendar": lag.calendar}
    link, _is_new = Dependency.objects.update_or_create(
        predecessor=before, successor=task, defaults={"kind": kind, **told}
    )
    task.save(update_fields=["place"])
    record(
        TasksLinked(subject=task.key, predecessor=before.key, kind=kind, lag_minutes=lag.minutes), version=task.version
    )
    reschedule(task.project, cause=task.key)
    return link


def wrong_lag(lag: Lag) -> dict[str, object]:
    """What is wrong with a lag, by field."""
    wrong: dict[str, object] = {}
    if abs(lag.minutes) > LONGEST_LAG:
        wrong["lag_minutes"] = _("A lag is at most a year.")
    if lag.percent is not None and (lag.minutes or abs(lag.percent) > LARGEST_SHARE):
        wrong["lag_percent"] = _("A lag is a length or a share, of at most ten times the length.")
    if lag.calendar not in Dependency.LagCalendar.values:
        wrong["lag_calendar"] = _("Choose from the list.")
    return wrong


@action(on=Task, may=may_plan_task)
def unlink_tasks(acting: Acting, task: Task, *, predecessor: str) -> None:
    """Let a task no longer wait for another."""
    must_be_open(task.project)
    before = sibling(task.project, predecessor, "predecessor")
    gone, _kinds = Dependency.objects.filter(predecessor=before, successor=task).delete()
    if not gone:
        raise Invalid(fields={"predecessor": _("These tasks are not linked.")})
    task.save(update_fields=["place"])
    record(TasksUnlinked(subject=task.key, predecessor=before.key), version=task.version)
    reschedule(task.project, cause=task.key)
