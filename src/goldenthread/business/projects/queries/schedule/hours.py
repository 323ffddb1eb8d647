"""When the tasks of a plan can be worked on, and how long a link waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.models import Assignment, Project, Resource, ResourceUse
from goldenthread.business.projects.queries.schedule.rows import LinkRow, PlanRow
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.engine.calendars import open_in_all, open_in_any


class PlanHours:
    """The hours of each task: round the clock, its own, those of the resources on it, or (None) the project's.

    A task runs while any of its resources works; on a calendar of its own, only where that is open too (where they
    never meet, on its own). Resources whose hours are told in another zone than the project's count as the project's.
    """

    def __init__(self, project: Project, tasks: Sequence[PlanRow]) -> None:
        self.project = project.calendar.hours()
        self._always = Hours.always(self.project.timezone)
        self._working = _resources_of(project, self.project.timezone)
        wanted = {task.calendar_id for task in tasks if task.calendar_id is not None}
        self._own = {found.pk: found.hours() for found in WorkCalendar.objects.filter(pk__in=wanted)}
        self._met: dict[tuple[int | None, frozenset[int | None]], Hours] = {}

    def of(self, task: PlanRow) -> Hours | None:
        """The calendar a task runs on, None for the project's."""
        if task.is_elapsed:
            return self._always
        own = self._own.get(task.calendar_id or 0)
        working = self._working.get(task.pk)
        if not working or (own is not None and own.timezone != self.project.timezone):
            return own
        found = (task.calendar_id, frozenset(working))
        if found not in self._met:
            together = open_in_any([hours or self.project for hours in working.values()])
            shared = together if own is None else open_in_all([own, together])
            self._met[found] = shared if any(shared.weekly) or own is None else own
        return self._met[found]

    def deadline(self, task: PlanRow) -> datetime | None:
        """The instant a task must be done by."""
        if task.deadline_at is not None or task.deadline_on is None:
            return task.deadline_at
        return self.told_on(task.calendar_id).instant(task.deadline_on, "24:00")

    def told_on(self, calendar_id: int | None) -> Hours:
        """The calendar that a task's days are told on: its own, or the project's."""
        return self._own.get(calendar_id or 0) or self.project


def lag_of(link: LinkRow, length: timedelta) -> timedelta:
    """How long a link waits; `length` is its predecessor's."""
    if link.lag_percent is not None:
        return timedelta(seconds=round(length.total_seconds() * link.lag_percent / 100))
    return timedelta(minutes=link.lag_minutes)


def heeds_resources(project: Project) -> bool:
    """Whether who is on a task can move it."""
    return Resource.objects.filter(project=project, kind=Resource.Kind.WORK, calendar__isnull=False).exists()


def _resources_of(project: Project, timezone: str) -> dict[int, dict[int | None, Hours | None]]:
    """By task, the hours of what works on it by calendar; tasks on which nothing has hours of its own are left out."""
    resources = list(Resource.objects.filter(project=project, kind=Resource.Kind.WORK).select_related("calendar"))
    if not any(one.calendar_id for one in resources):
        return {}
    hours = {one.pk: one.calendar.hours() if one.calendar else None for one in resources}
    on: dict[int, dict[int | None, Hours | None]] = defaultdict(dict)

    def add(task: int, one: Resource | None) -> None:
        told = hours[one.pk] if one is not None else None
        is_own = one is not None and told is not None and told.timezone == timezone
        on[task][one.calendar_id if one is not None and is_own else None] = told if is_own else None

    by_pk = {one.pk: one for one in resources}
    for use in ResourceUse.objects.filter(task__project=project, resource__in=by_pk):
        add(use.task_id, by_pk[use.resource_id])
    of_person = {one.person_id: one for one in resources if one.person_id is not None}
    for assignment in Assignment.objects.filter(task__project=project):
        add(assignment.task_id, of_person.get(assignment.person_id))
    return {task: working for task, working in on.items() if any(working.values())}
