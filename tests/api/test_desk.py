"""The desk through the door for programs: the same acts, the same answers, the same silence."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, acting
from tests.connectors.test_servicenow import LIFE, log

from goldenthread.business.desk.models import Ticket
from goldenthread.business.people.actions import make_token
from goldenthread.business.people.models import Person


class Program:
    """A program that speaks for a person."""

    def __init__(self, person: Person) -> None:
        _kept, secret = make_token(acting(person, timezone.now()), name="test")
        self.client, self.headers = Client(), {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.client.get(f"/api/v1{path}", headers=self.headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    def post(self, path: str, body: object = None, status: int = 200, **headers: str) -> Any:
        known = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        answer = self.client.post(f"/api/v1{path}", body or {}, content_type="application/json", headers=known)
        assert answer.status_code == status, answer.content
        return answer.json()

    def open(self, cast: Cast, **more: object) -> str:
        body = {"title": "Results are late", "service": cast.service.key, **more}
        return str(self.post("/tickets", body, 201)["key"])


def test_a_ticket_from_opening_to_rating(cast: Cast) -> None:
    nadia, daniel = Program(cast.nadia), Program(cast.daniel)
    key = nadia.open(cast)

    assert daniel.post("/tickets/take-next")["key"] == key
    daniel.post(f"/tickets/{key}/answer", {"text": "Which ward?", "waits_for": "the ward"})
    assert nadia.get(f"/tickets/{key}")["state"] == "waiting"
    nadia.post(f"/tickets/{key}/messages", {"text": "Ward 7"})
    daniel.post(f"/tickets/{key}/notes", {"text": "Canary"})
    daniel.post(f"/tickets/{key}/prioritise", {"impact": 1, "urgency": 2})
    daniel.post(f"/tickets/{key}/resolve", {"solution": "Restarted"})
    nadia.post(f"/tickets/{key}/reopen", {"reason": "Still late"})
    daniel.post(f"/tickets/{key}/resolve", {"solution": "Replaced"})
    nadia.post(f"/tickets/{key}/close")
    nadia.post(f"/tickets/{key}/rate", {"rating": 5, "comment": "Good"})

    whole = daniel.get(f"/tickets/{key}")
    assert (whole["state"], whole["rating"], whole["priority"]) == ("closed", 5, 2)
    assert [entry["text"] for entry in nadia.get(f"/tickets/{key}/history") if entry["text"]] == [
        "Which ward?",
        "Ward 7",
        "Restarted",
        "Still late",
        "Replaced",
    ]
    assert "Canary" in [entry["text"] for entry in daniel.get(f"/tickets/{key}/history")]


def test_the_other_acts(cast: Cast) -> None:
    daniel = Program(cast.daniel)
    key = Program(cast.nadia).open(cast)
    daniel.post(f"/tickets/{key}/take")
    daniel.post(f"/tickets/{key}/pause", {"waits_for": "a part"})
    daniel.post(f"/tickets/{key}/resume")
    daniel.post(f"/tickets/{key}/assign", {"team": cast.desk.key})
    one = daniel.post(f"/tickets/{key}/request-approval", {"approver": cast.omar.key}, 201)
    omar = Program(cast.omar)
    assert [asked["key"] for asked in omar.get("/approvals")["items"]] == [one["key"]]
    assert omar.post(f"/approvals/{one['key']}/approve")["state"] == "approved"
    daniel.post(f"/tickets/{key}/cancel", {"reason": "Works again"})
    assert daniel.get(f"/tickets/{key}/clocks") == []


def test_the_same_key_does_one_thing(cast: Cast) -> None:
    nadia = Program(cast.nadia)
    body = {"title": "Once", "service": cast.service.key}
    first = nadia.post("/tickets", body, 201, Idempotency_Key="k-1")
    assert nadia.post("/tickets", body, 201, Idempotency_Key="k-1")["key"] == first["key"]
    nadia.post("/tickets", {**body, "title": "Other"}, 422, Idempotency_Key="k-1")
    assert Ticket.objects.count() == 1


def test_a_stale_edit_is_refused_with_what_changed(cast: Cast) -> None:
    nadia, daniel = Program(cast.nadia), Program(cast.daniel)
    key = nadia.open(cast)
    seen = daniel.client.get(f"/api/v1/tickets/{key}", headers=daniel.headers)["ETag"]
    daniel.post(f"/tickets/{key}/take")
    problem = daniel.post(f"/tickets/{key}/pause", {"waits_for": "x"}, 412, If_Match=seen)
    assert [change["what"] for change in problem["changes"]] == ["TicketTaken"]


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("/tickets", {"title": "x", "service": "SRV-999"}, 422, "service"),
        ("/tickets", {"title": "", "service": "{service}"}, 422, "title"),
        ("/tickets", {"title": "x", "service": "{service}", "colour": "red"}, 422, "colour"),
        ("/tickets", {"title": "x", "service": "{service}", "impact": 9}, 422, "impact"),
        ("/tickets", {"offering": "OFF-999"}, 422, "offering"),
        ("/tickets/{key}/assign", {"assignee": "PER-999"}, 422, "assignee"),
        ("/tickets/{key}/answer", {"text": " "}, 422, "text"),
        ("/tickets/{key}/resolve", {"solution": ""}, 422, "solution"),
        ("/tickets/{key}/rate", {"rating": 5}, 403, ""),
        ("/tickets/{key}/reopen", {"reason": "x"}, 409, ""),
        ("/tickets/INC-999/take", {}, 404, ""),
    ],
)
def test_bad_input_is_answered_at_its_field(
    cast: Cast, path: str, body: dict[str, object], status: int, field: str
) -> None:
    daniel = Program(cast.daniel)
    key = Program(cast.nadia).open(cast)
    sent = {name: cast.service.key if value == "{service}" else value for name, value in body.items()}
    problem = daniel.post(path.format(key=key), sent, status)
    assert problem["status"] == status
    if field:
        assert any(error["field"].endswith(field) for error in problem["errors"])


def test_lists_by_cursor_filter_and_field(cast: Cast) -> None:
    nadia, daniel = Program(cast.nadia), Program(cast.daniel)
    keys = [nadia.open(cast, title=f"Number {number}") for number in range(55)]
    first = daniel.get("/tickets?tab=team")
    second = daniel.get(f"/tickets?tab=team&cursor={first['next']}")
    assert sorted(row["key"] for row in first["items"] + second["items"]) == sorted(keys)
    assert second["next"] is None
    assert daniel.get("/tickets?fields=key,state")["items"][0].keys() == {"key", "state"}
    daniel.get("/tickets?fields=secret", 422)
    daniel.get("/tickets?tab=elsewhere", 422)
    daniel.get("/tickets?cursor=nonsense", 422)
    assert daniel.get("/tickets?priority=1")["items"] == []
    assert len(nadia.get("/requests?state=open")["items"]) == 25


def test_a_stranger_finds_nothing(cast: Cast) -> None:
    key = Program(cast.nadia).open(cast, is_shared=True)
    charlie = Program(cast.charlie)
    for path in ("", "/history", "/clocks", "/files"):
        charlie.get(f"/tickets/{key}{path}", 404)
    for act in ("take", "close"):
        charlie.post(f"/tickets/{key}/{act}", None, 404)
    assert charlie.get("/tickets")["items"] == charlie.get("/requests")["items"] == []
    assert charlie.get("/catalogue")["services"] == []
    charlie.get("/desk/report", 403)
    assert Client().get(f"/api/v1/tickets/{key}").status_code == 401


def test_files_by_program(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    nadia, daniel = Program(cast.nadia), Program(cast.daniel)
    key = nadia.open(cast)

    def send(program: Program, **more: object) -> Any:
        body = {"file": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n..."), **more}
        return program.client.post(f"/api/v1/tickets/{key}/files", body, headers=program.headers)

    assert send(nadia).json()["media_type"] == "image/png"
    assert send(nadia, is_internal="true").status_code == 403
    hidden = send(daniel, is_internal="true").json()
    assert len(nadia.get(f"/tickets/{key}/files")) == 1
    assert len(daniel.get(f"/tickets/{key}/files")) == 2
    nadia.get(f"/files/{hidden['id']}", 404)


def test_figures_and_import(cast: Cast) -> None:
    emeka = Program(cast.emeka)

    def send(program: Program, content: bytes) -> Any:
        body = {"file": SimpleUploadedFile("log.csv", content)}
        return program.client.post("/api/v1/imports/servicenow", body, headers=program.headers)

    assert send(Program(cast.daniel), log(*LIFE)).status_code == 403
    assert send(emeka, b"nothing").status_code == 422
    assert send(emeka, log(*LIFE)).json()["created"] == 1
    assert send(emeka, log(*LIFE)).json()["unchanged"] == 1
    report = Program(cast.daniel).get("/desk/report")
    assert (report["incidents"], report["sla"]["missed"]) == (1, 1)
    assert emeka.get("/desk/report")["incidents"] == 0
    assert timezone.now() - Ticket.objects.get().work.opened_at > timedelta(days=1)
