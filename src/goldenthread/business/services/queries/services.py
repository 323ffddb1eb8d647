"""Reads of services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from goldenthread.business.services.models import Agreement, Outage, PortfolioState, Service, Stage, TargetReading
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.kept import kept
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.models import folded
from goldenthread.foundation.policies import seen, visible

STATES = tuple((str(value), label) for value, label in PortfolioState.choices)
STAGES = tuple((str(value), label) for value, label in Stage.choices)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class ServiceFilters:
    """What a list of services is narrowed by; empty is no filter. `owner` and `team` are keys."""

    state: str = ""
    owner: str = ""
    team: str = ""
    text: str = ""


@dataclass(frozen=True)
class ServiceRow:
    """A service in a list, with how it does."""

    service: Service
    is_down: bool
    is_promised: bool
    kept: int
    cases: int

    @property
    def share(self) -> float | None:
        """The share of cases of the last thirty days that kept their target."""
        return self.kept / self.cases if self.cases else None


@kept
def services(actor: Actor) -> QuerySet[Service]:
    return visible(Service, actor).order_by("sort_name", "id")


@kept
def service_names(actor: Actor) -> QuerySet[Service, tuple[str, str]]:
    """Keys and names of the services, to choose from."""
    return visible(Service, actor).order_by("sort_name", "id").values_list("key", "name")


def service(actor: Actor, key: str) -> Service:
    found = visible(Service, actor).select_related("owner", "team", "calendar", "account")
    return seen(Service, actor, key, found)


def service_rows(
    actor: Actor, filters: ServiceFilters, at: datetime, cursor: str | None = None, size: int = 50
) -> Page[ServiceRow]:
    """Services by name, each with its outage now and what it kept. Two queries."""
    page = page_of(_found(actor, filters, at), ("sort_name", "id"), cursor, size)
    counts = _kept([found.pk for found in page.rows], at)
    rows = [_row(found, counts) for found in page.rows]
    return Page(rows, page.next, page.previous)


def customers_of(actor: Actor, service_id: int) -> list[str]:
    """The names of those a service is for, as far as the actor sees the service."""
    found = visible(Service, actor).filter(pk=service_id, customers__isnull=False)
    return list(found.order_by("customers__sort_name").values_list("customers__name", flat=True))


def _found(actor: Actor, filters: ServiceFilters, at: datetime) -> QuerySet[Service]:
    found = visible(Service, actor).select_related("owner", "team")
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.owner:
        found = found.filter(owner__key=filters.owner)
    if filters.team:
        found = found.filter(team__key=filters.team)
    if filters.text:
        found = found.filter(Q(sort_name__contains=folded(filters.text)) | Q(key=filters.text.upper()))
    down = Outage.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=at), service=OuterRef("pk"), started_at__lte=at, is_planned=False
    )
    promised = Agreement.objects.filter(service=OuterRef("pk"), kind=Agreement.Kind.SLA, starts_on__isnull=False)
    return found.annotate(is_down=Exists(down), is_promised=Exists(promised))


def _kept(service_ids: list[int], at: datetime) -> dict[int, tuple[int, int]]:
    decided = TargetReading.objects.filter(
        service_id__in=service_ids,
        stopped_at__gte=at - KEPT_FOR,
        stopped_at__lt=at,
        state__in=(TargetReading.State.MET, TargetReading.State.MISSED),
    )
    counted = decided.values("service_id").annotate(
        kept=Count("id", filter=Q(state=TargetReading.State.MET)), cases=Count("id")
    )
    return {row["service_id"]: (row["kept"], row["cases"]) for row in counted}


def _row(found: Any, counts: dict[int, tuple[int, int]]) -> ServiceRow:
    kept, cases = counts.get(found.pk, (0, 0))
    return ServiceRow(found, found.is_down, found.is_promised, kept, cases)
