"""What is known of a change before it is made: what was told of it, and what it touches. Its risk is read from both."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldenthread.business.assets.models import ConfigurationItem, Relation
from goldenthread.business.desk.models import Change, Ticket, TicketState
from goldenthread.business.services.models import FreezeWindow, PortfolioState, Service
from goldenthread.business.work.models import Link, WorkKind
from goldenthread.engine.priority import ChangeFacts

DEEPEST = 12
"""Steps followed through the items that depend on one another."""
CHANGE_KINDS = tuple((str(value), label) for value, label in Change.Kind.choices)


def change_facts(ticket: Ticket) -> ChangeFacts:
    """The facts that a change's risk is scored by; counts are of the whole house, whoever looks."""
    told = change_of(ticket)
    touched = _dependents(ticket)
    made = _similar(ticket)
    caused = Link.objects.filter(target=OuterRef("pk"), kind=Link.Kind.CAUSED_BY)
    return ChangeFacts(
        impact=ticket.impact,
        critical_services=_other_services(ticket, touched),
        dependent_items=len(touched),
        conflicting_changes=_overlapping(ticket).count(),
        similar_made=made.count(),
        similar_failed=made.filter(Q(reopened__gt=0) | Exists(caused)).count(),
        is_tested=told.is_tested,
        has_backout=bool(told.backout),
        needs_outage=told.needs_outage,
        is_in_freeze=_is_frozen(ticket),
        is_emergency=told.kind == Change.Kind.EMERGENCY,
    )


def change_of(ticket: Ticket) -> Change:
    """What was told of it; where nothing was, that nothing is tested and nothing can be taken back."""
    return Change.objects.filter(ticket=ticket).first() or Change(ticket=ticket)


def _dependents(ticket: Ticket) -> set[int]:
    """The items that depend, through however many others, on those of the service."""
    own = set(ConfigurationItem.objects.filter(services=ticket.service_id).values_list("pk", flat=True))
    found, frontier = set(own), own
    for _step in range(DEEPEST):
        leaning = Relation.objects.filter(target__in=frontier, kind=Relation.Kind.DEPENDS_ON)
        frontier = set(leaning.values_list("source_id", flat=True)) - found
        if not frontier:
            break
        found |= frontier
    return found - own


def _other_services(ticket: Ticket, touched: set[int]) -> int:
    """Live services that stand on the same items, or on what depends on them."""
    own = ConfigurationItem.objects.filter(services=ticket.service_id)
    live = Service.objects.filter(state=PortfolioState.CATALOGUE).exclude(pk=ticket.service_id)
    return live.filter(Q(items__in=own) | Q(items__in=touched)).distinct().count()


def _window(ticket: Ticket) -> tuple[datetime, datetime] | None:
    if ticket.window_starts_at is None or ticket.window_ends_at is None:
        return None
    return ticket.window_starts_at, ticket.window_ends_at


def _overlapping(ticket: Ticket) -> QuerySet[Ticket]:
    """Open changes of the same service whose windows meet this one's."""
    window = _window(ticket)
    others = Ticket.objects.filter(work__kind=WorkKind.CHANGE, service=ticket.service_id).exclude(pk=ticket.pk)
    if window is None:
        return others.none()
    open_ones = others.exclude(work__status="done")
    return open_ones.filter(window_starts_at__lt=window[1], window_ends_at__gt=window[0])


def _similar(ticket: Ticket) -> QuerySet[Ticket]:
    """Changes of the same name that were made to the same service."""
    ended = (TicketState.RESOLVED, TicketState.CLOSED)
    same = Ticket.objects.filter(work__kind=WorkKind.CHANGE, service=ticket.service_id, work__title=ticket.work.title)
    return same.filter(state__in=ended).exclude(pk=ticket.pk)


def _is_frozen(ticket: Ticket) -> bool:
    window = _window(ticket)
    if window is None:
        return False
    concerned = Q(service=None) | Q(service=ticket.service_id)
    return FreezeWindow.objects.filter(concerned, starts_at__lt=window[1], ends_at__gt=window[0]).exists()
