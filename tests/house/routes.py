"""Every address of the house, from the route table itself, with keys of the world put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from tests.world import World

from goldenthread.api import api

PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\{(?P<api>\w+)\}")
GIVEN = {"account_reset_password_from_key": ["accounts/password/reset/key/abc-def/"]}
"""Addresses of others that are no noun and a key."""


@dataclass(frozen=True)
class Route:
    """An address as it is written down: its name, and its path with places for keys."""

    name: str
    path: str

    @property
    def is_list(self) -> bool:
        """One that needs no key."""
        return PARAMETER.search(self.path) is None


class UnknownPlaceError(Exception):
    """A place in an address for which the world has no key."""


@cache
def document() -> dict[str, Any]:
    """What the API says of itself: made of code alone, so it is asked once. To read, not to change."""
    return dict(api.get_openapi_schema())


def pages() -> list[Route]:
    """Every page's route, without those of the API."""
    return [route for route in _walk(get_resolver().url_patterns) if not route.path.startswith("api/")]


def _walk(patterns: list[Any], before: str = "") -> Iterator[Route]:
    for entry in patterns:
        part = entry.pattern
        path = before + (part._route if isinstance(part, RoutePattern) else str(part))
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, path)
        elif isinstance(entry, URLPattern):
            yield Route(entry.name or "", path)


def addresses(route: Route, world: World) -> list[str]:
    """The route's addresses in this world: each key of its first noun, with one of each further noun beside it."""
    if route.name in GIVEN:
        return ["/" + path for path in GIVEN[route.name]]
    places = list(PARAMETER.finditer(route.path))
    if not places:
        return ["/" + route.path.lstrip("/")]
    known = [_keys(route, place, world) for place in places]
    found = []
    for number in range(len(known[0])):
        path, end = "", 0
        for place, keys in zip(places, known, strict=True):
            path += route.path[end : place.start()] + keys[min(number, len(keys) - 1)]
            end = place.end()
        found.append("/" + (path + route.path[end:]).lstrip("/"))
    return found


def _keys(route: Route, place: re.Match[str], world: World) -> list[str]:
    """Keys for a place: those of the noun before it that are of its kind."""
    noun = route.path[: place.start()].rstrip("/").rpartition("/")[2]
    name = place["name"] or place["api"]
    known = world.keys.get(noun) or world.keys.get(f"<{name}>")
    if known is None:
        raise UnknownPlaceError(
            f"{route.path!r} takes a key of {noun!r}: give `keys[{noun!r}]` of tests/world_records.py one to sweep."
        )
    is_number = place["kind"] == "int" or name in {"number", "place", "id"}
    return [key for key in known if key.isdigit() == is_number] or known
