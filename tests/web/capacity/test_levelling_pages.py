"""Levelling by page and by API: asked, watched, read with reasons, accepted whole and in part, undone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests.business.projects.company import a_project
from tests.business.projects.levelled import SUNDAY, busy, crowded, curable, proposed
from tests.cast import NOON, Cast, acting

from goldenthread.business.people.actions import make_token
from goldenthread.business.people.models import Person
from goldenthread.business.projects.actions import accept_levelling, change_task, level_projects, remove_task
from goldenthread.business.projects.models import Levelling, Project, Task
from goldenthread.business.work.models import Work
from goldenthread.foundation.models import Run

DAY = 8 * 60


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
    return client


def program(person: Person) -> Client:
    _token, text = make_token(acting(person), name="Levelling", days=366)
    return Client(headers={"Authorization": f"Bearer {text}"})


def read(client: Client, run: Run, query: str = "") -> str:
    answer = client.get(f"/levelling/{run.key}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def asked(cast: Cast) -> tuple[Project, Project, Run]:
    first, second, *_tasks = crowded(cast)
    return first, second, proposed(cast, first, second).run


def test_one_asks_from_capacity_and_is_led_to_the_search(cast: Cast) -> None:
    first, second, *_tasks = crowded(cast)
    client = signed_in(cast.mara)
    assert 'href="/capacity/level/"' in client.get("/capacity/").content.decode()
    page = client.get("/capacity/level/").content.decode()
    assert page.count("checked") == 3  # both projects and what counts
    sent = {"projects": [first.key, second.key], "objective": "finish", "seconds": "10"}
    answer = client.post("/capacity/level/", sent)
    run = Run.objects.get()
    assert answer.headers["Location"] == f"/levelling/{run.key}/"
    assert run.question == {"projects": [first.key, second.key], "objective": "finish", "seconds": 10}
    assert "begins as soon as a worker is free" in read(client, run)


def test_a_plan_leads_to_its_own_levelling_alone(cast: Cast) -> None:
    first, *_rest = crowded(cast)
    client = signed_in(cast.priya)
    link = f"/capacity/level/?project={first.key}"
    assert link in client.get(f"/projects/{first.key}/plan/").content.decode()
    assert client.get(link).content.decode().count("checked") == 2


def test_while_it_searches_the_best_so_far_is_shown(cast: Cast, asked: tuple[Project, Project, Run]) -> None:
    *_projects, run = asked
    best = {"best": {"value": 80.0, "bound": 64.0, "gap": 0.25, "finish": "2026-03-13T16:00:00+00:00"}}
    Run.objects.filter(pk=run.pk).update(state="running", started_at=NOON, answer=best)
    page = read(signed_in(cast.mara), run)
    assert "13 Mar" in page
    assert "25.0" in page
    assert "every 1s" in page
    assert "Accept all" not in page


def test_the_proposal_says_who_moves_and_why_and_what_is_gone(cast: Cast, asked: tuple[Project, Project, Run]) -> None:
    *_projects, run = asked
    page = read(signed_in(cast.mara), run)
    assert "Tomas Okafor is on “" in page
    assert "1 overloaded week gone" in page
    assert "Accept all" in page
    assert "Tomas Okafor is on" in read(signed_in(cast.mara), run, "?format=csv")


def test_accepted_and_undone_by_a_press_each(cast: Cast, asked: tuple[Project, Project, Run]) -> None:
    first, second, run = asked
    client = signed_in(cast.mara)
    assert client.post(f"/levelling/{run.key}/accept/").status_code == 303
    assert curable(first, second) == []
    page = read(client, run)
    assert "1 task is held back" in page
    assert "Accept all" not in page
    done = Levelling.objects.get()
    assert client.post(f"/levelling/{done.key}/undo/").headers["Location"] == f"/levelling/{run.key}/"
    assert curable(first, second)
    assert "Taken back." in read(client, run)


def test_what_must_go_along_is_ticked_before_anything_is_accepted(cast: Cast) -> None:
    project = a_project(cast)
    busy(cast, project, "One", 5, priority=900)
    two = busy(cast, project, "Two", 5, priority=500)
    three = busy(cast, project, "Three", 5, constraint="SNET", constraint_on=NOON.date().replace(day=9), priority=100)
    run = proposed(cast, project).run
    client = signed_in(cast.mara)
    answer = client.post(f"/levelling/{run.key}/accept/", {"part": "1", "tasks": [two.key]})
    assert answer.headers["Location"] == f"/levelling/{run.key}/?tick={two.key}&along={three.key}#moves"
    assert not Levelling.objects.exists()
    page = read(client, run, f"?tick={two.key}&along={three.key}")
    assert "1 more must go along." in page
    assert page.count("checked>") == 2
    client.post(f"/levelling/{run.key}/accept/", {"part": "1", "tasks": [two.key, three.key]})
    assert curable(project) == []


def test_a_proposal_of_before_offers_to_level_again(cast: Cast, asked: tuple[Project, Project, Run]) -> None:
    first, _second, run = asked
    key = Task.objects.filter(project=first).values_list("work__key", flat=True)[0]
    change_task(acting(cast.priya), key, changes={"duration_minutes": DAY})
    page = read(signed_in(cast.mara), run)
    assert "This is of before." in page
    assert "Accept all" not in page


def test_a_part_of_a_proposal_of_before_is_refused_with_its_sentence(
    cast: Cast, asked: tuple[Project, Project, Run]
) -> None:
    first, second, run = asked
    (held,) = (move["task"] for move in run.answer["moves"])  # type: ignore[index]
    keys = dict(Task.objects.filter(project__in=(first, second)).values_list("pk", "work__key"))
    remove_task(acting(cast.priya), keys[held])
    answer = signed_in(cast.mara).post(f"/levelling/{run.key}/accept/", {"part": "1", "tasks": [keys[held]]})
    assert answer.status_code == 409
    assert "have changed since" in answer.content.decode()


def test_a_search_is_cancelled_and_no_plan_has_changed(cast: Cast) -> None:
    first, *_rest = crowded(cast)
    run = level_projects(acting(cast.mara), projects=[first.key])
    answer = signed_in(cast.mara).post(f"/levelling/{run.key}/cancel/")
    assert answer.headers["Location"] == "/capacity/level/"
    assert Run.objects.get(pk=run.pk).state == "cancelled"
    assert "No proposal" in read(signed_in(cast.mara), run)


def test_a_private_task_has_no_name_and_no_key_on_the_page(cast: Cast, asked: tuple[Project, Project, Run]) -> None:
    *_projects, run = asked
    Work.objects.filter(task__isnull=False).update(is_private=True)
    page = read(signed_in(cast.mara), run)
    assert "A private task" in page
    for key, title in Work.objects.values_list("key", "title"):
        assert key not in page
        assert title not in page


def test_those_who_plan_nothing_are_not_let_in(cast: Cast, asked: tuple[Project, Project, Run]) -> None:
    *_projects, run = asked
    for stranger in (cast.tomas, cast.daniel, cast.nadia, cast.charlie):
        client = signed_in(stranger)
        assert client.get("/capacity/level/").status_code == 403
        assert client.get(f"/levelling/{run.key}/").status_code == 404
        assert client.post(f"/levelling/{run.key}/accept/").status_code in (403, 404)


def test_programs_ask_read_accept_and_undo(cast: Cast) -> None:
    first, second, *_tasks = crowded(cast)
    client = program(cast.mara)

    def post(path: str, **body: Any) -> Any:
        return client.post(f"/api/v1/levellings{path}", json.dumps(body), content_type="application/json")

    assert post("", projects=[first.key], seconds=10).status_code == 202
    assert post("", projects=["PRJ-999"]).status_code == 422
    run = proposed(cast, first, second, at=SUNDAY).run
    told = client.get(f"/api/v1/levellings/{run.key}").json()
    (move,) = told["moves"]
    assert move["cause"] == "person"
    assert move["is_held"]
    assert told["overloads"]["after"] == []
    assert [row["who"] for row in told["overloads"]["before"]] == [cast.tomas.key]
    done = post(f"/{run.key}/accept", projects=[move["project"]]).json()
    assert done["tasks"] == 1
    assert post(f"/{run.key}/accept").status_code == 409
    assert post(f"/{done['key']}/undo").json()["undone_at"] is not None


def test_the_history_of_a_plan_tells_both(cast: Cast, asked: tuple[Project, Project, Run]) -> None:
    *_projects, run = asked
    accept_levelling(acting(cast.mara), run.key)
    done = Levelling.objects.get()
    (key,) = done.plans
    signed_in(cast.mara).post(f"/levelling/{done.key}/undo/")
    page = signed_in(cast.mara).get(f"/projects/{key}/happened/").content.decode()
    assert "Plan levelled: 1 task held back" in page
    assert "Levelling taken back" in page
