"""Dragging a bar, as the element in the page asks for it: the lines, the preview, the drop and its undoing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from tests.business.projects.company import DAY, a_project, task
from tests.cast import Cast, acting

from goldenthread.business.people.models import Person
from goldenthread.business.projects.actions import baseline_project, change_task, link_tasks
from goldenthread.business.projects.models import Project, Task
from goldenthread.foundation.models import Event


@pytest.fixture
def chained(cast: Cast) -> tuple[Project, Task, Task]:
    project = a_project(cast)
    build, test = task(cast, project, "Build", days=5), task(cast, project, "Test", days=2)
    link_tasks(acting(cast.priya), test.key, predecessor=build.key)
    baseline_project(acting(cast.priya), project.key, reason="Approved")
    return project, build, test


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
    return client


def told(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    return dict(json.loads(answer.content))


def test_the_lines_come_once_and_again_only_when_something_changed(
    cast: Cast, chained: tuple[Project, Task, Task]
) -> None:
    project, build, test = chained
    priya, address = signed_in(cast.priya), f"/projects/{project.key}/plan/lines/"

    answer = priya.get(address)
    known = told(answer)
    assert [line[:3] for line in known["lines"]] == [[build.key, "1", "Build"], [test.key, "2", "Test"]]
    assert known["links"] == [[0, 1, "FS"]]
    assert known["plans"] is True
    assert known["perDay"] == DAY
    again = priya.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    change_task(acting(cast.priya), build.key, changes={"title": "Build it"})
    changed = priya.get(address, headers={"If-None-Match": answer["ETag"]})
    assert told(changed)["lines"][0][2] == "Build it"


def test_members_read_the_lines_and_move_nothing(cast: Cast, chained: tuple[Project, Task, Task]) -> None:
    project, build, _test = chained
    tomas = signed_in(cast.tomas)
    assert told(tomas.get(f"/projects/{project.key}/plan/lines/"))["plans"] is False
    body = {"task": build.key, "duration_minutes": DAY}
    assert told(tomas.post(f"/projects/{project.key}/plan/preview/", body), 403)["sentence"]
    assert told(tomas.post(f"/tasks/{build.key}/place/", {"duration_minutes": DAY}), 403)["sentence"]
    assert signed_in(cast.charlie).get(f"/projects/{project.key}/plan/lines/").status_code == 404


def test_a_preview_says_where_it_lands_and_what_moves(cast: Cast, chained: tuple[Project, Task, Task]) -> None:
    project, build, test = chained
    priya, address = signed_in(cast.priya), f"/projects/{project.key}/plan/preview/"
    facts = Event.objects.count()

    saturday = told(priya.post(address, {"task": test.key, "constraint": "SNET", "constraint_on": "2026-03-14"}))
    assert saturday["says"][0] == "14 Mar is a day off, so it begins on 16 Mar."
    assert saturday["title"] == "16 Mar to 17 Mar"
    assert {row[0] for row in saturday["rows"]} == {build.key, test.key}, "the other one gains float"
    assert "Nothing else moves." in saturday["says"]

    early = told(priya.post(address, {"task": test.key, "constraint": "SNET", "constraint_on": "2026-03-02"}))
    assert early["says"][0] == "It cannot begin before 9 Mar: it waits for “Build”."
    longer = told(priya.post(address, {"task": build.key, "duration_minutes": 6 * DAY}))
    assert longer["says"][:2] == ["It takes 6\u202fd.", "1 other task moves."]
    assert Event.objects.count() == facts


def test_a_late_finish_is_told_as_what_it_breaks(cast: Cast, chained: tuple[Project, Task, Task]) -> None:
    project, build, test = chained
    change_task(acting(cast.priya), test.key, changes={"deadline_on": date(2026, 3, 11)})
    address = f"/projects/{project.key}/plan/preview/"

    found = told(signed_in(cast.priya).post(address, {"task": build.key, "duration_minutes": 20 * DAY}))

    assert found["breaks"] == [
        "“Test” misses its deadline, 11 Mar.",
        "The finish leaves its tolerance, which ends on 24 Mar: ask the sponsor.",
    ]


def test_a_drop_moves_it_once_and_can_be_undone(cast: Cast, chained: tuple[Project, Task, Task]) -> None:
    project, _build, test = chained
    priya, address = signed_in(cast.priya), f"/tasks/{test.key}/place/"
    before = Task.objects.get(pk=test.pk)
    seen = str(before.version)
    body = {"constraint": "SNET", "constraint_on": "2026-03-11", "_version": seen, "_once": "drop-1"}

    dropped = told(priya.post(address, body))
    assert told(priya.post(address, body)) == dropped, "sent twice, moved once"
    assert dropped["toast"].startswith("“Test” is planned for 11 Mar to 12 Mar.")
    assert dropped["undo"] == {"constraint": "ASAP"}
    assert Event.objects.filter(subject=test.key, name="TaskChanged").count() == 1
    assert Event.objects.filter(subject=project.key, name="PlanMoved").count() >= 1
    assert Task.objects.get(pk=test.pk).duration_minutes == 2 * DAY, "no day is added by a drag"

    told(priya.post(address, {**dropped["undo"], "_version": str(dropped["version"])}))
    after = Task.objects.get(pk=test.pk)
    assert (after.constraint, after.constraint_at) == (before.constraint, before.constraint_at)
    assert (after.early_start_at, after.early_finish_at) == (before.early_start_at, before.early_finish_at)


def test_undoing_a_drop_gives_back_what_levelling_held(cast: Cast, chained: tuple[Project, Task, Task]) -> None:
    _project, _build, test = chained
    priya, address = signed_in(cast.priya), f"/tasks/{test.key}/place/"
    change_task(acting(cast.priya), test.key, changes={"levelled_at": datetime(2026, 3, 18, 8, tzinfo=UTC)})
    held = Task.objects.get(pk=test.pk)

    body = {"constraint": "SNET", "constraint_on": "2026-03-11", "_version": str(held.version)}
    dropped = told(priya.post(address, body))
    moved = Task.objects.get(pk=test.pk)
    assert moved.levelled_at is None
    assert moved.early_start_at < held.early_start_at

    told(priya.post(address, {**dropped["undo"], "_version": str(dropped["version"])}))
    after = Task.objects.get(pk=test.pk)
    assert (after.levelled_at, after.early_start_at) == (held.levelled_at, held.early_start_at)


def test_a_stale_drop_says_what_changed(cast: Cast, chained: tuple[Project, Task, Task]) -> None:
    _project, _build, test = chained
    seen = str(Task.objects.get(pk=test.pk).version)
    change_task(acting(cast.priya), test.key, changes={"duration_minutes": 3 * DAY})

    body = {"constraint": "SNET", "constraint_on": "2026-03-11", "_version": seen}
    found = told(signed_in(cast.priya).post(f"/tasks/{test.key}/place/", body), 412)

    assert "has changed since you opened it" in found["sentence"]
    assert any("1440" in change for change in found["changes"])
    assert Task.objects.get(pk=test.pk).constraint == "ASAP"


def test_what_does_not_fit_is_refused(cast: Cast, chained: tuple[Project, Task, Task]) -> None:
    project, build, _test = chained
    priya = signed_in(cast.priya)
    preview, place = f"/projects/{project.key}/plan/preview/", f"/tasks/{build.key}/place/"
    assert told(priya.post(preview, {"task": build.key, "constraint": "SNET", "constraint_on": "soon"}), 422)
    assert told(priya.post(preview, {"task": build.key, "wings": "2"}), 422)
    assert told(priya.post(place, {}), 422)
    assert priya.get(preview).status_code == 405
    assert priya.get(place).status_code == 405


def test_a_long_plan_is_drawn_in_stretches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from goldenthread.web.projects.plan import plan as screen

    monkeypatch.setattr(screen, "SHOWN", 2)
    project = a_project(cast)
    made = [task(cast, project, f"Task {number}", days=1) for number in range(5)]
    priya = signed_in(cast.priya)

    first = priya.get(f"/projects/{project.key}/plan/").content.decode()
    assert first.count("data-row") == 2
    assert "?from=4" in first
    opened = priya.get(f"/projects/{project.key}/plan/?date={made[3].key}").content.decode()
    assert 'aria-current="page">3–4<' in opened
    assert "Task 3" in opened
    drives = priya.get(
        f"/projects/{project.key}/plan/?date={made[3].key}", headers={"HX-Request": "true", "HX-Target": "drives"}
    ).content.decode()
    assert drives.strip().startswith('<div class="gt-opener inline"')
