"""Configuration items for programs."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpResponse
from ninja import Field, Query, Schema, Status

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.business.assets import queries
from goldenthread.business.assets.actions import (
    NewItem,
    change_item,
    part_items,
    register_item,
    relate_items,
    retire_item,
)
from goldenthread.business.services.queries import id_of
from goldenthread.foundation.listing import Page

TAGS = ["assets"]
Kind = Literal["depends_on", "contains", "connects"]


class ItemIn(Body):
    name: str
    kind: str
    organisation: str
    team: str | None = None
    lifecycle: Literal["planned", "in_use"] = "in_use"
    attributes: dict[str, str] = Field(default_factory=dict)


class ItemChanges(Body):
    name: str | None = None
    kind: str | None = None
    organisation: str | None = None
    team: str | None = None
    lifecycle: Literal["planned", "in_use"] | None = None
    attributes: dict[str, str] | None = None


class Asked(Body):
    kind: str = ""
    lifecycle: str = ""
    team: str = ""
    text: str = ""
    cursor: str | None = None
    fields: str = ""


class RetireIn(Body):
    reason: str


class RelationIn(Body):
    """What `source` depends on under one word of `stands_in` is redundant: `needed` of them must work."""

    target: str
    kind: Kind
    stands_in: str = ""
    needed: int = 1


class RelationOut(Schema):
    source: str
    kind: str
    target: str
    stands_in: str
    needed: int


class ConfigurationItemOut(Schema):
    key: str
    name: str
    kind: str
    lifecycle: str
    organisation: str
    team: str | None
    attributes: dict[str, str]
    version: int


class ConfigurationItemsOut(Listed):
    items: list[ConfigurationItemOut]


class RelationsOut(Listed):
    items: list[RelationOut]


@api.get("/items", response=ConfigurationItemsOut, tags=TAGS)
def list_items(request: ApiRequest, asked: Query[Asked]) -> Any:
    """Items by name."""
    filters = queries.ItemFilters(asked.kind, asked.lifecycle, asked.team, asked.text)
    return listed(queries.items(request.auth, filters, asked.cursor), _out, asked.fields)


@api.post("/items", response={201: ConfigurationItemOut}, tags=TAGS, operation_id="register_item")
@idempotent
def register(request: ApiRequest, body: ItemIn) -> Any:
    """Put something that services run on into the register."""
    new = NewItem(
        **body.dict(exclude={"organisation", "team"}),
        organisation_id=id_of(request.auth, "organisation", body.organisation, "organisation") or 0,
        team_id=id_of(request.auth, "team", body.team, "team"),
    )
    return 201, _out(register_item(acting(request), new=new))


@api.get("/items/{key}", response=ConfigurationItemOut, tags=TAGS)
def read_item(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One item with its ETag."""
    found = queries.item(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return _out(found)


@api.patch("/items/{key}", response=ConfigurationItemOut, tags=TAGS, operation_id="change_item")
def change(request: ApiRequest, key: str, body: ItemChanges) -> Any:
    """Change what is known of an item; only the fields sent."""
    sent = body.dict(exclude_unset=True)
    for name in ("organisation", "team"):
        if name in sent:
            sent[f"{name}_id"] = id_of(request.auth, name, sent.pop(name), name)
    return _out(change_item(acting(request), key, changes=sent))


@api.post("/items/{key}/retire", response=ConfigurationItemOut, tags=TAGS, operation_id="retire_item")
@idempotent
def retire(request: ApiRequest, key: str, body: RetireIn) -> Any:
    """Take an item out of use."""
    return 200, _out(retire_item(acting(request), key, reason=body.reason))


@api.get("/items/{key}/relations", response=RelationsOut, tags=TAGS)
def list_relations(request: ApiRequest, key: str, fields: str = "") -> Any:
    """What an item leans on and what leans on it."""
    found = queries.item(request.auth, key)
    rows = [_relation(relation) for relation in queries.relations_of(request.auth, found.pk)]
    return listed(Page(rows), dict, fields)


@api.post("/items/{key}/relations", response={201: RelationOut}, tags=TAGS, operation_id="relate_items")
@idempotent
def relate(request: ApiRequest, key: str, body: RelationIn) -> Any:
    """Say how an item hangs together with another."""
    return 201, _relation(relate_items(acting(request), key, **body.dict()))


@api.delete("/items/{key}/relations/{kind}/{target}", response={204: None}, tags=TAGS, operation_id="part_items")
def part(request: ApiRequest, key: str, kind: Kind, target: str) -> Any:
    """Say that it is not so any more."""
    part_items(acting(request), key, target=target, kind=kind)
    return Status(204, None)


def _out(item: Any) -> dict[str, Any]:
    names = ("key", "name", "kind", "lifecycle", "attributes", "version")
    return {name: getattr(item, name) for name in names} | {
        "organisation": item.organisation.key,
        "team": item.team.key if item.team else None,
    }


def _relation(relation: Any) -> dict[str, Any]:
    known = {name: getattr(relation, name) for name in ("kind", "stands_in", "needed")}
    return {"source": relation.source.key, "target": relation.target.key} | known
