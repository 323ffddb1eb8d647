"""The portfolio: its board, the list behind it, and the decisions that wait for the reader."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.policies import governs_portfolio, may_choose, may_open_portfolio, may_propose
from goldenthread.business.portfolio.queries import Board, BoardRow, InvestmentFilter, choosing
from goldenthread.foundation.errors import NotFound
from goldenthread.foundation.listing import page_of
from goldenthread.web.context import initials, tone
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.pages import page
from goldenthread.web.portfolio.headlines import headlines
from goldenthread.web.portfolio.words import gate_name, light, mini, state_kind, state_word
from goldenthread.web.ui.board import Card, Column
from goldenthread.web.ui.lists import Tab

COLUMNS = {
    "proposed": ("proposed", "defined"),
    "analysed": ("analysed",),
    "approved": ("approved", "chartered"),
    "in_delivery": ("in_delivery",),
    "in_service": ("in_service",),
    "retired": ("retired",),
    "rejected": ("rejected",),
}
"""Five columns fit a screen: a state soon left stands with the one before, a held one where it was; cards say so."""
QUIET = ("retired", "rejected")
"""Columns that stand only where something is in them."""


class Face:
    """A person as an avatar shows them."""

    def __init__(self, person: Any) -> None:
        self.name, self.initials, self.tone = person.name, initials(person.name), tone(person.pk)


@signed_in
def board(request: PageRequest) -> HttpResponse:
    """Columns by state, headline figures over the whole portfolio, filters in the address."""
    wanted = InvestmentFilter.of(request.GET)
    if wants_csv(request.GET):
        return _export(request, wanted)
    portfolios = open_portfolios(request)
    chosen = next((it for it in portfolios if it.key == wanted.portfolio), portfolios[0] if portfolios else None)
    found = queries.board(request.actor, chosen, wanted, _today(request), request.acting.at)
    context = {
        "portfolio": chosen,
        "title": chosen.name if chosen else _("Portfolio"),
        "switch": [(it.name, url("portfolio", {"portfolio": it.key})) for it in portfolios],
        "chosen": url("portfolio", {"portfolio": chosen.key}) if chosen else "",
        "views": views(request, "portfolio", len(found.waiting)),
        "tiles": headlines(request, found, sees_limit=bool(chosen and governs_portfolio(request.actor, chosen))),
        "columns": _columns(request, found, wanted),
        "count": len(found.rows),
        "is_empty": not found.everything,
        "filters": _filters(found, wanted),
        "chips": _chips(found, wanted, chosen),
        "drop_url": url("portfolio", {"portfolio": chosen.key if chosen else ""}),
        "export_url": url("portfolio", {**_asked(wanted), "portfolio": chosen.key if chosen else "", "format": "csv"}),
        "list_url": url("portfolio-list", _asked(wanted)),
        "may_propose": may_propose(request.actor),
        "may_open": may_open_portfolio(request.actor),
    }
    return page(request, "portfolio/board.html", context, block="cards")


@signed_in
def listing(request: PageRequest) -> HttpResponse:
    """The same investments as a list, however many, page by page."""
    wanted = InvestmentFilter.of(request.GET)
    if wants_csv(request.GET):
        return _export(request, wanted)
    open_portfolios(request)
    found = queries.investments(request.actor, wanted, request.GET.get("after"))
    asked = _asked(wanted)
    context = {
        "rows": [(it, state_kind(it.state), state_word(it.state), Face(it.sponsor)) for it in found.rows],
        "views": views(request, "portfolio-list"),
        "is_filtered": wanted != InvestmentFilter(),
        "wanted": wanted,
        "states": [("living", _("Not ended")), ("all", _("Any")), *queries.STATE_WORDS.items()],
        "newer": url("portfolio-list", {**asked, "after": found.previous}) if found.previous else "",
        "older": url("portfolio-list", {**asked, "after": found.next}) if found.next else "",
        "export_url": url("portfolio-list", {**asked, "format": "csv"}),
    }
    return page(request, "portfolio/list.html", context, block="rows")


@signed_in
def decisions(request: PageRequest) -> HttpResponse:
    """The gates at which the reader's decision is awaited."""
    open_portfolios(request)
    waiting = queries.gates_waiting(request.actor, _today(request))
    found = page_of(waiting, ("investment__proposed_at", "id"), request.GET.get("after"))
    context = {
        "put_forward": [
            (it, request.fmt.money(it.proposal["budget"], it.portfolio.currency, short=True))
            for it in choosing.put_forward(request.actor)
            if it.proposal
        ],
        "rows": [
            (gate, gate_name(gate.leads_to), gate.investment, Face(gate.investment.sponsor)) for gate in found.rows
        ],
        "views": views(request, "portfolio-decisions"),
        "newer": url("portfolio-decisions", {"after": found.previous}) if found.previous else "",
        "older": url("portfolio-decisions", {"after": found.next}) if found.next else "",
    }
    return page(request, "portfolio/decisions.html", context)


def views(request: PageRequest, current: str, waiting: int | None = None) -> list[Tab]:
    """The tabs of the room; choosing is for those who govern a portfolio."""
    chooses = [Tab(_("Choose"), url("choose"), current == "choose")] if may_choose(request.actor) else []
    return [
        Tab(_("Board"), url("portfolio"), current == "portfolio"),
        *chooses,
        Tab(_("My decisions"), url("portfolio-decisions"), current == "portfolio-decisions", waiting or None),
        Tab(_("Progress"), url("portfolio-progress"), current == "portfolio-progress"),
        Tab(_("List"), url("portfolio-list"), current == "portfolio-list"),
        Tab(_("Objectives"), url("objectives"), current == "objectives"),
    ]


def open_portfolios(request: PageRequest) -> list[Any]:
    """The portfolios the reader may know of; the room is not there for those who have nothing to do with money."""
    found = queries.portfolios(request.actor)
    if not found and not may_propose(request.actor) and not may_open_portfolio(request.actor):
        raise NotFound(_("There is nothing here, or it is not open to you."))
    return found


def _columns(request: PageRequest, found: Board, wanted: InvestmentFilter) -> tuple[Column, ...]:
    by_state: dict[str, list[BoardRow]] = {}
    for row in found.rows:
        by_state.setdefault(row.investment.held_in or row.investment.state, []).append(row)
    columns = []
    for name, states in COLUMNS.items():
        rows = [row for state in states for row in by_state.get(state, [])]
        is_asked = wanted.state in ("living", "all") and name not in QUIET
        if rows or is_asked:
            columns.append(_column(request, found, name, rows))
    return tuple(columns)


def _column(request: PageRequest, found: Board, name: str, rows: list[BoardRow]) -> Column:
    cards = tuple(_card(request, row) for row in rows)
    return Column(name, state_word(name), cards, len(rows), _sum(request, found, name, rows))


def _sum(request: PageRequest, found: Board, name: str, rows: list[BoardRow]) -> str:
    """What a column's investments come to."""
    with_money = [row for row in rows if row.sees_money]
    if not with_money:
        return ""
    currency = found.currency
    asked = found.sum(with_money, lambda row: row.asked.capex).amount
    committed = found.sum(with_money, lambda row: row.promised.capex if row.promised else Decimal(0)).amount
    spent = found.sum(with_money, lambda row: row.spent).amount
    if name in ("proposed", "analysed", "rejected"):
        return _("%(sum)s asked") % {"sum": request.fmt.money(asked, currency, short=True)}
    if name in ("in_service", "retired"):
        return _("%(sum)s spent") % {"sum": request.fmt.money(spent, currency, short=True)}
    return _("%(sum)s committed") % {"sum": request.fmt.money(committed, currency, short=True)}


def _card(request: PageRequest, row: BoardRow) -> Card:
    investment = row.investment
    kind, word = light(row, request.fmt)
    if not word and investment.state not in COLUMNS:
        kind, word = state_kind(investment.state), state_word(investment.state)
    return Card(
        key=investment.key,
        title=investment.name,
        url=url("investment", key=investment.key),
        kind=kind,
        kind_word=word,
        facts=_facts(request, row),
        person=Face(investment.sponsor),
        line=mini(row),
    )


def _facts(request: PageRequest, row: BoardRow) -> tuple[str, ...]:
    if not row.sees_money:
        return (_("must do"),) if row.investment.is_mandatory else ()
    currency = row.investment.portfolio.currency
    money = request.fmt.money(row.asked.capex, currency, short=True) if row.asked.capex else _("cost not set")
    if row.investment.is_mandatory:
        return money, _("must do")
    times = row.asked.multiple
    return money, _("value not set") if times is None else f"{request.fmt.number(times, 1)}\u202f×"


def _asked(wanted: InvestmentFilter) -> dict[str, str]:
    asked = {name: value for name, value in asdict(wanted).items() if value}
    return asked if wanted.state != "living" else {name: value for name, value in asked.items() if name != "state"}


def _filters(found: Board, wanted: InvestmentFilter) -> dict[str, Any]:
    """What the filter form offers."""
    states = [("living", _("Not ended")), ("all", _("Any")), *queries.STATE_WORDS.items()]
    return {
        "objectives": [("", _("Any")), *found.objectives.items()],
        "sponsors": [("", _("Any")), *found.sponsors.items()],
        "states": states,
        "wanted": wanted,
    }


def _chips(found: Board, wanted: InvestmentFilter, portfolio: Any) -> list[dict[str, str]]:
    chips = []
    words = {"objective": found.objectives, "sponsor": found.sponsors}
    names = {"objective": _("Objective"), "sponsor": _("Sponsor"), "state": _("State")}
    for name in ("objective", "sponsor", "state"):
        value = getattr(wanted, name)
        if not value or (name == "state" and value == "all"):
            continue
        word = (
            words[name].get(value, value)
            if name in words
            else _("not ended")
            if value == "living"
            else state_word(value)
        )
        dropped = {**asdict(wanted.without(name)), "portfolio": portfolio.key if portfolio else ""}
        chips.append({"name": names[name], "value": word, "drop_url": url("portfolio", dropped)})
    return chips


def _export(request: PageRequest, wanted: InvestmentFilter) -> HttpResponse:
    head = [
        _("Key"), _("Name"), _("State"), _("Sponsor"), _("Currency"), _("Project cost"), _("Running cost"),
        _("Benefit"), _("Promised benefit"), _("Money released"), _("Spent"), _("Value returned"), _("Proposed"),
    ]  # fmt: skip
    rows = queries.rows_for_export(request.actor, wanted, _today(request), request.acting.at)
    return csv_answer("investments", head, (_cells(row) for row in rows))


def _cells(row: BoardRow) -> list[object]:
    investment = row.investment
    known = [investment.key, investment.name, state_word(investment.state), investment.sponsor.name]
    day = investment.proposed_at.date().isoformat()
    if not row.sees_money:
        return [*known, "", "", "", "", "", "", "", "", day]
    promised = row.promised.benefit if row.promised else ""
    sums = [row.asked.capex, row.asked.opex, row.asked.benefit, promised, row.released, row.spent, row.returned]
    return [*known, investment.portfolio.currency, *sums, day]


def _today(request: PageRequest) -> date:
    return request.fmt.local(request.acting.at).date()


def said(count: int) -> str:
    return ngettext("%(num)s investment", "%(num)s investments", count) % {"num": count}
