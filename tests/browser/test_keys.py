"""What matters is reached from the keyboard; and tickets are opened and answered without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.cast import Cast
from tests.plugins.chromium import Doors
from tests.world import World

pytestmark = pytest.mark.browser


def test_slash_searches_and_escape_leaves(doors: Doors, world: World) -> None:
    page = doors.open(world.cast.daniel)
    page.goto("/my-work/")
    search = page.get_by_role("searchbox", name="Search, or say what to do")
    page.keyboard.press("/")
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    page.keyboard.press("Escape")
    expect(search).not_to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("Reminders")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=Reminders"))
    expect(page.get_by_role("link", name=re.compile("Reminders come twice")).first).to_be_visible()


def test_a_question_mark_shows_the_keys_and_escape_closes_them(doors: Doors, world: World) -> None:
    page = doors.open(world.cast.daniel)
    page.goto("/my-work/")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_hidden()
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_c_opens_what_can_be_created_below_its_button(doors: Doors, world: World) -> None:
    page = doors.open(world.cast.daniel)
    page.goto("/my-work/")
    page.keyboard.press("c")
    menu, button = page.locator("#create-menu"), page.get_by_role("button", name="Create", exact=True)
    expect(menu).to_be_visible()
    below, above = menu.bounding_box(), button.bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] >= above["y"] + above["height"]
    assert abs(below["x"] + below["width"] - above["x"] - above["width"]) < 100
    page.keyboard.press("c")
    expect(menu).to_be_hidden()


def test_g_and_a_letter_go_to_a_room(doors: Doors, world: World) -> None:
    page = doors.open(world.cast.daniel)
    page.goto("/my-work/")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(f"{doors.address}/desk/")
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page).to_have_url(f"{doors.address}/services/")


def test_j_and_k_walk_a_list_and_enter_opens(doors: Doors, world: World) -> None:
    page = doors.open(world.cast.ines)
    page.goto("/services/")
    rows = page.locator("tr[data-row]")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_have_class(re.compile("is-cursor"))
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_class(re.compile("is-cursor"))
    page.keyboard.press("k")
    expect(rows.nth(0)).to_have_class(re.compile("is-cursor"))
    wanted = rows.nth(0).get_by_role("link").first.get_attribute("href") or ""
    page.keyboard.press("Enter")
    expect(page).to_have_url(doors.address + wanted)


def test_keys_are_letters_while_one_types(doors: Doors, world: World) -> None:
    page = doors.open(world.cast.daniel)
    page.goto("/my-work/")
    page.keyboard.press("/")
    page.keyboard.type("gd?jk")
    expect(page.get_by_role("searchbox", name="Search, or say what to do")).to_have_value("gd?jk")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


@pytest.mark.django_db(transaction=True)
def test_a_ticket_is_opened_and_answered_without_javascript(doors: Doors, cast: Cast) -> None:
    page = doors.open(cast.nadia, java_script_enabled=False)
    page.goto(f"/desk/tickets/new/?service={cast.service.key}")
    page.get_by_role("button", name="Open ticket").click()
    expect(page.get_by_role("alert")).to_contain_text("One thing does not fit")
    page.get_by_label("What is it about?").fill("Nothing prints")
    page.get_by_role("button", name="Open ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing prints")
    where = page.url

    page = doors.open(cast.daniel, java_script_enabled=False)
    page.goto(where)
    page.get_by_role("button", name="Take it", exact=True).click()
    page.get_by_label("Write to Nadia Brook").fill("Which printer?")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_text("Which printer?")).to_be_visible()
    expect(page.get_by_role("button", name="Take it", exact=True)).to_have_count(0)

    page = doors.open(cast.nadia, java_script_enabled=False)
    page.goto(where)
    expect(page.get_by_text("Which printer?")).to_be_visible()
