"""What one investment brings to a choice: value, money by year, risk and hours, from what is said of it elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import hypot, sqrt

from goldenthread.business.portfolio.models import BusinessCase, CashFlow, Investment, InvestmentState
from goldenthread.business.portfolio.queries.cases import dated
from goldenthread.business.portfolio.queries.choosing.limits import FUNDS, ScenarioLimits
from goldenthread.engine import finance

UNDER_WAY = (InvestmentState.CHARTERED, InvestmentState.IN_DELIVERY)
CHOSEN_NOW = (InvestmentState.APPROVED, *UNDER_WAY)
"""The present choice: what was approved and is not yet in service."""
CAPEX = FUNDS[0]
Flow = tuple[str, date, Decimal]


@dataclass(frozen=True)
class Told:
    """What the records tell of an investment, gathered for all of them at once."""

    investment: Investment
    case: BusinessCase | None
    spent: Decimal
    dangers: Sequence[tuple[int, Decimal]]
    """Chance in percent and cost: of its project's register where it has one, else its first view."""
    hours: dict[str, int]
    """By skill."""
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Worth:
    """An investment as it enters a choice. Money by fund and year from `starts_in` on; value by start."""

    key: str
    is_under_way: bool
    moved: int
    """Months that its case was moved, because its dates have passed."""
    starts_in: int
    latest_in: int
    values: dict[int, float]
    """Present value of all that is left, by calendar year of the start."""
    brings: float
    """Benefits of all years, not discounted."""
    cost: dict[str, list[float]]
    hours: dict[str, list[float]]
    risk: float
    value_spread: float
    cost_spread: float
    case: int


def worth_of(told: Told, limits: ScenarioLimits, on: date) -> Worth | None:
    """None where nothing is left that could be reckoned, or where it could only start after the last year."""
    it = told.investment
    is_under_way = (it.held_in or it.state) in UNDER_WAY
    flows = _left(told, on) if is_under_way else _flows(told.case)
    if told.case is None or not flows:
        return None
    moved = 0 if is_under_way else _late_by(flows, on, limits.first_year)
    flows = [(kind, months_after(period, moved), amount) for kind, period, amount in flows]
    starts_in = limits.first_year if is_under_way else min(period for _kind, period, _amount in flows).year
    if starts_in not in limits.span:
        return None
    latest_in = starts_in if is_under_way else min(starts_in + limits.delay_years, limits.span[-1])
    cost = {fund: _by_year(flows, fund, starts_in) for fund in FUNDS}
    expected, deviation = _danger(told.dangers)
    total = sum(map(sum, cost.values()))
    return Worth(
        key=it.key,
        is_under_way=is_under_way,
        moved=moved,
        starts_in=starts_in,
        latest_in=latest_in,
        values={
            year: _value(flows, told.case.discount_percent, on, year - starts_in)
            for year in range(starts_in, latest_in + 1)
        },
        brings=float(sum(amount for kind, _at, amount in flows if kind == CashFlow.Kind.BENEFIT)),
        cost={fund: amounts for fund, amounts in cost.items() if any(amounts)},
        hours=_hours(told, cost[CAPEX], flows),
        risk=expected,
        value_spread=limits.value_spread / 100,
        cost_spread=hypot(limits.cost_spread / 100, min(deviation / total, 1.0) if total else 0.0),
        case=told.case.number,
    )


def months_after(month: date, count: int) -> date:
    place = month.year * 12 + month.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)


def _flows(case: BusinessCase | None) -> list[Flow]:
    return [] if case is None else [(flow.kind, flow.period, flow.amount) for flow in case.flows.all()]


def _left(told: Told, on: date) -> list[Flow]:
    """Of what is under way: this month's lines and those to come; project cost is at least what is not yet spent."""
    flows, month = _flows(told.case), on.replace(day=1)
    ahead = [flow for flow in flows if flow[1] >= month]
    capex = CAPEX
    unspent = sum((amount for kind, _at, amount in flows if kind == capex), Decimal(0)) - told.spent
    planned = sum((amount for kind, _at, amount in ahead if kind == capex), Decimal(0))
    if unspent <= planned:
        return ahead
    if not planned:
        return [*ahead, (capex, month, unspent)]
    rate = unspent / planned
    return [(kind, period, amount * rate if kind == capex else amount) for kind, period, amount in ahead]


def _late_by(flows: list[Flow], on: date, first_year: int) -> int:
    """Months by which a case whose dates have passed moves, so that it begins no earlier than it can."""
    begin = max(on.replace(day=1), date(first_year, 1, 1))
    first = min(period for _kind, period, _amount in flows)
    return max(0, (begin.year - first.year) * 12 + begin.month - first.month)


def _by_year(flows: list[Flow], kind: str, since: int) -> list[float]:
    years = [period.year for _kind, period, _amount in flows]
    amounts = [0.0] * max(max(years) - since + 1, 1)
    for told, period, amount in flows:
        if told == kind and period.year >= since:
            amounts[period.year - since] += float(amount)
    return amounts


def _value(flows: list[Flow], percent: Decimal, on: date, years_later: int) -> float:
    """Net present value today of everything left, when it starts so many years later."""
    moved = [dated(kind, months_after(period, 12 * years_later), amount) for kind, period, amount in flows]
    return float(finance.npv(percent / 100, moved, on.replace(day=1)) or 0)


def _danger(dangers: Sequence[tuple[int, Decimal]]) -> tuple[float, float]:
    """Expected loss, and its standard deviation, of risks that happen or not, each for itself."""
    chances = [(chance / 100, float(cost)) for chance, cost in dangers]
    return sum(p * cost for p, cost in chances), sqrt(sum(p * (1 - p) * cost**2 for p, cost in chances))


def _hours(told: Told, capex: list[float], flows: list[Flow]) -> dict[str, list[float]]:
    """Hours fall as project cost falls; of what is under way, the share whose cost is still to come."""
    whole = float(sum(amount for kind, _at, amount in _flows(told.case) if kind == CAPEX))
    ahead = float(sum(amount for kind, _at, amount in flows if kind == CAPEX))
    if not whole:
        return {skill: [float(hours)] for skill, hours in told.hours.items()}
    share = min(ahead / whole, 1.0) / (ahead or 1.0)
    return {skill: [hours * amount * share for amount in capex] for skill, hours in told.hours.items()}
