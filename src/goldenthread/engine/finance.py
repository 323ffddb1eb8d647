"""What an investment is worth: present value, rate of return, payback, return and cost of ownership of dated flows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from math import exp, expm1
from typing import Literal

from goldenthread.engine.errors import EngineError
from goldenthread.engine.exchange import Converted, Exchange, ExchangeRate

__all__ = ["CashFlow", "Converted", "Exchange", "ExchangeRate", "irr", "npv", "payback", "roi", "tco"]

YEAR_DAYS = 365
COSTS = ("capex", "opex")
FIRST_STEP, WIDEST = 0.005, 20.0
"""Of the search for a rate of return, in the logarithm of yearly growth: 0.5 %, and 485 million times a year."""
Rate = Decimal | float


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Money on a date: positive when it comes in, negative when it goes out."""

    on: date
    amount: Decimal
    kind: Literal["capex", "opex", "benefit"] = "benefit"

    def __post_init__(self) -> None:
        if self.kind not in (*COSTS, "benefit"):
            raise EngineError("unknown_cash_flow_kind", kind=self.kind, on=self.on)
        amount = self.amount if isinstance(self.amount, Decimal) else Decimal(str(self.amount))
        if not amount.is_finite():
            raise EngineError("not_a_number", amount=self.amount, on=self.on)
        object.__setattr__(self, "amount", amount)


def npv(rate: Rate, flows: Iterable[CashFlow], at: date | None = None) -> Decimal | None:
    """The present value at `at` (by default the first flow's date), None when there is no flow.

    Sum of amount / (1 + rate) ** (days / 365), with the yearly rate as a fraction: the dated form of net present
    value that spreadsheets call XNPV. A rate of -100 % or less is refused (`bad_rate`).
    """
    ordered = _ordered(flows)
    if not ordered:
        return None
    return sum(_discounted(_growth(rate), ordered, at or ordered[0].on), Decimal(0))


def irr(flows: Iterable[CashFlow]) -> float | None:
    """The yearly rate, as a fraction, at which the present value is nothing; None when no rate does that.

    The dated form of the internal rate of return (XIRR, 365 days a year), losses included: a rate may be anything that
    a float tells from -100 %. Flows that change sign more than once can have several such rates; this is the one
    nearest to nothing.
    """
    by_date: dict[date, Decimal] = {}
    for flow in flows:
        by_date[flow.on] = by_date.get(flow.on, Decimal(0)) + flow.amount
    dated = [(on, float(amount)) for on, amount in sorted(by_date.items()) if amount]
    if not dated or len({amount > 0 for _on, amount in dated}) == 1:
        return None
    first = dated[0][0]
    growth = _root([((on - first).days / YEAR_DAYS, amount) for on, amount in dated])
    return None if growth is None else expm1(growth)


def payback(flows: Iterable[CashFlow], rate: Rate | None = None) -> date | None:
    """The first date on which what came in covers what went out; None when it never does, or nothing went out.

    With a yearly `rate` the flows are discounted to the first date: discounted payback.
    """
    ordered = _ordered(flows)
    amounts = [flow.amount for flow in ordered]
    if rate is not None and ordered:
        amounts = _discounted(_growth(rate), ordered, ordered[0].on)
    is_invested = False
    for index, total in enumerate(accumulate(amounts)):
        if index + 1 < len(ordered) and ordered[index + 1].on == ordered[index].on:
            continue
        if is_invested and total >= 0:
            return ordered[index].on
        is_invested = is_invested or total < 0
    return None


def roi(flows: Iterable[CashFlow]) -> Decimal | None:
    """(benefits - costs) / costs as a fraction, undiscounted; None when nothing was spent."""
    ordered = _ordered(flows)
    costs = tco(ordered)
    if costs is None or costs <= 0:
        return None
    return sum((flow.amount for flow in ordered), Decimal(0)) / costs


def tco(flows: Iterable[CashFlow], rate: Rate | None = None, at: date | None = None) -> Decimal | None:
    """Total cost of ownership: what capex and opex take out, as a positive figure; None when there is neither.

    With a yearly `rate` it is the present value of those costs at `at`.
    """
    costs = [flow for flow in _ordered(flows) if flow.kind in COSTS]
    if not costs:
        return None
    value = sum((flow.amount for flow in costs), Decimal(0)) if rate is None else npv(rate, costs, at)
    return None if value is None else -value


def _root(flows: list[tuple[float, float]]) -> float | None:
    """The logarithm of yearly growth nearest to nothing at which (years, amount) come to nothing.

    In it the present value is a sum of exponentials with no more roots than the amounts change sign. Outwards from
    nothing, in steps that grow, the first stretch whose ends differ in sign holds the root, which is then halved down.
    """

    def value(growth: float) -> float:  # its sign only: scaled, so that no power overflows
        tops = max(-growth * years for years, _amount in flows)
        return sum(amount * exp(-growth * years - tops) for years, amount in flows)

    here = value(0.0)
    if here == 0:
        return 0.0
    ends = {1: (0.0, here), -1: (0.0, here)}
    step = FIRST_STEP
    while abs(ends[1][0]) < WIDEST:
        for side, (at, before) in ends.items():
            further = at + side * step
            after = value(further)
            if (before > 0) != (after > 0):
                return _halved(value, at, further)
            ends[side] = (further, after)
        step *= 1.1
    return None


def _halved(value: Callable[[float], float], a: float, b: float) -> float:
    is_positive = value(a) > 0
    for _number in range(100):
        middle = (a + b) / 2
        if (value(middle) > 0) == is_positive:
            a = middle
        else:
            b = middle
    return (a + b) / 2


def _ordered(flows: Iterable[CashFlow]) -> list[CashFlow]:
    return sorted(flows, key=lambda flow: flow.on)


def _growth(rate: Rate) -> Decimal:
    growth = 1 + (rate if isinstance(rate, Decimal) else Decimal(str(rate)))
    if not growth.is_finite() or growth <= 0:
        raise EngineError("bad_rate", rate=rate)
    return growth


def _discounted(growth: Decimal, flows: list[CashFlow], at: date) -> list[Decimal]:
    try:
        return [flow.amount / growth ** (Decimal((flow.on - at).days) / YEAR_DAYS) for flow in flows]
    except ArithmeticError:
        raise EngineError("bad_rate", rate=growth - 1) from None
