"""Scenarios for programs: their limits, the choice within them, and what is put forward for decision."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from ninja import Field, Schema, Status

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.api.runs import RunOut, run_out
from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import (
    change_scenario,
    choose_investments,
    drop_scenario,
    prepare_scenario,
    propose_scenario,
    relate_investment,
    take_back_scenario,
)
from goldenthread.business.portfolio.policies import may_see_money_of
from goldenthread.business.portfolio.queries import choosing
from goldenthread.business.portfolio.queries.choosing import ScenarioLimits, Share, Weighed
from goldenthread.foundation.policies import require

TAGS = ["portfolio"]


class ShareIn(Body):
    """What a group (an objective's key, or project, programme, service) takes of all: percent of cost, value, count."""

    group: str
    least: int = 0
    most: int = 100
    of: Weighed = "cost"


class LimitsIn(Body):
    """Money by fund (capex, opex) and calendar year; what is not given is not limited."""

    first_year: int
    years: int
    money: dict[str, dict[int, Decimal]]
    hours_percent: int | None = None
    risk: Decimal | None = None
    shares: list[ShareIn] = Field(default_factory=list)
    delay_years: int = 1
    value_spread: int = 30
    cost_spread: int = 15
    must: list[str] = Field(default_factory=list)
    out: list[str] = Field(default_factory=list)


class ScenarioIn(Body):
    name: str
    limits: LimitsIn


class ScenarioChangeIn(Body):
    name: str | None = None
    limits: LimitsIn | None = None


class PutForwardIn(Body):
    """`point` counts the points of the answer from 0; with the `run` it is of, no other answer can be meant."""

    point: int
    run: str = ""
    note: str = ""


class ScenarioOut(Schema):
    """`proposal` is the choice that was put forward, as it was then."""

    key: str
    name: str
    portfolio: str
    limits: dict[str, Any]
    made_at: datetime
    proposal: dict[str, Any] | None
    proposed_at: datetime | None
    version: int


class ScenariosOut(Listed):
    items: list[ScenarioOut]


class ChoiceOut(Schema):
    """The newest run, the answer of the newest that found something, and what has changed since that was asked."""

    run: RunOut | None
    answer: dict[str, Any] | None
    changed: list[str]
    has_other_limits: bool


class NeedsIn(Body):
    """Investments by key; hours in all by the key of a skill."""

    needs: list[str] = Field(default_factory=list)
    excludes: list[str] = Field(default_factory=list)
    hours: dict[str, int] = Field(default_factory=dict)


class NeedsOut(Schema):
    needs: list[str]
    excludes: list[str]
    hours: dict[str, int]


@api.get("/scenarios", response=ScenariosOut, tags=TAGS)
def list_scenarios(request: ApiRequest, portfolio: str = "", cursor: str | None = None, fields: str = "") -> Any:
    """Scenarios, the newest first."""
    return listed(choosing.scenarios(request.auth, portfolio, cursor), _out, fields)


@api.post("/portfolios/{key}/scenarios", response={201: ScenarioOut}, tags=TAGS, operation_id="prepare_scenario")
@idempotent
def prepare(request: ApiRequest, key: str, body: ScenarioIn) -> Any:
    """Prepare a scenario; then have the best choice found."""
    return 201, _out(prepare_scenario(acting(request), key, name=body.name, limits=_limits(body.limits)))


@api.get("/scenarios/{key}", response=ScenarioOut, tags=TAGS)
def read_scenario(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One scenario with its ETag."""
    found = choosing.scenario(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return _out(found)


@api.patch("/scenarios/{key}", response=ScenarioOut, tags=TAGS, operation_id="change_scenario")
def change(request: ApiRequest, key: str, body: ScenarioChangeIn) -> Any:
    """Rename it, or set other limits (all of them)."""
    limits = None if body.limits is None else _limits(body.limits)
    return _out(change_scenario(acting(request), key, name=body.name, limits=limits))


@api.delete("/scenarios/{key}", response={204: None}, tags=TAGS, operation_id="drop_scenario")
def drop(request: ApiRequest, key: str) -> Any:
    """Throw it away."""
    drop_scenario(acting(request), key)
    return Status(204, None)


@api.post("/scenarios/{key}/choose", response={202: RunOut}, tags=TAGS, operation_id="choose_investments")
@idempotent
def choose(request: ApiRequest, key: str) -> Any:
    """Have the best choice within its limits found; ask the run how far it is."""
    return 202, run_out(choose_investments(acting(request), key))


@api.get("/scenarios/{key}/choice", response=ChoiceOut, tags=TAGS)
def read_choice(request: ApiRequest, key: str) -> Any:
    """The frontier: what each budget brings in, pushes out and why, the prices of limits, how firm it is."""
    known = choosing.choice(request.auth, choosing.scenario(request.auth, key))
    return {
        "run": run_out(known.run) if known.run else None,
        "answer": known.answer,
        "changed": list(known.changed),
        "has_other_limits": known.has_other_limits,
    }


@api.post("/scenarios/{key}/propose", response=ScenarioOut, tags=TAGS, operation_id="propose_scenario")
@idempotent
def propose(request: ApiRequest, key: str, body: PutForwardIn) -> Any:
    """Put one point of the frontier forward for decision; it approves nothing."""
    return 200, _out(propose_scenario(acting(request), key, point=body.point, run=body.run, note=body.note))


@api.post("/scenarios/{key}/take-back", response=ScenarioOut, tags=TAGS, operation_id="take_back_scenario")
@idempotent
def take_back(request: ApiRequest, key: str) -> Any:
    """It is no longer put forward."""
    return 200, _out(take_back_scenario(acting(request), key))


@api.get("/investments/{key}/needs", response=NeedsOut, tags=TAGS)
def read_needs(request: ApiRequest, key: str) -> Any:
    """What an investment needs beside money, and what it rules out."""
    return _needs(request, key)


@api.put("/investments/{key}/needs", response=NeedsOut, tags=TAGS, operation_id="relate_investment")
def relate(request: ApiRequest, key: str, body: NeedsIn) -> Any:
    """Tell anew what it needs and rules out."""
    relate_investment(acting(request), key, needs=body.needs, excludes=body.excludes, hours=body.hours)
    return _needs(request, key)


def _needs(request: ApiRequest, key: str) -> dict[str, Any]:
    investment = queries.investment(request.auth, key)
    require(may_see_money_of(request.auth, investment))
    ties, needs = choosing.needs_of(request.auth, investment)
    return {
        **{kind: [tie.other.key for tie in ties if tie.kind == kind] for kind in ("needs", "excludes")},
        "hours": {need.skill.key: need.hours for need in needs},
    }


def _limits(given: LimitsIn) -> ScenarioLimits:
    known = given.dict(exclude={"shares", "must", "out"})
    shares = tuple(Share(**share.dict()) for share in given.shares)
    return ScenarioLimits(**known, shares=shares, must=tuple(given.must), out=tuple(given.out))


def _out(scenario: Any) -> dict[str, Any]:
    names = ("key", "name", "limits", "made_at", "proposal", "proposed_at", "version")
    return {**{name: getattr(scenario, name) for name in names}, "portfolio": scenario.portfolio.key}
