"""How available a service was in its agreed time, by its own outages and by those of what it leans on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Q

from goldenthread.business.assets.queries import leaning
from goldenthread.business.services.models import Outage, Service
from goldenthread.engine.availability import Outage as EngineOutage
from goldenthread.engine.availability import Part, Redundant, Series, measure_availability
from goldenthread.engine.calendars import WorkCalendar

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Availability:
    """Agreed service time in a span, what of it was lost, and to which outages.

    Planned maintenance counts neither as service time nor as loss; a partial outage loses its share. `impaired` is how
    long anything was lost, in `failures` stretches; the means are None where there was none.
    """

    agreed: timedelta
    lost: timedelta
    outages: tuple[Outage, ...]
    impaired: timedelta = timedelta(0)
    failures: int = 0
    mtrs: timedelta | None = None
    mtbf: timedelta | None = None
    mtbsi: timedelta | None = None

    @property
    def share(self) -> Decimal | None:
        """The share of agreed time in which the service was up; None where there was none."""
        if not self.agreed:
            return None
        return 1 - Decimal(self.lost / SECOND) / Decimal(self.agreed / SECOND)


@dataclass(frozen=True)
class KnownOutages:
    """All outages that touch a span."""

    since: datetime
    until: datetime
    outages: tuple[Outage, ...]


@dataclass(frozen=True)
class Ground:
    """What a service stands on: itself and its items in series, and what each of those leans on."""

    service_id: int
    graph: Part = ""
    leans_on: dict[str, Part] = field(default_factory=dict)
    item_ids: frozenset[int] = frozenset()
    known: KnownOutages | None = None
    """Outages read ahead, so that several spans within theirs ask once."""

    def component(self, outage: Outage) -> str:
        """The part an outage took down; of an item the service does not lean on, the service itself."""
        known = outage.item_id in self.item_ids
        return f"item:{outage.item_id}" if known else f"service:{self.service_id}"


def ground_of(service: Service) -> Ground:
    """The graph below a service, from its items and what they depend on. At most three queries."""
    own = list(service.items.order_by("pk").values_list("pk", flat=True))
    relations = leaning(own) if own else []
    needs: dict[int, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for relation in relations:
        needs[relation.source_id][relation.stands_in].append((f"item:{relation.target_id}", relation.needed))
    ids = frozenset([*own, *(relation.target_id for relation in relations)])
    leans_on = {f"item:{number}": _needed(needs.get(number, {})) for number in ids}
    itself = f"service:{service.pk}"
    return Ground(service.pk, Series((itself, *(f"item:{number}" for number in own))), leans_on, ids)


def _needed(groups: dict[str, list[tuple[str, int]]]) -> Part:
    parts: list[Part] = []
    for word, members in groups.items():
        names = tuple(name for name, _needed in members)
        least = min(max(needed for _name, needed in members), len(names))
        parts += [Redundant(names, least)] if word else list(names)
    return Series(tuple(parts))


def outages_below(ground: Ground, since: datetime, until: datetime) -> list[Outage]:
    """The service's own outages in a span, and unplanned ones of what it leans on that others reported."""
    known = ground.known
    if known is not None and known.since <= since and until <= known.until:
        return [one for one in known.outages if touches(one, since, until)]
    lasting = Q(ended_at=None) | Q(ended_at__gt=since)
    of_items = Q(item_id__in=ground.item_ids, is_planned=False) if ground.item_ids else Q(pk=None)
    found = Outage.objects.filter(lasting, Q(service_id=ground.service_id) | of_items, started_at__lt=until)
    return list(found.select_related("item", "service").order_by("started_at", "id"))


def touches(outage: Outage, since: datetime, until: datetime) -> bool:
    return outage.started_at < until and (outage.ended_at is None or outage.ended_at > since)


def with_outages(ground: Ground, since: datetime, until: datetime) -> Ground:
    """The same ground, knowing its outages in a span."""
    return replace(ground, known=KnownOutages(since, until, tuple(outages_below(ground, since, until))))


def availability(service: Service, since: datetime, until: datetime, ground: Ground | None = None) -> Availability:
    """How much of the agreed service time the service was up; a span still running is read up to `until`."""
    ground = ground or ground_of(service)
    return measured(service.calendar.hours(), outages_below(ground, since, until), since, until, ground)


def measured(
    calendar: WorkCalendar, outages: Sequence[Outage], since: datetime, until: datetime, ground: Ground
) -> Availability:
    """Availability in a span, from outages at hand."""
    touching = tuple(outage for outage in outages if touches(outage, since, until))
    found = measure_availability(
        [EngineOutage(o.started_at, o.ended_at, ground.component(o), o.share) for o in touching if not o.is_planned],
        calendar,
        since,
        until,
        graph=ground.graph,
        leans_on=ground.leans_on,
        maintenance=[(max(o.started_at, since), min(o.ended_at or until, until)) for o in touching if o.is_planned],
    )
    return Availability(
        found.agreed,
        found.down,
        touching,
        impaired=found.impaired,
        failures=found.outages,
        mtrs=found.mtrs,
        mtbf=found.mtbf,
        mtbsi=found.mtbsi,
    )
