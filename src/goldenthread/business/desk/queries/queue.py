"""The lists of the desk: every one by cursor, on indexes, as plain values; never an offset, never a count over all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from goldenthread.business.desk.models import Ticket, TicketState
from goldenthread.business.services.models import Agreement, Target, TargetReading
from goldenthread.business.work.models import NEVER, StatusCategory, WorkKind
from goldenthread.business.work.policies import DESK
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.kept import kept
from goldenthread.foundation.listing import Page, page_from, part_of
from goldenthread.foundation.policies import visible

TABS = ("team", "mine", "nobody", "waiting", "all")
COUNTED = ("team", "mine", "nobody", "waiting")
MOST = 100
"""Beside a tab no more than this is counted."""

KINDS = tuple(WorkKind(kind).value for kind in ("incident", "request", "problem", "change"))
STATES = tuple(TicketState.values)
ATTAINMENTS = ("met", "missed")
STANDINGS = ("warned", "late")


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; every part is in the address of the page. Empty means anything."""

    tab: str = "team"
    team: str = ""
    service: str = ""
    kind: str = ""
    state: str = ""
    priority: str = ""
    assignee: str = ""
    requester: str = ""
    sla: str = ""
    reopened: str = ""
    reassigned: str = ""
    resolved: str = ""
    order: str = ""

    def __post_init__(self) -> None:
        allowed = {
            "tab": TABS,
            "kind": ("", *KINDS),
            "state": ("", "open", "done", *STATES),
            "priority": ("", "1", "2", "3", "4", "5"),
            "sla": ("", *ATTAINMENTS, *STANDINGS),
            "reopened": ("", "yes"),
            "reassigned": ("", "yes"),
            "resolved": ("", "yes", "no"),
            "order": ("", "urgent", "newest"),
        }
        wrong = {
            name: _("Choose one of: %(values)s.") % {"values": ", ".join(value for value in values if value)}
            for name, values in allowed.items()
            if getattr(self, name) not in values
        }
        if wrong:
            raise Invalid(fields=wrong)

    @property
    def is_by_urgency(self) -> bool:
        return (self.order or ("newest" if self.tab == "all" else "urgent")) == "urgent"

    def given(self) -> dict[str, str]:
        """The filters in force besides the tab, by name."""
        return {name: value for name, value in vars(self).items() if value and name not in ("tab", "order")}


class TicketRow(NamedTuple):
    """A ticket in a list. The last two are its place in one."""

    key: str
    title: str
    kind: str
    state: str
    priority: int
    due_at: datetime | None
    opened_at: datetime
    resolved_at: datetime | None
    service: str
    service_name: str
    team: str | None
    assignee_id: int | None
    assignee: str | None
    requester: str | None
    organisation: str | None
    version: int
    work_id: int
    urgent_at: datetime


_COLUMNS = tuple("service_key" if name == "service" else name for name in TicketRow._fields)

ROW = {
    "key": "work__key",
    "title": "work__title",
    "kind": "work__kind",
    "priority": "work__priority",
    "due_at": "work__due_at",
    "opened_at": "work__opened_at",
    "service_name": "service__name",
    "service_key": "service__key",
    "team": "work__team__name",
    "assignee_id": "work__assignee_id",
    "assignee": "work__assignee__name",
    "requester": "work__requester__name",
    "organisation": "work__organisation__name",
}


def queue(actor: Actor, filters: Filters, cursor: str | None = None, size: int = 50) -> Page[TicketRow]:
    """One page of a list, in one query."""
    found = [TicketRow._make(row) for row in _part(actor, filters, cursor, size)]
    return page_from(found, _order(filters), cursor, size)


@kept
def _part(actor: Actor, filters: Filters, cursor: str | None, size: int) -> QuerySet[Any, tuple[Any, ...]]:
    return part_of(_values(actor, filters), _order(filters), cursor, size)


def rows(actor: Actor, filters: Filters, most: int = 50_000) -> Iterator[TicketRow]:
    """The whole list for an export, a thousand at a time."""
    cursor, given = None, 0
    while given < most:
        page = queue(actor, filters, cursor, 1000)
        yield from page.rows
        given += len(page.rows)
        cursor = page.next
        if cursor is None:
            return


def tab_counts(actor: Actor) -> dict[str, int]:
    """How many stand under each tab, to a hundred at most; one query whatever the desk holds."""
    sql, values = _counting(actor)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(zip(COUNTED, cursor.fetchone(), strict=True))


@lru_cache(1024)
def _counting(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """The statement that counts under every tab: it follows from the actor alone."""
    parts: list[str] = []
    values: list[Any] = []
    undone = _undone(actor).order_by().values("work_id")
    for tab in COUNTED:
        bounded = undone.filter(_tab(actor, tab))[:MOST]
        sql, params = bounded.query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS {tab})")  # noqa: S608  the compiler's own SQL; values stay apart
        values += params
    return f"SELECT {', '.join(parts)}", tuple(values)


def most_urgent_first(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """In the order of the queue: what is due first, then what was asked first."""
    return tickets.annotate(urgent_at=_urgent_at()).order_by("urgent_at", "work_id")


def _urgent_at() -> Coalesce:
    return Coalesce(F("work__due_at"), Value(NEVER))


def _order(filters: Filters) -> tuple[str, ...]:
    return ("urgent_at", "work_id") if filters.is_by_urgency else ("-opened_at", "-work_id")


def _values(actor: Actor, filters: Filters) -> QuerySet[Any, tuple[Any, ...]]:
    named = {name: F(path) for name, path in ROW.items()}
    return _found(actor, filters).annotate(**named, urgent_at=_urgent_at()).values_list(*_COLUMNS)


def _found(actor: Actor, filters: Filters) -> QuerySet[Ticket]:
    found = _all(actor) if filters.tab == "all" else _undone(actor).filter(_tab(actor, filters.tab))
    for name, value in filters.given().items():
        found = found.filter(_narrowed(name, value))
    return found


def _all(actor: Actor) -> QuerySet[Ticket]:
    return visible(Ticket, actor).filter(work__space=DESK)


def _undone(actor: Actor) -> QuerySet[Ticket]:
    return _all(actor).exclude(work__status=StatusCategory.DONE)


def _tab(actor: Actor, tab: str) -> Q:
    ours = Q(work__team_id__in=actor.team_ids) if actor.team_ids else Q()
    return {
        "team": ours,
        "mine": Q(work__assignee_id=actor.id),
        "nobody": ours & Q(work__assignee_id=None),
        "waiting": (ours | Q(work__assignee_id=actor.id)) & Q(work__status=StatusCategory.WAITING),
    }[tab]


def _narrowed(name: str, value: str) -> Q:
    plain = {
        "team": "work__team__key",
        "service": "service__key",
        "kind": "work__kind",
        "priority": "work__priority",
        "assignee": "work__assignee__key",
        "requester": "work__requester__key",
    }
    if name in plain:
        return Q(**{plain[name]: value})
    if name == "state":
        done = Q(work__status=StatusCategory.DONE)
        return {"open": ~done, "done": done}.get(value, Q(state=value))
    if name == "sla":
        return Q(work__key__in=_attained(value))
    return {
        "reopened": Q(reopened__gt=0),
        "reassigned": Q(reassigned__gt=0),
        "resolved": Q(resolved_at=None) if value == "no" else ~Q(resolved_at=None),
    }[name]


def _attained(state: str) -> QuerySet[Any, Any]:
    """How the solution was promised and kept; or, of any clock that still runs or waits, how it stands."""
    if state in ATTAINMENTS:
        solved = TargetReading.objects.filter(metric=Target.Metric.RESOLUTION, kind=Agreement.Kind.SLA)
        return solved.filter(state=state).values("subject")
    live = TargetReading.objects.filter(state__in=("running", "paused"))
    if state == "late":
        return live.filter(breached_at__isnull=False).values("subject")
    return live.filter(warned_at__isnull=False).values("subject")
