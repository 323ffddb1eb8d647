"""The plan in a browser: bars moved by mouse and keys, tried before they are dropped, undone; a list on the phone."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.test_pages import AXE, faults
from tests.business.projects.company import DAY, a_project, task
from tests.cast import Cast, acting
from tests.plugins.chromium import PHONE, WIDE, Doors
from tests.world import World

from goldenthread.business.people.actions import CalendarFacts, change_calendar
from goldenthread.business.projects.actions import NewCharter, baseline_project, change_task, link_tasks
from goldenthread.business.projects.models import Project, Task
from goldenthread.foundation.models import Event

pytestmark = pytest.mark.browser
LINES = 400


@pytest.fixture
def planned(world: World) -> tuple[Project, Task, Task]:
    """Build (5 days from next Monday on), then Test (2 days), frozen as promised."""
    cast: Cast = world.cast
    change_calendar(acting(cast.emeka), cast.calendar.key, change=CalendarFacts(holidays=[]))
    today = timezone.now().date()
    monday = today + timedelta(days=7 - today.weekday())
    charter = NewCharter("Book on any phone.", monday + timedelta(days=90), Decimal(50_000))
    project = a_project(cast, start_on=monday, charter=charter)
    build, test = task(cast, project, "Build", days=5), task(cast, project, "Test", days=2)
    link_tasks(acting(cast.priya), test.key, predecessor=build.key)
    baseline_project(acting(cast.priya), project.key, reason="Approved")
    return project, build, test


def stands(found: Task) -> tuple[datetime | None, int]:
    fresh = Task.objects.get(pk=found.pk)
    return fresh.early_start_at, fresh.duration_minutes


def opened(page: Page, project: Project, query: str = "") -> None:
    page.goto(f"/projects/{project.key}/plan/{query}")
    expect(page.locator(".gt-gantt.live .b").first).to_be_visible()


def test_a_bar_is_tried_and_dropped_by_mouse_and_undone(
    doors: Doors, world: World, planned: tuple[Project, Task, Task]
) -> None:
    project, build, test = planned
    before = stands(test)
    page = doors.open(world.cast.priya, WIDE)
    opened(page, project)
    bar = page.locator(f'[data-key="{test.key}"] .crit')
    box = bar.bounding_box()
    assert box is not None
    x, y = box["x"] + 4, box["y"] + box["height"] / 2

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y)
    page.mouse.move(x + 2 * 7.75, y, steps=4)
    readout = page.locator(".gt-readout")
    expect(readout).to_contain_text("The project ends on")
    assert stands(test) == before, "nothing is written while it is held"
    page.mouse.up()
    toast = page.locator(".gt-toast", has_text="is planned for")
    expect(toast).to_be_visible()
    start, minutes = stands(test)
    assert start is not None
    assert before[0] is not None
    assert (start - before[0], minutes) == (timedelta(days=2), 2 * DAY), "moved two days, and as long as it was"
    assert Event.objects.filter(subject=test.key, name="TaskChanged").count() == 1

    toast.get_by_role("button", name="Undo").click()
    expect(page.locator(".gt-readout")).to_have_class("gt-readout")
    page.wait_for_function("() => !document.querySelector('.gt-toast')")
    page.wait_for_timeout(500)
    assert stands(test) == before
    assert stands(build) is not None


def test_keys_move_change_the_length_and_leave(doors: Doors, world: World, planned: tuple[Project, Task, Task]) -> None:
    project, build, test = planned
    page = doors.open(world.cast.priya, WIDE)
    opened(page, project)
    page.locator(f'[data-key="{build.key}"]').focus()

    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".gt-readout")).to_contain_text("1 other task moves.")
    page.keyboard.press("Escape")
    expect(page.locator(".gt-readout")).not_to_contain_text("moves")
    assert stands(build)[1] == 5 * DAY

    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".gt-readout")).to_contain_text("It takes 7")
    page.keyboard.press("Enter")
    expect(page.locator(".gt-toast", has_text="is planned for")).to_be_visible()
    assert stands(build)[1] == 7 * DAY
    expect(page.locator(f'[data-key="{build.key}"]')).to_be_focused()

    page.keyboard.press("ArrowDown")
    expect(page.locator(f'[data-key="{test.key}"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#drives")).to_contain_text("Build")
    expect(page.locator("path.drive")).to_have_count(1)


def test_a_drop_that_comes_too_late_says_what_changed(
    doors: Doors, world: World, planned: tuple[Project, Task, Task]
) -> None:
    project, build, _test = planned
    page = doors.open(world.cast.priya, WIDE)
    opened(page, project)
    change_task(acting(world.cast.priya), build.key, changes={"duration_minutes": 3 * DAY})

    page.locator(f'[data-key="{build.key}"]').focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")

    expect(page.locator(".gt-readout")).to_contain_text("has changed since you opened it")
    assert stands(build)[1] == 3 * DAY
    expect(page.locator(".gt-wbs tr", has_text="Build")).to_contain_text("3")


def test_only_what_is_seen_of_a_long_plan_is_in_the_page(doors: Doors, world: World) -> None:
    project = a_long_plan(world.cast)
    page = doors.open(world.cast.priya, WIDE)
    opened(page, project)

    assert page.locator(".gt-gantt [data-row]").count() < 60
    page.locator(".pane").evaluate("pane => { pane.scrollTop = pane.scrollHeight }")
    expect(page.locator(".gt-wbs")).to_contain_text(f"Line {LINES - 1}")
    assert page.locator(".gt-gantt [data-row]").count() < 60
    assert page.locator(".gt-gantt .b").count() < 60


def a_long_plan(cast: Cast) -> Project:
    from goldenthread.business.projects.actions import reschedule_project
    from goldenthread.business.work.models import Work, WorkKind
    from goldenthread.business.work.policies import space_of
    from goldenthread.foundation.keys import next_keys

    project = a_project(cast)
    keys, space, at = next_keys("TSK", LINES), space_of(project.pk), timezone.now()
    works = Work.objects.bulk_create(
        Work(kind=WorkKind.TASK, key=key, title=f"Line {n}", space=space, account=project.account, opened_at=at)
        for n, key in enumerate(keys)
    )
    Task.objects.bulk_create(
        Task(work=work, project=project, place=n, duration_minutes=DAY) for n, work in enumerate(works, start=1)
    )
    reschedule_project(acting(cast.priya), project.key)
    return project


def test_on_the_phone_it_is_a_list_of_what_is_due_and_why(
    doors: Doors, world: World, planned: tuple[Project, Task, Task]
) -> None:
    project, _build, test = planned
    page = doors.open(world.cast.priya, PHONE)
    page.goto(f"/projects/{project.key}/plan/")
    expect(page.locator("gt-gantt")).to_be_hidden()
    line = page.locator(".gt-due li", has=page.get_by_role("link", name="Test", exact=True))
    expect(line).to_contain_text("Waits for “Build”.")
    line.locator(".gt-fig").click()
    expect(page.locator(".gt-due .chain")).to_contain_text("Build")
    page.evaluate(AXE)
    assert faults(page, {}) == []
    assert f"date={test.key}" in page.url


def test_the_live_plan_is_usable_by_all(doors: Doors, world: World, planned: tuple[Project, Task, Task]) -> None:
    project, build, test = planned
    page = doors.open(world.cast.priya, WIDE)
    opened(page, project, f"?date={test.key}")
    page.evaluate(AXE)
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert faults(page, {}) == []
    page.locator(f'[data-key="{build.key}"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".gt-readout")).to_contain_text("moves")
    assert faults(page, {}) == []
