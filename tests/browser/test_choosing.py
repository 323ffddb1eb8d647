"""The budget of a scenario moved by keys and pointer: nothing is asked on the way, all that it says moves along."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.plugins.chromium import PHONE, WIDE, Doors
from tests.world import World

pytestmark = pytest.mark.browser
DATA = ("document", "fetch", "xhr")
"""What a page asks for its content; the mark in the tab is fetched again when the address changes."""


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_budget_moves_and_says_what_enters_and_leaves_and_what_the_limit_costs(
    doors: Doors, world: World, size: tuple[int, int]
) -> None:
    page = doors.open(world.everyone()["mara"], size)
    page.goto(f"/scenarios/{world.named['scenario']}/")
    slider, steps, point = (
        page.get_by_role("slider", name="Budget"),
        page.locator(".gt-steps"),
        page.locator("[data-here=point]"),
    )
    expect(point.locator(".gt-finding")).to_contain_text("1 of 2 investments")
    expect(point).to_contain_text("per €\u202f1,000 more of Project cost 2026")
    more = steps.locator("section", has_text="One step more")
    expect(more.locator("li.in")).to_have_count(1)
    entering = more.locator("li.in a").inner_text()

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type in DATA else None)
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(point.locator(".gt-finding")).to_contain_text("2 of 2 investments")
    expect(point).to_contain_text("no limit holds anything back")
    expect(point.locator("tr.is-in", has_text=entering)).to_be_visible()
    expect(steps.locator("section", has_text="One step less").locator("li.out a")).to_have_text(entering)
    expect(slider).to_have_attribute("aria-valuetext", point.locator(".gt-finding").inner_text())
    assert page.url.endswith("?at=1")
    assert asked == []

    page.keyboard.press("Home")
    expect(point.locator(".gt-finding")).to_contain_text("1 of 2 investments")
    page.locator("[data-mark='1']:visible").click()
    expect(point.locator(".gt-finding")).to_contain_text("2 of 2 investments")
    assert asked == []


def test_a_figure_of_the_point_that_moved_opens(doors: Doors, world: World) -> None:
    page = doors.open(world.everyone()["mara"], WIDE)
    page.goto(f"/scenarios/{world.named['scenario']}/")
    page.get_by_role("slider", name="Budget").press("End")
    page.locator("[data-here=point] .gt-tile", has_text="Spent of the budget").locator(".gt-fig").click()
    expect(page.locator("#choice-money-panel")).to_contain_text("Project cost 2026")
    page.keyboard.press("Escape")
    page.locator("[data-here=point] tbody .gt-fig").first.click()
    expect(page.locator("#investment-panel")).to_contain_text("present value today")


def test_the_point_that_is_shown_is_the_one_put_forward(doors: Doors, world: World) -> None:
    page = doors.open(world.everyone()["mara"], WIDE)
    page.goto(f"/scenarios/{world.named['scenario']}/")
    page.get_by_role("slider", name="Budget").press("End")
    page.get_by_role("button", name="Put it forward").first.click()
    box = page.locator("#put-forward")
    expect(box).to_contain_text("2 of 2 investments")
    box.get_by_label("Why this one").fill("Both are needed")
    box.get_by_role("button", name="Put it forward").click()
    expect(page.locator("#answer")).to_contain_text("Both are needed")
    assert page.url.endswith("?at=1")
