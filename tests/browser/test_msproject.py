"""A plan's file dropped on the page of a plan: seen first, then brought in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.plugins.chromium import Doors
from tests.web.projects.test_msproject import PLAN
from tests.world import World

pytestmark = pytest.mark.browser

CARRY = """(text) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], "plan.xml", { type: "text/xml" }));
  return carried;
}"""


def test_a_file_dropped_on_the_plan_shows_what_it_holds_and_comes_in_at_a_word(doors: Doors, world: World) -> None:
    page = doors.open(world.cast.priya)
    page.goto(f"/projects/{world.named['project']}/plan/")
    carried = page.evaluate_handle(CARRY, PLAN.decode())

    page.dispatch_event("main", "dragenter", {"dataTransfer": carried})
    expect(page.get_by_text("Drop the plan here")).to_be_visible()
    page.dispatch_event("main", "drop", {"dataTransfer": carried})

    expect(page.get_by_role("heading", name="This is what would come in")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Pour"))).to_be_visible()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", name="Where the plan came from")).to_be_visible()
    page.goto(f"/projects/{world.named['project']}/plan/")
    expect(page.get_by_role("link", name=re.compile("Pour")).first).to_be_visible()
