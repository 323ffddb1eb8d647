"""Two overloads of a small portfolio vanish in the browser, each with its reason; accepted, and undone."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.test_pages import AXE, faults
from tests.business.projects.company import a_project, task
from tests.business.projects.levelled import curable, searched
from tests.cast import Cast, acting, person
from tests.plugins.chromium import PHONE, WIDE, Doors
from tests.world import World

from goldenthread.business.people.actions import CalendarFacts, change_calendar
from goldenthread.business.people.models import Role
from goldenthread.business.projects.actions import NewCharter, add_member, assign_task, level_projects
from goldenthread.business.projects.models import Project
from goldenthread.foundation.models import Run

pytestmark = pytest.mark.browser


@pytest.fixture
def portfolio(world: World) -> list[Project]:
    """Two projects from next Monday on; Tomas and Hana are asked for two things at once in each of two weeks."""
    cast: Cast = world.cast
    change_calendar(acting(cast.emeka), cast.calendar.key, change=CalendarFacts(holidays=[]))
    today = timezone.now().date()
    monday = today + timedelta(days=7 - today.weekday())
    hana = person("Hana Berg", cast.house, Role.TEAM_MEMBER)
    charter = NewCharter("Book on any phone.", monday + timedelta(days=90), Decimal(50_000))
    made = [a_project(cast, name=name, start_on=monday, charter=charter) for name in ("Booking", "Directory")]
    for project in made:
        add_member(acting(cast.priya), project.key, person=hana.key)
        for who, title in ((cast.tomas, "Pages"), (hana, "Texts")):
            one = task(cast, project, f"{title} of {project.name}", days=5)
            assign_task(acting(cast.priya), one.key, person=who.key)
    return made


def over(projects: list[Project]) -> int:
    """Of how many people these plans ask two things at once."""
    return len({one.who for one in curable(*projects, at=timezone.now())})


def test_two_overloads_vanish_with_their_reasons_and_come_back_by_undo(
    doors: Doors, world: World, portfolio: list[Project]
) -> None:
    assert over(portfolio) == 2
    page = doors.open(world.cast.mara, WIDE)
    page.goto("/capacity/")
    page.get_by_role("link", name="Level the plans").click()
    for box in page.locator("input[name=projects]").all():
        box.set_checked(box.get_attribute("value") in {project.key for project in portfolio})
    page.get_by_role("button", name="Level them").click()
    expect(page.get_by_text("begins as soon as a worker is free")).to_be_visible()
    searched(Run.objects.latest("pk"), timezone.now())  # what the worker does, in the test's own process
    expect(page.get_by_role("button", name="Accept all")).to_be_visible()
    gone = page.locator(".gt-gone li")
    expect(gone).to_have_count(2)
    for name in ("Tomas Okafor", "Hana Berg"):
        expect(gone.filter(has_text=name)).to_contain_text("gone")
        expect(
            page.locator(".gt-moves td").filter(has_text=re.compile(f"{name} is on “.*” .*until then"))
        ).to_be_visible()
    page.evaluate(AXE)
    assert faults(page, {}) == []
    page.get_by_role("button", name="Accept all").click()
    expect(page.get_by_text("2 tasks are held back")).to_be_visible()
    assert over(portfolio) == 0
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert over(portfolio) == 2


def test_on_the_phone_the_reason_stands_below_its_task(doors: Doors, world: World, portfolio: list[Project]) -> None:
    keys = [project.key for project in portfolio]
    now = timezone.now()
    run = searched(level_projects(acting(world.cast.mara, now), projects=keys, seconds=1), now)
    page = doors.open(world.cast.mara, PHONE)
    page.goto(f"/levelling/{run.key}/")
    expect(page.locator("small.on-phone").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE)
    assert faults(page, {}) == []
