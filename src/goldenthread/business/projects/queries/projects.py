"""One project and many: the list with its filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from goldenthread.business.people.models import Person
from goldenthread.business.projects.models import Phase, Project, Task
from goldenthread.business.projects.queries.standing import Standing, standings_of
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_from, part_of
from goldenthread.foundation.policies import seen, visible

ORDER = ("sort_name", "id")
SIZE = 50
LOOKED_AT = 200
"""So many projects are worked out for one page by light; where fewer have it, the page is shorter and leads on."""


@dataclass(frozen=True)
class ProjectFilters:
    """What a list of projects is narrowed to; empty is everything. The manager by key."""

    state: str = ""
    manager: str = ""
    light: str = ""
    q: str = ""

    @property
    def is_any(self) -> bool:
        return bool(self.state or self.manager or self.light or self.q)


@dataclass(frozen=True)
class ProjectRow:
    """A project in a list, with where it stands."""

    project: Project
    phase: str
    standing: Standing


def project(actor: Actor, key: str) -> Project:
    found = visible(Project, actor).select_related("manager", "team", "charter", "calendar", "account")
    return seen(Project, actor, key, found)


def projects(actor: Actor, filters: ProjectFilters, at: datetime, cursor: str | None = None) -> Page[ProjectRow]:
    """Projects by name, in a fixed number of queries.

    A light follows from the minute, so it is worked out, not stored: by light, a page is what has it among the next
    `LOOKED_AT` projects, `SIZE` at most; it may be short or empty and lead on.
    """
    size = LOOKED_AT if filters.light else SIZE
    found = list(part_of(_filtered(actor, filters), ORDER, cursor, size))
    rows = {row.project.pk: row for row in _rows(found[:size], at)}
    fitting = {number for number, row in rows.items() if filters.light in ("", row.standing.light)}
    if filters.light:
        places = [place for place, one in enumerate(found[:size], 1) if one.pk in fitting]
        size = places[SIZE - 1] if len(places) >= SIZE else size
    page = page_from(found, ORDER, cursor, size)
    return Page([rows[one.pk] for one in page.rows if one.pk in fitting], page.next, page.previous)


def projects_on_calendar(actor: Actor, key: str) -> list[str]:
    """The keys of open projects that a calendar's hours count in: their own, or that of one of their tasks."""
    mine = Q(calendar__key=key) | Q(pk__in=Task.objects.filter(calendar__key=key).values("project_id"))
    found = visible(Project, actor).filter(mine, state=Project.State.OPEN).order_by("pk")
    return list(found.values_list("key", flat=True))


def managers(actor: Actor) -> list[Person]:
    """Those who lead projects that the actor sees."""
    leading = visible(Project, actor).values("manager_id")
    return list(Person.objects.filter(pk__in=leading).order_by("sort_name", "id")[:200])


def led_by(actor: Actor) -> list[str]:
    """The keys of the projects under way that the actor leads, oldest first. One query."""
    led = visible(Project, actor).filter(manager_id=actor.id, state=Project.State.OPEN)
    return list(led.order_by("id").values_list("key", flat=True))


def _filtered(actor: Actor, filters: ProjectFilters) -> QuerySet[Project]:
    phase = Phase.objects.filter(project=OuterRef("pk"), started_at__isnull=False).order_by("-place").values("kind")[:1]
    found = visible(Project, actor).select_related("manager", "charter", "calendar").annotate(phase=Subquery(phase))
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.manager:
        found = found.filter(manager__key=filters.manager)
    if filters.q:
        found = found.filter(name__icontains=filters.q.strip()[:100])
    return found


def _rows(found: list[Project], at: datetime) -> list[ProjectRow]:
    standing = standings_of(found, at)
    return [ProjectRow(one, getattr(one, "phase", None) or "", standing[one.pk]) for one in found]
