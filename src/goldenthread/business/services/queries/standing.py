"""How a service does over time, and what about it needs somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, TruncMonth

from goldenthread.business.services.models import (
    Agreement,
    Contract,
    Improvement,
    Measure,
    MeasureReading,
    Outage,
    PortfolioState,
    Service,
    TargetReading,
)
from goldenthread.business.services.queries.availability import Availability, Ground, ground_of, measured, outages_below
from goldenthread.business.services.queries.promises import Attainment

DayKind = Literal["ok", "part", "down", "planned", "none"]
SOON = timedelta(days=60)
UNREAD_FOR = timedelta(days=45)
WAITED_FOR = timedelta(days=30)
MOST = 3
"""So many of one kind are told."""


@dataclass(frozen=True)
class ServiceDay:
    """One day of a service: closed, up, in maintenance, partly down or down; `up` is the share of agreed time."""

    on: date
    kind: DayKind
    up: float


@dataclass(frozen=True)
class Need:
    """Something about a service that needs somebody: which rule found it, in what, and the values it speaks of."""

    rule: Literal[
        "outage", "no_sla", "missed", "agreement_ends", "contract_ends", "unread", "waiting_idea", "no_measure"
    ]
    key: str
    name: str
    count: int = 0
    on: date | None = None
    line: Attainment | None = None


def days(service: Service, first: date, last: date, at: datetime, ground: Ground | None = None) -> list[ServiceDay]:
    """A service day by day, both included; what lies after `at` or before it was live has no state."""
    calendar = service.calendar.hours()
    edges = [calendar.instant(first + timedelta(days=number), "00:00") for number in range((last - first).days + 2)]
    ground = ground or ground_of(service)
    outages = outages_below(ground, edges[0], edges[-1])
    return [
        _day(service, edges[number], min(edges[number + 1], at), (ground, outages), first + timedelta(days=number))
        for number in range(len(edges) - 1)
    ]


def months(service: Service, at: datetime, count: int, ground: Ground | None = None) -> list[tuple[date, Availability]]:
    """Availability of the last months, the running one last and read up to `at`."""
    calendar = service.calendar.hours()
    firsts = _firsts(at.astimezone(calendar.zone).date(), count)
    edges = [calendar.instant(first, "00:00") for first in firsts] + [at]
    ground = ground or ground_of(service)
    outages = outages_below(ground, edges[0], at)
    live = service.live_at or at
    return [
        (first, measured(calendar, outages, max(since, live), max(until, live), ground))
        for first, since, until in zip(firsts, edges, edges[1:], strict=False)
    ]


def kept_by_month(service: Service, at: datetime, count: int) -> list[tuple[date, int, int]]:
    """(month, kept, cases) of the last months, by the instant a clock stopped."""
    zone = service.calendar.hours().zone
    firsts = _firsts(at.astimezone(zone).date(), count)
    since = service.calendar.hours().instant(firsts[0], "00:00")
    decided = TargetReading.objects.filter(
        service=service,
        stopped_at__gte=since,
        stopped_at__lt=at,
        state__in=(TargetReading.State.MET, TargetReading.State.MISSED),
    )
    rows = decided.annotate(month=TruncMonth("stopped_at", tzinfo=zone)).values("month")
    counted = rows.annotate(kept=Count("id", filter=Q(state=TargetReading.State.MET)), cases=Count("id"))
    found = {row["month"].date(): (row["kept"], row["cases"]) for row in counted}
    return [(first, *found.get(first, (0, 0))) for first in firsts]


def needs(service: Service, kept: Sequence[Attainment], at: datetime) -> list[Need]:
    """What needs somebody, the gravest first: outages, missed targets, missing promises, ends, what was left lying."""
    left = _noticed(service, at)
    missed = [line for line in kept if line.is_reached is False and line.target is not None]
    return [
        *left["outage"],
        *(_missed(line, line.target.agreement) for line in missed if line.target is not None),
        *(_missing(service, at.date()) if service.state == PortfolioState.CATALOGUE else ()),
        *(one for rule in ("agreement_ends", "contract_ends", "unread", "waiting_idea") for one in left[rule]),
    ]


def _missed(line: Attainment, agreement: Agreement) -> Need:
    return Need("missed", agreement.key, agreement.name, line.cases, line=line)


def _missing(service: Service, today: date) -> list[Need]:
    in_force = Agreement.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), service=OuterRef("pk"), kind=Agreement.Kind.SLA, starts_on__lte=today
    )
    there = Exists(in_force), Exists(Measure.objects.filter(service=OuterRef("pk")))
    has_promise, has_measure = Service.objects.filter(pk=service.pk).values_list(*there).get()
    found = [] if has_promise else [Need("no_sla", service.key, service.name)]
    return found if has_measure else [*found, Need("no_measure", service.key, "")]


def _noticed(service: Service, at: datetime) -> dict[str, list[Need]]:
    """What the service's own records tell, by rule: of each the first three. One query."""
    today, mine = at.date(), {"service": service}
    soon = {**mine, "ends_on__gte": today, "ends_on__lte": today + SOON}
    fresh = MeasureReading.objects.filter(on__gte=(at - UNREAD_FOR).date()).values("measure_id")
    down = Outage.objects.filter(**mine, ended_at=None, started_at__lte=at, is_planned=False)
    unread = Measure.objects.filter(**mine).exclude(pk__in=fresh)
    ideas = Improvement.objects.filter(**mine, state=Improvement.State.NOTED, noted_at__lt=at - WAITED_FOR)
    rows = _first(down, "outage", "title", "started_at").union(
        _first(Agreement.objects.filter(**soon), "agreement_ends", "name", "ends_on"),
        _first(Contract.objects.filter(**soon), "contract_ends", "name", "ends_on"),
        _first(unread if service.live_at else unread.none(), "unread", "name"),
        _first(ideas, "waiting_idea", "title", "noted_at"),
        all=True,
    )
    found: dict[str, list[Need]] = defaultdict(list)
    for rule, key, name, on, _number in sorted(rows, key=lambda row: (row[3] or at, row[4])):
        found[rule].append(Need(rule, key, name, on=on.date() if on and rule != "outage" else None))
    return found


def _first(rows: QuerySet[Any], rule: str, name: str, by: str = "") -> QuerySet[Any, Any]:
    """The first three by an instant or a day, else by number."""
    instant = Cast(by, DateTimeField()) if by else Value(None, DateTimeField())
    told: QuerySet[Any, Any] = rows.annotate(rule=Value(rule), told=F(name), told_at=instant)
    return told.order_by(*([by] if by else []), "pk").values_list("rule", "key", "told", "told_at", "pk")[:MOST]


def _day(
    service: Service, since: datetime, until: datetime, known: tuple[Ground, list[Outage]], on: date
) -> ServiceDay:
    if service.live_at is None or until <= service.live_at or until <= since:
        return ServiceDay(on, "none", 1)
    ground, outages = known
    found = measured(service.calendar.hours(), outages, max(since, service.live_at), until, ground)
    if not found.agreed:
        is_planned = any(outage.is_planned for outage in found.outages)
        return ServiceDay(on, "planned" if is_planned else "none", 1)
    up = 1 - found.lost / found.agreed
    if found.lost:
        return ServiceDay(on, "down" if up < 0.75 else "part", up)
    return ServiceDay(on, "planned" if any(outage.is_planned for outage in found.outages) else "ok", 1)


def _firsts(today: date, count: int) -> list[date]:
    """The first days of the last months, oldest first."""
    months_since = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(months_since - count + 1, months_since + 1)]
