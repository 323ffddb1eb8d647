"""What must come before what."""

from __future__ import annotations

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


@action(on=Task, may=may_plan_task)
def link_tasks(acting: Acting, task: Task, *, predecessor: str, kind: str = "FS", lag_minutes: int = 0) -> Dependency:
    """Let a task wait for another of its plan; asked again, the link's kind and lag change. Refused in a circle."""
    must_be_open(task.project)
    before = sibling(task.project, predecessor, "predecessor")
    wrong: dict[str, object] = {}
    if before.pk == task.pk:
        wrong["predecessor"] = _("A task cannot wait for itself.")
    if kind not in Dependency.Kind.values:
        wrong["kind"] = _("Choose from the list.")
    if abs(lag_minutes) > LONGEST_LAG:
        wrong["lag_minutes"] = _("A lag is at most a year.")
    if wrong:
        raise Invalid(fields=wrong)
    link, _is_new = Dependency.objects.update_or_create(
        predecessor=before, successor=task, defaults={"kind": kind, "lag_minutes": lag_minutes}
    )
    task.save(update_fields=["place"])
    record(
        TasksLinked(subject=task.key, predecessor=before.key, kind=kind, lag_minutes=lag_minutes), version=task.version
    )
    reschedule(task.project, cause=task.key)
    return link


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
