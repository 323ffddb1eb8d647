"""Every page in a real browser, light and dark, wide and on a phone: nothing grave for axe-core, nothing sticks out."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page
from tests.cast import Cast
from tests.house.routes import Route, UnknownPlaceError, addresses, pages
from tests.plugins.chromium import PHONE, WIDE, Doors
from tests.world import World, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
READERS = ("mara", "priya", "ines", "daniel", "emeka", "nadia", "tomas")
GRAVE = {"serious", "critical"}
GROUPS = {
    "portfolio": ("portfolio", "objectives", "investments"),
    "projects": ("projects", "deliverables", "risks", "handovers"),
    "tasks": ("tasks", "works", "my-work", "timer"),
    "services": ("services", "offerings", "agreements", "outages", "contracts"),
    "measures": ("measures", "improvements", "items"),
    "desk": ("desk", "tickets", "portal", "approvals"),
    "house": ("house", "people", "teams", "grants", "tokens"),
    "rest": (),
}
"""By the first part of the address; what stands nowhere else is the rest."""
LOOKS = ((WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark"))


def to_look_at(world: World, group: str) -> list[tuple[str, str]]:
    """The pages of a group, and the first person to whom each opens."""
    clients = {name: Client() for name in READERS}
    for name, client in clients.items():
        client.force_login(world.everyone()[name])
    found = []
    for route in pages():
        address = _address(route, world)
        if not address or _group(route) != group:
            continue
        for name, client in clients.items():
            answer = client.get(address)
            if answer.streaming:
                list(answer.streaming_content)  # type: ignore[attr-defined]  read to its end, so that it is closed
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                found.append((address, name))
                break
    return found


def _group(route: Route) -> str:
    first = route.path.partition("/")[0]
    return next((name for name, known in GROUPS.items() if first in known), "rest")


def _address(route: Route, world: World) -> str:
    try:
        return addresses(route, world)[0]
    except UnknownPlaceError:
        return ""


def axe(page: Page) -> list[str]:
    """What is serious or worse, one line each."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']} ({fault['help']}) at {fault['nodes'][0]['target']}: {fault['nodes'][0]['html'][:120]}"
        for fault in found
        if fault["impact"] in GRAVE
    ]


def too_wide(page: Page) -> str:
    """How far the page scrolls sideways, and what sticks out."""
    return str(
        page.evaluate(
            """() => {
                const room = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= room) return "";
                const inner = (e) => e.closest("[data-scroll], .gt-scroll") !== null;
                const out = [...document.body.querySelectorAll("*")]
                    .filter((e) => e.getBoundingClientRect().right > room + 1 && !inner(e))
                    .map((e) => e.tagName + "." + String(e.className?.baseVal ?? e.className).split(" ")[0]);
                return `${document.documentElement.scrollWidth} of ${room}: ${[...new Set(out)].slice(0, 6).join(" ")}`;
            }"""
        )
    )


def test_the_eye_is_sharp(doors: Doors, cast: Cast) -> None:
    """What is looked for is found where it is."""
    page = doors.open(cast.daniel)
    page.goto("/my-work/")
    assert (axe(page), too_wide(page)) == ([], "")
    page.evaluate("document.querySelector('main').innerHTML = '<button></button><div style=\"width:3000px\">x</div>'")
    assert "button-name" in axe(page)[0]
    assert too_wide(page).startswith("30")


@pytest.mark.parametrize("group", GROUPS)
def test_each_page_is_whole(doors: Doors, cast: Cast, group: str) -> None:
    world = build(cast)
    opened: dict[str, Page] = {}
    wrong: list[str] = []
    for address, name in to_look_at(world, group):
        page = opened.setdefault(name, opened.get(name) or doors.open(world.everyone()[name]))
        page.goto(address)
        for size, theme in LOOKS:
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": size[0], "height": size[1]})
            where = f"{address} as {name}, {theme} at {size[0]}"
            wrong += [f"{where}: {fault}" for fault in axe(page)]
            if theme == "light" and (sideways := too_wide(page)):
                wrong.append(f"{where}: scrolls sideways, {sideways}")
    if wrong:
        pytest.fail(f"{len(wrong)} found:\n" + "\n".join(wrong), pytrace=False)
