"""Putting tasks into a plan and changing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from django.db.models import F
from django.utils.translation import gettext as _

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.actions.plan.rescheduling import reschedule
from goldenthread.business.projects.events import TaskAdded, TaskChanged
from goldenthread.business.projects.models import Project, Task
from goldenthread.business.projects.policies import CONSTRAINTS, may_plan, may_plan_task
from goldenthread.business.work.actions import open_work
from goldenthread.business.work.models import WorkKind
from goldenthread.business.work.policies import space_of
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record

LONGEST = 60 * 8 * 250 * 10
DEEPEST = 8


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


class TaskChanges(TypedDict, total=False):
    """What can be changed of a task; only what is given changes."""

    title: str
    description: str
    duration_minutes: int
    is_milestone: bool
    calendar: str
    constraint: str
    constraint_on: date | None
    deadline_on: date | None
    budget: Decimal
    is_elapsed: bool
    fixed_cost: Decimal
    priority: int


@action(on=Project, may=may_plan)
def add_task(acting: Acting, project: Project, *, new: NewTask) -> Task:
    """Put a task or a milestone into the plan, below `parent`, after `after` or last."""
    must_be_open(project)
    parent = sibling(project, new.parent, "parent") if new.parent else None
    after = sibling(project, new.after, "after") if new.after else None
    if parent is not None:
        must_take_parts(parent)
    place = after.place + 1 if after is not None else 1_000_000
    given = _read(project, {name: value for name, value in vars(new).items() if name in TaskChanges.__annotations__})
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
    if is_summary and {"duration_minutes", "is_milestone", "budget", "is_elapsed", "fixed_cost"} & {
        name for name, value in changes.items() if value != getattr(task, name, value)
    }:
        raise Refused(_("%(key)s has parts: its length and its budget come from them.") % {"key": task.key})
    given = _read(task.project, dict(changes), task)
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


def _read(project: Project, given: dict[str, Any], task: Task | None = None) -> dict[str, Any]:
    """What was said of a task as its fields, or Invalid with a sentence per field."""
    wrong: dict[str, object] = {}
    if "title" in given:
        given["title"] = given["title"].strip()
        if not 1 <= len(given["title"]) <= 200:
            wrong["title"] = _("Name the task in at most 200 characters.")
    if not 0 <= given.get("duration_minutes", 0) <= LONGEST:
        wrong["duration_minutes"] = _("A task takes between nothing and ten years.")
    if given.get("is_milestone"):
        given["duration_minutes"] = 0
    if given.get("duration_minutes", task.duration_minutes if task else 0) != (task.duration_minutes if task else 0):
        given["duration_seconds"] = 0
    wrong |= _wrong_numbers(given)
    if "deadline_on" in given and (task is None or given["deadline_on"] != task.deadline_on):
        given["deadline_at"] = None
    hours = project.calendar.hours()
    if "calendar" in given:
        key = given.pop("calendar")
        found = WorkCalendar.objects.filter(key=key).first() if key else None
        if key and found is None:
            wrong["calendar"] = _("Choose a calendar from the list.")
        given["calendar"] = found
        hours = found.hours() if found else hours
    wrong |= _read_constraint(given, hours, task)
    if wrong:
        raise Invalid(fields=wrong)
    return given


def _wrong_numbers(given: dict[str, Any]) -> dict[str, object]:
    wrong: dict[str, object] = {}
    if not Decimal(0) <= given.get("budget", Decimal(0)) < Decimal(10) ** 12:
        wrong["budget"] = _("A budget cannot be negative.")
    if not Decimal(0) <= given.get("fixed_cost", Decimal(0)) < Decimal(10) ** 12:
        wrong["fixed_cost"] = _("A cost cannot be negative.")
    if not 0 <= given.get("priority", 500) <= 1000:
        wrong["priority"] = _("A priority lies between 0 and 1000.")
    return wrong


def _read_constraint(given: dict[str, Any], hours: Any, task: Task | None) -> dict[str, object]:
    if "constraint" not in given and "constraint_on" not in given:
        return {}
    constraint = given.get("constraint", task.constraint if task else "ASAP")
    on = given.pop("constraint_on", None) or (
        task.constraint_at.astimezone(hours.zone).date() if task and task.constraint_at else None
    )
    if constraint not in CONSTRAINTS:
        return {"constraint": _("Choose from the list.")}
    if constraint in ("ASAP", "ALAP"):
        given["constraint_at"] = None
        return {}
    if on is None:
        return {"constraint_on": _("Give the day.")}
    given["constraint_at"] = bound(hours, on, is_start=constraint in ("MSO", "SNET", "SNLT"))
    return {}


def bound(hours: Any, on: date, *, is_start: bool) -> datetime:
    """The instant a day stands for: as a start its opening (or the next), as a finish its closing (or the last)."""
    found: datetime = (
        hours.next_open(hours.instant(on, "00:00")) if is_start else hours.previous_open(hours.instant(on, "24:00"))
    )
    return found


def _told(task: Task) -> dict[str, str | None]:
    values = {
        "title": task.work.title,
        "duration_minutes": task.duration_minutes,
        "is_milestone": task.is_milestone,
        "calendar": task.calendar.key if task.calendar else None,
        "constraint": task.constraint,
        "constraint_at": task.constraint_at.isoformat() if task.constraint_at else None,
        "deadline_on": task.deadline_on,
        "budget": task.budget,
        "is_elapsed": task.is_elapsed,
        "fixed_cost": task.fixed_cost,
        "priority": task.priority,
    }
    return {name: None if value is None else str(value) for name, value in values.items()}
