"""Bodies for the API made from its own document: the least that fits, with keys of the world."""

from __future__ import annotations

from typing import Any

from tests.world import World

PERSONS = {"sponsor", "manager", "owner", "person", "assignee", "approver", "requester", "service_owner"}
PLAIN = {"integer": 1, "number": 1, "boolean": True}
STAMPS = {"date": "2026-03-02", "date-time": "2026-03-02T11:00:00Z"}


def body_of(operation: dict[str, Any], document: dict[str, Any], world: World) -> Any:
    """A JSON body that the operation can read; None where it takes none."""
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return None if schema is None else _example("", schema, document, world)


def media_of(operation: dict[str, Any]) -> set[str]:
    return set(operation.get("requestBody", {}).get("content", {}))


def _example(name: str, schema: dict[str, Any], document: dict[str, Any], world: World) -> Any:
    schema = _plainly(schema, document)
    if "enum" in schema or "const" in schema:
        return schema["enum"][0] if "enum" in schema else schema["const"]
    kind = schema.get("type", "object")
    if kind == "object":
        parts = {key: part for key, part in schema.get("properties", {}).items() if key in schema.get("required", [])}
        return {key: _example(key, part, document, world) for key, part in parts.items()}
    if kind == "array":
        return [_example(name, schema.get("items", {}), document, world)]
    return schema.get("minimum", PLAIN[kind]) if kind in PLAIN else _text(name, schema, world)


def _plainly(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """The schema itself: references followed, the first of several choices taken."""
    while "$ref" in schema or "anyOf" in schema or "allOf" in schema:
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        else:
            schema = schema.get("anyOf", schema.get("allOf"))[0]
    return schema


def _text(name: str, schema: dict[str, Any], world: World) -> str:
    if "format" in schema and schema["format"] in STAMPS:
        return STAMPS[schema["format"]]
    if name in PERSONS:
        return world.cast.priya.key
    keys = world.keys.get(f"{name}s") or world.keys.get(name) or ["1" if "pattern" in schema else "Word"]
    return keys[0]
