"""One investment: its value against what was promised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.queries import choosing
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.links import url_of
from goldenthread.web.pages import page
from goldenthread.web.portfolio.benefits import benefit_rows
from goldenthread.web.portfolio.cases import case_table
from goldenthread.web.portfolio.charts import value_chart
from goldenthread.web.portfolio.frame import frame, stops
from goldenthread.web.portfolio.money import brought, case_tiles, released, spent
from goldenthread.web.portfolio.words import gate_name


@signed_in
def value(request: PageRequest, key: str) -> HttpResponse:
    """Value against promise, gates, case by year, benefits as measured."""
    investment = queries.investment(request.actor, key)
    today = request.fmt.local(request.acting.at).date()
    context = frame(request, investment, "investment")
    standings = queries.benefits(investment, today)
    context |= {
        "stops": stops(request, investment, context["gates"]),
        "benefits": benefit_rows(request, standings, investment, sees_money=context["sees_money"]),
        "objectives": queries.objectives_of(investment.pk),
        "risks": list(investment.risks.all()),
        "projects": queries.projects_of(request.actor, investment),
        "services": queries.services_of(request.actor, investment),
        "history": _history(request, investment),
        "tolerances": _tolerances(request, context["gates"]),
    }
    context["ties"], context["hours"] = (
        choosing.needs_of(request.actor, investment) if context["sees_money"] else ([], [])
    )
    context |= _money(request, investment, standings, today, context) if context["sees_money"] else {"tiles": ()}
    return page(request, "portfolio/investment.html", context)


def _money(
    request: PageRequest,
    investment: Any,
    standings: list[queries.BenefitStanding],
    today: date,
    context: dict[str, Any],
) -> dict[str, Any]:
    fmt, currency, read_at = request.fmt, context["currency"], request.fmt.time(request.fmt.now)
    newest, promise = context["newest"], queries.promise(investment)
    asked = sum((flow.amount for flow in newest.flows.all() if flow.kind != "benefit"), Decimal(0))
    value, rate, _return, _payback = case_tiles(
        fmt, newest, promise, currency, url("investment-case", key=investment.key)
    )
    lines = queries.cost_lines(investment, today)
    curve = queries.value_curve(newest, promise, standings, lines, today)
    return {
        "tiles": (
            value,
            rate,
            released(fmt, context["gates"], asked, currency, gate_name),
            spent(fmt, lines, currency, read_at),
            brought(fmt, standings, currency, read_at),
        ),
        "chart": value_chart(fmt, curve, today, currency),
        "case": case_table(fmt, newest, promise, currency),
    }


def _history(request: PageRequest, investment: Any) -> list[tuple[str, str, str]]:
    """Where the idea came from: the improvement, its service, and what was invested in that service before."""
    source = investment.improvement
    if source is None:
        return []
    rows = [(source.key, url_of(source.key), source.title)]
    service = next((it for it in queries.services_of(request.actor, investment) if it.pk == source.service_id), None)
    if service is not None:
        rows.append((service.key, url_of(service.key), service.name))
    before = queries.earlier_investments(request.actor, source.service_id, investment)
    return [*rows, *((it.key, url_of(it.key), it.name) for it in before)]


def _tolerances(request: PageRequest, gates: list[Any]) -> list[tuple[str, str]]:
    """The leeway of the newest decision that gave any."""
    decisions = [decision for gate in gates for decision in gate.decisions.all()]
    given = [it for it in decisions if it.time_tolerance_days is not None or it.cost_tolerance_percent is not None]
    if not given:
        return []
    last = max(given, key=lambda decision: decision.pk)
    found = []
    if last.time_tolerance_days is not None:
        found.append((_("Time"), _("%(days)s working days late") % {"days": last.time_tolerance_days}))
    if last.cost_tolerance_percent is not None:
        share = request.fmt.percent(last.cost_tolerance_percent / 100)
        found.append((_("Money"), _("%(share)s over budget") % {"share": share}))
    return found
