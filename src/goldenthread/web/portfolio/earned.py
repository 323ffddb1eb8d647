"""Earned value of a programme and of a portfolio: its projects as one, with the curve and each of them behind."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.portfolio import queries
from goldenthread.business.projects.queries import Rollup, Share
from goldenthread.foundation.errors import NotFound
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.exchange import rates_words
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.format import Format
from goldenthread.web.pages import page
from goldenthread.web.portfolio.board import open_portfolios, views
from goldenthread.web.portfolio.frame import frame
from goldenthread.web.portfolio.rolled import Rolled
from goldenthread.web.projects.chart import money_chart
from goldenthread.web.projects.words import LIGHT_KINDS, light_word

HEAD = ("project", "name", "currency", "bac", "pv", "ev", "ac", "spi", "cpi", "spi_t", "eac", "finish")


@signed_in
def of_portfolio(request: PageRequest) -> HttpResponse:
    """Every project whose money the reader sees, as one."""
    portfolios = open_portfolios(request)
    asked = request.GET.get("portfolio", "")
    chosen = next((it for it in portfolios if it.key == asked), None)
    if asked and chosen is None:
        raise NotFound(_("There is no %(key)s, or it is not open to you.") % {"key": asked})
    found = queries.earned_by_portfolio(request.actor, chosen, request.acting.at)
    if wants_csv(request.GET):
        return _export("portfolio", found)
    context = {
        "views": views(request, "portfolio-progress"),
        "title": chosen.name if chosen else _("Portfolio"),
        "switch": [(it.name, url("portfolio-progress", {"portfolio": it.key})) for it in portfolios],
        "chosen": url("portfolio-progress", {"portfolio": chosen.key}) if chosen else "",
        "csv": url("portfolio-progress", {"portfolio": chosen.key if chosen else "", "format": "csv"}),
    }
    return page(request, "portfolio/progress.html", context | _shown(request, found))


@signed_in
def of_investment(request: PageRequest, key: str) -> HttpResponse:
    """An investment's projects and those of its children, as one."""
    investment = queries.investment(request.actor, key)
    found = queries.earned_by_investment(request.actor, investment, request.acting.at)
    if wants_csv(request.GET):
        return _export(key, found)
    context = frame(request, investment, "investment-progress")
    context |= {"csv": url("investment-progress", {"format": "csv"}, key=key)}
    return page(request, "portfolio/investment_progress.html", context | _shown(request, found))


def _shown(request: PageRequest, found: Rollup) -> dict[str, Any]:
    rolled = Rolled(request.fmt, found)
    return {
        "tiles": rolled.tiles(),
        "every": rolled.every(),
        "chart": money_chart(found.curve, found, request.fmt) if found.shares else None,
        "rows": [_row(request.fmt, share) for share in found.shares],
        "unfrozen": found.unfrozen,
        "unpriced": found.unpriced,
        "is_empty": not (found.shares or found.unfrozen or found.unpriced),
    }


def _row(fmt: Format, share: Share) -> dict[str, Any]:
    standing = share.standing
    return {
        "project": share.project,
        "kind": LIGHT_KINDS[standing.light],
        "word": light_word(standing.light),
        "money": [
            fmt.money(amount, standing.currency, short=True)
            for amount in (standing.bac, standing.pv, standing.ev, standing.ac, standing.eac)
        ],
        "indices": [
            "–" if value is None else fmt.number(value, 2)
            for value in (standing.value.spi, standing.value.spi_t, standing.value.cpi)
        ],
        "rate": rates_words(fmt, share.rates),
        "finish": fmt.date(standing.finish_at) if standing.finish_at else "–",
    }


def _export(name: str, found: Rollup) -> HttpResponse:
    rows = []
    for share in found.shares:
        one, value = share.standing, share.standing.value
        known = [share.project.key, share.project.name, one.currency, one.bac, one.pv, one.ev, one.ac]
        rows.append([*known, value.spi, value.cpi, value.spi_t, one.eac, one.finish_at])
    return csv_answer(f"progress-{name}", HEAD, rows)
