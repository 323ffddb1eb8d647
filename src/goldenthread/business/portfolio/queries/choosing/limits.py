"""The limits of a scenario: money by year and fund, hours, risk, balance, how late a start may be, what must be in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, get_args

from goldenthread.business.portfolio.models import CashFlow

FUNDS: tuple[str, ...] = (CashFlow.Kind.CAPEX.value, CashFlow.Kind.OPEX.value)
"""Money is limited by what it pays for: project cost and running cost."""
Weighed = Literal["cost", "value", "count"]
WEIGHED: tuple[Weighed, ...] = get_args(Weighed)
Years = Mapping[int, Decimal]
NONE: Mapping[str, Years] = MappingProxyType({})


@dataclass(frozen=True)
class Share:
    """What a group may take of all that is chosen: at least and at most so many percent of its money, value or number.

    The group is an objective, by key, or a kind of investment: "project", "programme", "service".
    """

    group: str
    least: int = 0
    most: int = 100
    of: Weighed = "cost"


@dataclass(frozen=True, kw_only=True)
class ScenarioLimits:
    """All limits of a scenario; what is not limited is free.

    `money` by fund and calendar year; `hours_percent` of the measured hours of each skill, None to leave people aside;
    `risk` is the expected loss of all that is chosen; `delay_years` is how much later than planned what is not under
    way may start; the spreads are the custom for how far values and costs miss, in percent, one standard deviation.
    """

    first_year: int
    years: int
    money: Mapping[str, Years] = field(default_factory=lambda: NONE)
    hours_percent: int | None = None
    risk: Decimal | None = None
    shares: tuple[Share, ...] = ()
    delay_years: int = 1
    value_spread: int = 30
    cost_spread: int = 15
    must: tuple[str, ...] = ()
    out: tuple[str, ...] = ()

    @property
    def span(self) -> range:
        return range(self.first_year, self.first_year + self.years)

    @property
    def budget(self) -> Decimal:
        """All money of all years."""
        return sum((amount for years in self.money.values() for amount in years.values()), Decimal(0))

    def plain(self) -> dict[str, Any]:
        """As it is kept: amounts as text, so that no cent is lost."""
        return {
            "first_year": self.first_year,
            "years": self.years,
            "money": {
                fund: {str(year): str(amount) for year, amount in sorted(years.items())}
                for fund, years in sorted(self.money.items())
            },
            "hours_percent": self.hours_percent,
            "risk": None if self.risk is None else str(self.risk),
            "shares": [vars(share) for share in self.shares],
            "delay_years": self.delay_years,
            "value_spread": self.value_spread,
            "cost_spread": self.cost_spread,
            "must": list(self.must),
            "out": list(self.out),
        }


def limits_of(plain: Mapping[str, Any]) -> ScenarioLimits:
    """The limits as they were kept."""
    money = {
        fund: {int(year): Decimal(amount) for year, amount in years.items()} for fund, years in plain["money"].items()
    }
    return ScenarioLimits(
        first_year=plain["first_year"],
        years=plain["years"],
        money=money,
        hours_percent=plain["hours_percent"],
        risk=None if plain["risk"] is None else Decimal(plain["risk"]),
        shares=tuple(Share(**share) for share in plain["shares"]),
        delay_years=plain["delay_years"],
        value_spread=plain["value_spread"],
        cost_spread=plain["cost_spread"],
        must=tuple(plain["must"]),
        out=tuple(plain["out"]),
    )
