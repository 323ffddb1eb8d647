"""Every page as people see it: usable by all, nothing runs out of a phone's side, nothing in the console."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import APIResponse, Page, ViewportSize
from tests.house.routes import UnknownPlaceError, addresses, pages
from tests.plugins.chromium import PHONE, WIDE, Doors
from tests.world import World

pytestmark = pytest.mark.browser
WINDOWS: dict[tuple[int, int], ViewportSize] = {size: {"width": size[0], "height": size[1]} for size in (WIDE, PHONE)}
AXE = Axe().axe_script
SERIOUS = ("serious", "critical")
READERS = {"decline": "ines", "approve": "ines", "desk-import": "emeka", "desk-report": "emeka"}
ROOMS = {
    "mara": ("capacity/level/", "levelling/", "portfolio/", "objectives/", "investments/", "scenarios/"),
    "priya": ("projects/", "tasks/", "deliverables/", "risks/", "handovers/", "works/", "my-work/"),
    "ines": ("services/", "offerings/", "agreements/", "contracts/", "measures/", "improvements/"),
    "nadia": ("portal/", "account/", "notifications/"),
    "emeka": ("house/", "people/", "teams/", "ui/"),
}
"""Who a page is for, by how its address begins; all else is Daniel's."""


def visits(world: World) -> list[tuple[str, str]]:
    """Each page once, by the one it is for; Nadia also sees a ticket from her side."""
    found = {("nadia", f"/tickets/{world.named['ticket']}/"), ("nadia", f"/tickets/{world.named['solved ticket']}/")}
    for route in pages():
        reader = next((who for who, rooms in ROOMS.items() if route.path.startswith(rooms)), "daniel")
        try:
            found.add((READERS.get(route.name, reader), addresses(route, world)[0]))
        except UnknownPlaceError:
            continue
    return sorted(found)


def test_every_page_is_usable_by_all(doors: Doors, world: World) -> None:
    """Wide and on the phone, light and dark: no serious finding of axe-core, nothing runs out of the side."""
    wrong: list[str] = []
    seen = 0
    for reader, here in groupby(visits(world), lambda visit: visit[0]):
        page = doors.open(world.everyone()[reader], WIDE)
        for _reader, address in here:
            if not _is_page(page.request.head(address)):
                continue
            seen += 1
            page.set_viewport_size(WINDOWS[WIDE])
            page.goto(address)
            page.evaluate(AXE)
            wrong += [f"{reader} {address} {fault}" for fault in found_on(page)]
        doors.close()
    if wrong:
        pytest.fail(f"{len(wrong)} found:\n" + "\n".join(wrong), pytrace=False)
    assert seen > 100


def _is_page(answer: APIResponse) -> bool:
    """What only takes a press, is a file or is not there has no page to look at."""
    return answer.ok and answer.headers.get("content-type", "").startswith("text/html")


def found_on(page: Page) -> Iterator[str]:
    """One visit, turned four ways. What is wrong in one light alone is a colour."""
    for size, word in ((WIDE, "wide"), (PHONE, "on the phone")):
        page.set_viewport_size(WINDOWS[size])
        for theme, options in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            yield from (f"{word}, {theme}: {fault}" for fault in settled(page, options))
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            yield f"{word}: runs {over} px out of the side"


def settled(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe-core finds serious; asked once more where a region may have been on its way."""
    if faults(page, options):
        page.wait_for_load_state("networkidle")
        return faults(page, options)
    return []


def faults(page: Page, options: dict[str, Any]) -> list[str]:
    found = page.evaluate("options => axe.run(document, options)", options | {"resultTypes": ["violations"]})
    return [
        f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
    ]
