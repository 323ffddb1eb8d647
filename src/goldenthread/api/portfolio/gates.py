"""Gates for programs: judged, scheduled, decided; charters and holds."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ninja import Field, Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.api.portfolio import schemas
from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import (
    Chartering,
    Decision,
    add_criterion,
    charter_investment,
    decide_gate,
    judge_criterion,
    resume_investment,
    schedule_gate,
)
from goldenthread.business.projects.actions import NewDeliverable
from goldenthread.foundation.listing import Page, page_of

TAGS = ["portfolio"]
GATE = "/investments/{key}/gates/{gate}"


class CriterionOut(Schema):
    place: int
    text: str
    is_met: bool
    evidence: str


class DecisionOut(Schema):
    choice: str
    reason: str
    conditions: str
    money_released: Decimal | None
    time_tolerance_days: int | None
    cost_tolerance_percent: Decimal | None
    case: int | None
    forecast: dict[str, Any] | None
    criteria: list[dict[str, Any]]
    decided_by: str
    decided_at: datetime


class GateOut(Schema):
    key: str
    investment: str
    leads_to: str
    due_on: date | None
    criteria: list[CriterionOut]
    decisions: list[DecisionOut]


class GatesOut(Listed):
    items: list[GateOut]


class CriterionJudgedIn(Body):
    place: int
    is_met: bool
    evidence: str = ""


class CriterionIn(Body):
    text: str


class ScheduleIn(Body):
    due_on: date


class GateDecisionIn(Body):
    choice: Literal["go", "kill", "hold", "recycle"]
    reason: str = ""
    conditions: str = ""
    money_released: Decimal = Decimal(0)
    time_tolerance_days: int | None = None
    cost_tolerance_percent: Decimal | None = None


class CharteredDeliverableIn(Body):
    name: str
    criteria: list[str]
    due_on: date | None = None


class CharterIn(Body):
    name: str
    template: Literal["service", "lean", "development"]
    manager: str
    calendar: str
    start_on: date
    deadline: date
    budget: Decimal
    scope: str
    time_tolerance_days: int = 10
    cost_tolerance_percent: Decimal = Decimal(10)
    deliverables: list[CharteredDeliverableIn] = Field(default_factory=list)
    team: str = ""
    members: list[str] = Field(default_factory=list)
    service: str = ""
    new_service: str = ""
    service_owner: str = ""
    conditions: str = ""


class CharteredOut(Schema):
    investment: str
    state: str
    project: str
    services: list[str]


@api.get("/gates/waiting", response=GatesOut, tags=TAGS)
def list_waiting(request: ApiRequest, cursor: str | None = None, fields: str = "") -> Any:
    """The gates that wait for your decision."""
    waiting = queries.gates_waiting(request.auth, acting(request).at.date())
    page = page_of(waiting.prefetch_related("criteria"), ("investment__proposed_at", "id"), cursor)
    return listed(page, lambda gate: _gate(gate, [], sees_money=False), fields)


@api.get("/investments/{key}/gates", response=GatesOut, tags=TAGS)
def list_gates(request: ApiRequest, key: str, fields: str = "") -> Any:
    """Its gates in order, with criteria, evidence and every decision."""
    investment = queries.investment(request.auth, key)
    sees_money = queries.sees_money(request.auth, investment)
    return listed(
        Page(queries.gates(investment)), lambda it: _gate(it, it.decisions.all(), sees_money=sees_money), fields
    )


@api.post(GATE + "/judge", response=CriterionOut, tags=TAGS, operation_id="judge_criterion")
@idempotent
def judge(request: ApiRequest, key: str, gate: str, body: CriterionJudgedIn) -> Any:
    """Say whether a criterion is met, and how one can see it."""
    return 200, _criterion(judge_criterion(acting(request), key, gate=gate, **body.dict()))


@api.post(GATE + "/criteria", response={201: CriterionOut}, tags=TAGS, operation_id="add_criterion")
@idempotent
def ask(request: ApiRequest, key: str, gate: str, body: CriterionIn) -> Any:
    """Ask one thing more at a gate."""
    return 201, _criterion(add_criterion(acting(request), key, gate=gate, text=body.text))


@api.post(GATE + "/schedule", response=GateOut, tags=TAGS, operation_id="schedule_gate")
@idempotent
def schedule(request: ApiRequest, key: str, gate: str, body: ScheduleIn) -> Any:
    """Set the day on which a gate is to be decided."""
    return 200, _gate(schedule_gate(acting(request), key, gate=gate, due_on=body.due_on), [], sees_money=False)


@api.post(GATE + "/decide", response=DecisionOut, tags=TAGS, operation_id="decide_gate")
@idempotent
def decide(request: ApiRequest, key: str, gate: str, body: GateDecisionIn) -> Any:
    """Go, kill, hold or recycle; the newest case is frozen with its forecast."""
    return 200, _decision(decide_gate(acting(request), key, gate=gate, decision=Decision(**body.dict())), True)


@api.post("/investments/{key}/resume", response=schemas.WholeInvestmentOut, tags=TAGS, operation_id="resume_investment")
@idempotent
def resume(request: ApiRequest, key: str) -> Any:
    """Take it off hold; it goes back to where it was."""
    return 200, schemas.whole(request.auth, resume_investment(acting(request), key))


@api.post("/investments/{key}/charter", response={201: CharteredOut}, tags=TAGS, operation_id="charter_investment")
@idempotent
def charter(request: ApiRequest, key: str, body: CharterIn) -> Any:
    """Go at the gate to the charter and open the project."""
    made = tuple(NewDeliverable(it.name, tuple(it.criteria), it.due_on) for it in body.deliverables)
    known = body.dict(exclude={"deliverables", "members"})
    wanted = Chartering(**known, deliverables=made, members=tuple(body.members))
    project = charter_investment(acting(request), key, charter=wanted)
    investment = queries.investment(request.auth, key)
    services = [service.key for service in queries.services_of(request.auth, investment)]
    return 201, {"investment": key, "state": investment.state, "project": project.key, "services": services}


def _criterion(criterion: Any) -> dict[str, Any]:
    return {name: getattr(criterion, name) for name in ("place", "text", "is_met", "evidence")}


def _decision(decision: Any, sees_money: bool) -> dict[str, Any]:
    names = ("choice", "reason", "conditions", "time_tolerance_days", "cost_tolerance_percent", "criteria")
    known = {name: getattr(decision, name) for name in names}
    return {
        **known,
        "money_released": decision.money_released if sees_money else None,
        "case": decision.case.number if decision.case else None,
        "forecast": decision.forecast if sees_money else None,
        "decided_by": decision.decided_by.key if decision.decided_by else "",
        "decided_at": decision.decided_at,
    }


def _gate(gate: Any, decisions: Any, *, sees_money: bool) -> dict[str, Any]:
    return {
        "key": gate.key,
        "investment": gate.investment.key,
        "leads_to": gate.leads_to,
        "due_on": gate.due_on,
        "criteria": [_criterion(criterion) for criterion in gate.criteria.all()],
        "decisions": [_decision(decision, sees_money) for decision in decisions],
    }
