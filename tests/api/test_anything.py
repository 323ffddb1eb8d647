"""Whatever a program sends that the document allows, and some that it does not: never an error of ours.

Drawn by Schemathesis from the document over the whole thread of tests/world.py; seeded, a few examples a call.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from pytest_django import DjangoDbBlocker
from schemathesis.core import NOT_SET
from tests.cast import acting
from tests.house.routes import PARAMETER, Route, UnknownPlaceError, addresses
from tests.house.watching import watched
from tests.world import World, build

from goldenthread.api import api
from goldenthread.business.people.actions import make_token
from goldenthread.business.people.models import Role, RoleGrant
from goldenthread.foundation.keys import next_key

pytestmark = pytest.mark.django_db
EXAMPLES = 8


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once for this file, and rolled back after it. Emeka holds every role, so that nothing stays shut."""
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        try:
            made = build()
            held = set(made.cast.emeka.grants.values_list("role", flat=True))
            for role in set(Role.values) - held:
                RoleGrant.objects.create(key=next_key("GRT"), person=made.cast.emeka, role=role)
            yield made
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)
    logging.disable(logging.NOTSET)


def document() -> dict[str, Any]:
    return dict(json.loads(json.dumps(api.get_openapi_schema(), default=str)))


@pytest.mark.parametrize("verb", ["get", "post", "put", "patch", "delete"])
def test_nothing_breaks(world: World, verb: str) -> None:
    _kept, text = make_token(acting(world.cast.emeka, timezone.now()), name="Anything")
    client = Client(headers={"Authorization": f"Bearer {text}"})
    schema = schemathesis.openapi.from_dict(document())
    broken: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.method == verb:
            broken += _try(operation, client, _address(operation.path, world))
    assert sorted(set(broken)) == []


def _address(path: str, world: World) -> str:
    """The path with a key of the world; as it stands where the world has none."""
    try:
        return addresses(Route(path, path.lstrip("/")), world)[0]
    except UnknownPlaceError:
        return PARAMETER.sub("1", path)


def _try(operation: Any, client: Client, address: str) -> list[str]:
    broken: list[str] = []

    @seed(20261123)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        more: dict[str, Any] = {"QUERY_STRING": _query(case.query)}
        if case.media_type == "application/json" and case.body is not NOT_SET:
            more |= {"data": json.dumps(case.body), "content_type": "application/json"}
        act = getattr(client, operation.method)
        seen = watched(lambda: act(address, **more), keep=False)
        if seen.status >= 500:
            sent = more.get("data", more["QUERY_STRING"])
            broken.append(f"{operation.method.upper()} {operation.path}: {seen.error}\n  sent {str(sent)[:300]}")

    send()
    return broken[:1]


def _query(given_: Any) -> str:
    return urlencode(dict(given_ or {}), doseq=True)
