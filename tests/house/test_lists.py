"""A list costs the same however long it is: as many queries at 10,000 tickets as at 100, and few of them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, acting
from tests.house.crowd import crowd
from tests.house.watching import watched
from tests.world import World, build

from goldenthread.business.people.actions import make_token

MOST = 12
PAGES = {
    "/desk/": "daniel",
    "/desk/?tab=all": "daniel",
    "/desk/?tab=mine": "daniel",
    "/my-work/": "daniel",
    "/portal/requests/": "nadia",
    "/projects/": "priya",
    "/portfolio/list/": "mara",
    "/services/": "ines",
    "/house/people/": "emeka",
    "/house/audit/": "emeka",
    "/search/?q=results": "daniel",
}
READS_STANDINGS = {"/projects/": 15}
"""Shows of every project what its light is made of: tasks, baselines, progress, ledger, risks, hand-overs."""
CALLS = {
    "/tickets": "daniel",
    "/tickets?tab=all": "daniel",
    "/requests": "nadia",
    "/services": "ines",
    "/projects": "priya",
    "/investments": "mara",
    "/people": "emeka",
    "/events": "emeka",
    "/approvals": "ines",
    "/time?since=2026-03-01&until=2026-03-31": "tomas",
}


def clients(world: World) -> dict[str, tuple[Client, Client]]:
    """Each one's browser and program."""
    found = {}
    for name in {*PAGES.values(), *CALLS.values()}:
        browser = Client()
        browser.force_login(world.everyone()[name])
        _kept, text = make_token(acting(world.everyone()[name], timezone.now()), name="Lists")
        found[name] = (browser, Client(headers={"Authorization": f"Bearer {text}"}))
    return found


def measure(known: dict[str, tuple[Client, Client]]) -> dict[str, int]:
    spent = {}
    for paths, place, before in ((PAGES, 0, ""), (CALLS, 1, "/api/v1")):
        for path, name in paths.items():
            client = known[name][place]
            client.get(before + path)  # a token's first use of the hour is noted
            seen = watched(lambda where=before + path, by=client: by.get(where))  # type: ignore[misc]
            assert (seen.status, seen.error) == (200, ""), path
            spent[before + path] = seen.queries
    return spent


@pytest.mark.django_db
def test_as_many_queries_at_ten_thousand_as_at_a_hundred(cast: Cast) -> None:
    world = build(cast)
    known = clients(world)
    crowd(cast, 100)
    few = measure(known)
    crowd(cast, 9_900)
    many = measure(known)

    assert {path: (few[path], many[path]) for path in few if few[path] != many[path]} == {}
    assert {path: count for path, count in many.items() if count > READS_STANDINGS.get(path, MOST)} == {}
