"""What pages read: the list, the plan, what drives a date, what happened, what needs whom."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.business.projects.company import a_project, task
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    NewRisk,
    assign_task,
    baseline_project,
    comment_task,
    link_tasks,
    note_risk,
    record_decision,
    remove_task,
    report_progress,
    submit_deliverable,
)
from goldenthread.business.projects.queries import ProjectFilters, projects
from goldenthread.business.services.models import FreezeWindow
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.listing import Page

LISTED = import_module("goldenthread.business.projects.queries.projects")
"""The module; the package names the read after it."""


def test_the_list_is_narrowed(cast: Cast) -> None:
    one = a_project(cast)
    two = a_project(cast, name="Another", manager_id=cast.tomas.pk, member_ids=())
    late = task(cast, two, "Late", days=200)

    def keys(**filters: str) -> list[str]:
        return [row.project.key for row in projects(actor(cast.mara), ProjectFilters(**filters), NOON).rows]

    assert late
    assert keys() == [two.key, one.key]
    assert keys(manager=cast.priya.key) == [one.key]
    assert keys(light="bad") == [two.key]
    assert keys(light="good") == [one.key]
    assert keys(state="closed") == []
    assert keys(q="phone") == [one.key]
    assert [row.phase for row in projects(actor(cast.mara), ProjectFilters(), NOON).rows] == ["initiating"] * 2
    assert projects(actor(cast.charlie), ProjectFilters(), NOON).rows == []


def test_a_page_by_light_looks_at_so_many_and_leads_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LISTED, "SIZE", 2)
    monkeypatch.setattr(LISTED, "LOOKED_AT", 3)
    names = "ABCDEFGH"
    late = {name for name in names if name in "ADEFH"}
    for name in names:
        project = a_project(cast, name=name)
        if name in late:
            task(cast, project, "Late", days=200)

    mara = actor(cast.mara)

    def page(cursor: str | None = None) -> Page[queries.ProjectRow]:
        return projects(mara, ProjectFilters(light="bad"), NOON, cursor)

    with CaptureQueriesContext(connection) as caught:
        pages = [page()]
    assert len(caught) <= 3
    while (after := pages[-1].next) is not None:
        pages.append(page(after))
    shown = [[row.project.name for row in one.rows] for one in pages]
    assert shown == [["A"], ["D", "E"], ["F", "H"]]
    assert [row.project.name for row in page(pages[-1].previous).rows] == ["D", "E"]


def test_a_page_by_light_may_be_empty_and_lead_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LISTED, "LOOKED_AT", 2)
    for name in "ABC":
        project = a_project(cast, name=name)
    task(cast, project, "Late", days=200)
    first = projects(actor(cast.mara), ProjectFilters(light="bad"), NOON)
    assert (first.rows, first.next is None) == ([], False)
    then = projects(actor(cast.mara), ProjectFilters(light="bad"), NOON, first.next)
    assert [row.project.name for row in then.rows] == ["C"]


def test_the_chain_ends_in_the_date_it_drives(cast: Cast) -> None:
    project = a_project(cast)
    build = task(cast, project, "Build")
    first = task(cast, project, "First", days=2, parent=build.key)
    second = task(cast, project, "Second", days=3, parent=build.key)
    other = task(cast, project, "Other", days=1)
    gate = task(cast, project, "Gate", is_milestone=True)
    for before, after in ((first, second), (build, gate), (other, gate)):
        link_tasks(acting(cast.priya), after.key, predecessor=before.key)

    read = queries.plan(actor(cast.ruth), project)
    assert [branch.task.work.title for branch in read.chain(gate.key)] == ["First", "Second", "Gate"]
    assert [branch.task.work.title for branch in read.chain(build.key)] == ["First", "Second"]
    assert [(branch.wbs, branch.depth, branch.is_summary) for branch in read.branches][:2] == [
        ("1", 0, True),
        ("1.1", 1, False),
    ]


def test_what_happened_is_told_in_order(cast: Cast) -> None:
    project = a_project(cast)
    gone, stays = task(cast, project, "Gone", days=1), task(cast, project, "Stays", days=1)
    remove_task(acting(cast.priya), gone.key)
    comment_task(acting(cast.tomas), stays.key, text="Started to read")
    record_decision(acting(cast.priya), project.key, title="Go on", reason="It works")

    told = queries.happenings(actor(cast.priya), project).rows
    assert [one.name for one in told][:2] == ["DecisionRecorded", "TaskRemoved"]
    assert told[0].by == "Priya Nair"
    assert {one.title for one in told} >= {"Stays", project.name}
    assert len(queries.happenings(actor(cast.priya), project, decisions=True).rows) == 1


def test_needs_are_those_one_can_answer(cast: Cast) -> None:
    project = a_project(cast)
    priya = actor(cast.priya)
    assert [need.name for need in queries.needs(priya, project, queries.plan(priya, project), NOON)] == ["plan"]
    first = task(cast, project, "First", days=2)
    gate = task(cast, project, "Go live", is_milestone=True, constraint="MSO", constraint_on=date(2026, 3, 18))
    assign_task(acting(cast.priya), first.key, person=cast.tomas.key)
    FreezeWindow.objects.create(
        key=next_key("FRZ"),
        name="Spring freeze",
        starts_at=NOON + timedelta(days=14),
        ends_at=NOON + timedelta(days=20),
    )
    submit_deliverable(acting(cast.tomas), project.deliverables.get().key)
    note_risk(acting(cast.tomas), project.key, new=NewRisk("Late supplier", 20))
    later = datetime(2026, 3, 12, 12, tzinfo=UTC)

    def names(person: object) -> set[tuple[str, str]]:
        who = actor(person)  # type: ignore[arg-type]
        return {(need.name, need.key) for need in queries.needs(who, project, queries.plan(who, project), later)}

    risk = project.risks.get()
    result = project.deliverables.get()
    assert names(cast.priya) == {
        ("move", gate.key),
        ("freeze", project.key),
        ("update", project.key),
        ("answer", risk.key),
    }
    assert names(cast.tomas) == {("report", first.key), ("answer", risk.key)}
    assert names(cast.ruth) == {("accept", result.key)}


def test_the_team_and_its_load(cast: Cast) -> None:
    project = a_project(cast)
    first = task(cast, project, "First", days=2)
    assign_task(acting(cast.priya), first.key, person=cast.tomas.key)
    members = queries.team(actor(cast.priya), project)
    assert [(member.person, member.is_manager, member.open_tasks) for member in members] == [
        (cast.priya, True, 0),
        (cast.tomas, False, 1),
    ]
    report_progress(acting(cast.tomas), first.key, percent=100)
    assert queries.team(actor(cast.priya), project)[1].open_tasks == 0


def test_the_baseline_is_read_beside_the_plan(cast: Cast) -> None:
    project = a_project(cast)
    first = task(cast, project, "First", days=2)
    baseline_project(acting(cast.priya), project.key, reason="Approved", name="Board plan")
    read = queries.plan(actor(cast.priya), project)
    assert read.promised(first.key) == (first.early_start_at, first.early_finish_at)
    assert [one.name for one in queries.baselines(project)] == ["Board plan"]
