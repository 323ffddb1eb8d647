"""Earned value of an investment with all below it, and of a portfolio, for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema

from goldenthread.api.door import ApiRequest, acting, api
from goldenthread.api.exchange import ForeignOut, RateUsedOut, foreign_out
from goldenthread.api.projects.schemas import MONEY, RATIOS
from goldenthread.business.portfolio import queries
from goldenthread.business.projects.queries import Rollup, Share

TAGS = ["portfolio"]


class ShareOut(Schema):
    """One project within: its measures in its own currency, and what one unit of that is worth in the whole's."""

    project: str
    currency: str
    worth: Decimal
    rates: list[RateUsedOut]
    measures: dict[str, Decimal | None]


class CurvePointOut(Schema):
    on: date
    pv: Decimal | None
    ev: Decimal | None
    ac: Decimal | None


class RollupOut(Schema):
    """Several projects as one. Undefined stays null. `es`, `sv_t`, `pd`, `at` and `ieac_t` are calendar days.

    Planned and earned value are turned at the rate of the day each baseline was frozen, cost at that of each entry's
    day. `unfrozen` and `unpriced` are in no figure: they have no baseline, or no rate.
    """

    at: datetime
    currency: str
    budget: Decimal
    forecast: Decimal | None
    finish_at: datetime | None
    baseline_finish_at: datetime | None
    milestones_promised: int
    milestones_missed: int
    measures: dict[str, Decimal | None]
    projects: list[ShareOut]
    unfrozen: list[str]
    unpriced: list[str]
    foreign: list[ForeignOut]
    curve: list[CurvePointOut]
    expected: list[tuple[date, Decimal]]


@api.get("/investments/{key}/earned-value", response=RollupOut, tags=TAGS, operation_id="investment_earned_value")
def of_investment(request: ApiRequest, key: str) -> Any:
    """An investment's projects and those of its children, as one."""
    investment = queries.investment(request.auth, key)
    return _out(queries.earned_by_investment(request.auth, investment, acting(request).at))


@api.get("/portfolios/{key}/earned-value", response=RollupOut, tags=TAGS, operation_id="portfolio_earned_value")
def of_portfolio(request: ApiRequest, key: str) -> Any:
    """Every project of a portfolio whose money the caller sees, as one."""
    portfolio = queries.portfolio(request.auth, key)
    return _out(queries.earned_by_portfolio(request.auth, portfolio, acting(request).at))


def _out(found: Rollup) -> dict[str, Any]:
    names = ("at", "currency", "budget", "finish_at", "baseline_finish_at")
    return {
        **{name: getattr(found, name) for name in names},
        "forecast": found.eac,
        "milestones_promised": found.promised,
        "milestones_missed": found.missed,
        "measures": {name: getattr(found.value, name) for name in (*MONEY, *RATIOS)},
        "projects": [_share(share) for share in found.shares],
        "unfrozen": [project.key for project in found.unfrozen],
        "unpriced": [project.key for project in found.unpriced],
        "foreign": [foreign_out(one) for one in found.foreign],
        "curve": [{name: getattr(point, name) for name in ("on", "pv", "ev", "ac")} for point in found.curve.points],
        "expected": list(found.curve.forecast),
    }


def _share(share: Share) -> dict[str, Any]:
    rates = [{name: getattr(r, name) for name in ("currency", "into", "on", "rate", "source")} for r in share.rates]
    measures = {name: getattr(share.standing.value, name) for name in (*MONEY, *RATIOS)}
    known = {"project": share.project.key, "currency": share.standing.currency, "worth": share.worth}
    return {**known, "rates": rates, "measures": measures}
