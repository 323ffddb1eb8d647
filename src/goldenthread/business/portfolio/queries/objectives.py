"""Reads of portfolios and objectives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, OuterRef, Q, Subquery

from goldenthread.business.portfolio.models import ENDED, Investment, Objective, Portfolio
from goldenthread.business.portfolio.policies import investments_visible_to
from goldenthread.business.services.models import Measure, MeasureReading
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import seen, visible


@dataclass(frozen=True)
class ObjectiveRow:
    """An objective with its newest reading and how many living investments, open to the reader, feed it."""

    objective: Objective
    value: Decimal | None
    feeders: int


def portfolios(actor: Actor) -> list[Portfolio]:
    return list(visible(Portfolio, actor).select_related("manager").order_by("sort_name", "id"))


def portfolio(actor: Actor, key: str) -> Portfolio:
    return seen(Portfolio, actor, key)


def objective(actor: Actor, key: str) -> Objective:
    found = visible(Objective, actor).select_related("measure", "measure__owner", "owner", "portfolio")
    return seen(Objective, actor, key, found)


def newest_value(measure: Measure) -> Decimal | None:
    return MeasureReading.objects.filter(measure=measure).order_by("-on").values_list("value", flat=True).first()


def readings(measure: Measure) -> list[MeasureReading]:
    """Oldest first."""
    return list(MeasureReading.objects.filter(measure=measure).order_by("on"))


def feeders(actor: Actor, objective: Objective) -> list[tuple[Investment, int]]:
    """The investments that feed it and that the reader may see, with their weights, the heaviest first."""
    found = visible(Investment, actor).filter(contributions__objective=objective)
    ordered = found.annotate(weight=F("contributions__weight")).select_related("sponsor", "portfolio")
    return [(investment, investment.weight) for investment in ordered.order_by("-weight", "sort_name")]


def objectives(actor: Actor) -> list[Objective]:
    """Those still pursued, by name: what an investment can serve."""
    return list(visible(Objective, actor).filter(closed_at=None).select_related("measure").order_by("sort_name", "id"))


def objective_rows(
    actor: Actor, *, state: str = "open", owner: str = "", cursor: str | None = None
) -> Page[ObjectiveRow]:
    """Objectives by name; state is "open", "closed" or "" for all, owner a person's key."""
    newest = MeasureReading.objects.filter(measure_id=OuterRef("measure_id")).order_by("-on").values("value")[:1]
    mine = Investment.objects.filter(investments_visible_to(actor)).exclude(state__in=ENDED)
    feeders = Count("contributions", filter=Q(contributions__investment__in=mine.values("pk")))
    found = visible(Objective, actor).select_related("measure", "owner")
    if state:
        found = found.filter(closed_at__isnull=state == "open")
    if owner:
        found = found.filter(owner__key=owner)
    page = page_of(found.annotate(value=Subquery(newest), feeders=feeders), ("sort_name", "id"), cursor)
    return Page([ObjectiveRow(row, row.value, row.feeders) for row in page.rows], page.next, page.previous)
