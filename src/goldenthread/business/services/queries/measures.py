"""Reads of measures: where they began, where they are and where they are to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Q, Subquery

from goldenthread.business.services.models import Measure, MeasureReading
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.models import folded
from goldenthread.foundation.policies import seen, visible

DIRECTIONS = tuple((str(value), label) for value, label in Measure.Direction.choices)
SHOWN = 500


@dataclass(frozen=True)
class MeasureFilters:
    """What a list of measures is narrowed by; empty is no filter. `service` is a key."""

    service: str = ""
    text: str = ""


@dataclass(frozen=True)
class MeasureRow:
    """A measure with its newest reading."""

    measure: Measure
    value: Decimal | None
    on: date | None

    @property
    def share(self) -> float | None:
        """How far it is from baseline (0) to target (1); None while unread."""
        if self.value is None:
            return None
        return float((self.value - self.measure.baseline) / (self.measure.target - self.measure.baseline))


def measures(
    actor: Actor, filters: MeasureFilters | None = None, cursor: str | None = None, size: int = 50
) -> Page[MeasureRow]:
    """Measures by name, each with its newest reading. One query."""
    wanted = filters or MeasureFilters()
    found = visible(Measure, actor).select_related("service", "owner")
    if wanted.service:
        found = found.filter(service__key=wanted.service)
    if wanted.text:
        found = found.filter(Q(sort_name__contains=folded(wanted.text)) | Q(key=wanted.text.upper()))
    newest = MeasureReading.objects.filter(measure=OuterRef("pk")).order_by("-on")
    annotated = found.annotate(value=Subquery(newest.values("value")[:1]), read_on=Subquery(newest.values("on")[:1]))
    page = page_of(annotated, ("sort_name", "id"), cursor, size)
    return Page([MeasureRow(row, row.value, row.read_on) for row in page.rows], page.next, page.previous)


def measures_of(actor: Actor, service_id: int) -> list[MeasureRow]:
    """Every measure of a service."""
    newest = MeasureReading.objects.filter(measure=OuterRef("pk")).order_by("-on")
    found = visible(Measure, actor).filter(service_id=service_id).select_related("owner")
    annotated = found.annotate(value=Subquery(newest.values("value")[:1]), read_on=Subquery(newest.values("on")[:1]))
    return [MeasureRow(row, row.value, row.read_on) for row in annotated.order_by("id")[:SHOWN]]


def measure(actor: Actor, key: str) -> Measure:
    return seen(Measure, actor, key, visible(Measure, actor).select_related("service", "owner"))


def readings_of(measure_id: int) -> list[MeasureReading]:
    """The newest readings of a measure already seen, oldest first; five hundred at most."""
    return list(MeasureReading.objects.filter(measure_id=measure_id).order_by("-on")[:SHOWN])[::-1]
