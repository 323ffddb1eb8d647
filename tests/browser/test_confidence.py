"""A risk of a project, opened from its confidence: what keeping deadline and budget at once would be without it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.test_pages import AXE, faults
from tests.business.projects.company import a_project, task
from tests.cast import acting
from tests.plugins.chromium import WIDE, Doors
from tests.world import World

from goldenthread.business.projects.actions import NewCharter, NewRisk, change_risk, link_tasks, note_risk
from goldenthread.business.projects.models import Project, Risk
from goldenthread.foundation.models import Run
from goldenthread.foundation.runs import carry_out

pytestmark = pytest.mark.browser


@pytest.fixture
def project(world: World) -> Project:
    """Twenty days of work with a week to spare before the deadline, and a supplier who may take twenty more."""
    charter = NewCharter("Patients book on any phone.", date(2026, 4, 7), Decimal(100_000))
    made = a_project(world.cast, name="Booking", start_on=date(2026, 3, 2), charter=charter)
    first, second = (task(world.cast, made, title, days=10, budget=1000) for title in ("First", "Second"))
    link_tasks(acting(world.cast.priya), second.key, predecessor=first.key)
    late = NewRisk("The supplier is late", 50, days=20, cost=Decimal(500))
    note_risk(acting(world.cast.priya), made.key, new=late)
    return made


def simulated(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("begins as soon as a worker is free")).to_be_visible()
    carry_out(Run.objects.latest("pk").key, timezone.now)  # what the worker does, in the test's own process
    expect(page.get_by_role("button", name="Simulate again")).to_be_visible()


def shares(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"(\d+)\s*%", text)]


def test_the_joint_confidence_moves_with_a_risk_and_when_it_is_settled(
    doors: Doors, world: World, project: Project
) -> None:
    page = doors.open(world.cast.priya, WIDE)
    page.goto(f"/projects/{project.key}/confidence/")
    simulated(page, "Simulate the plan")
    row = page.get_by_role("row").filter(has_text="The supplier is late")
    with_it, without_it = shares(row.get_by_role("cell").nth(1).inner_text())
    assert without_it >= with_it + 30, "half of all runs meet the risk"
    page.evaluate(AXE)
    assert faults(page, {}) == []

    row.get_by_role("link", name="The supplier is late").click()
    expect(page.get_by_text("The supplier is late").first).to_be_visible()

    risk = Risk.objects.get(project=project)
    gone = NewRisk(risk.title, 50, days=20, cost=Decimal(500))
    change_risk(acting(world.cast.priya), risk.key, new=gone, state=Risk.State.CLOSED)
    page.goto(f"/projects/{project.key}/confidence/")
    expect(page.get_by_text("The plan or its risks have changed since.")).to_be_visible()
    simulated(page, "Simulate again")
    expect(page.get_by_text("No open risk stands in the register.")).to_be_visible()
    both = page.locator(".gt-tile").filter(has_text="Both kept").locator(".v")
    assert shares(both.inner_text()) == [without_it]
