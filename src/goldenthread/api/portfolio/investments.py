"""Investments for programs: proposed, described, reckoned, measured."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from ninja import Query, Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import listed
from goldenthread.api.portfolio import schemas
from goldenthread.api.portfolio.objectives import measure_of
from goldenthread.api.portfolio.schemas import (
    BenefitIn,
    BenefitOut,
    BenefitsOut,
    CaseIn,
    CaseOut,
    CasesOut,
    DescribeIn,
    InvestmentIn,
    InvestmentsOut,
    WholeInvestmentOut,
)
from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import (
    NewBenefit,
    NewInvestment,
    add_benefit,
    describe_investment,
    propose_investment,
    revise_case,
)
from goldenthread.business.portfolio.policies import may_see_money_of
from goldenthread.foundation.listing import Page

TAGS = ["portfolio"]


class ValueOut(Schema):
    """Net money, cumulative: as promised, as it is until today, as now expected."""

    promised: list[tuple[date, Decimal]]
    actual: list[tuple[date, Decimal]]
    expected: list[tuple[date, Decimal]]


class Asked(Body):
    """The filters of the list; state is one of the states, living, or all."""

    portfolio: str = ""
    objective: str = ""
    sponsor: str = ""
    state: str = "living"
    cursor: str | None = None
    fields: str = ""


@api.get("/investments", response=InvestmentsOut, tags=TAGS)
def list_investments(request: ApiRequest, asked: Query[Asked]) -> Any:
    """Investments, the newest first."""
    wanted = queries.InvestmentFilter.of(asked.dict(exclude={"cursor", "fields"}))
    return listed(queries.investments(request.auth, wanted, asked.cursor), schemas.brief, asked.fields)


@api.post("/investments", response={201: WholeInvestmentOut}, tags=TAGS, operation_id="propose_investment")
@idempotent
def propose(request: ApiRequest, body: InvestmentIn) -> Any:
    """Propose an investment with its case; from an improvement, that one is taken up."""
    known = body.dict(exclude={"improvement", "objectives", "costs", "benefits", "risks", "services"})
    new = NewInvestment(
        **known,
        objectives=schemas.feeds(body.objectives),
        costs=tuple(schemas.line(line) for line in body.costs),
        benefits=tuple(_benefit(request, promise) for promise in body.benefits),
        risks=schemas.risks(body.risks),
        services=tuple(body.services),
    )
    investment = propose_investment(acting(request), new=new, improvement=body.improvement)
    return 201, schemas.whole(request.auth, investment)


@api.get("/investments/{key}", response=WholeInvestmentOut, tags=TAGS)
def read(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One investment with its figures, objectives, projects and services."""
    investment = queries.investment(request.auth, key)
    response["ETag"] = f'"{investment.version}"'
    return schemas.whole(request.auth, investment)


@api.patch("/investments/{key}", response=WholeInvestmentOut, tags=TAGS, operation_id="describe_investment")
def describe(request: ApiRequest, key: str, body: DescribeIn) -> Any:
    """Change what is said of it; only the fields sent. Objectives and risks are replaced whole."""
    changes = body.dict(exclude_none=True, exclude={"objectives", "risks"})
    investment = describe_investment(
        acting(request),
        key,
        changes=changes,
        objectives=None if body.objectives is None else schemas.feeds(body.objectives),
        risks=None if body.risks is None else schemas.risks(body.risks),
    )
    return schemas.whole(request.auth, investment)


@api.get("/investments/{key}/cases", response=CasesOut, tags=TAGS)
def list_cases(request: ApiRequest, key: str, fields: str = "") -> Any:
    """Every version of the business case, the newest first."""
    versions = queries.cases(request.auth, queries.investment(request.auth, key))
    return listed(Page(versions), schemas.case, fields)


@api.post("/investments/{key}/cases", response=CaseOut, tags=TAGS, operation_id="revise_case")
@idempotent
def revise(request: ApiRequest, key: str, body: CaseIn) -> Any:
    """Write all lines of the newest version anew; where it is frozen, the next version opens."""
    lines = [schemas.line(line) for line in body.lines]
    version = revise_case(acting(request), key, lines=lines, discount_percent=body.discount_percent, note=body.note)
    return 200, schemas.case(version)


@api.get("/investments/{key}/benefits", response=BenefitsOut, tags=TAGS)
def list_benefits(request: ApiRequest, key: str, on: date | None = None, fields: str = "") -> Any:
    """Each benefit as promised and as read, on a day or today."""
    investment = queries.investment(request.auth, key)
    sees_money = may_see_money_of(request.auth, investment)
    standings = queries.benefits(investment, on or acting(request).at.date())
    return listed(Page(standings), lambda row: schemas.benefit(row, sees_money=sees_money), fields)


@api.post("/investments/{key}/benefits", response={201: BenefitOut}, tags=TAGS, operation_id="add_benefit")
@idempotent
def promise(request: ApiRequest, key: str, body: BenefitIn) -> Any:
    """Promise one more benefit with its measure."""
    kept = add_benefit(acting(request), key, new=_benefit(request, body))
    investment = queries.investment(request.auth, key)
    standings = queries.benefits(investment, acting(request).at.date())
    (made,) = (standing for standing in standings if standing.benefit.pk == kept.pk)
    return 201, schemas.benefit(made, sees_money=True)


@api.get("/investments/{key}/value", response=ValueOut, tags=TAGS)
def value(request: ApiRequest, key: str) -> Any:
    """Value against promise, month by month."""
    investment = queries.investment(request.auth, key)
    newest = queries.cases(request.auth, investment)[0]
    on = acting(request).at.date()
    standings = queries.benefits(investment, on)
    lines = queries.cost_lines(investment, on)
    return vars(queries.value_curve(newest, queries.promise(investment), standings, lines, on))


def _benefit(request: ApiRequest, given: BenefitIn) -> NewBenefit:
    measure = given.measure if isinstance(given.measure, str) else measure_of(request, given.measure)
    return NewBenefit(given.name, measure, given.worth_per_unit, given.owner, schemas.amounts(given.amounts))
