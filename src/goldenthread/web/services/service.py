"""The service page: how it does, what was promised, what it costs, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.people.policies import is_staff
from goldenthread.business.services import queries
from goldenthread.business.services.queries.promises import attainment_for
from goldenthread.business.work.queries import cost_between, cost_by_source, minutes_between
from goldenthread.overviews.ownership import ownership_of
from goldenthread.overviews.service_desk import changes_ahead, satisfaction
from goldenthread.overviews.service_value import PromiseMonth, ServiceValue, promise_by_month, value_of
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.format import Format
from goldenthread.web.links import url_of
from goldenthread.web.pages import page
from goldenthread.web.portfolio.charts import steps
from goldenthread.web.services.agreed.means import mean_figures, outage_figure
from goldenthread.web.services.agreed.promises import Span, axis, by_urgency, promise_rows, strip_of
from goldenthread.web.services.attention import ahead, todo
from goldenthread.web.services.frame import frame
from goldenthread.web.services.months import months_before
from goldenthread.web.services.tiles import (
    availability_tile,
    cost_tile,
    kept_tile,
    outcome_tile,
    rating_tile,
    with_unit,
)
from goldenthread.web.services.worth.ownership import ownership_figure
from goldenthread.web.services.worth.value import cost_rows, value_sentence
from goldenthread.web.ui.chart import Bar, BarChart, Tick
from goldenthread.web.ui.figure import Tile

if TYPE_CHECKING:
    from goldenthread.business.services.models import Service
    from goldenthread.foundation.actors import Actor

KEPT_DAYS = 30
STRIP_DAYS = 90
SHORT_UNIT = 2
"""Letters of a unit that an axis has room for; a longer one stands in the title alone."""
PROMISES_SHOWN = 8
"""Targets on the page of a service; the rest stands under its agreements."""
MONTHS = 6
LOOKS_BACK = timedelta(days=190)
"""As far as the months and the strip reach, so that their outages are read once."""


@signed_in
def service(request: PageRequest, key: str) -> HttpResponse:
    """How one service does."""
    found = queries.service(request.actor, key)
    fmt, at = request.fmt, request.acting.at
    context = frame(request, found, "service")
    value = value_of(request.actor, found.pk, at.date())
    ground = queries.with_outages(queries.ground_of(found), at - LOOKS_BACK, at + timedelta(days=2))
    measures = queries.measures_of(request.actor, found.pk) if value.main is None else []
    lines = attainment_for(request.actor, found.pk, at - timedelta(days=KEPT_DAYS), at)
    shown = by_urgency(lines)
    works_here = is_staff(request.actor)
    needs = queries.needs(found, lines, at) if works_here else []
    span = Span(at - timedelta(days=KEPT_DAYS), at, _("last 30 days"))
    context |= {
        "tiles": _tiles(request, found, Known(value, ground, measures), sees_money=context["sees_money"]),
        "rows": promise_rows(fmt, key, shown[:PROMISES_SHOWN], span),
        "axis": axis(fmt, shown[:PROMISES_SHOWN]),
        "rest": len(shown[PROMISES_SHOWN:]),
        "todo": todo(fmt, needs, value, key, may_own=context["may_own"]),
        "ahead": ahead(fmt, changes_ahead(request.actor, found.pk, at), queries.freezes(request.actor, at, found.pk)),
        "chart": _chart(fmt, value, at.date()),
        "outcome_unread": value.main.benefit.measure if value.main is not None and value.main.reading is None else None,
        "measures": measures,
        "with_unit": lambda amount, unit: with_unit(fmt, amount, unit),
        "link": url_of,
        "sentence": value_sentence(fmt, value),
        "works_here": works_here,
        "case_url": f"{url_of(value.investments[0].key)}" if value.investments else "",
    }
    context |= _availability(fmt, found, at, ground) | (
        _cost(fmt, request.actor, found, at) if context["sees_money"] else {"costs": None}
    )
    return page(request, "services/service.html", context)


@dataclass(frozen=True)
class Known:
    """What several parts of the page draw on."""

    value: ServiceValue
    ground: queries.Ground
    measures: list[queries.MeasureRow]


def _tiles(request: PageRequest, found: Service, known: Known, *, sees_money: bool) -> list[Tile]:
    fmt, at, key = request.fmt, request.acting.at, found.key
    months = queries.months(found, at, MONTHS, known.ground)
    tiles = [
        availability_tile(fmt, key, months, queries.availability_promised(request.actor, found.pk)),
        kept_tile(fmt, key, queries.kept_by_month(found, at, MONTHS)),
    ]
    if sees_money:
        month = months_before(at.date(), 1)
        lines = cost_between(
            [found.account_id], month.replace(year=month.year - 1), at.date(), into=found.account.currency
        )
        tiles.append(cost_tile(fmt, key, lines, month, found.account.currency))
    if known.value.main is not None or known.measures or is_staff(request.actor):
        tiles.append(outcome_tile(fmt, known.value, known.measures, at.date()))
    tiles.append(rating_tile(fmt, key, satisfaction(request.actor, found.pk, at)))
    return tiles


def _availability(fmt: Format, found: Service, at: datetime, ground: queries.Ground) -> dict[str, Any]:
    if found.live_at is None:
        return {"strip": None, "lost": None, "means": ()}
    zone = found.calendar.hours().zone
    last = at.astimezone(zone).date()
    first = last - timedelta(days=STRIP_DAYS - 1)
    since = max(found.calendar.hours().instant(first, "00:00"), found.live_at)
    span = Span(since, at, _("last 90 days"))
    lost = queries.availability(found, since, at, ground)
    return {
        "strip": strip_of(fmt, queries.days(found, first, last, at, ground)),
        "lost": outage_figure(fmt, found, lost, span),
        "means": mean_figures(fmt, found, lost, span),
    }


def _cost(fmt: Format, actor: Actor, found: Service, at: datetime) -> dict[str, Any]:
    month = months_before(at.date(), 1)
    before = month.replace(year=month.year - 1)
    spans = [
        (first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))
        for first in (month, before)
    ]
    (lines, former) = (cost_by_source([found.account_id], *span, into=found.account.currency) for span in spans)
    minutes = minutes_between([found.account_id], *spans[0])
    rows = cost_rows(fmt, found, lines, former, minutes)
    currency = found.account.currency
    sums = [
        fmt.money(sum((line.amount for line in part), Decimal(0)) if part else None, currency)
        for part in (lines, former)
    ]
    whole = ownership_figure(fmt, ownership_of(actor, found, at.date()))
    return {"costs": rows, "cost_sums": sums, "cost_month": fmt.month(month), "ownership": whole}


def _chart(fmt: Format, value: ServiceValue, on: date) -> BarChart | None:
    """The main benefit read month by month, with the line of what was promised."""
    main = value.main
    points = promise_by_month(main, on) if main is not None else []
    if main is None or not points:
        return None
    unit = main.benefit.measure.unit
    bars = tuple(
        Bar(fmt.month(point.on).split()[0], float(point.value), fmt.number(point.value), float(point.promised))
        for point in points
    )
    short = unit if len(unit) <= SHORT_UNIT else ""
    values = [float(value) for point in points for value in (point.value, point.promised)]
    rows = steps(min(0, *values), max(values), 4)
    return BarChart(
        id="value",
        title=_spoken(fmt, points[-1], main.benefit.measure.name, unit),
        bars=bars,
        y_ticks=tuple(Tick(at, with_unit(fmt, Decimal(str(at)), short)) for at in rows),
        note=_("bar read, line promised"),
        spoken=_spoken(fmt, points[-1], main.benefit.measure.name, unit),
        table_head=(_("Month"), _("Read"), _("Promised")),
        table=tuple(
            (fmt.month(point.on), with_unit(fmt, point.value, unit), with_unit(fmt, point.promised, unit))
            for point in points
        ),
    )


def _spoken(fmt: Format, last: PromiseMonth, name: str, unit: str) -> str:
    values = {"name": name, "month": fmt.month(last.on), "read": with_unit(fmt, last.value, unit)}
    values["due"] = with_unit(fmt, last.promised, unit)
    return _("%(name)s in %(month)s: %(read)s read, %(due)s promised") % values
