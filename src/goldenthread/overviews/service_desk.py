"""What the desk knows of a service: its tickets, the cases behind a target, changes ahead, and what people say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from goldenthread.business.desk.models import Ticket, TicketState
from goldenthread.business.desk.policies import may_read_report
from goldenthread.business.services.models import TargetReading
from goldenthread.business.work.models import StatusCategory, Work, WorkKind
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import visible

KINDS = tuple((str(value), label) for value, label in WorkKind.choices if value != WorkKind.TASK)
CATEGORIES = tuple((str(value), label) for value, label in StatusCategory.choices)
MOST = 1000
IMPORTED = "imported"
RATED_FOR = timedelta(days=90)


@dataclass(frozen=True)
class ServiceTicket:
    """A ticket of a service in a list."""

    key: str
    kind: str
    title: str
    status: str
    state: str
    priority: int
    opened_at: datetime
    due_at: datetime | None
    assignee: str


@dataclass(frozen=True)
class ServiceCase:
    """A case that was measured against a target: kept, missed or still running."""

    key: str
    title: str
    metric: str
    priority: int
    state: str
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    is_imported: bool


@dataclass(frozen=True)
class Satisfaction:
    """What people said in ninety days: the mean of their ratings from 1 to 5, and by month before that."""

    mean: Decimal | None
    answers: int
    asked: int
    by_month: tuple[tuple[date, Decimal], ...]


def _counted(actor: Actor) -> QuerySet[Ticket]:
    """What is counted: every ticket for those who read the desk's figures, else those the actor sees."""
    return Ticket.objects.all() if may_read_report(actor) else visible(Ticket, actor)


def open_tickets(actor: Actor, service_ids: Collection[int]) -> dict[int, int]:
    """How many open tickets each service has. One query."""
    found = _counted(actor).filter(service_id__in=service_ids).exclude(work__status=StatusCategory.DONE)
    return dict(found.values("service_id").annotate(count=Count("pk")).values_list("service_id", "count"))


def count_open(actor: Actor, service_id: int) -> int:
    """Open tickets of a service, counted to a thousand at most."""
    found = _counted(actor).filter(service_id=service_id).exclude(work__status=StatusCategory.DONE)
    return found[:MOST].count()


def service_tickets(
    actor: Actor, service_id: int, *, status: str = "open", kind: str = "", cursor: str | None = None, size: int = 50
) -> Page[ServiceTicket]:
    """Tickets of a service, newest first; status is "open", one of the categories, or "" for all."""
    found = visible(Ticket, actor).filter(service_id=service_id)
    if status == "open":
        found = found.exclude(work__status=StatusCategory.DONE)
    elif status:
        found = found.filter(work__status=status)
    if kind:
        found = found.filter(work__kind=kind)
    page = page_of(found.select_related("work", "work__assignee"), ("-work__opened_at", "-work_id"), cursor, size)
    return Page([_ticket(ticket) for ticket in page.rows], page.next, page.previous)


def cases(  # noqa: PLR0913  a target's cases are these filters
    actor: Actor,
    service_id: int,
    *,
    target: str = "",
    metric: str = "",
    priority: int | None = None,
    state: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    size: int = 50,
) -> Page[ServiceCase]:
    """The cases behind a figure, newest first, as far as the actor sees their tickets.

    `target` is a target's key, or IMPORTED for those another desk measured; empty is no filter, as everywhere.
    """
    found = TargetReading.objects.filter(service_id=service_id, subject__in=visible(Work, actor).values("key"))
    given: dict[str, Any] = {"metric": metric, "priority": priority, "state": state}
    given |= {"target": None} if target == IMPORTED else {"target__key": target}
    found = found.filter(
        **{name: value for name, value in given.items() if name == "target" or value not in (None, "")}
    )
    if since is not None and until is not None:
        decided = Q(stopped_at__gte=since, stopped_at__lt=until)
        found = found.filter(decided | Q(breached_at__gte=since, breached_at__lt=until))
    page = page_of(found, ("-started_at", "-id"), cursor, size)
    titles = dict(Work.objects.filter(key__in=[row.subject for row in page.rows]).values_list("key", "title"))
    return Page([_case(row, titles) for row in page.rows], page.next, page.previous)


def changes_ahead(actor: Actor, service_id: int, at: datetime) -> list[Ticket]:
    """Changes of a service whose window has not passed, soonest first; ten at most."""
    found = visible(Ticket, actor).filter(service_id=service_id, work__kind=WorkKind.CHANGE, window_ends_at__gte=at)
    open_ones = found.exclude(state__in=(TicketState.CANCELLED, TicketState.CLOSED))
    return list(open_ones.select_related("work").order_by("window_starts_at", "pk")[:10])


def satisfaction(actor: Actor, service_id: int, at: datetime) -> Satisfaction:
    """What those who asked said of the solution."""
    solved = _counted(actor).filter(service_id=service_id)
    lately = solved.filter(resolved_at__gte=at - RATED_FOR, resolved_at__lt=at)
    found = lately.aggregate(mean=Avg("rating"), answers=Count("rating"), asked=Count("pk"))
    mean = None if found["mean"] is None else Decimal(str(found["mean"]))
    return Satisfaction(mean, found["answers"], found["asked"], _by_month(solved, at))


def _by_month(solved: QuerySet[Ticket], at: datetime) -> tuple[tuple[date, Decimal], ...]:
    rated = solved.filter(rated_at__gte=at - timedelta(days=200), rated_at__lt=at, rating__isnull=False)
    rows = rated.annotate(month=TruncMonth("rated_at")).values("month").annotate(mean=Avg("rating")).order_by("month")
    return tuple((row["month"].date(), Decimal(str(row["mean"]))) for row in rows)


def _ticket(ticket: Ticket) -> ServiceTicket:
    work = ticket.work
    return ServiceTicket(
        key=work.key,
        kind=work.kind,
        title=work.title,
        status=work.status,
        state=str(ticket.get_state_display()),
        priority=work.priority,
        opened_at=work.opened_at,
        due_at=work.due_at,
        assignee=work.assignee.name if work.assignee else "",
    )


def _case(row: TargetReading, titles: dict[str, str]) -> ServiceCase:
    return ServiceCase(
        key=row.subject,
        title=titles.get(row.subject, ""),
        metric=row.metric,
        priority=row.priority,
        state=row.state,
        started_at=row.started_at,
        due_at=row.due_at,
        stopped_at=row.stopped_at,
        is_imported=row.is_imported,
    )
