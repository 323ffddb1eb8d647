"""Deliverables and risks for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Field

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.api.projects.schemas import TAGS, DeliverableOut, RiskOut, deliverable_out, risk_out
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    NewDeliverable,
    NewRisk,
    Verdict,
    accept_deliverable,
    add_deliverable,
    change_risk,
    note_risk,
    send_back_deliverable,
    submit_deliverable,
)
from goldenthread.foundation.listing import Page

DELIVERABLE = "/deliverables/{key}"


class DeliverableIn(Body):
    name: str
    criteria: list[str]
    due_on: date | None = None


class DeliverablesOut(Listed):
    items: list[DeliverableOut]


class SubmitIn(Body):
    """Evidence in the order of the criteria; none at all is allowed."""

    evidence: list[str] = Field(default_factory=list)


class VerdictIn(Body):
    is_met: bool
    evidence: str = ""


class AcceptIn(Body):
    """A verdict per criterion, in their order."""

    verdicts: list[VerdictIn]


class SendBackIn(Body):
    reason: str
    verdicts: list[VerdictIn] = Field(default_factory=list)


class RiskIn(Body):
    title: str
    probability: int
    days: int = 0
    cost: Decimal = Decimal(0)
    task: str = ""
    response: str = ""
    response_cost: Decimal = Decimal(0)
    residual_probability: int | None = None
    owner: str = ""


class RiskChangeIn(RiskIn):
    state: Literal["open", "closed", "happened"] = "open"


class RisksOut(Listed):
    items: list[RiskOut]


@api.get("/projects/{key}/deliverables", response=DeliverablesOut, tags=TAGS)
def list_deliverables(request: ApiRequest, key: str, fields: str = "") -> Any:
    project = queries.project(request.auth, key)
    found = queries.deliverables(request.auth, project)
    for one in found:
        one.project = project
    return listed(Page(found), deliverable_out, fields)


@api.post("/projects/{key}/deliverables", response={201: DeliverableOut}, tags=TAGS, operation_id="add_deliverable")
@idempotent
def add(request: ApiRequest, key: str, body: DeliverableIn) -> Any:
    """Promise a further result."""
    new = NewDeliverable(body.name, tuple(body.criteria), body.due_on)
    return 201, deliverable_out(add_deliverable(acting(request), key, new=new))


@api.get(DELIVERABLE, response=DeliverableOut, tags=TAGS)
def read_deliverable(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    found = queries.deliverable(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return deliverable_out(found)


@api.post(f"{DELIVERABLE}/submit", response=DeliverableOut, tags=TAGS, operation_id="submit_deliverable")
@idempotent
def hand_in(request: ApiRequest, key: str, body: SubmitIn) -> Any:
    """Offer it for acceptance."""
    return 200, deliverable_out(submit_deliverable(acting(request), key, evidence=body.evidence))


@api.post(f"{DELIVERABLE}/accept", response=DeliverableOut, tags=TAGS, operation_id="accept_deliverable")
@idempotent
def accept(request: ApiRequest, key: str, body: AcceptIn) -> Any:
    """Accept it: every criterion is judged, and met."""
    return 200, deliverable_out(accept_deliverable(acting(request), key, verdicts=_verdicts(body.verdicts)))


@api.post(f"{DELIVERABLE}/send-back", response=DeliverableOut, tags=TAGS, operation_id="send_back_deliverable")
@idempotent
def send_back(request: ApiRequest, key: str, body: SendBackIn) -> Any:
    """Send it back with what is missing."""
    verdicts = _verdicts(body.verdicts)
    return 200, deliverable_out(send_back_deliverable(acting(request), key, reason=body.reason, verdicts=verdicts))


@api.get("/projects/{key}/risks", response=RisksOut, tags=TAGS)
def list_risks(
    request: ApiRequest, key: str, state: Literal["", "open", "closed", "happened"] = "", fields: str = ""
) -> Any:
    """The register: open ones first, the heaviest first."""
    project = queries.project(request.auth, key)
    found = [one for one in queries.risks(request.auth, project) if not state or one.state == state]
    for one in found:
        one.project = project
    return listed(Page(found), lambda one: risk_out(request.auth, one), fields)


@api.post("/projects/{key}/risks", response={201: RiskOut}, tags=TAGS, operation_id="note_risk")
@idempotent
def note(request: ApiRequest, key: str, body: RiskIn) -> Any:
    return 201, risk_out(request.auth, note_risk(acting(request), key, new=NewRisk(**body.dict())))


@api.get("/risks/{key}", response=RiskOut, tags=TAGS)
def read_risk(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    found = queries.risk(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return risk_out(request.auth, found)


@api.post("/risks/{key}/change", response=RiskOut, tags=TAGS, operation_id="change_risk")
@idempotent
def change(request: ApiRequest, key: str, body: RiskChangeIn) -> Any:
    """Say what is now known of it."""
    known = body.dict()
    state = known.pop("state")
    return 200, risk_out(request.auth, change_risk(acting(request), key, new=NewRisk(**known), state=state))


def _verdicts(given: list[VerdictIn]) -> list[Verdict]:
    return [Verdict(one.is_met, one.evidence) for one in given]
