"""What is done to a ticket, one address per act."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext
from ninja import Schema

from goldenthread.api.desk import schemas
from goldenthread.api.desk.schemas import TAGS, Scale, TicketOut
from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.business.desk import actions, queries
from goldenthread.engine.priority import change_risk
from goldenthread.foundation.errors import NotFound

KEY = "/tickets/{key}"


class Text(Body):
    text: str


class Answer(Body):
    text: str
    waits_for: str = ""


class Reason(Body):
    reason: str


class Assign(Body):
    """Keys of a team and of a person; an empty assignee gives it back to the queue."""

    team: str = ""
    assignee: str = ""


class Prioritise(Body):
    impact: Scale
    urgency: Scale


class AssessIn(Body):
    """What is known of a change before it is made; without `backout` there is no way back."""

    kind: Literal["standard", "normal", "emergency"] = "normal"
    is_tested: bool = False
    backout: str = ""
    needs_outage: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class ReasonOut(Schema):
    code: str
    points: int


class RiskOfChangeOut(Schema):
    """0 to 100, and the reasons whose points make it."""

    score: int
    level: str
    reasons: list[ReasonOut]


class Pause(Body):
    """What it waits for, or the key of a supplier it waits for."""

    waits_for: str = ""
    supplier: str = ""


class AgreeDate(Body):
    due_at: datetime
    reason: str


class Resolve(Body):
    solution: str


class Rate(Body):
    rating: int
    comment: str = ""


class Approver(Body):
    approver: str


@api.post(f"{KEY}/take", response=TicketOut, tags=TAGS)
@idempotent
def take_ticket(request: ApiRequest, key: str) -> Any:
    return 200, schemas.ticket_out(actions.take_ticket(acting(request), key))


@api.post(f"{KEY}/assign", response=TicketOut, tags=TAGS)
@idempotent
def assign_ticket(request: ApiRequest, key: str, body: Assign) -> Any:
    return 200, schemas.ticket_out(actions.assign_ticket(acting(request), key, **body.dict()))


@api.post(f"{KEY}/prioritise", response=TicketOut, tags=TAGS)
@idempotent
def prioritise_ticket(request: ApiRequest, key: str, body: Prioritise) -> Any:
    return 200, schemas.ticket_out(actions.prioritise_ticket(acting(request), key, **body.dict()))


@api.post(f"{KEY}/pause", response=TicketOut, tags=TAGS)
@idempotent
def pause_ticket(request: ApiRequest, key: str, body: Pause) -> Any:
    return 200, schemas.ticket_out(actions.pause_ticket(acting(request), key, **body.dict()))


@api.post(f"{KEY}/agree-date", response=TicketOut, tags=TAGS)
@idempotent
def agree_date(request: ApiRequest, key: str, body: AgreeDate) -> Any:
    """Agree with the one who asked when it will be solved; only another agreement moves that."""
    return 200, schemas.ticket_out(actions.agree_date(acting(request), key, **body.dict()))


@api.post(f"{KEY}/assess", response=TicketOut, tags=TAGS)
@idempotent
def assess_change(request: ApiRequest, key: str, body: AssessIn) -> Any:
    """Tell what is known of a change; its risk follows."""
    told = actions.Assessment(**body.dict())
    return 200, schemas.ticket_out(actions.assess_change(acting(request), key, told=told))


@api.get(f"{KEY}/risk", response=RiskOfChangeOut, tags=TAGS)
def read_change_risk(request: ApiRequest, key: str) -> Any:
    """The risk of a change with its reasons, the heaviest first."""
    found = queries.ticket(request.auth, key)
    if found.work.kind != "change":
        raise NotFound(gettext("%(key)s is no change.") % {"key": key})
    return change_risk(queries.change_facts(found))


@api.post(f"{KEY}/resume", response=TicketOut, tags=TAGS)
@idempotent
def resume_ticket(request: ApiRequest, key: str) -> Any:
    return 200, schemas.ticket_out(actions.resume_ticket(acting(request), key))


@api.post(f"{KEY}/answer", response=TicketOut, tags=TAGS)
@idempotent
def answer_ticket(request: ApiRequest, key: str, body: Answer) -> Any:
    """Answer in public; with `waits_for` it waits from here on."""
    return 200, schemas.ticket_out(actions.answer_ticket(acting(request), key, **body.dict()))


@api.post(f"{KEY}/notes", response=TicketOut, tags=TAGS)
@idempotent
def add_note(request: ApiRequest, key: str, body: Text) -> Any:
    """An internal note."""
    return 200, schemas.ticket_out(actions.add_note(acting(request), key, text=body.text))


@api.post(f"{KEY}/messages", response=TicketOut, tags=TAGS)
@idempotent
def add_message(request: ApiRequest, key: str, body: Text) -> Any:
    """A message of the one who asked."""
    return 200, schemas.ticket_out(actions.add_message(acting(request), key, text=body.text))


@api.post(f"{KEY}/resolve", response=TicketOut, tags=TAGS)
@idempotent
def resolve_ticket(request: ApiRequest, key: str, body: Resolve) -> Any:
    return 200, schemas.ticket_out(actions.resolve_ticket(acting(request), key, solution=body.solution))


@api.post(f"{KEY}/close", response=TicketOut, tags=TAGS)
@idempotent
def close_ticket(request: ApiRequest, key: str) -> Any:
    """It works."""
    return 200, schemas.ticket_out(actions.close_ticket(acting(request), key))


@api.post(f"{KEY}/reopen", response=TicketOut, tags=TAGS)
@idempotent
def reopen_ticket(request: ApiRequest, key: str, body: Reason) -> Any:
    """Not yet."""
    return 200, schemas.ticket_out(actions.reopen_ticket(acting(request), key, reason=body.reason))


@api.post(f"{KEY}/rate", response=TicketOut, tags=TAGS)
@idempotent
def rate_ticket(request: ApiRequest, key: str, body: Rate) -> Any:
    return 200, schemas.ticket_out(actions.rate_ticket(acting(request), key, **body.dict()))


@api.post(f"{KEY}/cancel", response=TicketOut, tags=TAGS)
@idempotent
def cancel_ticket(request: ApiRequest, key: str, body: Reason) -> Any:
    return 200, schemas.ticket_out(actions.cancel_ticket(acting(request), key, reason=body.reason))


@api.post(f"{KEY}/request-approval", response={201: schemas.ApprovalOut}, tags=TAGS)
@idempotent
def request_approval(request: ApiRequest, key: str, body: Approver) -> Any:
    """Ask a person, by key; the ticket waits for them."""
    return 201, schemas.approval_out(actions.request_approval(acting(request), key, approver=body.approver))
