"""The services themselves: listed, planned, changed, brought live, retired; what they run on."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Field, Query, Schema, Status

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.api.services import schemas
from goldenthread.api.services.schemas import ServiceOut, ServiceReasonIn, ServicesOut
from goldenthread.business.services import queries
from goldenthread.business.services.actions import (
    NewService,
    add_service_item,
    change_service,
    plan_service,
    remove_service_item,
    retire_service,
    set_stage,
    start_providing,
)
from goldenthread.business.services.queries.promises import attainment_for
from goldenthread.overviews.service_desk import cases, service_tickets

TAGS = ["services"]


class Asked(Body):
    state: Literal["", "pipeline", "catalogue", "retired"] = ""
    owner: str = ""
    team: str = ""
    text: str = ""
    cursor: str | None = None
    fields: str = ""


class ServiceIn(Body):
    name: str
    owner: str
    calendar: str
    team: str | None = None
    outcome: str = ""
    description: str = ""
    customers: list[str] = Field(default_factory=list)
    currency: str = "EUR"


class ServiceChanges(Body):
    name: str | None = None
    outcome: str | None = None
    description: str | None = None
    utility: str | None = None
    warranty: str | None = None
    owner: str | None = None
    team: str | None = None
    calendar: str | None = None
    customers: list[str] | None = None


class StageIn(Body):
    stage: Literal["plan", "produce", "provide", "maintain", "control"]


class ServiceItemIn(Body):
    item: str


class ItemOut(Schema):
    key: str
    name: str
    kind: str
    lifecycle: str


class ItemsOut(Listed):
    items: list[ItemOut]


class TicketRowOut(Schema):
    key: str
    kind: str
    title: str
    status: str
    state: str
    priority: int
    opened_at: datetime
    due_at: datetime | None
    assignee: str


class TicketRowsOut(Listed):
    items: list[TicketRowOut]


class CaseRowOut(Schema):
    key: str
    title: str
    metric: str
    priority: int
    state: str
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    is_imported: bool


class CaseRowsOut(Listed):
    items: list[CaseRowOut]


class ServiceStandingOut(Schema):
    """How a service did in a span: availability of its agreed time, and each target's cases.

    `mtrs_minutes` is the mean time to restore service, `mtbf_minutes` between failures, `mtbsi_minutes` between service
    incidents, all in agreed service time and null without a failure.
    """

    available: Decimal | None
    agreed_minutes: int
    lost_minutes: int
    failures: int
    mtrs_minutes: float | None
    mtbf_minutes: float | None
    mtbsi_minutes: float | None
    outages: list[str]
    targets: list[dict[str, Any]]


@api.get("/services", response=ServicesOut, tags=TAGS)
def list_services(request: ApiRequest, asked: Query[Asked]) -> Any:
    """Services by name, each with what it kept in thirty days."""
    filters = queries.ServiceFilters(asked.state, asked.owner, asked.team, asked.text)
    page = queries.service_rows(request.auth, filters, acting(request).at, asked.cursor)
    return listed(page, _row, asked.fields)


@api.post("/services", response={201: ServiceOut}, tags=TAGS, operation_id="plan_service")
@idempotent
def plan(request: ApiRequest, body: ServiceIn) -> Any:
    """Put a service into the pipeline."""
    actor = request.auth
    new = NewService(
        body.name,
        queries.id_of(actor, "person", body.owner, "owner") or 0,
        queries.id_of(actor, "calendar", body.calendar, "calendar") or 0,
        queries.id_of(actor, "team", body.team, "team"),
        body.outcome,
        body.description,
        _customers(request, body.customers),
        body.currency,
    )
    return 201, schemas.service(plan_service(acting(request), new=new))


@api.get("/services/{key}", response=ServiceOut, tags=TAGS)
def read_service(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One service with its ETag."""
    found = queries.service(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return schemas.service(found)


@api.patch("/services/{key}", response=ServiceOut, tags=TAGS, operation_id="change_service")
def change(request: ApiRequest, key: str, body: ServiceChanges) -> Any:
    """Change what is said of a service; only the fields sent."""
    sent = body.dict(exclude_unset=True)
    customers = sent.pop("customers", None)
    for name, kind in (("owner", "person"), ("team", "team"), ("calendar", "calendar")):
        if name in sent:
            sent[f"{name}_id"] = queries.id_of(request.auth, kind, sent.pop(name), name)
    ids = None if customers is None else _customers(request, customers)
    return schemas.service(change_service(acting(request), key, changes=sent, customer_ids=ids))


@api.post("/services/{key}/start-providing", response=ServiceOut, tags=TAGS, operation_id="start_providing")
@idempotent
def provide(request: ApiRequest, key: str) -> Any:
    """Bring a service from the pipeline into the catalogue."""
    return 200, schemas.service(start_providing(acting(request), key))


@api.post("/services/{key}/set-stage", response=ServiceOut, tags=TAGS, operation_id="set_stage")
@idempotent
def stage(request: ApiRequest, key: str, body: StageIn) -> Any:
    """Say in which stage of its life a service is."""
    return 200, schemas.service(set_stage(acting(request), key, stage=body.stage))


@api.post("/services/{key}/retire", response=ServiceOut, tags=TAGS, operation_id="retire_service")
@idempotent
def retire(request: ApiRequest, key: str, body: ServiceReasonIn) -> Any:
    """Take a service out of the catalogue for good."""
    return 200, schemas.service(retire_service(acting(request), key, reason=body.reason))


@api.get("/services/{key}/standing", response=ServiceStandingOut, tags=TAGS)
def read_standing(request: ApiRequest, key: str, since: datetime, until: datetime) -> Any:
    """How a service did between two instants."""
    found = queries.service(request.auth, key)
    up = queries.availability(found, since, until)
    return {
        "available": up.share,
        "agreed_minutes": up.agreed.total_seconds() // 60,
        "lost_minutes": up.lost.total_seconds() // 60,
        "failures": up.failures,
        "mtrs_minutes": _minutes(up.mtrs),
        "mtbf_minutes": _minutes(up.mtbf),
        "mtbsi_minutes": _minutes(up.mtbsi),
        "outages": [outage.key for outage in up.outages if outage.service_id == found.pk],
        "targets": [
            {
                "target": line.target.key if line.target else None,
                "metric": line.metric,
                "priority": line.priority,
                "kept": line.kept,
                "missed": line.missed,
                "goal_percent": line.target.goal_percent if line.target else None,
            }
            for line in attainment_for(request.auth, found.pk, since, until)
        ],
    }


def _minutes(length: timedelta | None) -> float | None:
    return None if length is None else length / timedelta(minutes=1)


@api.get("/services/{key}/tickets", response=TicketRowsOut, tags=TAGS)
def list_service_tickets(
    request: ApiRequest, key: str, status: str = "open", kind: str = "", cursor: str | None = None, fields: str = ""
) -> Any:
    """Tickets of a service, newest first; status is open, one of the four categories, or empty for all."""
    found = queries.service(request.auth, key)
    return listed(service_tickets(request.auth, found.pk, status=status, kind=kind, cursor=cursor), vars_of, fields)


@api.get("/services/{key}/cases", response=CaseRowsOut, tags=TAGS)
def list_cases(
    request: ApiRequest, key: str, target: str = "", state: str = "", cursor: str | None = None, fields: str = ""
) -> Any:
    """The cases behind a target's figure, newest first."""
    found = queries.service(request.auth, key)
    return listed(cases(request.auth, found.pk, target=target, state=state, cursor=cursor), vars_of, fields)


@api.get("/services/{key}/items", response=ItemsOut, tags=TAGS)
def list_service_items(request: ApiRequest, key: str, cursor: str | None = None, fields: str = "") -> Any:
    """What a service runs on."""
    found = queries.service(request.auth, key)
    return listed(queries.items_of(request.auth, found.pk, cursor), _item, fields)


@api.post("/services/{key}/items", response={201: ItemOut}, tags=TAGS, operation_id="add_service_item")
@idempotent
def add_item(request: ApiRequest, key: str, body: ServiceItemIn) -> Any:
    """Say that a service runs on an item."""
    return 201, _item(add_service_item(acting(request), key, item=body.item))


@api.delete("/services/{key}/items/{item}", response={204: None}, tags=TAGS, operation_id="remove_service_item")
def remove_item(request: ApiRequest, key: str, item: str) -> Any:
    """Say that a service no longer runs on an item."""
    remove_service_item(acting(request), key, item=item)
    return Status(204, None)


def vars_of(row: Any) -> dict[str, Any]:
    return dict(vars(row))


def _row(row: Any) -> dict[str, Any]:
    standing = {name: getattr(row, name) for name in ("is_down", "is_promised", "kept", "cases")}
    return schemas.service(row.service) | standing


def _item(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("key", "name", "kind", "lifecycle")}


def _customers(request: ApiRequest, keys: list[str]) -> list[int]:
    found = [queries.id_of(request.auth, "organisation", key, "customers") for key in keys]
    return [number for number in found if number is not None]
