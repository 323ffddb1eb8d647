"""Everything that matters can be reached from the keyboard; and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.cast import Cast, acting
from tests.plugins.chromium import PHONE, Doors

from goldenthread.business.desk.actions import NewTicket, open_ticket
from goldenthread.business.desk.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def asked(cast: Cast, *titles: str) -> list[str]:
    return [open_ticket(acting(cast.nadia), new=NewTicket(title, cast.service.key)).key for title in titles]


def test_a_letter_after_g_goes_to_a_room(doors: Doors, cast: Cast) -> None:
    page = doors.open(cast.daniel)
    page.goto("/my-work/")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(doors.address + "/desk/")


def test_slash_searches_and_escape_leaves(doors: Doors, cast: Cast) -> None:
    page = doors.open(cast.daniel)
    page.goto("/my-work/")
    page.keyboard.press("/")
    field = page.locator("[role=search] input").first
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).not_to_be_focused()


def test_a_question_mark_shows_the_keys_and_escape_hides_them(doors: Doors, cast: Cast) -> None:
    page = doors.open(cast.daniel)
    page.goto("/my-work/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_j_and_k_walk_the_queue_and_enter_opens(doors: Doors, cast: Cast) -> None:
    asked(cast, "First", "Second", "Third")
    page = doors.open(cast.daniel)
    page.goto("/desk/?tab=team")
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(3)
    titles = [row.inner_text() for row in rows.all()]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("[data-row].is-cursor")).to_have_count(1)
    chosen = page.locator("[data-row].is-cursor").inner_text()
    assert chosen == titles[0]
    page.keyboard.press("Enter")
    key = next(word for word in chosen.split() if word.startswith("INC-"))
    expect(page.locator("main")).to_contain_text(key)
    assert key in page.url


def test_typing_is_left_alone(doors: Doors, cast: Cast) -> None:
    page = doors.open(cast.nadia)
    page.goto("/desk/tickets/new/")
    page.get_by_label("What is it about?").fill("")
    page.get_by_label("What is it about?").press_sequentially("g d / ? j")
    expect(page.get_by_label("What is it about?")).to_have_value("g d / ? j")
    assert page.url.endswith("/desk/tickets/new/")


def test_tab_reaches_the_page_past_the_rail(doors: Doors, cast: Cast) -> None:
    page = doors.open(cast.daniel)
    page.goto("/my-work/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


@pytest.mark.parametrize("size", [(1440, 900), PHONE])
def test_forms_work_without_javascript(doors: Doors, cast: Cast, size: tuple[int, int]) -> None:
    page = doors.open(cast.nadia, size, java_script_enabled=False)
    page.goto(f"/desk/tickets/new/?service={cast.service.key}")
    page.get_by_label("What happened?").fill("Since this morning.")
    page.get_by_label("What is it about?").fill("")
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    assert not Ticket.objects.exists()
    expect(page.get_by_label("What happened?")).to_have_value("Since this morning.")
    page.get_by_label("What is it about?").fill("Results are late")
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    expect(page.locator("main")).to_contain_text("Results are late")
    assert Ticket.objects.get().work.description == "Since this morning."
