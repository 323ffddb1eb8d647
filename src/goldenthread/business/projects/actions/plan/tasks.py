"""Putting tasks into a plan and changing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.plan.rescheduling import reschedule
from goldenthread.business.projects.events import TaskAdded, TaskChanged
from goldenthread.business.projects.models import Project, Task
from goldenthread.business.projects.policies import may_plan, may_plan_task
from goldenthread.business.projects.queries.schedule.changes import TaskChanges, read_changes
from goldenthread.business.work.actions import open_work
from goldenthread.business.work.models import WorkKind
from goldenthread.business.work.policies import space_of
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record

DEEPEST = 8
ESTIMATE = ("optimistic_minutes", "pessimistic_minutes")


@dataclass(frozen=True)
class NewTask:
    """A task to be; `parent`, `after` (the sibling it follows) and `calendar` by key, its length in working minutes."""

    title: str
    parent: str = ""
    after: str = ""
    duration_minutes: int = 0
    is_milestone: bool = False
    description: str = ""
    calendar: str = ""
    constraint: str = "ASAP"
    constraint_on: date | None = None
    deadline_on: date | None = None
    budget: Decimal = Decimal(0)
    is_elapsed: bool = False
    fixed_cost: Decimal = Decimal(0)
    priority: int = 500
    earning_rule: str = "physical"
    earning_weights: tuple[int, ...] = ()
    optimistic_minutes: int | None = None
    pessimistic_minutes: int | None = None


@action(on=Project, may=may_plan)
def add_task(acting: Acting, project: Project, *, new: NewTask) -> Task:
    """Put a task or a milestone into the plan, below `parent`, after `after` or last."""
    must_be_open(project)
    parent = sibling(project, new.parent, "parent") if new.parent else None
    after = sibling(project, new.after, "after") if new.after else None
    if parent is not None:
        must_take_parts(parent)
    place = after.place + 1 if after is not None else 1_000_000
    said = {name: value for name, value in vars(new).items() if name in TaskChanges.__annotations__}
    given = read_changes(said, project.calendar.hours(), None)
    given.setdefault("duration_minutes", 0)
    if parent is not None and not new.budget and not parent.parts.exists():
        given["budget"] = parent.budget
    title, description = given.pop("title"), given.pop("description", "")
    work = open_work(
        acting,
        WorkKind.TASK,
        title,
        description=description,
        space=space_of(project.pk),
        account_id=project.account_id,
    )
    _make_room(project, parent, place)
    task = Task.objects.create(work=work, project=project, parent=parent, place=place, **given)
    record(TaskAdded(subject=work.key, title=work.title, project=project.key))
    reschedule(project, cause=work.key)
    task.refresh_from_db()
    return task


@action(on=Task, may=may_plan_task)
def change_task(acting: Acting, task: Task, *, changes: TaskChanges) -> Task:
    """Change what is given of a task; its dates and all that follow from them are computed again."""
    must_be_open(task.project)
    before = _told(task)
    is_summary = task.parts.exists()
    if is_summary and {"duration_minutes", "is_milestone", "budget", "is_elapsed", "fixed_cost", *ESTIMATE} & {
        name for name, value in changes.items() if value != getattr(task, name, value)
    }:
        raise Refused(_("%(key)s has parts: its length and its budget come from them.") % {"key": task.key})
    calendar = task.calendar if task.calendar and "calendar" not in changes else task.project.calendar
    given = read_changes(dict(changes), calendar.hours(), task)
    for name in ("title", "description"):
        if name in given:
            setattr(task.work, name, given.pop(name))
    for name, value in given.items():
        setattr(task, name, value)
    task.work.save()
    task.save()
    after = _told(task)
    record(
        TaskChanged(
            subject=task.key,
            changes={name: [before[name], after[name]] for name in after if before[name] != after[name]},
        ),
        version=task.version,
    )
    reschedule(task.project, cause=task.key)
    task.refresh_from_db()
    return task


def must_be_open(project: Project) -> None:
    if project.state != Project.State.OPEN:
        raise Refused(_("%(key)s is closed; its plan stays as it was.") % {"key": project.key})


def must_take_parts(parent: Task) -> None:
    """A task that has begun keeps what was earned and spent on it: it cannot become a summary."""
    if parent.wbs.count(".") >= DEEPEST - 1:
        raise Refused(_("A plan is at most %(count)s levels deep.") % {"count": DEEPEST})
    if not parent.parts.exists() and (parent.percent or parent.work.time.exists()):
        raise Refused(_("%(key)s has begun and cannot be split any more. Add a task beside it.") % {"key": parent.key})


def sibling(project: Project, key: str, name: str) -> Task:
    """A task of the same plan by its key, as named in a field."""
    found = Task.objects.select_related("work").filter(project=project, work__key=key).first()
    if found is None:
        raise Invalid(fields={name: _("Choose a task of this plan.")})
    return found


def _make_room(project: Project, parent: Task | None, place: int) -> None:
    Task.objects.filter(project=project, parent=parent, place__gte=place).update(place=F("place") + 1)


def _told(task: Task) -> dict[str, str | None]:
    values = {
        "title": task.work.title,
        "duration_minutes": task.duration_minutes,
        "is_milestone": task.is_milestone,
        "calendar": task.calendar.key if task.calendar else None,
        "constraint": task.constraint,
        "constraint_at": task.constraint_at.isoformat() if task.constraint_at else None,
        "levelled_at": task.levelled_at.isoformat() if task.levelled_at else None,
        "deadline_on": task.deadline_on,
        "budget": task.budget,
        "remaining_minutes": task.remaining_minutes,
        "is_elapsed": task.is_elapsed,
        "fixed_cost": task.fixed_cost,
        "earning_rule": task.earning_rule,
        "earning_weights": list(task.earning_weights),
        "priority": task.priority,
    }
    return {name: None if value is None else str(value) for name, value in values.items()}
