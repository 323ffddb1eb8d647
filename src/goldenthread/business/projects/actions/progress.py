"""Progress: how far a task is, when it began and ended, and what is left of it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.plan.rescheduling import reschedule
from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.events import ProgressReported, TaskCommented
from goldenthread.business.projects.models import ProgressReading, Task
from goldenthread.business.projects.policies import may_report, may_see_task
from goldenthread.business.projects.queries.schedule.changes import bound
from goldenthread.business.work.models import StatusCategory
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.comments import say
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.models import Comment


@action(on=Task, may=may_report)
def report_progress(
    acting: Acting,
    task: Task,
    *,
    percent: int,
    started_on: date | None = None,
    finished_on: date | None = None,
    remaining_minutes: int | None = None,
) -> Task:
    """Say how far a task is. What is not said follows: it began as planned, ended now, and what is left is the rest.

    Kept as a reading, from which earned value at any day is read; the plan is computed again up to this instant.
    """
    must_be_open(task.project)
    if task.parts.exists():
        raise Refused(_("%(key)s has parts: its progress comes from them.") % {"key": task.key})
    _check(acting, task, percent, remaining_minutes)
    before = task.percent
    _set_actuals(acting, task, percent, started_on, finished_on)
    left = remaining_minutes if remaining_minutes is not None else task.duration_minutes * (100 - percent) // 100
    task.remaining_minutes = 0 if percent == 100 else left if percent else remaining_minutes
    task.percent = percent
    task.save()
    _set_status(acting, task)
    ProgressReading.objects.create(task=task, at=acting.at, percent=percent)
    record(ProgressReported(subject=task.key, before=before, percent=percent), version=task.version)
    project = task.project
    project.status_at = max(filter(None, (project.status_at, acting.at)))
    reschedule(project, cause=task.key)
    task.refresh_from_db()
    return task


@action(on=Task, may=may_see_task)
def comment_task(acting: Acting, task: Task, *, text: str) -> Comment:
    """Say something on a task, to all who see it."""
    comment = say(acting, task.key, text)
    record(TaskCommented(subject=task.key, comment=comment.pk))
    return comment


def _check(acting: Acting, task: Task, percent: int, remaining_minutes: int | None) -> None:
    wrong: dict[str, object] = {}
    if not 0 <= percent <= 100:
        wrong["percent"] = _("Progress is between 0 and 100 percent.")
    elif task.is_milestone and percent not in (0, 100):
        wrong["percent"] = _("A milestone is reached or not: 0 or 100 percent.")
    if remaining_minutes is not None and remaining_minutes < 0:
        wrong["remaining_minutes"] = _("What is left cannot be negative.")
    elif remaining_minutes and percent == 100:
        wrong["remaining_minutes"] = _("Nothing is left of a task that is done.")
    if wrong:
        raise Invalid(fields=wrong)
    last = ProgressReading.objects.filter(task=task).order_by("-at").first()
    if last is not None and last.at > acting.at:
        raise Refused(_("Later progress of %(key)s is already known.") % {"key": task.key})


def _set_actuals(acting: Acting, task: Task, percent: int, started_on: date | None, finished_on: date | None) -> None:
    if percent == 0 and started_on is None:
        task.actual_start_at = task.actual_finish_at = None
        return
    if started_on is not None:
        task.actual_start_at = _told(acting, task, "started_on", started_on, is_start=True)
    elif task.actual_start_at is None:
        task.actual_start_at = min(task.early_start_at or acting.at, acting.at)
    if percent < 100:
        if finished_on is not None:
            raise Invalid(fields={"finished_on": _("Only a task that is done has a finish.")})
        task.actual_finish_at = None
    elif finished_on is not None:
        task.actual_finish_at = _told(acting, task, "finished_on", finished_on, is_start=False)
    elif task.actual_finish_at is None:
        task.actual_finish_at = acting.at
    if task.is_milestone and started_on is None:
        task.actual_start_at = task.actual_finish_at
    if task.actual_finish_at and task.actual_start_at and task.actual_finish_at < task.actual_start_at:
        raise Invalid(fields={"finished_on": _("It cannot end before it began.")})


def _told(acting: Acting, task: Task, field: str, on: date, *, is_start: bool) -> datetime:
    """The instant that a day stands for; not later than now."""
    hours = (task.calendar or task.project.calendar).hours()
    if on > acting.at.astimezone(hours.zone).date():
        raise Invalid(fields={field: _("This day is still to come.")})
    return min(bound(hours, on, is_start=is_start), acting.at)


def _set_status(acting: Acting, task: Task) -> None:
    work = task.work
    if task.percent == 100:
        work.status, work.done_at = StatusCategory.DONE, task.actual_finish_at or acting.at
    else:
        begun = task.percent > 0 or task.actual_start_at is not None
        work.status, work.done_at = (StatusCategory.ACTIVE if begun else StatusCategory.NEW), None
    work.save(update_fields=["status", "done_at"])
