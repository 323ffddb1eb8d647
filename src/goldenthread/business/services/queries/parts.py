"""Reads of what hangs on a service: offerings, agreements, items, outages, freezes, contracts, improvements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from goldenthread.business.assets.models import ConfigurationItem
from goldenthread.business.services.models import (
    Agreement,
    Contract,
    FreezeWindow,
    Improvement,
    Offering,
    Outage,
    Service,
    Target,
)
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import seen, visible

AGREEMENT_KINDS = tuple((str(value), label) for value, label in Agreement.Kind.choices)
METRICS = tuple((str(value), label) for value, label in Target.Metric.choices)
REOPENINGS = tuple((str(value), label) for value, label in Target.Reopen.choices)
OFFERING_KINDS = tuple((str(value), label) for value, label in Offering.Kind.choices)
IMPROVEMENT_STATES = tuple((str(value), label) for value, label in Improvement.State.choices)


def offerings_of(actor: Actor, service_id: int) -> list[Offering]:
    return list(visible(Offering, actor).filter(service_id=service_id).order_by("-is_open", "sort_name", "id"))


def offering(actor: Actor, key: str) -> Offering:
    return seen(Offering, actor, key, visible(Offering, actor).select_related("service"))


def agreements_of(actor: Actor, service_id: int) -> list[Agreement]:
    """The agreements of a service with their targets, those in force first."""
    targets = Prefetch("targets", Target.objects.select_related("calendar").order_by("-metric", "priority", "id"))
    found = visible(Agreement, actor).filter(service_id=service_id).select_related("organisation", "team", "service")
    return list(found.prefetch_related(targets).order_by("ends_on", "kind", "sort_name", "id"))


def availability_promised(actor: Actor, service_id: int) -> Decimal | None:
    """The highest availability, in percent, that an agreement the reader sees promises; None where none does."""
    found = visible(Agreement, actor).filter(service_id=service_id, starts_on__isnull=False)
    promised: Decimal | None = found.aggregate(highest=Max("availability_percent"))["highest"]
    return promised


def agreement(actor: Actor, key: str) -> Agreement:
    targets = Prefetch("targets", Target.objects.select_related("calendar").order_by("metric", "priority", "id"))
    found = visible(Agreement, actor).select_related("service", "organisation", "team").prefetch_related(targets)
    return seen(Agreement, actor, key, found)


def target(actor: Actor, key: str) -> Target:
    found = visible(Target, actor).select_related("agreement__service", "agreement__team", "calendar")
    return seen(Target, actor, key, found.select_related("agreement__organisation"))


def services_promised_on(calendar_key: str) -> list[int]:
    """The ids of the services with a target on this calendar."""
    found = Target.objects.filter(calendar__key=calendar_key).values_list("agreement__service_id", flat=True)
    return sorted(set(found))


def items_of(actor: Actor, service_id: int, cursor: str | None = None) -> Page[ConfigurationItem]:
    """What a service runs on, by name."""
    found = visible(ConfigurationItem, actor).filter(services=service_id).select_related("team")
    return page_of(found, ("sort_name", "id"), cursor)


def services_on(actor: Actor, item_id: int) -> list[Service]:
    """The services that run on an item."""
    return list(visible(Service, actor).filter(items=item_id).order_by("sort_name", "id"))


def outages_of(actor: Actor, service_id: int, cursor: str | None = None) -> Page[Outage]:
    """The outages of a service, newest first."""
    return page_of(
        visible(Outage, actor).filter(service_id=service_id).select_related("item", "service"),
        ("-started_at", "-id"),
        cursor,
    )


def outage(actor: Actor, key: str) -> Outage:
    return seen(Outage, actor, key, visible(Outage, actor).select_related("service", "item"))


def freezes(actor: Actor, since: datetime, service_id: int | None = None) -> list[FreezeWindow]:
    """Freezes that have not passed, soonest first; of a service: its own and the house's."""
    found = visible(FreezeWindow, actor).filter(ends_at__gte=since).select_related("service")
    if service_id is not None:
        found = found.filter(Q(service=None) | Q(service_id=service_id))
    return list(found.order_by("starts_at", "id")[:100])


def freeze(actor: Actor, key: str) -> FreezeWindow:
    return seen(FreezeWindow, actor, key, visible(FreezeWindow, actor).select_related("service"))


def contracts_of(actor: Actor, service_id: int) -> list[Contract]:
    found = visible(Contract, actor).filter(service_id=service_id).select_related("supplier")
    return list(found.order_by("-starts_on", "id"))


def contract(actor: Actor, key: str) -> Contract:
    return seen(Contract, actor, key, visible(Contract, actor).select_related("service", "supplier"))


def improvements_of(
    actor: Actor, service_id: int, state: str = "", cursor: str | None = None, size: int = 50
) -> Page[Improvement]:
    """Ideas for a service, newest first."""
    found = visible(Improvement, actor).filter(service_id=service_id).select_related("noted_by")
    if state:
        found = found.filter(state=state)
    return page_of(found, ("-noted_at", "-id"), cursor, size)


def improvement(actor: Actor, key: str) -> Improvement:
    return seen(Improvement, actor, key, visible(Improvement, actor).select_related("service", "noted_by"))


@dataclass(frozen=True)
class Parts:
    """How many of each hang on a service, and whether it stands at an instant."""

    offerings: int
    agreements: int
    items: int
    improvements: int
    is_down: bool
    is_maintained: bool


def parts_of(service_id: int, at: datetime) -> Parts:
    """The parts of a service already seen. One query."""
    now = Outage.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), service=OuterRef("pk"), started_at__lte=at)
    row = (
        Service.objects.filter(pk=service_id)
        .values("pk")
        .annotate(
            open_offerings=_count(Offering.objects.filter(is_open=True)),
            standing_agreements=_count(Agreement.objects.exclude(ends_on__lt=at.date())),
            items_count=_count(ConfigurationItem.objects.all(), "services"),
            ideas=_count(Improvement.objects.filter(state=Improvement.State.NOTED)),
            is_down=Exists(now.filter(is_planned=False)),
            is_maintained=Exists(now.filter(is_planned=True)),
        )
        .get()
    )
    return Parts(
        row["open_offerings"],
        row["standing_agreements"],
        row["items_count"],
        row["ideas"],
        is_down=row["is_down"],
        is_maintained=row["is_maintained"],
    )


def _count(found: QuerySet[Any], path: str = "service") -> Coalesce:
    of_service = found.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(of_service.annotate(count=Count("pk")).values("count"), IntegerField()), 0)
