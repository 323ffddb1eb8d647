"""What a project counts on besides its people, for programs. Money is null for those who do not see it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from ninja import Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.api.projects.schemas import TAGS
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    ResourceFacts,
    add_resource,
    change_resource,
    remove_resource,
    unuse_resource,
    use_resource,
)
from goldenthread.business.work.policies import may_see_money
from goldenthread.foundation.listing import Page

KEY = "/projects/{key}/resources"
MONEY = ("rate", "overtime_rate", "cost_per_use")


class ResourceIn(Body):
    """A calendar by key; none is the project's."""

    name: str
    kind: Literal["work", "material", "cost"] = "work"
    calendar: str = ""
    units: Decimal = Decimal(100)
    unit: str = ""
    rate: Decimal = Decimal(0)
    overtime_rate: Decimal = Decimal(0)
    cost_per_use: Decimal = Decimal(0)


class ResourceChangeIn(Body):
    """Only what is given changes."""

    name: str | None = None
    kind: Literal["work", "material", "cost"] | None = None
    calendar: str | None = None
    units: Decimal | None = None
    unit: str | None = None
    rate: Decimal | None = None
    overtime_rate: Decimal | None = None
    cost_per_use: Decimal | None = None


class ResourceOut(Schema):
    id: int
    name: str
    kind: str
    person: str | None
    calendar: str | None
    units: Decimal
    unit: str
    rate: Decimal | None
    overtime_rate: Decimal | None
    cost_per_use: Decimal | None
    rates: list[dict[str, Any]]


class ResourcesOut(Listed):
    items: list[ResourceOut]


class UseIn(Body):
    """Percent of its time, or units of a material."""

    resource: int
    units: Decimal = Decimal(100)
    work_minutes: int | None = None
    cost: Decimal | None = None


class UnuseIn(Body):
    resource: int


class UseOut(Schema):
    resource: int
    name: str
    units: Decimal
    work_minutes: int | None
    cost: Decimal | None


class UsesOut(Listed):
    items: list[UseOut]


@api.get(KEY, response=ResourcesOut, tags=TAGS)
def list_resources(request: ApiRequest, key: str, fields: str = "") -> Any:
    """Roles, machines, materials and costs the plan counts on, by name."""
    found = queries.resources(queries.project(request.auth, key))
    return listed(Page(found), lambda one: _out(request, one), fields)


@api.post(KEY, response={201: ResourceOut}, tags=TAGS, operation_id="add_resource")
@idempotent
def add(request: ApiRequest, key: str, body: ResourceIn) -> Any:
    return 201, _out(request, add_resource(acting(request), key, facts=ResourceFacts(**body.dict())))


@api.post(f"{KEY}/{{resource}}/change", response=ResourceOut, tags=TAGS, operation_id="change_resource")
@idempotent
def change(request: ApiRequest, key: str, resource: int, body: ResourceChangeIn) -> Any:
    """Change what is given; where its hours change, dates follow."""
    facts = ResourceFacts(**body.dict())
    return 200, _out(request, change_resource(acting(request), key, resource=resource, facts=facts))


@api.post(f"{KEY}/{{resource}}/remove", response={204: None}, tags=TAGS, operation_id="remove_resource")
@idempotent
def remove(request: ApiRequest, key: str, resource: int) -> Any:
    """Count on it no longer; it leaves its tasks."""
    remove_resource(acting(request), key, resource=resource)
    return 204, None


@api.get("/tasks/{key}/resources", response=UsesOut, tags=TAGS)
def list_uses(request: ApiRequest, key: str, fields: str = "") -> Any:
    """The resources on a task."""
    return listed(Page(queries.resource_uses(queries.task(request.auth, key))), lambda one: _use(request, one), fields)


@api.post("/tasks/{key}/use-resource", response=UseOut, tags=TAGS, operation_id="use_resource")
@idempotent
def use(request: ApiRequest, key: str, body: UseIn) -> Any:
    """Put so much of a resource on it; asked again, it changes."""
    return 200, _use(request, use_resource(acting(request), key, **body.dict()))


@api.post("/tasks/{key}/unuse-resource", response={204: None}, tags=TAGS, operation_id="unuse_resource")
@idempotent
def unuse(request: ApiRequest, key: str, body: UnuseIn) -> Any:
    unuse_resource(acting(request), key, **body.dict())
    return 204, None


def _out(request: ApiRequest, one: Any) -> dict[str, Any]:
    sees = may_see_money(request.auth)
    known = {name: getattr(one, name) for name in ("id", "name", "kind", "units", "unit")}
    return known | {
        "person": one.person.key if one.person else None,
        "calendar": one.calendar.key if one.calendar else None,
        "rates": one.rates if sees else [],
        **{name: getattr(one, name) if sees else None for name in MONEY},
    }


def _use(request: ApiRequest, one: Any) -> dict[str, Any]:
    known = {"resource": one.resource_id, "name": one.resource.name, "units": one.units}
    return known | {"work_minutes": one.work_minutes, "cost": one.cost if may_see_money(request.auth) else None}
