"""What happened, for auditors' programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Query, Schema
from pydantic import Field

from goldenthread.api.door import ApiRequest, api
from goldenthread.api.listing import Listed, listed
from goldenthread.api.people.answers import HOUSE
from goldenthread.business.people import queries


class EventOut(Schema):
    id: int
    name: str
    subject: str
    version: int | None
    actor: int | None
    actor_kind: str
    on_behalf_of: int | None
    action: str
    at: datetime
    recorded_at: datetime
    data: dict[str, Any]


class EventsOut(Listed):
    items: list[EventOut]


class EventsAsked(Schema):
    """`person` is a key; `from` counts, `to` does not."""

    subject: str = ""
    person: str = ""
    fact: str = ""
    since: datetime | None = Field(None, alias="from")
    until: datetime | None = Field(None, alias="to")
    cursor: str = ""
    fields: str = ""


@api.get("/events", response=EventsOut, tags=HOUSE)
def events(request: ApiRequest, asked: Query[EventsAsked]) -> Any:
    """Who did what, when, and on whose behalf, newest first; for auditors and administrators."""
    filters = queries.EventFilters(asked.subject, asked.person, asked.fact, asked.since, asked.until)
    return listed(queries.events(request.auth, filters, asked.cursor or None), _out, asked.fields)


def _out(event: Any) -> dict[str, Any]:
    names = ("id", "name", "subject", "version", "actor_kind", "on_behalf_of", "action", "at", "recorded_at", "data")
    return {name: getattr(event, name) for name in names} | {"actor": event.actor_id}
