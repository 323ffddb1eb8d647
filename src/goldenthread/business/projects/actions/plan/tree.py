"""Moving tasks about in the tree and taking them out of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.plan.rescheduling import reschedule
from goldenthread.business.projects.actions.plan.tasks import must_be_open, must_take_parts, sibling
from goldenthread.business.projects.events import TaskMoved, TaskRemoved
from goldenthread.business.projects.models import Task
from goldenthread.business.projects.policies import may_plan_task
from goldenthread.business.projects.queries.outline import outline
from goldenthread.business.work.models import TimeEntry, Work
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.events import record


@action(on=Task, may=may_plan_task)
def move_task(acting: Acting, task: Task, *, parent: str = "", place: int = 1_000_000) -> Task:
    """Put a task, with its parts, below another (or at the top), at a place from 1; past the end is last."""
    must_be_open(task.project)
    above = sibling(task.project, parent, "parent") if parent else None
    if above is not None:
        if above.pk in {part.pk for part in _with_parts(task)}:
            raise Refused(_("A task cannot become a part of itself."))
        must_take_parts(above)
    before = task.wbs
    others = Task.objects.filter(project=task.project, parent=above).exclude(pk=task.pk).order_by("place", "pk")
    order = [other.pk for other in others]
    order.insert(max(0, place - 1), task.pk)
    task.parent = above
    task.save(update_fields=["parent"])
    moved = {found.pk: found for found in Task.objects.filter(pk__in=order)}
    for number, pk in enumerate(order, start=1):
        moved[pk].place = number
    Task.objects.bulk_update(moved.values(), ["place"], batch_size=500)
    reschedule(task.project, cause=task.key)
    task.refresh_from_db()
    record(TaskMoved(subject=task.key, before=before, wbs=task.wbs), version=task.version)
    return task


@action(on=Task, may=may_plan_task)
def remove_task(acting: Acting, task: Task) -> None:
    """Take a task and its parts out of the plan. Refused once work on any of them was done or paid."""
    must_be_open(task.project)
    gone = _with_parts(task)
    ids = [part.pk for part in gone]
    begun = next((part for part in gone if part.percent or part.actual_start_at), None)
    spent = TimeEntry.objects.filter(work_id__in=ids).select_related("work").first()
    if begun is not None or spent is not None:
        key = begun.key if begun is not None else spent.work.key if spent else ""
        raise Refused(_("Work on %(key)s has begun, so it stays in the plan. Set it to done instead.") % {"key": key})
    project, key = task.project, task.key
    for part in gone:
        record(TaskRemoved(subject=project.key, task=part.key, title=part.work.title))
    Work.objects.filter(pk__in=ids).delete()
    reschedule(project, cause=key)


def _with_parts(task: Task) -> list[Task]:
    everything = outline(Task.objects.select_related("work").filter(project=task.project))
    start = next(number for number, branch in enumerate(everything) if branch.task.pk == task.pk)
    depth = everything[start].depth
    found = [everything[start].task]
    for branch in everything[start + 1 :]:
        if branch.depth <= depth:
            break
        found.append(branch.task)
    return found
