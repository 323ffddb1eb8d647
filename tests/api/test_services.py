"""Services, measures, items, work and time through the API: what a page can do, a program can."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import HOUSE, NOON, Cast

from goldenthread.business.people.models import ApiToken, Person
from goldenthread.business.services.models import Service
from goldenthread.business.work.actions import open_account, open_work
from goldenthread.business.work.models import LedgerEntry, TimeEntry, WorkKind
from goldenthread.foundation.keys import next_key

Call = Callable[..., tuple[int, Any]]
JSON = "application/json"


@pytest.fixture
def call(client: Client) -> Call:
    """Send a request as a person: (status, body); the last answer's headers lie on `call.headers`."""

    def send(person: Person, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        text = f"secret-of-{person.key}"
        ApiToken.objects.get_or_create(
            digest=hashlib.sha256(text.encode()).hexdigest(),
            defaults={
                "key": next_key("TOK"),
                "person": person,
                "name": "Test",
                "created_at": NOON,
                "expires_at": timezone.now() + timedelta(days=1),
            },
        )
        answer = client.generic(
            method,
            f"/api/v1{path}",
            client._encode_json({} if body is None else body, JSON) if method != "GET" else "",
            content_type=JSON,
            headers={"authorization": f"Bearer {text}", **headers},
        )
        send.headers = answer.headers  # type: ignore[attr-defined]
        return answer.status_code, answer.json() if answer.content else None

    return send


def test_a_service_lives_its_whole_life(cast: Cast, call: Call) -> None:
    body = {"name": "Results", "owner": cast.ines.key, "calendar": cast.calendar.key, "customers": [cast.clinic.key]}
    status, service = call(cast.ines, "POST", "/services", body)
    assert (status, service["state"], service["owner"]) == (201, "pipeline", cast.ines.key)
    path = f"/services/{service['key']}"

    targets = [{"metric": "response", "calendar": cast.calendar.key, "minutes": 30}]
    said = {"name": "SLA", "kind": "sla", "organisation": cast.clinic.key, "targets": targets}
    status, agreement = call(cast.ines, "POST", f"{path}/agreements", said)
    assert (status, agreement["starts_on"], agreement["targets"][0]["minutes"]) == (201, None, 30)

    assert call(cast.ines, "POST", f"{path}/start-providing")[1]["state"] == "catalogue"
    assert call(cast.nadia, "GET", f"{path}/agreements")[1]["items"][0]["starts_on"] is not None
    assert call(cast.ines, "PATCH", path, {"outcome": "Faster"})[1]["outcome"] == "Faster"
    assert call(cast.ines, "POST", f"{path}/set-stage", {"stage": "maintain"})[1]["stage"] == "maintain"
    assert call(cast.ines, "POST", f"/agreements/{agreement['key']}/end", {"on": "2040-01-01"})[0] == 200
    assert call(cast.ines, "POST", f"{path}/retire", {"reason": "Replaced"})[1]["state"] == "retired"
    assert call(cast.charlie, "GET", path)[0] == 404


def test_bad_input_is_told_at_its_field(cast: Cast, call: Call) -> None:
    body = {"name": "Results", "owner": "PER-999", "calendar": cast.calendar.key}
    status, problem = call(cast.ines, "POST", "/services", body)
    assert (status, problem["errors"][0]["field"]) == (422, "owner")
    assert call(cast.ines, "POST", "/services", body | {"colour": "blue"})[0] == 422
    assert call(cast.nadia, "POST", "/services", body | {"owner": cast.nadia.key})[0] in (403, 422)
    assert Service.objects.count() == 1


def test_a_stale_edit_is_refused_and_a_second_send_does_nothing_more(cast: Cast, call: Call) -> None:
    path = f"/services/{cast.service.key}"
    call(cast.ines, "GET", path)
    etag = call.headers["ETag"]  # type: ignore[attr-defined]
    assert call(cast.ines, "PATCH", path, {"outcome": "One"}, **{"if-match": etag})[0] == 200
    status, problem = call(cast.ines, "PATCH", path, {"outcome": "Two"}, **{"if-match": etag})
    assert (status, problem["changes"][0]["what"]) == (412, "ServiceChanged")

    said = {"title": "Warmer colours"}
    first = call(cast.nadia, "POST", f"{path}/improvements", said, **{"idempotency-key": "a"})
    assert call(cast.nadia, "POST", f"{path}/improvements", said, **{"idempotency-key": "a"}) == first
    assert len(call(cast.ines, "GET", f"{path}/improvements")[1]["items"]) == 1
    improvement = f"/improvements/{first[1]['key']}"
    assert call(cast.ines, "GET", improvement)[0] == 200
    assert call(cast.ines, "POST", f"{improvement}/drop", {"reason": "No"})[1]["state"] == "dropped"


def test_lists_come_in_pages_with_the_fields_asked_for(cast: Cast, call: Call) -> None:
    status, answer = call(cast.ines, "GET", "/services?fields=key,is_down&state=catalogue")
    assert (status, answer["items"], answer["next"]) == (200, [{"key": cast.service.key, "is_down": False}], None)
    assert call(cast.charlie, "GET", "/services")[1]["items"] == []


def test_offerings_outages_freezes_and_costs(cast: Cast, call: Call) -> None:
    path = f"/services/{cast.service.key}"
    offer = {"name": "A desk", "kind": "request", "questions": [{"label": "Which?", "choices": ["a", "b"]}]}
    status, offering = call(cast.ines, "POST", f"{path}/offerings", offer)
    assert (status, offering["questions"][0]["name"]) == (201, "which")
    assert call(cast.ines, "PUT", f"/offerings/{offering['key']}", offer | {"is_open": False})[1]["is_open"] is False
    assert call(cast.nadia, "GET", f"{path}/offerings")[1]["items"] == []

    down = {"title": "Down", "started_at": "2026-03-02T09:00:00+01:00"}
    status, outage = call(cast.daniel, "POST", f"{path}/outages", down)
    assert status == 201
    over = {"ended_at": "2026-03-02T11:00:00+01:00"}
    assert call(cast.daniel, "POST", f"/outages/{outage['key']}/end", over)[0] == 200
    span = "since=2026-03-02T00:00:00Z&until=2026-03-03T00:00:00Z"
    standing = call(cast.ines, "GET", f"{path}/standing?{span}")[1]
    assert (standing["lost_minutes"], Decimal(standing["available"])) == (120, Decimal("0.75"))

    freeze = {"name": "Year end", "starts_at": "2040-01-01T00:00:00Z", "ends_at": "2040-01-02T00:00:00Z"}
    status, window = call(cast.mara, "POST", "/freezes", freeze)
    assert [one["key"] for one in call(cast.daniel, "GET", "/freezes")[1]["items"]] == [window["key"]]
    assert call(cast.mara, "DELETE", f"/freezes/{window['key']}")[0] == 204

    contract = {"name": "Hosting", "supplier": cast.house.key, "monthly": "28.00", "starts_on": "2026-02-01"}
    status, made = call(cast.ines, "POST", f"{path}/contracts", contract)
    assert status == 201
    assert call(cast.ines, "POST", "/running-costs/post", {"month": "2026-02-01"})[0] == 403
    assert call(cast.ines, "POST", f"/contracts/{made['key']}/end", {"on": "2040-01-01"})[0] == 200
    bought = {"account": cast.service.account.key, "title": "Disks", "amount": "9.50", "on": "2026-03-02"}
    assert call(cast.ines, "POST", "/purchases", bought)[0] == 201
    entries = call(cast.ines, "GET", f"/accounts/{cast.service.account.key}/entries")[1]["items"]
    assert [(entry["kind"], Decimal(entry["amount"])) for entry in entries] == [("purchase", Decimal("9.50"))]
    assert call(cast.daniel, "GET", f"/accounts/{cast.service.account.key}/entries")[0] == 404


def test_measures_and_items(cast: Cast, call: Call) -> None:
    said = {"name": "Calls", "direction": "down", "baseline": "9", "target": "1", "target_on": "2040-01-01"}
    status, measure = call(cast.ines, "POST", "/measures", said | {"service": cast.service.key})
    assert (status, measure["owner"]) == (201, cast.ines.key)
    path = f"/measures/{measure['key']}"
    assert call(cast.ines, "POST", f"{path}/readings", {"on": "2026-03-02", "value": "7"})[0] == 201
    assert call(cast.ines, "PUT", path, said | {"target": "2", "service": cast.service.key})[1]["target"] == "2"
    assert call(cast.ines, "GET", f"{path}/readings")[1]["items"][0]["value"] == "7.000"
    assert call(cast.ines, "GET", f"/measures?service={cast.service.key}")[1]["items"][0]["read_on"] == "2026-03-02"

    new = {"name": "Web 1", "kind": "server", "organisation": cast.house.key}
    items = [call(cast.ines, "POST", "/items", new | {"name": name})[1]["key"] for name in ("Web 1", "Database 4")]
    relation = {"target": items[1], "kind": "depends_on"}
    assert call(cast.ines, "POST", f"/items/{items[0]}/relations", relation)[0] == 201
    assert call(cast.ines, "POST", f"/items/{items[1]}/retire", {"reason": "Old"})[0] == 409
    assert len(call(cast.daniel, "GET", f"/items/{items[1]}/relations")[1]["items"]) == 1
    assert call(cast.ines, "DELETE", f"/items/{items[0]}/relations/depends_on/{items[1]}")[0] == 204
    assert call(cast.ines, "PATCH", f"/items/{items[0]}", {"attributes": {"memory": "64 GB"}})[0] == 200
    run_on = f"/services/{cast.service.key}/items"
    assert call(cast.ines, "POST", run_on, {"item": items[0]})[0] == 201
    assert [one["key"] for one in call(cast.ines, "GET", run_on)[1]["items"]] == [items[0]]
    assert call(cast.ines, "DELETE", f"{run_on}/{items[0]}")[0] == 204
    assert call(cast.nadia, "GET", "/items")[1]["items"] == []


def test_time_links_and_approvals(cast: Cast, call: Call) -> None:
    known = {"assignee": cast.daniel, "team": cast.desk, "requester": cast.nadia}
    work, other = (open_work(HOUSE, WorkKind.INCIDENT, title, **known) for title in ("Slow", "Down"))
    logged = call(cast.daniel, "POST", f"/works/{work.key}/time", {"on": "2026-03-02", "minutes": 30})[1]
    path = f"/time/{logged['key']}"
    assert call(cast.daniel, "PUT", path, {"on": "2026-03-02", "minutes": 45})[1]["minutes"] == 45
    week = "/time?since=2026-03-02&until=2026-03-09"
    assert [entry["minutes"] for entry in call(cast.daniel, "GET", week)[1]["items"]] == [45]
    assert call(cast.tomas, "GET", path)[0] == 404
    assert call(cast.daniel, "DELETE", path)[0] == 204

    assert call(cast.daniel, "POST", f"/works/{work.key}/start-timer")[0] == 200
    assert call(cast.daniel, "GET", "/timer")[1]["work"] == work.key
    assert call(cast.daniel, "POST", "/timer/stop", {"minutes": 12})[1]["minutes"] == 12
    assert call(cast.daniel, "POST", "/timer/stop", {})[0] == 409
    assert call(cast.daniel, "DELETE", "/timer")[0] == 204
    assert TimeEntry.objects.get().minutes == 12
    assert not LedgerEntry.objects.exists(), "no account, no cost"

    link = {"target": other.key, "kind": "relates"}
    assert call(cast.daniel, "POST", f"/works/{work.key}/links", link)[0] == 201
    assert call(cast.daniel, "GET", f"/works/{other.key}/links")[1]["items"][0]["other"] == work.key
    assert call(cast.daniel, "DELETE", f"/works/{work.key}/links/relates/{other.key}")[0] == 204

    asked = call(cast.daniel, "POST", f"/works/{work.key}/approvals", {"approver": cast.mara.key})[1]
    assert [one["key"] for one in call(cast.mara, "GET", "/approvals")[1]["items"]] == [asked["key"]]
    assert call(cast.daniel, "POST", f"/approvals/{asked['key']}/approve", {})[0] == 403
    assert call(cast.mara, "POST", f"/approvals/{asked['key']}/decline", {"reason": ""})[0] == 422
    assert call(cast.mara, "POST", f"/approvals/{asked['key']}/approve", {})[1]["state"] == "approved"


def test_an_account_below_another_is_counted_with_it(cast: Cast, call: Call) -> None:
    top = open_account("Programme", "EUR")
    open_account("Project", "EUR", parent=top)
    assert call(cast.mara, "GET", f"/accounts/{top.key}/entries")[1]["items"] == []
