"""The queue shows in the browser what an agent chooses by."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.plugins.chromium import PHONE, WIDE, Doors
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("window", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_row_says_when_its_ticket_is_due_on_one_line(world: World, doors: Doors, window: tuple[int, int]) -> None:
    page = doors.open(world.cast.daniel, window)
    page.goto("/desk/?tab=all")
    due = page.locator(".gt-list [data-row] .gt-due-in").first
    expect(due).to_be_visible()
    expect(due).to_have_css("display", "flex")
