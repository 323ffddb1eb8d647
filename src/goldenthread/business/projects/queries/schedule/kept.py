"""Compiled plans, kept in the process between requests for as long as nothing of them changed (decision 9)."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.models import Project
from goldenthread.business.projects.queries.schedule.compiling import scheduled, told_in_words
from goldenthread.business.projects.queries.schedule.hours import PlanHours
from goldenthread.business.projects.queries.schedule.rows import LinkRow, PlanRow, link_rows, plan_rows
from goldenthread.engine import network

Stamp = tuple[object, ...]
MOST = 4
"""Plans kept at once; one of 10,000 tasks takes some 30 MB."""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan as it stood under a stamp. Shared between requests: nothing of it is ever changed."""

    stamp: Stamp
    rows: dict[str, PlanRow]
    key_of: dict[int, str]
    summaries: frozenset[int]
    links: list[LinkRow]
    hours: PlanHours
    schedule: network.Schedule


_kept: OrderedDict[int, KeptPlan] = OrderedDict()
_lock = Lock()


def stamp_of(project_id: int) -> Stamp:
    """What a plan's dates follow from, in one query: equal stamps are equal plans.

    Every change of tasks, links, progress or resources draws a new `plan_stamp`; calendars have versions of their own.
    """
    versions = Concat(Cast("pk", CharField()), Value(":"), Cast("version", CharField()))
    calendars = WorkCalendar.objects.order_by("pk").annotate(of=versions).values("of")
    found = (
        Project.objects.filter(pk=project_id)
        .annotate(calendars=ArraySubquery(calendars))
        .values_list("plan_stamp", "start_on", "starts_at", "status_at", "calendar_id", "calendars")
    )
    return tuple(found.get())


def kept_plan(project: Project) -> KeptPlan:
    """The compiled plan of a project, taken from what is kept where it still holds. Refused as the engine refuses."""
    stamp = stamp_of(project.pk)
    with _lock:
        found = _kept.get(project.pk)
        if found is not None and found.stamp == stamp:
            _kept.move_to_end(project.pk)
            return found
    while True:
        project.refresh_from_db(fields=["start_on", "starts_at", "status_at", "calendar"])
        made = _compiled(project, stamp)
        now = stamp_of(project.pk)
        if now == stamp:
            break
        stamp = now  # it changed while it was read: half of what was read may be of before
    with _lock:
        _kept[project.pk] = made
        _kept.move_to_end(project.pk)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def _compiled(project: Project, stamp: Stamp) -> KeptPlan:
    rows = plan_rows(project)
    hours = PlanHours(project, rows)
    key_of = {row.pk: row.key for row in rows}
    links = link_rows(project, key_of)
    with told_in_words(project):
        schedule = scheduled(project, rows, links, hours)
    return KeptPlan(
        stamp=stamp,
        rows={row.key: row for row in rows},
        key_of=key_of,
        summaries=frozenset(row.parent_id for row in rows if row.parent_id is not None),
        links=links,
        hours=hours,
        schedule=schedule,
    )
