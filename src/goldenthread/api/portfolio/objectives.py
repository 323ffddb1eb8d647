"""Portfolios and objectives for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.business.people import queries as people
from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import (
    NewObjective,
    NewPortfolio,
    close_objective,
    open_portfolio,
    set_objective,
)
from goldenthread.business.portfolio.policies import governs_portfolio
from goldenthread.business.services.actions import NewMeasure
from goldenthread.foundation.listing import Page

TAGS = ["portfolio"]


class NewMeasureIn(Body):
    name: str = ""
    unit: str
    direction: Literal["up", "down"]
    baseline: Decimal
    target: Decimal
    target_on: date
    owner: str = ""


class PortfolioIn(Body):
    name: str
    limit: Decimal
    manager: str
    currency: str = "EUR"
    discount_percent: Decimal = Decimal(8)


class PortfolioOut(Schema):
    key: str
    name: str
    currency: str
    limit: Decimal | None
    discount_percent: Decimal
    manager: str
    version: int


class PortfoliosOut(Listed):
    items: list[PortfolioOut]


class ObjectiveIn(Body):
    name: str
    portfolio: str
    owner: str
    due_on: date
    measure: NewMeasureIn
    description: str = ""


class ObjectiveOut(Schema):
    key: str
    name: str
    description: str
    owner: str
    measure: str
    baseline: Decimal
    target: Decimal
    value: Decimal | None
    due_on: date
    closed_at: datetime | None
    version: int


class ObjectivesOut(Listed):
    items: list[ObjectiveOut]


def measure_of(request: ApiRequest, given: NewMeasureIn) -> NewMeasure:
    """The measure as the actions take it, its owner found by key."""
    owner = people.person(request.auth, given.owner).pk if given.owner else None
    known = {name: value for name, value in given.dict().items() if name != "owner"}
    return NewMeasure(**known, owner_id=owner)


def _portfolio(request: ApiRequest, portfolio: Any) -> dict[str, Any]:
    return {
        "key": portfolio.key,
        "name": portfolio.name,
        "currency": portfolio.currency,
        "limit": portfolio.limit if governs_portfolio(request.auth, portfolio) else None,
        "discount_percent": portfolio.discount_percent,
        "manager": portfolio.manager.key,
        "version": portfolio.version,
    }


def _objective(objective: Any, value: Decimal | None) -> dict[str, Any]:
    return {
        "key": objective.key,
        "name": objective.name,
        "description": objective.description,
        "owner": objective.owner.key,
        "measure": objective.measure.key,
        "baseline": objective.measure.baseline,
        "target": objective.measure.target,
        "value": value,
        "due_on": objective.due_on,
        "closed_at": objective.closed_at,
        "version": objective.version,
    }


@api.get("/portfolios", response=PortfoliosOut, tags=TAGS)
def list_portfolios(request: ApiRequest, fields: str = "") -> Any:
    """The portfolios; a limit only for those who govern one."""
    return listed(Page(queries.portfolios(request.auth)), lambda row: _portfolio(request, row), fields)


@api.post("/portfolios", response={201: PortfolioOut}, tags=TAGS, operation_id="open_portfolio")
@idempotent
def open_(request: ApiRequest, body: PortfolioIn) -> Any:
    """Open a portfolio with the money it may commit."""
    return 201, _portfolio(request, open_portfolio(acting(request), new=NewPortfolio(**body.dict())))


@api.get("/portfolios/{key}", response=PortfolioOut, tags=TAGS)
def read_portfolio(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    portfolio = queries.portfolio(request.auth, key)
    response["ETag"] = f'"{portfolio.version}"'
    return _portfolio(request, portfolio)


@api.get("/objectives", response=ObjectivesOut, tags=TAGS)
def list_objectives(
    request: ApiRequest, state: str = "open", owner: str = "", cursor: str | None = None, fields: str = ""
) -> Any:
    """Objectives by name, with their newest reading; state is open, closed or empty for all."""
    page = queries.objective_rows(request.auth, state=state, owner=owner, cursor=cursor)
    return listed(page, lambda row: _objective(row.objective, row.value), fields)


@api.post("/objectives", response={201: ObjectiveOut}, tags=TAGS, operation_id="set_objective")
@idempotent
def set_(request: ApiRequest, body: ObjectiveIn) -> Any:
    """Set an objective with its measure."""
    known = {**body.dict(), "measure": measure_of(request, body.measure)}
    return 201, _objective(set_objective(acting(request), new=NewObjective(**known)), None)


@api.get("/objectives/{key}", response=ObjectiveOut, tags=TAGS)
def read_objective(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    objective = queries.objective(request.auth, key)
    response["ETag"] = f'"{objective.version}"'
    return _objective(objective, queries.newest_value(objective.measure))


@api.post("/objectives/{key}/close", response=ObjectiveOut, tags=TAGS, operation_id="close_objective")
@idempotent
def close(request: ApiRequest, key: str) -> Any:
    """Pursue it no longer."""
    objective = close_objective(acting(request), key)
    return 200, _objective(objective, queries.newest_value(objective.measure))
