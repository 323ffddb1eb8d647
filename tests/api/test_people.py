"""People and the house through the API."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.business.people.test_registers import furnish
from tests.cast import NOON, Cast, acting

from goldenthread.business.people.actions import make_token
from goldenthread.business.people.models import ApiToken, Notification, Person, RoleGrant
from goldenthread.business.people.queries import REGISTERS
from goldenthread.foundation.models import Event


class Program:
    """A program with a person's token."""

    def __init__(self, person: Person, *permits: str) -> None:
        _token, secret = make_token(acting(person, timezone.now()), name="Test", permits=permits)
        self.client, self.headers = Client(), {"authorization": f"Bearer {secret}"}

    def get(self, path: str, status: int = 200, **headers: str) -> Any:
        answer = self.client.get(f"/api/v1{path}", headers=self.headers | headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    def send(self, path: str, body: Any = None, status: int = 200, method: str = "POST", **headers: str) -> Any:
        sent = json.dumps(body) if body is not None else ""
        answer = self.client.generic(
            method, f"/api/v1{path}", sent, content_type="application/json", headers=self.headers | headers
        )
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None


def test_a_person_is_added_changed_and_let_go(cast: Cast) -> None:
    program = Program(cast.emeka)
    new = {"name": "Zoe Arm", "email": "zoe@vallenbrook.example", "organisation": cast.house.key, "role": "operator"}
    made = program.send("/people", new, 201, **{"idempotency-key": "one"})
    again = program.send("/people", new, 201, **{"idempotency-key": "one"})
    assert again["key"] == made["key"]

    path = f"/people/{made['key']}"
    changed = program.send(path, {"job": "Nurse"}, method="PATCH", **{"if-match": f'"{made["version"]}"'})
    assert (changed["job"], changed["name"]) == ("Nurse", "Zoe Arm")
    stale = program.send(path, {"job": "Doctor"}, 412, method="PATCH", **{"if-match": f'"{made["version"]}"'})
    assert stale["changes"][0]["what"] == "PersonChanged"

    assert program.send(f"{path}/deactivate")["is_active"] is False
    assert program.send(f"{path}/deactivate", status=409)["detail"] == "Zoe Arm has left already."
    assert program.send(f"{path}/reactivate")["is_active"] is True


def test_bad_input_is_a_problem_with_its_fields(cast: Cast) -> None:
    program = Program(cast.emeka)
    problem = program.send("/people", {"name": "", "email": "x", "organisation": cast.house.key}, 422)
    assert {"name", "email"} <= {fault["field"] for fault in problem["errors"]}

    unknown = program.send("/people", {"name": "Z", "email": "z@x.example", "organisation": "ORG-1", "salary": 1}, 422)
    assert unknown["errors"][0]["field"].endswith("salary")
    assert program.send("/rates", {"per_hour": "-1", "valid_from": "2026-01-01"}, 422)["status"] == 422


def test_every_register_is_listed_by_cursor_with_the_fields_asked_for(cast: Cast) -> None:
    furnish(cast)
    program = Program(cast.emeka)
    for name in REGISTERS:
        assert program.get(f"/{name}")["items"], name
    found = program.get("/people?q=nadia&fields=key,name")
    assert found["items"] == [{"key": cast.nadia.key, "name": "Nadia Brook"}]
    program.get("/people?fields=salary", 422)
    program.get("/people?cursor=nonsense", 422)


def test_others_are_kept_out(cast: Cast) -> None:
    for person in (cast.daniel, cast.nadia):
        program = Program(person)
        for path in ("/people", "/grants", "/events", "/registers/people/export"):
            program.get(path, 403)
        program.send("/teams", {"name": "Mine", "organisation": cast.house.key}, 403)
        program.send(f"/people/{person.key}/give-role", {"role": "administrator"}, 403)
    assert Program(cast.daniel).get(f"/people/{cast.priya.key}")["name"] == "Priya Nair"
    Program(cast.charlie).get(f"/people/{cast.nadia.key}", 404)
    assert Client().get("/api/v1/people").status_code == 401


def test_roles_are_given_and_taken_back(cast: Cast) -> None:
    program = Program(cast.emeka)
    grant = program.send(f"/people/{cast.tomas.key}/give-role", {"role": "service_owner", "on": cast.service.key}, 201)
    listed = program.get(f"/grants?person={cast.tomas.key}&role=service_owner")["items"]
    assert [(item["key"], item["on"]) for item in listed] == [(grant["key"], cast.service.key)]

    program.send(f"/grants/{grant['key']}/take-back", status=204)
    own = RoleGrant.objects.get(person=cast.emeka)
    assert "last administrator" in program.send(f"/grants/{own.key}/take-back", status=409)["detail"]


def test_teams_and_skills(cast: Cast) -> None:
    program = Program(cast.emeka)
    team = program.send("/teams", {"name": "Night desk", "organisation": cast.house.key}, 201)
    program.send(f"/teams/{team['key']}/join", {"person": cast.tomas.key, "is_lead": True}, 201)
    program.send(f"/teams/{team['key']}", {"calendar": cast.calendar.key}, method="PATCH")
    read = program.get(f"/teams/{team['key']}")
    assert read["members"] == [{"team": team["key"], "person": cast.tomas.key, "is_lead": True}]
    assert read["calendar"] == cast.calendar.key
    program.send(f"/teams/{team['key']}/leave", {"person": cast.tomas.key})
    program.send(f"/teams/{team['key']}/leave", {"person": cast.tomas.key}, 404)

    skill = program.send("/skills", {"name": "Databases"}, 201)
    program.send("/skills", {"name": "databases"}, 422)
    program.send(f"/skills/{skill['key']}", {"name": "SQL"}, method="PATCH")
    program.send(f"/people/{cast.tomas.key}/rate-skill", {"skill": skill["key"], "level": 4})
    program.send(f"/people/{cast.tomas.key}/rate-skill", {"skill": skill["key"], "level": 9}, 422)
    assert program.get("/levels")["items"] == [{"person": cast.tomas.key, "skill": skill["key"], "level": 4}]


def test_rates_absences_calendars_and_organisations(cast: Cast) -> None:
    program = Program(cast.emeka)
    rate = program.send("/rates", {"per_hour": "80.50", "valid_from": "2026-01-01"}, 201)
    program.send(f"/rates/{rate['key']}", {"per_hour": "81"}, method="PATCH")
    assert program.get(f"/rates/{rate['key']}")["per_hour"] == "81.00"
    program.send(f"/rates/{rate['key']}/remove", status=204)

    away = {"starts_on": "2026-03-09", "ends_on": "2026-03-10"}
    absence = Program(cast.tomas).send("/absences", away, 201)
    Program(cast.tomas).send("/absences", {**away, "person": cast.daniel.key}, 403)
    program.send(f"/absences/{absence['key']}", {"ends_on": "2026-03-01"}, 422, method="PATCH")
    program.send(f"/absences/{absence['key']}/remove", status=204)

    calendar = program.send("/calendars", {"name": "Night", "timezone": "Europe/Berlin"}, 201)
    path = f"/calendars/{calendar['key']}"
    program.send(f"{path}/take-country-holidays", {"country": "DE", "years": [2026]})
    assert "2026-12-25" in program.get(path)["holidays"]
    program.send(path, {"weekly": {"mon": [["22:00", "06:00"]]}}, method="PATCH")
    assert program.get(path)["weekly"]["tue"] == [["00:00", "06:00"]]
    program.send(path, {"weekly": {"mon": [["22:00", "26:00"]]}}, 422, method="PATCH")
    new = {"name": "Bay clinic", "kind": "customer", "calendar": calendar["key"]}
    organisation = program.send("/organisations", new, 201)
    path = f"/organisations/{organisation['key']}"
    program.send(path, {"parent": organisation["key"]}, 422, method="PATCH")
    program.send(path, {"parent": cast.clinic.key}, method="PATCH")
    assert program.get(path)["parent"] == cast.clinic.key


def test_a_register_goes_out_and_comes_in_unchanged(cast: Cast) -> None:
    furnish(cast)
    program = Program(cast.emeka)
    answer = program.client.get("/api/v1/registers/grants/export", headers=program.headers)
    exported = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

    report = program.send("/registers/grants/import", {"text": exported})

    rows = len(list(csv.reader(io.StringIO(exported)))) - 1
    assert report == {"added": 0, "changed": 0, "unchanged": rows, "refused": []}
    refused = program.send("/registers/grants/import", {"text": "person,role,on\nPER-999,operator,\n"})["refused"]
    assert refused == [{"row": 2, "why": "person: Choose a person from the list."}]
    program.send("/registers/nonsense/import", {"text": "x"}, 404)


def test_events_are_read_by_auditors(cast: Cast) -> None:
    Program(cast.emeka).send("/skills", {"name": "Databases"}, 201)
    program = Program(cast.aoife)

    found = program.get("/events?fact=SkillAdded")["items"]
    assert [(item["actor"], item["actor_kind"], item["data"]) for item in found] == [
        (cast.emeka.pk, "token", {"name": "Databases"})
    ]
    assert program.get(f"/events?person={cast.mara.key}")["items"] == []
    assert program.get("/events?fact=SkillAdded&to=2020-01-01T00:00:00Z")["items"] == []


def test_a_scoped_token_does_what_it_is_for_and_nothing_more(cast: Cast) -> None:
    program = Program(cast.emeka, "add_skill")
    program.send("/skills", {"name": "Databases"}, 201)
    assert "does not permit" in program.send("/teams", {"name": "X", "organisation": cast.house.key}, 403)["detail"]
    scoped = Program(cast.daniel, "make_token")
    scoped.send("/tokens", {"name": "Wider"}, 403)
    assert not ApiToken.objects.filter(name="Wider").exists()


def test_tokens_notifications_and_settings_are_ones_own(cast: Cast) -> None:
    program = Program(cast.daniel)
    made = program.send("/tokens", {"name": "Export", "days": 1, "permits": ["open_ticket"]}, 201)
    assert made["token"].startswith("gt_")
    assert {token["name"] for token in program.get("/tokens")} == {"Test", "Export"}
    program.send("/tokens", {"name": "Ever", "days": 9999}, 422)
    program.send("/tokens", {"name": "Odd", "permits": ["fly"]}, 422)
    Program(cast.tomas).send(f"/tokens/{made['key']}/revoke", status=404)
    program.send(f"/tokens/{made['key']}/revoke")
    assert {token["name"] for token in program.get("/tokens")} == {"Test"}

    Notification.objects.create(person=cast.daniel, subject="INC-1", sentence="Yours", at=NOON)
    Notification.objects.create(person=cast.priya, subject="INC-2", sentence="Hers", at=NOON)
    assert [note["sentence"] for note in program.get("/notifications")["items"]] == ["Yours"]
    assert program.send("/notifications/mark-read", {}) == {"marked": 1}

    assert program.send("/me", {"locale": "de"}, method="PATCH")["locale"] == "de"
    assert program.get("/me")["key"] == cast.daniel.key


@pytest.mark.parametrize("path", ["/events", "/people", "/grants"])
def test_a_read_leaves_no_trace(cast: Cast, path: str) -> None:
    program = Program(cast.emeka)
    before = Event.objects.count()

    program.get(path)

    assert Event.objects.count() == before
