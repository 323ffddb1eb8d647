"""What a proposal rests on, told in one text: when it differs, the proposal is of before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db.models import Q

from goldenthread.business.people.models import Absence, WorkCalendar
from goldenthread.business.projects.models import Assignment, Project, ResourceUse


def stamp_text(projects: Sequence[Project]) -> str:
    """The plans, who is on their tasks or fills their roles and what those ask, and when these people are away.

    Forecast loads are left out: they are read anew each night, and a proposal should live longer than that.
    """
    numbers = sorted(project.pk for project in projects)
    on_tasks = Assignment.objects.filter(task__project__in=numbers).values("person")
    in_roles = ResourceUse.objects.filter(task__project__in=numbers).values("resource__person")
    theirs = Q(person__in=on_tasks) | Q(person__in=in_roles)
    absences = Absence.objects.filter(theirs).order_by("pk")
    others = Assignment.objects.filter(theirs, task__project__state=Project.State.OPEN)
    columns = ("plan_stamp", "start_on", "starts_at", "status_at", "calendar_id", "state")
    parts: list[object] = list(Project.objects.filter(pk__in=numbers).order_by("pk").values_list(*columns))
    parts += WorkCalendar.objects.order_by("pk").values_list("pk", "version")
    parts += others.order_by("pk").values_list(
        "task_id", "person_id", "units", "task__early_start_at", "task__early_finish_at"
    )
    by_role = Q(resource__person__in=on_tasks) | Q(resource__person__in=in_roles)
    elsewhere = by_role & Q(task__project__state=Project.State.OPEN)
    uses = ResourceUse.objects.filter(Q(task__project__in=numbers) | elsewhere).order_by("pk")
    parts += uses.values_list(
        *("task_id", "resource_id", "units", "resource__units", "resource__person_id"),
        *("task__early_start_at", "task__early_finish_at"),
    )
    parts += absences.values_list("person_id", "starts_on", "ends_on")
    return sha256(repr([_plain(part) for part in parts]).encode()).hexdigest()


def _plain(part: object) -> object:
    """Instants by their number, so that the same instant is the same text."""
    if isinstance(part, tuple):
        return tuple(_plain(one) for one in part)
    return part.timestamp() if isinstance(part, datetime) else str(part)
