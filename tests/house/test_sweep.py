"""Every address × verb × person: nothing breaks, nothing private is told, reading changes nothing.

Generated from the route table and the OpenAPI document, so that what is added is swept by itself.
"""

from __future__ import annotations

import json
import logging
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.cast import acting
from tests.house.bodies import body_of, media_of
from tests.house.routes import Route, UnknownPlaceError, addresses, document, pages
from tests.house.watching import Seen, watched
from tests.world import World, build

from goldenthread.business.people.actions import make_token
from goldenthread.foundation.models import Event

pytestmark = pytest.mark.django_db
PEOPLE = (
    *("mara", "ruth", "priya", "ines", "tomas", "daniel"),
    *("nadia", "omar", "yusuf", "emeka", "aoife", "charlie"),
)
BUDGETS = Path(__file__).with_name("query_budgets.json")
REWRITE = os.environ.get("GOLDENTHREAD_REWRITE") == "1"
BUDGETED = ("mara", "priya", "ines", "tomas", "daniel", "nadia", "emeka")
OPEN_TO_STRANGERS = ("account_", "mfa_")
UNKNOWN = {"no_such_field": "1"}
BAD_QUERY = "&".join(f"{name}=%00" for name in ("q", "after", "cursor", "tab", "state", "since", "month", "ticket"))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once for this file, and rolled back after it."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        try:
            yield build()
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Refusals are what is asked for here; what breaks is told by the test."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def known(route: Route, world: World) -> list[str]:
    """The route's addresses; none where the world lacks a key, which has a test of its own."""
    try:
        return addresses(route, world)
    except UnknownPlaceError:
        return []


def test_the_world_has_a_key_for_every_address(world: World) -> None:
    wrong = []
    for route in [*pages(), *(Route(path, path.lstrip("/")) for path in document()["paths"])]:
        try:
            addresses(route, world)
        except UnknownPlaceError as error:
            wrong.append(str(error))
    nothing(wrong)


def nothing(wrong: list[str]) -> None:
    """Fails with all that was found, one line each."""
    if wrong:
        pytest.fail(f"{len(wrong)} found:\n" + "\n".join(wrong), pytrace=False)


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.everyone()[name])
    return client


def leaks(world: World, name: str, seen: Seen) -> list[str]:
    return [
        f"tells {canary.word!r} ({canary.where})"
        for canary in world.canaries
        if name not in canary.readers and canary.word in seen.text
    ]


def faults(world: World, name: str, seen: Seen, *, reads: bool) -> list[str]:
    """What no answer may do."""
    found = leaks(world, name, seen)
    if seen.status >= 500:
        found.append(f"breaks with {seen.status}: {seen.error}")
    if reads and seen.writes:
        found.append(f"writes: {seen.writes[:3]}")
    return found


def readings(route: Route, world: World) -> list[str]:
    """The addresses to read: a list also as a file, and searched for the beginning of each canary."""
    found = known(route, world)
    if route.is_list:
        path = found[0]
        found += [f"{path}?format=csv", f"{path}?{BAD_QUERY}"]
    if route.name == "search":
        found += [f"{found[0]}?q={word[:4]}" for word in {canary.word for canary in world.canaries}]
    return found


def count_rows() -> dict[str, int]:
    kept = [model for model in apps.get_models() if model._meta.managed and model._meta.db_table != "django_session"]
    return {model._meta.label: model._default_manager.count() for model in kept}


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_reads_what_is_not_theirs_and_reading_changes_nothing(world: World, name: str) -> None:
    client, wrong = client_of(world, name), []
    spent: dict[str, int] = defaultdict(int)
    before, events = count_rows(), Event.objects.count()
    for route in pages():
        for address in readings(route, world):
            seen = watched(lambda where=address: client.get(where))  # type: ignore[misc]
            wrong += [f"GET {address} {fault}" for fault in faults(world, name, seen, reads=True)]
            if seen.status < 300 and "?" not in address:
                spent[route.name] = max(spent[route.name], seen.queries)
    wrong += over_budget(name, dict(spent)) if name in BUDGETED else []
    nothing(wrong)
    assert (count_rows(), Event.objects.count()) == (before, events)


def over_budget(name: str, spent: dict[str, int]) -> list[str]:
    """Pages that ask the database more often than is written down; GOLDENTHREAD_REWRITE=1 writes it down anew."""
    budgets: dict[str, dict[str, int]] = json.loads(BUDGETS.read_text()) if BUDGETS.exists() else {}
    if REWRITE:
        for page in {*budgets, *spent}:
            rest = {who: count for who, count in budgets.get(page, {}).items() if who != name}
            budgets[page] = dict(sorted((rest | ({name: spent[page]} if page in spent else {})).items()))
        kept = {page: budgets[page] for page in sorted(budgets) if budgets[page]}
        BUDGETS.write_text(json.dumps(kept, indent=1) + "\n")
        return []
    return [
        f"{page} asks the database {count} times for {name}; {BUDGETS.name} allows {budgets.get(page, {}).get(name)}"
        for page, count in spent.items()
        if count > budgets.get(page, {}).get(name, 0)
    ]


@pytest.mark.parametrize("name", PEOPLE)
def test_no_button_or_form_breaks_or_tells(world: World, name: str) -> None:
    client, wrong = client_of(world, name), []
    for route in pages():
        if route.name == "account_logout":
            continue
        address = next(iter(known(route, world)), "")
        if not address:
            continue
        for verb in ("put", "patch", "delete"):
            send = getattr(client, verb)
            seen = watched(lambda where=address, act=send: act(where), keep=False)  # type: ignore[misc]
            if seen.status != 405:
                wrong.append(f"{verb.upper()} {address} is answered with {seen.status}, not 405")
        seen = watched(lambda where=address: client.post(where, UNKNOWN), keep=False)  # type: ignore[misc]
        wrong += [f"POST {address} {fault}" for fault in faults(world, name, seen, reads=True)]
        if seen.status not in (200, 404, 405):  # it is no page to be read alone
            seen = watched(lambda where=address: client.post(where), keep=False)  # type: ignore[misc]
            wrong += [f"POST {address} empty {fault}" for fault in faults(world, name, seen, reads=False)]
    nothing(wrong)


def test_strangers_are_sent_to_the_door(world: World) -> None:
    client, wrong = Client(), []
    for route in pages():
        for address in known(route, world):
            for verb in ("get", "post", "put", "patch", "delete"):
                send = getattr(client, verb)
                seen = watched(lambda where=address, act=send: act(where), keep=False)  # type: ignore[misc]
                wrong += [f"{verb.upper()} {address} {fault}" for fault in faults(world, "", seen, reads=True)]
                is_open = route.name.startswith(OPEN_TO_STRANGERS)
                if not is_open and seen.status not in (301, 302, 303, 401, 403, 404, 405):
                    wrong.append(f"{verb.upper()} {address} answers a stranger with {seen.status}")
    nothing(wrong)


def operations(world: World) -> list[tuple[str, str, dict[str, Any]]]:
    """Every verb of every path of the API, with keys put in; verbs that are not there have no operation."""
    found = []
    for path, verbs in document()["paths"].items():
        for address in known(Route(path, path.lstrip("/")), world):
            found += [(verb, address, verbs.get(verb, {})) for verb in ("get", "post", "put", "patch", "delete")]
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_the_api_tells_nothing_and_breaks_nothing(world: World, name: str) -> None:
    _token, text = make_token(acting(world.everyone()[name]), name="Sweep", days=366)
    client, wrong = Client(headers={"Authorization": f"Bearer {text}"}), []
    for verb, address, operation in operations(world):
        bodies = [None] if verb == "get" else [body_of(operation, document(), world), UNKNOWN]
        for body in bodies:
            sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
            send = getattr(client, verb)
            seen = watched(lambda where=address, act=send, how=sent: act(where, **how), keep=False)  # type: ignore[misc]
            told = faults(world, name, seen, reads=verb == "get")
            if body is UNKNOWN and "application/json" in media_of(operation) and seen.status < 400:
                told.append("takes a field it does not know")
            if not operation and seen.status != 405:
                told.append(f"is not in the document and answers {seen.status}")
            wrong += [f"{verb.upper()} {address} {fault}" for fault in told]
    nothing(wrong)


def test_the_api_knows_no_strangers(world: World) -> None:
    wrong = []
    for headers in ({}, {"Authorization": "Bearer gt_made_up"}):
        client = Client(headers=headers)
        for verb, address, operation in operations(world):
            send = getattr(client, verb)
            seen = watched(lambda where=address, act=send: act(where), keep=False)  # type: ignore[misc]
            if seen.status != (401 if operation else 405):
                wrong.append(f"{verb.upper()} {address} answers a stranger with {seen.status}")
    nothing(wrong)


def test_charlie_sees_nothing(world: World) -> None:
    """Neither a canary nor the name of anybody or anything that is not his organisation's."""
    own = {world.cast.charlie.name, world.yusuf.name}
    client, wrong = client_of(world, "charlie"), []
    names = {person.name for person in world.everyone().values()} - own
    names |= {world.cast.service.name, world.cast.clinic.name, world.portfolio.name}
    for route in (route for route in pages() if route.name != "styleguide"):
        for address in readings(route, world):
            seen = watched(lambda where=address: client.get(where))  # type: ignore[misc]
            wrong += [f"GET {address} tells {name}" for name in sorted(names) if name in seen.text]
    nothing(wrong)
