"""The figures of investments, each with the rule and the inputs that made it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.portfolio import queries
from goldenthread.web.exchange import foreign_inputs
from goldenthread.web.format import Format
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput, Tile, spark, unknown


def line_kind(kind: str) -> str:
    return str(queries.FLOW_WORDS[kind])


def case_tiles(fmt: Format, case: Any, promise: Any, currency: str, case_url: str) -> tuple[Tile, ...]:
    """Present value, rate, return and payback of a case, beside what was promised."""
    now = queries.figures(case)
    then = queries.figures(promise) if promise else None

    def promised(text: str) -> str:
        return _("Promised %(what)s") % {"what": text} if then else _("Nothing promised yet")

    acts = (FigureAct(_("Open the business case"), case_url),)
    return (
        Tile(
            net_present_value(fmt, case, now, currency, acts),
            promised(fmt.money(then.npv, currency, short=True) if then else ""),
        ),
        Tile(rate_of_return(fmt, now, currency, acts), promised(fmt.percent(then.irr) if then else "")),
        Tile(return_on(fmt, now, currency, acts), promised(fmt.percent(then.roi) if then else "")),
        Tile(
            payback(fmt, now, currency, acts),
            promised(fmt.month(then.payback_on) if then and then.payback_on else "–"),
        ),
    )


def net_present_value(
    fmt: Format, case: Any, now: queries.CaseFigures, currency: str, acts: tuple[FigureAct, ...]
) -> Figure:
    rule = _("Every monthly flow in the money of the first month, at %(rate)s %% a year.")
    rule %= {"rate": fmt.number(case.discount_percent, 1)}
    inputs = [
        FigureInput(memo, fmt.money(value, currency), line_kind(kind))
        for kind, memo, value in queries.present_values(case)
    ]
    if now.npv is None:
        return unknown("npv", _("Net present value"), rule, [FigureInput(_("Costs and benefits by period"))])
    return Figure(
        "npv",
        _("Net present value"),
        fmt.money(now.npv, currency, short=True),
        rule,
        tuple(inputs),
        sum_label=_("Sum"),
        acts=acts,
        value=fmt.money(now.npv, currency),
    )


def rate_of_return(fmt: Format, now: queries.CaseFigures, currency: str, acts: tuple[FigureAct, ...]) -> Figure:
    rule = _("The yearly rate (IRR) at which all flows together would be worth nothing today.")
    inputs = _out_and_in(fmt, now, currency)
    if now.irr is None:
        return unknown("irr", _("Rate of return"), rule, inputs)
    return Figure("irr", _("Rate of return"), fmt.percent(now.irr), rule, inputs, acts=acts)


def return_on(fmt: Format, now: queries.CaseFigures, currency: str, acts: tuple[FigureAct, ...]) -> Figure:
    rule = _("Benefits less costs, as a share of the costs (ROI), not discounted.")
    inputs = _out_and_in(fmt, now, currency)
    if now.roi is None:
        return unknown("roi", _("Return"), rule, inputs)
    return Figure("roi", _("Return"), fmt.percent(now.roi), rule, inputs, sum_label=_("Net over costs"), acts=acts)


def payback(fmt: Format, now: queries.CaseFigures, currency: str, acts: tuple[FigureAct, ...]) -> Figure:
    rule = _("The first month by which all that came in covers all that went out.")
    inputs = _out_and_in(fmt, now, currency)
    if now.payback_on is None:
        return unknown("payback", _("Paid back"), rule, inputs)
    return Figure("payback", _("Paid back"), fmt.month(now.payback_on), rule, inputs, acts=acts)


def _out_and_in(fmt: Format, now: queries.CaseFigures, currency: str) -> tuple[FigureInput, ...]:
    return (
        FigureInput(_("Costs"), fmt.money(-now.cost, currency) if now.cost else "", _("project cost and running cost")),
        FigureInput(_("Benefits"), fmt.money(now.benefit, currency) if now.benefit else "", _("all periods")),
    )


def frozen(fmt: Format, decision: Any, currency: str) -> Figure | None:
    """The value that was forecast when a decision was made, as it was frozen; None where there was no case."""
    kept = decision.forecast
    if not kept.get("npv"):
        return None
    month = date.fromisoformat(kept["payback_on"]) if kept.get("payback_on") else None
    known = {"number": decision.case.number if decision.case else "–", "on": fmt.date(decision.decided_at)}
    return Figure(
        id=f"frozen-{decision.pk}",
        label=_("Value then forecast"),
        text=fmt.money(Decimal(kept["npv"]), currency),
        rule=_("The forecast of case version %(number)s, frozen on %(on)s. What is changed later leaves it as it was.")
        % known,
        inputs=(
            FigureInput(_("Costs"), fmt.money(Decimal(kept["cost"]), currency), _("all periods")),
            FigureInput(_("Benefits"), fmt.money(Decimal(kept["benefit"]), currency), _("all periods")),
            FigureInput(_("Rate of return"), _share(fmt, kept.get("irr"))),
            FigureInput(_("Return"), _share(fmt, kept.get("roi"))),
            FigureInput(_("Paid back"), fmt.month(month) if month else ""),
        ),
        sum_label=_("Net present value"),
    )


def _share(fmt: Format, kept: str | None) -> str:
    return fmt.percent(Decimal(kept)) if kept else ""


def released(fmt: Format, gates: Sequence[Any], asked: Decimal, currency: str, gate_name: Any) -> Tile:
    """The money that gates let go so far."""
    decisions = [decision for gate in gates for decision in gate.decisions.all() if decision.money_released]
    total = sum((decision.money_released for decision in decisions), Decimal(0))
    inputs = tuple(
        FigureInput(
            gate_name(decision.gate.leads_to),
            fmt.money(decision.money_released, currency),
            fmt.date(decision.decided_at),
        )
        for decision in decisions
    )
    figure = Figure(
        "released",
        _("Money released"),
        fmt.money(total, currency, short=True),
        _("What the decisions at its gates released, added up."),
        inputs,
        sum_label=_("Sum"),
        value=fmt.money(total, currency),
    )
    return Tile(figure, _("of %(sum)s asked") % {"sum": fmt.money(asked, currency, short=True)})


def spent(fmt: Format, lines: Sequence[Any], currency: str, read_at: str) -> Tile:
    """What the ledger says was spent."""
    kinds = {"labour": _("Work at dated rates"), "purchase": _("Purchases"), "running": _("Running cost")}
    by_kind: dict[str, Decimal] = {}
    by_month: dict[Any, Decimal] = {}
    for line in lines:
        by_kind[line.kind] = by_kind.get(line.kind, Decimal(0)) + line.amount
        by_month[line.month] = by_month.get(line.month, Decimal(0)) + line.amount
    total = sum(by_kind.values(), Decimal(0))
    running, curve = 0.0, []
    for month in sorted(by_month):
        running += float(by_month[month])
        curve.append(running)
    figure = Figure(
        "spent",
        _("Spent"),
        fmt.money(total, currency, short=True),
        _("Everything in the ledger on the account of the investment and of its projects, to this day."),
        tuple(FigureInput(kinds[kind], fmt.money(amount, currency), _("ledger")) for kind, amount in by_kind.items())
        + foreign_inputs(fmt, [one for line in lines for one in line.foreign]),
        sum_label=_("Sum"),
        read_at=read_at,
        value=fmt.money(total, currency),
    )
    last = max(by_month, default=None)
    note = _("last in %(month)s") % {"month": fmt.month(last)} if last else _("Nothing in the ledger yet")
    return Tile(figure, note, spark(curve))


def brought(fmt: Format, standings: Sequence[queries.BenefitStanding], currency: str, read_at: str) -> Tile:
    """The value returned so far, as the measures tell it."""
    total = sum((standing.worth for standing in standings), Decimal(0))
    due = sum((standing.promised_worth for standing in standings), Decimal(0))
    figure = Figure(
        "brought",
        _("Value returned so far"),
        fmt.money(total, currency, short=True),
        _("What each measure is better than its baseline, day by day since its promise began, times its worth a year."),
        tuple(
            FigureInput(standing.benefit.name, fmt.money(standing.worth, currency), reading_of(fmt, standing))
            for standing in standings
        ),
        sum_label=_("Sum"),
        read_at=read_at,
        value=fmt.money(total, currency),
    )
    return Tile(figure, _("Promised by now %(sum)s") % {"sum": fmt.money(due, currency, short=True)})


def reading_of(fmt: Format, standing: queries.BenefitStanding) -> str:
    measure = standing.benefit.measure
    if standing.reading is None:
        return _("not read yet")
    return _("%(value)s %(unit)s on %(day)s") % {
        "value": number(fmt, standing.reading.value),
        "unit": measure.unit,
        "day": fmt.date(standing.reading.on),
    }


def whole(fmt: Format, value: Decimal) -> str:
    """Without cents, with a true minus, so that a column lines up."""
    return fmt.number(value).replace("-", "−") if value else "0"


def number(fmt: Format, value: Decimal) -> str:
    """With one decimal where it has any."""
    return fmt.number(value, 0 if value == value.to_integral_value() else 1)
