"""What a service costs: month by month from the ledger, its contracts, and what was bought."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.business.services import queries
from goldenthread.business.services.actions import (
    NewContract,
    add_contract,
    end_contract,
    record_purchase,
)
from goldenthread.business.services.policies import may_buy
from goldenthread.business.work import queries as work
from goldenthread.business.work.policies import may_see_money
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.exchange import foreign_inputs
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.format import Format
from goldenthread.web.pages import page, submit
from goldenthread.web.services.forms import ContractForm, EndForm, PurchaseForm
from goldenthread.web.services.frame import frame
from goldenthread.web.services.months import last_of, month_named, months_before
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput
from goldenthread.web.work.spent import spent_rows

if TYPE_CHECKING:
    from goldenthread.web.forms import Form

MONTHS = 12
KINDS = ("running", "labour", "purchase")


@signed_in
def cost(request: PageRequest, key: str) -> HttpResponse:
    """The last twelve months and the one that runs, by kind."""
    service = queries.service(request.actor, key)
    require(may_see_money(request.actor), _("What a service costs is open to those who answer for money."))
    today = request.acting.at.date()
    lines = work.cost_between([service.account_id], months_before(today, MONTHS), today, into=service.account.currency)
    context = frame(request, service, "service-cost")
    context |= {
        "months": _months(request.fmt, key, service.account.currency, lines, today),
        "contracts": queries.contracts_of(request.actor, service.pk),
        "today": today,
        "may_buy": may_buy(request.actor),
    }
    return page(request, "services/cost.html", context)


@signed_in
def ledger(request: PageRequest, key: str) -> HttpResponse:
    """The entries behind a month, or behind all of it."""
    service = queries.service(request.actor, key)
    month = month_named(request.GET.get("month", ""))
    span = {"since": month, "until": last_of(month)} if month else {}

    def read(cursor: str | None) -> Any:
        return work.entries(request.actor, service.account.key, cursor, **span)

    words = _kind_words()
    if wants_csv(request.GET):
        head = [_("Day"), _("Kind"), _("Nature"), _("Source"), _("Note"), _("Amount"), _("Currency")]
        rows = ([e.on, words[e.kind], e.nature, e.source, e.memo, e.amount, e.currency] for e in every(read))
        return csv_answer(f"ledger-{service.key}", head, rows)
    listed = read(request.GET.get("after"))
    asked = {"month": request.GET.get("month", "") if month else ""}
    context = frame(request, service, "service-cost")
    context |= {
        "entries": spent_rows(request, listed.rows),
        "kinds": words,
        "month": month,
        "csv": url("service-ledger", {**asked, "format": "csv"}, key=key),
        "newer": url("service-ledger", {**asked, "after": listed.previous}, key=key) if listed.previous else "",
        "older": url("service-ledger", {**asked, "after": listed.next}, key=key) if listed.next else "",
    }
    return page(request, "services/ledger.html", context)


@signed_in
def new_contract(request: PageRequest, key: str) -> HttpResponse:
    """Add a running cost."""
    service = queries.service(request.actor, key)
    back = reverse("service-cost", kwargs={"key": key})

    def act(data: dict[str, Any]) -> str:
        add_contract(request.acting, key, new=NewContract(**data))
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("New contract for %(name)s") % {"name": service.name}
        return {"title": title, "act": _("Add contract"), "back": back, "version": None}

    options = {"supplier_id": list(queries.organisation_choices(request.actor, "supplier"))}
    initial = {"starts_on": months_before(request.acting.at.date(), 0)}
    return submit(request, ContractForm, show, act, template="services/form.html", initial=initial, options=options)


@signed_in
def end(request: PageRequest, key: str) -> HttpResponse:
    """Let a contract end."""
    contract = queries.contract(request.actor, key)
    back = reverse("service-cost", kwargs={"key": contract.service.key})

    def act(data: dict[str, Any]) -> str:
        end_contract(request.acting, key, on=data["on"])
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("End %(name)s") % {"name": contract.name}
        return {"title": title, "act": _("End contract"), "back": back, "version": contract.version}

    return submit(request, EndForm, show, act, template="services/form.html")


@signed_in
def new_purchase(request: PageRequest, key: str) -> HttpResponse:
    """Record something bought for a service."""
    service = queries.service(request.actor, key)
    back = reverse("service-cost", kwargs={"key": key})

    def act(data: dict[str, Any]) -> str:
        record_purchase(request.acting, account_id=service.account_id, **data)
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("Record a purchase for %(name)s") % {"name": service.name}
        return {"title": title, "act": _("Record purchase"), "back": back, "version": None}

    options = {"supplier_id": list(queries.organisation_choices(request.actor, "supplier"))}
    initial = {"on": request.fmt.local(request.acting.at).date(), "currency": service.account.currency}
    return submit(request, PurchaseForm, show, act, template="services/form.html", initial=initial, options=options)


def _kind_words() -> dict[str, str]:
    return {"running": _("Contracts"), "labour": _("Work"), "purchase": _("Purchases")}


def _months(fmt: Format, key: str, currency: str, lines: list[work.CostLine], today: date) -> list[dict[str, Any]]:
    """The months, newest first, each with its kinds and a sum that opens."""
    by_cell: dict[tuple[date, str], Decimal] = {}
    for line in lines:
        by_cell[line.month, line.kind] = by_cell.get((line.month, line.kind), Decimal(0)) + line.amount
    words = _kind_words()
    rows = []
    for month in (months_before(today, back) for back in range(MONTHS + 1)):
        amounts = [by_cell.get((month, kind)) for kind in KINDS]
        total = sum((amount for amount in amounts if amount is not None), Decimal(0))
        figure = Figure(
            id=f"cost-{month:%Y%m}",
            label=_("Cost of %(month)s") % {"month": fmt.month(month)},
            text=fmt.money(total, currency),
            rule=_("Everything the ledger holds for this service and the accounts below it in the month."),
            inputs=(
                *(
                    FigureInput(words[kind], fmt.money(amount or 0, currency))
                    for kind, amount in zip(KINDS, amounts, strict=True)
                ),
                *foreign_inputs(fmt, [one for line in lines if line.month == month for one in line.foreign]),
            ),
            sum_label=_("Sum"),
            acts=(FigureAct(_("Show the entries"), url("service-ledger", {"month": f"{month:%Y-%m}"}, key=key)),),
        )
        cells = [fmt.money(amount, currency) for amount in amounts]
        rows.append(
            {"word": fmt.month(month), "cells": cells, "figure": figure, "is_running": month == months_before(today, 0)}
        )
    return rows
