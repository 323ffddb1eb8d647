"""Tasks as they are told and as they are kept: what changed in the file since the last time is what changes here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.actions.importing.given import Said
from goldenthread.business.projects.actions.importing.resources import number_text
from goldenthread.business.projects.models import Task
from goldenthread.business.work.models import StatusCategory
from goldenthread.engine.calendars import WorkCalendar as Hours

INSTANTS = ("constraint_at", "deadline_at", "actual_start_at", "actual_finish_at")
MONEY = ("budget", "fixed_cost")
PLAIN = (
    "duration_minutes", "duration_seconds", "is_elapsed", "is_milestone", "constraint", "priority", "percent",
    "remaining_minutes",
)  # fmt: skip
FIELDS = ("title", "description", "calendar", *INSTANTS, *MONEY, *PLAIN)
OF_LEAVES = frozenset(
    {
        "duration_minutes", "duration_seconds", "is_elapsed", "is_milestone", "budget", "fixed_cost", "percent",
        "remaining_minutes", "actual_start_at", "actual_finish_at",
    }
)  # fmt: skip
"""What a summary has from its parts."""


def told(task: Task, uid_of: Mapping[int, int]) -> Said:
    """A task of ours as a file would tell it; `uid_of` gives the file's number of a calendar."""
    said: Said = {"title": task.work.title, "description": task.work.description}
    said["calendar"] = uid_of.get(task.calendar_id or 0)
    said |= {name: iso(getattr(task, name)) for name in INSTANTS}
    said["deadline_at"] = iso(deadline_of(task))
    said |= {name: number_text(getattr(task, name)) for name in MONEY}
    return said | {name: getattr(task, name) for name in PLAIN}


def iso(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def put(task: Task, name: str, value: Any, calendars: Mapping[int, WorkCalendar]) -> None:
    """Set one field as a file tells it."""
    setter: Callable[[], None] = {
        "title": lambda: setattr(task.work, "title", value),
        "description": lambda: setattr(task.work, "description", value),
        "calendar": lambda: setattr(task, "calendar", None if value is None else calendars.get(value)),
        "deadline_at": lambda: _put_deadline(task, value),
    }.get(name, lambda: setattr(task, name, _read(name, value)))
    setter()


def deadline_of(task: Task) -> datetime | None:
    """The instant of a deadline: of a day, its closing; of a day that is closed, its end."""
    if task.deadline_at is not None or task.deadline_on is None:
        return task.deadline_at
    return _end_of_day((task.calendar or task.project.calendar).hours(), task.deadline_on)[-1]


def _end_of_day(hours: Hours, on: date) -> list[datetime]:
    """The instants that end a day: midnight, and its last closing where it has one."""
    midnight = hours.instant(on, "24:00")
    closing = hours.previous_open(midnight)
    return [midnight, closing] if closing.astimezone(hours.zone).date() == on else [midnight]


def _put_deadline(task: Task, value: str | None) -> None:
    """What ends a day is that day; any other instant is kept as it is."""
    at = _read("deadline_at", value)
    task.deadline_at, task.deadline_on = None, None
    if at is None:
        return
    hours = (task.calendar or task.project.calendar).hours()
    # midnight is an instant of the next day
    task.deadline_on = (at - timedelta(microseconds=1)).astimezone(hours.zone).date()
    if at not in _end_of_day(hours, task.deadline_on):
        task.deadline_on, task.deadline_at = at.astimezone(hours.zone).date(), at


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in INSTANTS:
        return datetime.fromisoformat(value)
    return Decimal(value) if name in MONEY else value


def set_state(task: Task, at: datetime) -> None:
    """The state of the work below a task follows from its progress."""
    work = task.work
    if task.percent == 100:
        work.status, work.done_at = StatusCategory.DONE, task.actual_finish_at or at
    else:
        begun = task.percent > 0 or task.actual_start_at is not None
        work.status, work.done_at = (StatusCategory.ACTIVE if begun else StatusCategory.NEW), None
