"""What is said and answered about investments."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ninja import Field, Schema

from goldenthread.api.door import Body
from goldenthread.api.exchange import ForeignOut, foreign_out
from goldenthread.api.listing import Listed
from goldenthread.api.portfolio.objectives import NewMeasureIn
from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import Amount, NewLine, NewRisk
from goldenthread.business.portfolio.policies import may_see_money_of
from goldenthread.foundation.actors import Actor


class AmountIn(Body):
    since: date
    amount: Decimal
    months: Literal[1, 3, 12] = 1


class LineIn(Body):
    kind: Literal["capex", "opex", "benefit"]
    memo: str
    amounts: list[AmountIn]


class BenefitIn(Body):
    name: str
    measure: str | NewMeasureIn
    worth_per_unit: Decimal = Decimal(0)
    owner: str = ""
    amounts: list[AmountIn] = Field(default_factory=list)


class FirstRiskIn(Body):
    title: str
    probability: int
    cost: Decimal = Decimal(0)


class FeedIn(Body):
    objective: str
    weight: int = 100


class InvestmentIn(Body):
    name: str
    outcome: str
    portfolio: str
    sponsor: str
    kind: Literal["project", "programme", "service"] = "project"
    description: str = ""
    is_mandatory: bool = False
    objectives: list[FeedIn] = Field(default_factory=list)
    costs: list[LineIn] = Field(default_factory=list)
    benefits: list[BenefitIn] = Field(default_factory=list)
    risks: list[FirstRiskIn] = Field(default_factory=list)
    services: list[str] = Field(default_factory=list)
    parent: str = ""
    discount_percent: Decimal | None = None
    improvement: str = ""


class DescribeIn(Body):
    name: str | None = None
    outcome: str | None = None
    description: str | None = None
    sponsor: str | None = None
    is_mandatory: bool | None = None
    objectives: list[FeedIn] | None = None
    risks: list[FirstRiskIn] | None = None


class CaseIn(Body):
    lines: list[LineIn]
    discount_percent: Decimal | None = None
    note: str = ""


class FiguresOut(Schema):
    npv: Decimal | None
    irr: float | None
    roi: Decimal | None
    payback_on: date | None
    cost: Decimal
    benefit: Decimal


class FlowOut(Schema):
    kind: str
    memo: str
    period: date
    amount: Decimal


class CaseOut(Schema):
    number: int
    discount_percent: Decimal
    opened_at: datetime
    frozen_at: datetime | None
    note: str
    figures: FiguresOut
    flows: list[FlowOut]


class CasesOut(Listed):
    items: list[CaseOut]


class InvestmentOut(Schema):
    key: str
    name: str
    kind: str
    state: str
    held_in: str
    portfolio: str
    sponsor: str
    outcome: str
    description: str
    is_mandatory: bool
    proposed_at: datetime
    decided_at: datetime | None
    version: int


class InvestmentsOut(Listed):
    items: list[InvestmentOut]


class WholeInvestmentOut(InvestmentOut):
    """One investment with what hangs on it; figures and spent are null for those who see no money."""

    improvement: str
    objectives: list[dict[str, Any]]
    services: list[str]
    projects: list[str]
    risks: list[dict[str, Any]]
    figures: FiguresOut | None
    promised: FiguresOut | None
    spent: Decimal | None
    foreign: list[ForeignOut]


class BenefitOut(Schema):
    key: str
    name: str
    measure: str
    starts_on: date
    value: Decimal | None
    read_on: date | None
    promised: Decimal
    kept: str
    worth_per_unit: Decimal | None
    worth: Decimal | None
    promised_worth: Decimal | None


class BenefitsOut(Listed):
    items: list[BenefitOut]


def line(given: LineIn) -> NewLine:
    return NewLine(given.kind, given.memo, amounts(given.amounts))


def amounts(given: list[AmountIn]) -> tuple[Amount, ...]:
    return tuple(Amount(**amount.dict()) for amount in given)


def risks(given: list[FirstRiskIn]) -> tuple[NewRisk, ...]:
    return tuple(NewRisk(**risk.dict()) for risk in given)


def feeds(given: list[FeedIn]) -> tuple[tuple[str, int], ...]:
    return tuple((feed.objective, feed.weight) for feed in given)


def brief(investment: Any) -> dict[str, Any]:
    names = ("key", "name", "kind", "state", "held_in", "outcome", "description", "is_mandatory")
    times = ("proposed_at", "decided_at", "version")
    known = {name: getattr(investment, name) for name in (*names, *times)}
    return {**known, "portfolio": investment.portfolio.key, "sponsor": investment.sponsor.key}


def whole(actor: Actor, investment: Any) -> dict[str, Any]:
    promise = None
    sees_money = may_see_money_of(actor, investment)
    if sees_money:
        promise = queries.promise(investment)
    return {
        **brief(investment),
        "improvement": investment.improvement.key if investment.improvement else "",
        "objectives": [{"key": it.key, "weight": weight} for it, weight in queries.objectives_of(investment.pk)],
        "services": [service.key for service in queries.services_of(actor, investment)],
        "projects": [project.key for project in queries.projects_of(actor, investment)],
        "risks": [
            {"title": risk.title, "probability": risk.probability, "cost": risk.cost if sees_money else None}
            for risk in investment.risks.all()
        ],
        "figures": vars(queries.figures(queries.newest_case(investment))) if sees_money else None,
        "promised": vars(queries.figures(promise)) if promise else None,
        **(_spent(investment) if sees_money else {"spent": None, "foreign": []}),
    }


def _spent(investment: Any) -> dict[str, Any]:
    costs = queries.spent_on([investment.account_id])[investment.account_id]
    return {"spent": costs.amount, "foreign": [foreign_out(one) for one in costs.foreign]}


def case(version: Any) -> dict[str, Any]:
    names = ("number", "discount_percent", "opened_at", "frozen_at", "note")
    known = {name: getattr(version, name) for name in names}
    return {**known, "figures": vars(queries.figures(version)), "flows": queries.open_flows(version)}


def benefit(standing: queries.BenefitStanding, *, sees_money: bool) -> dict[str, Any]:
    promise, reading = standing.benefit, standing.reading
    return {
        "key": promise.key,
        "name": promise.name,
        "measure": promise.measure.key,
        "starts_on": promise.starts_on,
        "value": reading.value if reading else None,
        "read_on": reading.on if reading else None,
        "promised": round(standing.promised, 3),
        "kept": standing.kept,
        "worth_per_unit": promise.worth_per_unit if sees_money else None,
        "worth": standing.worth if sees_money else None,
        "promised_worth": standing.promised_worth if sees_money else None,
    }
