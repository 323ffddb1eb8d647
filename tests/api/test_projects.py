"""Projects through the door for programs, from the plan to the hand-over."""

from __future__ import annotations

from typing import Any

from tests.api.test_portfolio import Program
from tests.business.projects.company import a_project
from tests.cast import Cast

from goldenthread.api.projects.preview import PreviewOut
from goldenthread.business.work.models import Work


def test_a_project_is_planned_run_and_handed_over(cast: Cast) -> None:
    project = a_project(cast)
    home = f"/projects/{project.key}"
    priya, tomas, ruth, ines = (Program(one) for one in (cast.priya, cast.tomas, cast.ruth, cast.ines))

    first = priya.send(f"{home}/tasks", {"title": "Pages", "duration_minutes": 960, "budget": "1000"}, 201)
    second = priya.send(f"{home}/tasks", {"title": "Load test", "duration_minutes": 480}, 201)
    gate = priya.send(f"{home}/tasks", {"title": "Go live", "is_milestone": True}, 201)
    linked = priya.send(f"/tasks/{second['key']}/link", {"predecessor": first["key"]})
    assert linked["driver"] == {"kind": "link", "task": first["key"], "type": "FS"}
    priya.send(f"/tasks/{gate['key']}/link", {"predecessor": second["key"], "kind": "FF"})
    circle = priya.send(f"/tasks/{first['key']}/link", {"predecessor": gate["key"]}, 409)
    assert "→" in circle["detail"]

    read = priya.get(f"/tasks/{first['key']}")
    seen = {"If-Match": f'"{read["version"]}"'}
    changed = priya.send(f"/tasks/{first['key']}", {"title": "Booking pages"}, 200, "patch", **seen)
    assert (changed["title"], changed["duration_minutes"]) == ("Booking pages", 960)
    priya.send(f"/tasks/{first['key']}", {"title": "Late"}, 412, "patch", **seen)
    priya.send(f"/tasks/{first['key']}/assign", {"person": cast.tomas.key})
    assert priya.send(f"{home}/baseline", {"reason": "Approved"}, 201)["number"] == 1
    assert [one["wbs"] for one in priya.get(f"{home}/tasks?fields=wbs,key")["items"]] == ["1", "2", "3"]
    assert len(priya.get(f"{home}/links")["items"]) == 2

    told = tomas.send(f"/tasks/{first['key']}/report-progress", {"percent": 50})
    assert (told["percent"], told["budget"]) == (50, None), "a member without a money role sees no money"
    assert priya.get(f"{home}/standing")["measures"]["ev"] == "500.00"
    assert tomas.get(f"{home}/standing")["budget"] is None
    tomas.send(f"/tasks/{first['key']}/comment", {"text": "Half of it stands"}, 201)
    assert [one["text"] for one in ruth.get(f"/tasks/{first['key']}/comments")["items"]] == ["Half of it stands"]

    result = priya.get(f"{home}/deliverables")["items"][0]["key"]
    tomas.send(f"/deliverables/{result}/submit", {"evidence": ["Seen", "Heard"]})
    ruth.send(f"/deliverables/{result}/send-back", {"reason": "Silent"})
    tomas.send(f"/deliverables/{result}/submit", {})
    met = [{"is_met": True}, {"is_met": True}]
    ruth.send(f"/deliverables/{result}/accept", {"verdicts": met[:1]}, 422)
    assert ruth.send(f"/deliverables/{result}/accept", {"verdicts": met})["state"] == "accepted"

    handover = priya.send(f"{home}/start-handover", {"service": cast.service.key}, 201)
    ines.send(f"/handovers/{handover['key']}/pass", {}, 409)
    added = priya.send(f"/handovers/{handover['key']}/readiness", {"area": "people", "text": "Night shift"}, 201)
    extra = next(item["id"] for item in added["items"] if item["text"] == "Night shift")
    priya.send(f"/handovers/{handover['key']}/readiness/{extra}/remove", {})
    for item in handover["items"]:
        body = {"is_ready": True, "evidence": "Shown"}
        priya.send(f"/handovers/{handover['key']}/readiness/{item['id']}/judge", body)
    assert ines.send(f"/handovers/{handover['key']}/pass", {})["passed_at"]
    assert priya.send(f"{home}/close", {})["state"] == "closed"


def test_running_it(cast: Cast) -> None:
    project = a_project(cast)
    home = f"/projects/{project.key}"
    priya, mara = Program(cast.priya), Program(cast.mara)
    assert priya.send(f"{home}/advance-phase", {})["phase"] == "planning"
    priya.send(f"{home}/add-member", {"person": cast.daniel.key})
    assert cast.daniel.key in {one["person"] for one in priya.get(f"{home}/members")["items"]}
    priya.send(f"{home}/remove-member", {"person": cast.daniel.key})
    priya.send(f"{home}/record-decision", {"title": "Go on", "reason": "It works"})
    assert [one["what"] for one in priya.get(f"{home}/history?only=decisions")["items"]] == ["DecisionRecorded"]
    risk = priya.send(f"{home}/risks", {"title": "Late supplier", "probability": 20, "cost": "500"}, 201)
    body = {"title": "Late supplier", "probability": 40, "state": "happened"}
    assert priya.send(f"/risks/{risk['key']}/change", body)["state"] == "happened"
    assert priya.get(f"{home}/risks?state=open")["items"] == []
    priya.send(f"{home}/deliverables", {"name": "Manual", "criteria": []}, 422)
    priya.send(f"{home}/deliverables", {"name": "Manual", "criteria": ["Read by a nurse"]}, 201)
    made = priya.send(f"{home}/tasks", {"title": "Wrong", "duration_minutes": 480}, 201)
    assert priya.send(f"/tasks/{made['key']}/move", {"place": 1})["wbs"] == "1"
    priya.client.post(f"/api/v1/tasks/{made['key']}/remove", headers=priya.headers)
    priya.get(f"/tasks/{made['key']}", 404)
    assert priya.get(f"{home}/curve")["items"]
    assert priya.get(f"{home}/entries")["items"] == []
    assert len(priya.get(f"{home}/phases")) == 6  # type: ignore[arg-type]
    assert mara.send(f"{home}/stop", {"reason": "No money"})["state"] == "stopped"


def test_the_list(cast: Cast) -> None:
    project = a_project(cast)
    found = Program(cast.mara).get("/projects?state=open&fields=key,light")
    assert found["items"] == [{"key": project.key, "light": "bad"}], "its deliverable is long due"
    assert Program(cast.charlie).get("/projects")["items"] == []
    Program(cast.charlie).get(f"/projects/{project.key}", 404)
    Program(cast.charlie).get(f"/projects/{project.key}/standing", 404)


def test_unknown_fields_are_refused(cast: Cast) -> None:
    project = a_project(cast)
    answer: Any = Program(cast.priya).send(f"/projects/{project.key}/tasks", {"title": "X", "colour": "red"}, 422)
    assert answer["errors"][0]["field"].endswith("colour")


def test_the_same_request_twice_does_one_thing(cast: Cast) -> None:
    project = a_project(cast)
    priya = Program(cast.priya)
    body = {"title": "Once"}
    one = priya.send(f"/projects/{project.key}/tasks", body, 201, **{"Idempotency-Key": "a1"})
    two = priya.send(f"/projects/{project.key}/tasks", body, 201, **{"Idempotency-Key": "a1"})
    assert one["key"] == two["key"]


def test_a_change_is_tried_before_it_is_made(cast: Cast) -> None:
    project = a_project(cast)
    priya, tomas = Program(cast.priya), Program(cast.tomas)
    home = f"/projects/{project.key}"
    first = priya.send(f"{home}/tasks", {"title": "Pages", "duration_minutes": 960}, 201)
    second = priya.send(f"{home}/tasks", {"title": "Load test", "duration_minutes": 480}, 201)
    priya.send(f"/tasks/{second['key']}/link", {"predecessor": first["key"]})
    longer = {"task": first["key"], "duration_minutes": 1440}

    tried = priya.send(f"{home}/plan/preview", longer)

    PreviewOut.model_validate(tried, strict=False)
    assert {row["key"] for row in tried["rows"]} == {first["key"], second["key"]}
    assert (tried["task"]["key"], tried["breaks"]) == (first["key"], [])
    assert priya.get(f"/tasks/{first['key']}")["duration_minutes"] == 960
    seen = {"If-Match": f'"{tried["version"] + 0}"'}
    priya.send(f"/tasks/{first['key']}", {"duration_minutes": 1440}, 200, "patch", **seen)
    assert priya.get(f"/tasks/{second['key']}")["finish_at"] == _zulu(tried["finish_at"])
    tomas.send(f"{home}/plan/preview", longer, 403)
    priya.send(f"{home}/plan/preview", {"task": "TSK-0", "duration_minutes": 1}, 404)
    priya.send(f"{home}/plan/preview", {"task": first["key"], "duration_minutes": -5}, 422)


def test_what_holds_a_task_is_named_only_to_who_may_see_it(cast: Cast) -> None:
    project = a_project(cast)
    priya = Program(cast.priya)
    first = priya.send(f"/projects/{project.key}/tasks", {"title": "Quiet talks"}, 201)
    second = priya.send(f"/projects/{project.key}/tasks", {"title": "Load test", "parent": ""}, 201)
    priya.send(f"/tasks/{second['key']}/link", {"predecessor": first["key"]})
    assert priya.get(f"/tasks/{second['key']}")["driver"]["task"] == first["key"]

    Work.objects.filter(key=first["key"]).update(is_private=True, assignee=cast.tomas)

    alone = priya.get(f"/tasks/{second['key']}")
    (listed,) = priya.get(f"/projects/{project.key}/tasks")["items"]
    assert alone["driver"] == listed["driver"] == {"kind": "link"}


def _zulu(text: str) -> str:
    return text.replace("+00:00", "Z")
