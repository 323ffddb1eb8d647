"""Plans of Microsoft Project, and what plans count on besides people, through the door for programs."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.test_portfolio import Program
from tests.business.projects.company import a_project, task
from tests.cast import Cast
from tests.web.projects.test_msproject import PLAN

from goldenthread.business.projects.models import Task


def send(program: Program, key: str, content: bytes = PLAN, **more: Any) -> Any:
    body = {"file": SimpleUploadedFile("plan.xml", content), **more}
    headers = {**program.headers, "Idempotency-Key": str(more) + str(len(content))}
    return program.client.post(f"/api/v1/projects/{key}/import-msproject", body, headers=headers)


def take_away(program: Program, path: str, body: dict[str, Any]) -> None:
    answer = program.client.post(f"/api/v1{path}", body, content_type="application/json", headers=program.headers)
    assert answer.status_code == 204, answer.content


def test_a_plan_is_looked_at_brought_in_and_written_out(cast: Cast) -> None:
    key, priya, tomas = a_project(cast).key, Program(cast.priya), Program(cast.tomas)

    seen = send(priya, key, preview="true")
    assert (seen.status_code, seen.json()["created"]) == (200, 2)
    assert not Task.objects.exists()
    assert priya.get(f"/projects/{key}/plan-import") == {}
    done = send(priya, key).json()
    assert (done["created"], done["links"], [one["field"] for one in done["losses"]]) == (2, 1, ["Contact"])
    assert send(priya, key).json() == done, "the same request does one thing"
    assert priya.get(f"/projects/{key}/plan-import")["name"] == "plan.xml"

    answer = tomas.client.get(f"/api/v1/projects/{key}/export-msproject", headers=tomas.headers)
    assert b"<Name>Pour</Name>" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert send(tomas, key).status_code == 403
    assert send(Program(cast.charlie), key).status_code == 404
    assert send(priya, key, b"<no/>").status_code == 422


def test_resources_are_named_changed_used_and_taken_away(cast: Cast) -> None:
    project = a_project(cast)
    one, priya, tomas = task(cast, project, "Dig", 2), Program(cast.priya), Program(cast.tomas)
    home = f"/projects/{project.key}/resources"

    crane = priya.send(home, {"name": "Crane", "rate": "80"}, 201)
    changed = priya.send(f"{home}/{crane['id']}/change", {"calendar": cast.calendar.key})
    assert (changed["name"], changed["calendar"]) == ("Crane", cast.calendar.key)
    assert tomas.get(home)["items"][0]["rate"] is None, "a member without a money role sees no prices"
    priya.send(home, {"name": " "}, 422)
    tomas.send(home, {"name": "Mine"}, 403)

    used = priya.send(f"/tasks/{one.key}/use-resource", {"resource": crane["id"], "units": "50", "work_minutes": 480})
    assert used["work_minutes"] == 480
    assert len(tomas.get(f"/tasks/{one.key}/resources")["items"]) == 1
    priya.send(f"/tasks/{one.key}/use-resource", {"resource": crane["id"], "units": "0"}, 422)
    take_away(priya, f"/tasks/{one.key}/unuse-resource", {"resource": crane["id"]})
    priya.send(f"/tasks/{one.key}/unuse-resource", {"resource": crane["id"]}, 422)
    take_away(priya, f"{home}/{crane['id']}/remove", {})
    assert priya.get(home)["items"] == []


def test_a_link_tells_its_lag_and_a_task_what_it_is(cast: Cast) -> None:
    project, priya = a_project(cast), Program(cast.priya)
    first, second = task(cast, project, "Dig", 2), task(cast, project, "Pour", 1)

    share = {"predecessor": first.key, "lag_percent": 50, "lag_calendar": "elapsed"}
    priya.send(f"/tasks/{second.key}/link", share)
    priya.send(f"/tasks/{second.key}/link", share | {"lag_minutes": 60}, 422)
    told = priya.get(f"/projects/{project.key}/links")["items"][0]
    assert (told["lag_percent"], told["lag_calendar"]) == (50, "elapsed")
    more = {"is_elapsed": True, "priority": 900, "fixed_cost": "10"}
    changed = priya.send(f"/tasks/{first.key}", more, 200, "patch")
    assert (changed["is_elapsed"], changed["priority"]) == (True, 900)
    priya.send(f"/tasks/{first.key}", {"priority": 1001}, 422, "patch")
