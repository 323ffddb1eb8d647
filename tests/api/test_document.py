"""What the API says of itself: kept as a snapshot, and held to one grammar.

GOLDENTHREAD_REWRITE=1 writes the snapshot anew; read the difference before it is committed.
"""

from __future__ import annotations

import inspect
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ninja import Schema

from goldenthread.api import api

SNAPSHOT = Path(__file__).with_name("openapi.json")
VERBS = ("get", "post", "put", "patch", "delete")
OF_FIXED_LENGTH = {
    "/api/v1/tickets/{key}/files",
    "/api/v1/tickets/{key}/history",
    "/api/v1/tickets/{key}/clocks",
    "/api/v1/tokens",
    "/api/v1/projects/{key}/phases",
}
"""Short lists that belong to one thing and come whole."""
NOT_KEPT = {
    "/tokens": "its answer holds a secret, which is told once and never kept",
    "/projects/{key}/plan/preview": "it only tries a change and writes nothing, a kept answer included",
}


def document() -> dict[str, Any]:
    return dict(json.loads(_written()))


@cache
def _written() -> str:
    """The document is made of code alone, so it is written once."""
    return json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True, default=str)


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, verb, known) for path, verbs in document()["paths"].items() for verb, known in verbs.items()]


def test_it_is_as_it_was_when_last_looked_at() -> None:
    now = json.dumps(document(), indent=1, sort_keys=True) + "\n"
    if os.environ.get("GOLDENTHREAD_REWRITE") == "1":
        SNAPSHOT.write_text(now)
    was, new = json.loads(SNAPSHOT.read_text()), json.loads(now)
    parts = {
        f"paths {path}" for path in {*was["paths"], *new["paths"]} if was["paths"].get(path) != new["paths"].get(path)
    }
    kept, known = was["components"]["schemas"], new["components"]["schemas"]
    parts |= {f"schema {name}" for name in {*kept, *known} if kept.get(name) != known.get(name)}
    assert sorted(parts) == [], "Run this test with GOLDENTHREAD_REWRITE=1 and read what changed."


def test_it_is_openapi_3_1_and_names_each_operation_once() -> None:
    found = document()
    assert found["openapi"].startswith("3.1")
    names = [known["operationId"] for _path, _verb, known in operations()]
    assert len(names) == len(set(names))


def test_no_two_shapes_share_a_name() -> None:
    """The document knows a shape by its name alone, so that of two only one would be told."""
    homes: dict[str, set[str]] = {}
    for shape in _below(Schema):
        if shape.__module__.startswith("goldenthread."):
            homes.setdefault(shape.__name__, set()).add(shape.__module__)
    told = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document())))
    assert {name: sorted(found) for name, found in homes.items() if name in told and len(found) > 1} == {}


def _below(shape: type) -> Iterator[type]:
    for below in shape.__subclasses__():
        yield below
        yield from _below(below)


def test_every_post_may_be_sent_twice() -> None:
    """Each is @idempotent: with an Idempotency-Key the second gets the first answer."""
    bare = []
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                is_open = "POST" in operation.methods and not hasattr(operation.view_func, "__wrapped__")
                if is_open and path not in NOT_KEPT and "once(" not in _source(operation.view_func):
                    bare.append(f"POST {path}")
    assert bare == []


def _source(function: Any) -> str:
    return inspect.getsource(function)


def test_every_list_goes_by_cursor_and_gives_the_fields_asked_for() -> None:
    wrong = []
    schemas = document()["components"]["schemas"]
    for path, verb, known in operations():
        asked = {parameter["name"] for parameter in known.get("parameters", [])}
        schema = _answer(known, schemas)
        if verb == "get" and {"items", "next"} <= set(schema.get("properties", {})):
            wrong += [f"{path} takes no fields"] if "fields" not in asked else []
            wrong += [f"{path} has another word for its cursor"] if asked & {"after", "page", "offset"} else []
        elif verb == "get" and schema.get("type") == "array" and path not in OF_FIXED_LENGTH:
            wrong.append(f"{path} answers a bare array, which cannot be paged")
    assert wrong == []


def test_bodies_refuse_what_they_do_not_know() -> None:
    schemas = document()["components"]["schemas"]
    wrong = []
    for path, verb, known in operations():
        body = known.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        if "$ref" in body and schemas[body["$ref"].rpartition("/")[2]].get("additionalProperties") is not False:
            wrong.append(f"{verb} {path}")
    assert wrong == []


def _answer(known: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    content = known["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in content:
        return dict(schemas[content["$ref"].rpartition("/")[2]])
    return dict(content)
