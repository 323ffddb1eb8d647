"""Tickets for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.business.desk import queries
from goldenthread.business.desk.actions import NewTicket, open_ticket


class TicketIn(Body):
    title: str
    service: str
    kind: Literal["incident", "request"] = "incident"
    description: str = ""
    requester: str = ""
    impact: Literal[1, 2, 3] = 2
    urgency: Literal[1, 2, 3] = 2
    is_private: bool = False


class TicketOut(Schema):
    key: str
    title: str
    state: str
    priority: int
    service: str
    opened_at: datetime
    due_at: datetime | None
    version: int


def _out(ticket: Any) -> dict[str, Any]:
    return {
        "key": ticket.key,
        "title": ticket.work.title,
        "state": ticket.state,
        "priority": ticket.work.priority,
        "service": ticket.service.key,
        "opened_at": ticket.work.opened_at,
        "due_at": ticket.work.due_at,
        "version": ticket.version,
    }


@api.post("/tickets", response={201: TicketOut}, tags=["desk"])
@idempotent
def open_(request: ApiRequest, body: TicketIn) -> Any:
    """Open a ticket for yourself or, as staff, for someone else."""
    ticket = open_ticket(acting(request), new=NewTicket(**body.dict(), channel="api"))
    return 201, _out(ticket)


@api.get("/tickets/{key}", response=TicketOut, tags=["desk"])
def read(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One ticket with its ETag."""
    ticket = queries.ticket(request.auth, key)
    response["ETag"] = f'"{ticket.version}"'
    return _out(ticket)
