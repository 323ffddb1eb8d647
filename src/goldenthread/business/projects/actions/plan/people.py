"""Who works on what."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Person
from goldenthread.business.projects.actions.plan.rescheduling import reschedule
from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.events import TaskAssigned, TaskUnassigned
from goldenthread.business.projects.models import Assignment, Task
from goldenthread.business.projects.policies import may_plan_task
from goldenthread.business.projects.queries.schedule.changes import LONGEST
from goldenthread.business.projects.queries.schedule.hours import heeds_resources
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record


@action(on=Task, may=may_plan_task)
def assign_task(
    acting: Acting, task: Task, *, person: str, units: int = 100, work_minutes: int | None = None
) -> Assignment:
    """Put a member of the project on a task with a share of their time. The first one carries it in their own list.

    `work_minutes` is what they work on it in all, where that is planned.
    """
    must_be_open(task.project)
    found = Person.objects.filter(key=person, projects=task.project).first()
    wrong: dict[str, object] = {}
    if found is None:
        wrong["person"] = _("Choose someone of the project's team, or add them to it first.")
    if not 1 <= units <= 100:
        wrong["units"] = _("A share is between 1 and 100 percent.")
    if work_minutes is not None and not 0 <= work_minutes <= LONGEST:
        wrong["work_minutes"] = _("Work takes between nothing and ten years.")
    if found is None or wrong:
        raise Invalid(fields=wrong)
    if task.parts.exists():
        raise Invalid(fields={"person": _("This task has parts: put people on those.")})
    known: dict[str, int] = {"units": units} | ({} if work_minutes is None else {"work_minutes": work_minutes})
    assignment, _is_new = Assignment.objects.update_or_create(task=task, person=found, defaults=known)
    _carry(task)
    record(TaskAssigned(subject=task.key, person=found.pk, units=units), version=task.version)
    if heeds_resources(task.project):
        reschedule(task.project, cause=task.key)
    return assignment


@action(on=Task, may=may_plan_task)
def unassign_task(acting: Acting, task: Task, *, person: str) -> None:
    """Take a person off a task."""
    must_be_open(task.project)
    assignment = Assignment.objects.filter(task=task, person__key=person).first()
    if assignment is None:
        raise Invalid(fields={"person": _("This person is not on the task.")})
    assignment.delete()
    _carry(task)
    record(TaskUnassigned(subject=task.key, person=assignment.person_id), version=task.version)
    if heeds_resources(task.project):
        reschedule(task.project, cause=task.key)


def _carry(task: Task) -> None:
    first = Assignment.objects.filter(task=task).order_by("id").first()
    task.work.assignee_id = first.person_id if first else None
    task.work.save(update_fields=["assignee"])
    task.save(update_fields=["place"])
