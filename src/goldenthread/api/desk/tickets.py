"""Tickets: opened, listed, read with their history and clocks."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Schema

from goldenthread.api.desk import schemas
from goldenthread.api.desk.schemas import TAGS, TicketIn, TicketOut
from goldenthread.api.door import ApiRequest, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.business.desk import queries
from goldenthread.business.desk.actions import NewTicket
from goldenthread.business.desk.actions import open_ticket as open_one
from goldenthread.business.desk.actions import take_next_ticket as take_next
from goldenthread.business.desk.queries import Filters


class TicketsOut(Listed):
    items: list[dict[str, Any]]


class Narrowed(Schema):
    """The filters of the desk's list; `tab` is team, mine, nobody, waiting or all."""

    tab: str = "all"
    team: str = ""
    service: str = ""
    kind: str = ""
    state: str = ""
    priority: str = ""
    assignee: str = ""
    requester: str = ""
    sla: str = ""
    reopened: str = ""
    reassigned: str = ""
    resolved: str = ""
    order: str = ""


@api.get("/tickets", response=TicketsOut, tags=TAGS)
def tickets(request: ApiRequest, narrowed: Query[Narrowed], cursor: str = "", fields: str = "") -> Any:
    """Tickets the caller sees, newest or most urgent first."""
    found = queries.queue(request.auth, Filters(**narrowed.dict()), cursor or None)
    return listed(found, schemas.row_out, fields)


@api.post("/tickets", response={201: TicketOut}, tags=TAGS)
@idempotent
def open_ticket(request: ApiRequest, body: TicketIn) -> Any:
    """Open a ticket for yourself or, as staff, for someone else."""
    return 201, schemas.ticket_out(open_one(acting(request), new=NewTicket(**body.dict(), channel="api")))


@api.post("/tickets/take-next", response=TicketOut, tags=TAGS)
@idempotent
def take_next_ticket(request: ApiRequest) -> Any:
    """Take the most urgent ticket of your teams that nobody has."""
    return 200, schemas.ticket_out(take_next(acting(request)))


@api.get("/tickets/{key}", response=schemas.WholeTicketOut, tags=TAGS)
def ticket(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One ticket with its ETag."""
    found = queries.ticket(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return schemas.whole_out(found)


@api.get("/tickets/{key}/history", response=list[schemas.EntryOut], tags=TAGS)
def history(request: ApiRequest, key: str) -> Any:
    """What was said and what happened, oldest first, as far as it is for the caller."""
    return [schemas.entry_out(entry) for entry in queries.history(request.auth, key)]


@api.get("/tickets/{key}/clocks", response=list[schemas.ClockOut], tags=TAGS)
def clocks(request: ApiRequest, key: str) -> Any:
    """Its clocks now, with what ran and what waited."""
    return [schemas.clock_out(view) for view in queries.clocks(request.auth, key, timezone.now())]
