"""Offerings and agreements for programs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Field

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import listed
from goldenthread.api.services import schemas
from goldenthread.api.services.schemas import (
    AgreementOut,
    AgreementsOut,
    EndIn,
    OfferingsOut,
    ServiceOfferingOut,
    TargetIn,
    TargetOut,
)
from goldenthread.business.services import queries
from goldenthread.business.services.actions import (
    NewAgreement,
    NewOffering,
    NewQuestion,
    NewTarget,
    add_agreement,
    add_offering,
    add_target,
    change_offering,
    change_target,
    drop_target,
    end_agreement,
)
from goldenthread.foundation.listing import Page

TAGS = ["services"]


class QuestionIn(Body):
    label: str
    choices: list[str] = Field(default_factory=list)
    is_required: bool = False


class OfferingIn(Body):
    name: str
    kind: Literal["incident", "request"]
    description: str = ""
    icon: str = ""
    is_open: bool = True
    questions: list[QuestionIn] = Field(default_factory=list)


class AgreementIn(Body):
    name: str
    kind: Literal["sla", "ola", "uc"]
    organisation: str | None = None
    team: str | None = None
    availability_percent: Decimal | None = None
    targets: list[TargetIn] = Field(default_factory=list)


@api.get("/services/{key}/offerings", response=OfferingsOut, tags=TAGS)
def list_offerings(request: ApiRequest, key: str, fields: str = "") -> Any:
    """What can be asked of a service."""
    service = queries.service(request.auth, key)
    return listed(Page(queries.offerings_of(request.auth, service.pk)), schemas.offering, fields)


@api.post("/services/{key}/offerings", response={201: ServiceOfferingOut}, tags=TAGS, operation_id="add_offering")
@idempotent
def add(request: ApiRequest, key: str, body: OfferingIn) -> Any:
    """Let people ask for something."""
    return 201, schemas.offering(add_offering(acting(request), key, new=_offering(body)))


@api.get("/offerings/{key}", response=ServiceOfferingOut, tags=TAGS)
def read_offering(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One offering with its ETag."""
    found = queries.offering(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return schemas.offering(found)


@api.put("/offerings/{key}", response=ServiceOfferingOut, tags=TAGS, operation_id="change_offering")
def change(request: ApiRequest, key: str, body: OfferingIn) -> Any:
    """Set an offering and its questions right, or close it."""
    return schemas.offering(change_offering(acting(request), key, new=_offering(body)))


@api.get("/services/{key}/agreements", response=AgreementsOut, tags=TAGS)
def list_agreements(request: ApiRequest, key: str, fields: str = "") -> Any:
    """The agreements of a service with their targets."""
    service = queries.service(request.auth, key)
    return listed(Page(queries.agreements_of(request.auth, service.pk)), schemas.agreement, fields)


@api.post("/services/{key}/agreements", response={201: AgreementOut}, tags=TAGS, operation_id="add_agreement")
@idempotent
def promise(request: ApiRequest, key: str, body: AgreementIn) -> Any:
    """Make an agreement about a service."""
    actor = request.auth
    new = NewAgreement(
        body.name,
        body.kind,
        queries.id_of(actor, "organisation", body.organisation, "organisation"),
        queries.id_of(actor, "team", body.team, "team"),
        body.availability_percent,
        tuple(_target(request, target) for target in body.targets),
    )
    return 201, schemas.agreement(add_agreement(acting(request), key, new=new))


@api.get("/agreements/{key}", response=AgreementOut, tags=TAGS)
def read_agreement(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One agreement with its ETag."""
    found = queries.agreement(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return schemas.agreement(found)


@api.post("/agreements/{key}/end", response=AgreementOut, tags=TAGS, operation_id="end_agreement")
@idempotent
def end(request: ApiRequest, key: str, body: EndIn) -> Any:
    """Let an agreement end on a day."""
    return 200, schemas.agreement(end_agreement(acting(request), key, on=body.on))


@api.post("/agreements/{key}/targets", response={201: TargetOut}, tags=TAGS, operation_id="add_target")
@idempotent
def add_one(request: ApiRequest, key: str, body: TargetIn) -> Any:
    """One more promise in an agreement."""
    return 201, schemas.target(add_target(acting(request), key, new=_target(request, body)))


@api.get("/targets/{key}", response=TargetOut, tags=TAGS)
def read_target(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One target with its ETag."""
    found = queries.target(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return schemas.target(found)


@api.put("/targets/{key}", response=TargetOut, tags=TAGS, operation_id="change_target")
def change_one(request: ApiRequest, key: str, body: TargetIn) -> Any:
    """Another length, calendar, warning or rule; open clocks follow."""
    return schemas.target(change_target(acting(request), key, change=_target(request, body)))


@api.post("/targets/{key}/drop", response={204: None}, tags=TAGS, operation_id="drop_target")
@idempotent
def drop_one(request: ApiRequest, key: str) -> Any:
    """Take a target out that no case was measured against."""
    drop_target(acting(request), key)
    return 204, None


def _target(request: ApiRequest, body: TargetIn) -> NewTarget:
    known = body.dict(exclude={"calendar"}) | {"warn_at": tuple(body.warn_at)}
    calendar_id = queries.id_of(request.auth, "calendar", body.calendar, "calendar") or 0
    return NewTarget(**known, calendar_id=calendar_id)


def _offering(body: OfferingIn) -> NewOffering:
    questions = tuple(NewQuestion(q.label, tuple(q.choices), q.is_required) for q in body.questions)
    return NewOffering(**body.dict(exclude={"questions"}), questions=questions)
