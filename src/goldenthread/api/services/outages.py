"""Outages and freezes for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Status

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import listed
from goldenthread.api.services import schemas
from goldenthread.api.services.schemas import FreezeOut, FreezesOut, OutageOut, OutagesOut
from goldenthread.business.services import queries
from goldenthread.business.services.actions import (
    NewOutage,
    add_freeze_window,
    end_outage,
    remove_freeze_window,
    report_outage,
)
from goldenthread.foundation.listing import Page

TAGS = ["services"]


class OutageIn(Body):
    title: str
    started_at: datetime
    ended_at: datetime | None = None
    is_planned: bool = False
    is_partial: bool = False
    loss_percent: int | None = None
    item: str = ""


class OverIn(Body):
    ended_at: datetime | None = None


class FreezeIn(Body):
    name: str
    starts_at: datetime
    ends_at: datetime
    service: str = ""


@api.get("/services/{key}/outages", response=OutagesOut, tags=TAGS)
def list_outages(request: ApiRequest, key: str, cursor: str | None = None, fields: str = "") -> Any:
    """Outages of a service, newest first."""
    service = queries.service(request.auth, key)
    return listed(queries.outages_of(request.auth, service.pk, cursor), schemas.outage, fields)


@api.post("/services/{key}/outages", response={201: OutageOut}, tags=TAGS, operation_id="report_outage")
@idempotent
def report(request: ApiRequest, key: str, body: OutageIn) -> Any:
    """Report that a service is, was or will be down."""
    return 201, schemas.outage(report_outage(acting(request), key, new=NewOutage(**body.dict())))


@api.get("/outages/{key}", response=OutageOut, tags=TAGS)
def read_outage(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One outage with its ETag."""
    found = queries.outage(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return schemas.outage(found)


@api.post("/outages/{key}/end", response=OutageOut, tags=TAGS, operation_id="end_outage")
@idempotent
def end(request: ApiRequest, key: str, body: OverIn) -> Any:
    """Say that an outage is over."""
    return 200, schemas.outage(end_outage(acting(request), key, ended_at=body.ended_at))


@api.get("/freezes", response=FreezesOut, tags=TAGS)
def list_freezes(request: ApiRequest, fields: str = "") -> Any:
    """Freezes that have not passed, soonest first."""
    return listed(Page(queries.freezes(request.auth, acting(request).at)), schemas.freeze, fields)


@api.post("/freezes", response={201: FreezeOut}, tags=TAGS, operation_id="add_freeze_window")
@idempotent
def freeze(request: ApiRequest, body: FreezeIn) -> Any:
    """Keep a span free of changes."""
    return 201, schemas.freeze(add_freeze_window(acting(request), **body.dict()))


@api.delete("/freezes/{key}", response={204: None}, tags=TAGS, operation_id="remove_freeze_window")
def lift(request: ApiRequest, key: str) -> Any:
    """Take a freeze away before it begins."""
    remove_freeze_window(acting(request), key)
    return Status(204, None)
