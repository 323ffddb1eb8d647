"""How the API answers, whatever it is asked: problems, repeats, stale edits, fields, pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, acting

from goldenthread.api.door import api
from goldenthread.business.desk.actions import NewTicket, open_ticket
from goldenthread.business.desk.models import Ticket
from goldenthread.business.people.actions import make_token, revoke_token
from goldenthread.business.people.models import Person
from goldenthread.foundation.errors import GoldenthreadError, Invalid, NotAllowed, NotFound, Refused, Stale, TooMany
from goldenthread.foundation.models import Event

Send = Callable[..., Any]


def program(person: Person) -> Send:
    """Sends a request as this person's program: `send("post", "/tickets", body, **headers)`."""
    _kept, text = make_token(acting(person, timezone.now()), name="Manners")
    client = Client(headers={"Authorization": f"Bearer {text}"})

    def send(verb: str, path: str, body: object = None, **headers: str) -> Any:
        known = {name.replace("_", "-"): value for name, value in headers.items()}
        more = {} if verb == "get" else {"data": body or {}, "content_type": "application/json"}
        return getattr(client, verb)(f"/api/v1{path}", headers=known, **more)

    return send


def problem_of(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem an answer is, once it is proven to be one by RFC 9457."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    found = dict(answer.json())
    assert found["type"].endswith(f"/{code}")
    assert (found["status"], bool(found["title"]), bool(found["detail"])) == (status, True, True)
    return found


def ticket(cast: Cast, who: Person, title: str = "Results are late") -> Ticket:
    return open_ticket(acting(who), new=NewTicket(title, cast.service.key))


def test_every_kind_of_error_is_a_problem(cast: Cast) -> None:
    mine = ticket(cast, cast.nadia).key
    nadia, daniel = program(cast.nadia), program(cast.daniel)
    problem_of(nadia("post", f"/tickets/{mine}/take"), 403, "not-allowed")
    problem_of(nadia("get", "/tickets/INC-999"), 404, "not-found")
    problem_of(nadia("post", f"/tickets/{mine}/rate", {"rating": 5}), 409, "refused")
    problem_of(daniel("post", f"/tickets/{mine}/take", If_Match='"99"'), 412, "stale")
    problem_of(nadia("post", "/tickets", {"title": "", "service": cast.service.key}), 422, "invalid")
    problem_of(Client().get("/api/v1/tickets"), 401, "not-signed-in")


@pytest.mark.parametrize(
    "error", [NotAllowed, NotFound, Refused, Invalid, TooMany, *GoldenthreadError.__subclasses__()]
)
def test_no_error_of_the_tree_is_left_out(rf: Any, error: type[GoldenthreadError]) -> None:
    made = Stale("It moved on.", [{"what": "x"}]) if error is Stale else error("A sentence.")
    answer = api.on_exception(rf.get("/api/v1/x"), made)
    assert (answer.status_code, answer.headers["Content-Type"]) == (error.status, "application/problem+json")


def test_an_unreadable_body_is_a_problem_too(cast: Cast) -> None:
    _kept, text = make_token(acting(cast.nadia, timezone.now()), name="Manners")
    client = Client(headers={"Authorization": f"Bearer {text}"})
    for body in ("{", "[]", "null", '"text"'):
        answer = client.post("/api/v1/tickets", body, content_type="application/json")
        problem_of(answer, 422, "invalid")


def test_the_same_request_twice_does_one_thing(cast: Cast) -> None:
    nadia, body = program(cast.nadia), {"title": "Once", "service": cast.service.key}
    first = nadia("post", "/tickets", body, Idempotency_Key="abc")
    again = nadia("post", "/tickets", body, Idempotency_Key="abc")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Ticket.objects.count() == 1
    other = nadia("post", "/tickets", {**body, "title": "Twice"}, Idempotency_Key="abc")
    assert problem_of(other, 422, "invalid")
    assert nadia("post", "/tickets", body, Idempotency_Key="def").json()["key"] != first.json()["key"]


def test_the_same_key_of_two_people_is_two_keys(cast: Cast) -> None:
    body = {"title": "Once", "service": cast.service.key}
    for person in (cast.nadia, cast.omar):
        assert program(person)("post", "/tickets", body, Idempotency_Key="abc").status_code == 201
    assert Ticket.objects.count() == 2


def test_a_request_that_failed_may_be_tried_again_under_its_key(cast: Cast) -> None:
    mine, nadia, daniel = ticket(cast, cast.nadia).key, program(cast.nadia), program(cast.daniel)
    problem_of(nadia("post", f"/tickets/{mine}/rate", {"rating": 4}, Idempotency_Key="r"), 409, "refused")
    daniel("post", f"/tickets/{mine}/resolve", {"solution": "Done"})
    assert nadia("post", f"/tickets/{mine}/rate", {"rating": 4}, Idempotency_Key="r").status_code == 200


def test_a_stale_edit_says_what_changed_and_keeps_secrets(cast: Cast) -> None:
    mine, daniel = ticket(cast, cast.nadia).key, program(cast.daniel)
    nadia = program(cast.nadia)
    seen = nadia("get", f"/tickets/{mine}").headers["ETag"]
    daniel("post", f"/tickets/{mine}/notes", {"text": "Ravennote"})
    daniel("post", f"/tickets/{mine}/take")

    found = problem_of(nadia("post", f"/tickets/{mine}/cancel", {"reason": "Gone"}, If_Match=seen), 412, "stale")
    assert [change["what"] for change in found["changes"]] == ["TicketTaken"]
    fresh = nadia("get", f"/tickets/{mine}").headers["ETag"]
    assert nadia("post", f"/tickets/{mine}/cancel", {"reason": "Gone"}, If_Match=fresh).status_code == 200


def test_a_version_that_cannot_be_read_is_refused(cast: Cast) -> None:
    mine = ticket(cast, cast.nadia).key
    for odd in ('"\u00b2"', '"x"', "9" * 5000):
        problem_of(program(cast.daniel)("post", f"/tickets/{mine}/take", If_Match=odd), 422, "invalid")


def test_an_unknown_field_is_named(cast: Cast) -> None:
    sent = {"title": "A", "service": cast.service.key, "colour": "blue"}
    found = problem_of(program(cast.nadia)("post", "/tickets", sent), 422, "invalid")
    assert "colour" in str(found["errors"])
    assert not Ticket.objects.exists()


def test_only_the_fields_asked_for(cast: Cast) -> None:
    ticket(cast, cast.nadia)
    nadia = program(cast.nadia)
    assert [set(item) for item in nadia("get", "/tickets?fields=key,title").json()["items"]] == [{"key", "title"}]
    problem_of(nadia("get", "/tickets?fields=key,password"), 422, "invalid")


def test_pages_are_whole_and_without_doubles_while_rows_are_added(cast: Cast) -> None:
    before = {ticket(cast, cast.nadia, f"Number {number}").key for number in range(120)}
    nadia, keys, cursor, pages = program(cast.nadia), [], "", 0
    while cursor is not None:
        found = nadia("get", f"/tickets?fields=key&cursor={cursor}").json()
        keys += [item["key"] for item in found["items"]]
        cursor, pages = found["next"], pages + 1
        ticket(cast, cast.nadia, "In between")

    assert pages >= 3
    assert len(keys) == len(set(keys))
    assert before <= set(keys)


def test_a_damaged_cursor_is_refused(cast: Cast) -> None:
    nadia = program(cast.nadia)
    for cursor in ("x", "e30", "WzEsMl0", secrets.token_urlsafe(20), "W2ZhbHNlLCJ4IiwieSJd", "W2ZhbHNlLG51bGwsbnVsbF0"):
        problem_of(nadia("get", f"/tickets?cursor={cursor}"), 422, "invalid")


def test_a_token_ends(cast: Cast) -> None:
    kept, text = make_token(acting(cast.nadia, timezone.now()), name="Short")
    client = Client(headers={"Authorization": f"Bearer {text}"})
    assert client.get("/api/v1/tickets").status_code == 200
    revoke_token(acting(cast.nadia, timezone.now()), kept.key)
    problem_of(client.get("/api/v1/tickets"), 401, "not-signed-in")


def test_reading_leaves_no_fact(cast: Cast) -> None:
    mine, nadia = ticket(cast, cast.nadia).key, program(cast.nadia)
    before = Event.objects.count()
    for path in ("/tickets", f"/tickets/{mine}", "/services", "/me"):
        assert nadia("get", path).status_code == 200
    assert Event.objects.count() == before


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "a\x01b", "a\x7fb"])
def test_a_text_that_cannot_be_shown_is_refused_under_its_field(cast: Cast, text: str) -> None:
    answer = program(cast.nadia)("post", "/tickets", {"title": text, "service": cast.service.key})
    (error,) = problem_of(answer, 422, "invalid")["errors"]
    assert error["field"].endswith("title")
    assert error["detail"] == "Take out the control characters: they cannot be shown."
    assert not Ticket.objects.exists()
