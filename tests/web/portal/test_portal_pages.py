"""The portal: asking, following, judging; and nothing of what is internal anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, acting
from tests.web.desk.test_desk_pages import opened, signed_in

from goldenthread.business.desk import actions as desk
from goldenthread.business.desk.models import Ticket
from goldenthread.business.people.actions import make_token
from goldenthread.business.people.models import Person
from goldenthread.business.services.models import Offering
from goldenthread.foundation.keys import next_key

CANARY = "xylophonequartz"
PAGES = (
    "/portal/",
    "/portal/requests/",
    "/portal/requests/?format=csv",
    "/portal/ask/?q=results",
    "/portal/services/",
    "/tickets/{key}/",
    "/tickets/{key}/cancel/",
    "/search/?q=late",
    "/notifications/",
)
CALLS = (
    "/tickets",
    "/tickets?tab=team",
    "/tickets/{key}",
    "/tickets/{key}/history",
    "/tickets/{key}/clocks",
    "/tickets/{key}/files",
    "/requests",
    "/approvals",
    "/catalogue?q=results",
)


@pytest.fixture
def offering(cast: Cast) -> Offering:
    return Offering.objects.create(
        key=next_key("OFF"),
        name="Access to a system",
        service=cast.service,
        kind="request",
        questions=[
            {"name": "system", "label": "Which system?", "type": "choice", "choices": ["Rota"], "is_required": True},
            {"name": "why", "label": "What for?", "type": "text"},
        ],
    )


def noted(cast: Cast, tmp_path: Path, settings: Any) -> Ticket:
    """A shared ticket on which somebody wrote what nobody outside may read."""
    settings.MEDIA_ROOT = tmp_path
    ticket = desk.open_ticket(
        acting(cast.nadia), new=desk.NewTicket("Results are late", cast.service.key, is_shared=True)
    )
    desk.take_ticket(acting(cast.daniel), ticket.key)
    signed_in(cast.daniel).post(
        f"/tickets/{ticket.key}/reply/",
        {"text": CANARY, "internal": "1", "file": SimpleUploadedFile(f"{CANARY}.txt", CANARY.encode())},
    )
    return ticket


@pytest.mark.parametrize("who", ["nadia", "omar", "charlie"])
def test_no_word_of_an_internal_note_reaches_those_served(cast: Cast, who: str, tmp_path: Path, settings: Any) -> None:
    ticket = noted(cast, tmp_path, settings)
    person: Person = getattr(cast, who)
    client = signed_in(person)
    for path in PAGES:
        answer = client.get(path.format(key=ticket.key))
        body = answer.content.decode()
        assert CANARY not in body, path
        assert 'class="gt-note internal"' not in body
    _kept, secret = make_token(acting(person, timezone.now()), name="t")
    for path in CALLS:
        answer = Client().get(f"/api/v1{path.format(key=ticket.key)}", headers={"Authorization": f"Bearer {secret}"})
        assert CANARY not in answer.content.decode(), path
        assert b'is_internal": true' not in answer.content, path


def test_whoever_works_on_it_does_read_it(cast: Cast, tmp_path: Path, settings: Any) -> None:
    ticket = noted(cast, tmp_path, settings)
    assert CANARY in signed_in(cast.daniel).get(f"/tickets/{ticket.key}/").content.decode()


def test_colleagues_see_what_is_shared_and_strangers_nothing(cast: Cast, tmp_path: Path, settings: Any) -> None:
    shared, own = noted(cast, tmp_path, settings), opened(cast, "For myself")
    assert signed_in(cast.omar).get(f"/tickets/{shared.key}/").status_code == 200
    assert signed_in(cast.omar).get(f"/tickets/{own.key}/").status_code == 404
    assert signed_in(cast.charlie).get(f"/tickets/{shared.key}/").status_code == 404
    listed = signed_in(cast.omar).get("/portal/requests/").content.decode()
    assert shared.key in listed
    assert own.key not in listed


def test_a_request_through_its_form(cast: Cast, offering: Offering) -> None:
    client = signed_in(cast.nadia)
    path = f"/portal/offerings/{offering.key}/"
    wrong = client.post(path, {"answer-system": "Payroll", "answer-why": "New shift"})
    assert wrong.status_code == 422
    assert b"New shift" in wrong.content
    assert client.post(path, {"answer-system": "Rota", "answer-more": "x"}).status_code == 422

    done = client.post(path, {"answer-system": "Rota", "answer-why": "New shift", "description": "Thank you"})
    assert done.status_code == 303
    ticket = Ticket.objects.get()
    assert ticket.answers == {"system": "Rota", "why": "New shift"}
    assert ticket.work.kind == "request"
    assert signed_in(cast.charlie).get(path).status_code == 404


def test_it_works_or_not_yet_and_how_well(cast: Cast) -> None:
    ticket = opened(cast)
    desk.resolve_ticket(acting(cast.daniel), ticket.key, solution="Restarted")
    client = signed_in(cast.nadia)
    assert b"It works" in client.get("/portal/").content
    assert client.post(f"/tickets/{ticket.key}/reopen/", {"reason": ""}).status_code == 422
    assert client.post(f"/tickets/{ticket.key}/reopen/", {"reason": "Still late"}).status_code == 303
    desk.resolve_ticket(acting(cast.daniel), ticket.key, solution="Again")
    assert client.post(f"/tickets/{ticket.key}/close/").status_code == 303
    assert client.post(f"/tickets/{ticket.key}/rate/", {"rating": "4", "comment": "Fine"}).status_code == 303
    assert Ticket.objects.get().rating == 4


def test_a_message_in_the_portal(cast: Cast) -> None:
    ticket = opened(cast)
    client = signed_in(cast.nadia)
    assert client.post(f"/tickets/{ticket.key}/reply/", {"text": "Hello?", "act": "message"}).status_code == 303
    assert b"Hello?" in client.get(f"/tickets/{ticket.key}/").content
    refused = client.post(f"/tickets/{ticket.key}/reply/", {"text": "I answer myself", "act": "solve"})
    assert refused.status_code == 403
    assert client.post(f"/tickets/{ticket.key}/reply/", {"text": "note", "internal": "1"}).status_code == 403


def test_approving_what_one_was_asked(cast: Cast) -> None:
    ticket = opened(cast)
    one = desk.request_approval(acting(cast.daniel), ticket.key, approver=cast.omar.key)
    client = signed_in(cast.omar)
    assert b"Approve" in client.get("/portal/").content
    assert client.post(f"/approvals/{one.key}/decline/", {"reason": ""}).status_code == 422
    assert client.post(f"/approvals/{one.key}/approve/").status_code == 303
    assert signed_in(cast.nadia).post(f"/approvals/{one.key}/approve/").status_code in (403, 404, 409)


def test_searching_in_ones_own_words(cast: Cast, offering: Offering) -> None:
    client = signed_in(cast.nadia)
    assert b"Access to a system" in client.get("/portal/ask/?q=access").content
    nothing = client.get("/portal/ask/?q=zebra").content
    assert b"Nothing in the catalogue fits" in nothing
    assert b"Appointment booking" not in signed_in(cast.charlie).get("/portal/ask/").content


@pytest.mark.parametrize("path", ["/portal/", "/portal/ask/", "/portal/requests/", "/portal/services/"])
def test_an_empty_portal_says_what_to_do(cast: Cast, path: str) -> None:
    assert signed_in(cast.charlie).get(path).status_code == 200


def test_who_asked_is_told_that_the_desk_waits_for_them(cast: Cast) -> None:
    ticket = opened(cast)
    desk.take_ticket(acting(cast.daniel), ticket.key)
    desk.answer_ticket(acting(cast.daniel), ticket.key, text="Which ward?", waits_for=cast.nadia.name)

    for address in ("/portal/", "/portal/requests/", f"/tickets/{ticket.key}/"):
        assert "Waits for you" in signed_in(cast.nadia).get(address).content.decode(), address
    assert "waits for your answer" in signed_in(cast.nadia).get(f"/tickets/{ticket.key}/").content.decode()


def test_a_request_shows_no_thread_of_which_only_the_service_is_theirs_to_see(cast: Cast) -> None:
    ticket = opened(cast)

    assert "No objective to show" not in signed_in(cast.nadia).get(f"/tickets/{ticket.key}/").content.decode()
    assert 'class="gt-thread"' in signed_in(cast.daniel).get(f"/tickets/{ticket.key}/").content.decode()


def test_a_whole_sentence_finds_what_holds_some_of_its_words(cast: Cast, offering: Offering) -> None:
    def found(words: str) -> str:
        return signed_in(cast.nadia).get("/portal/ask/", {"q": words}).content.decode()

    assert offering.name in found("I need access to the pharmacy programme")
    assert offering.name in found("access system")
    assert offering.name not in found("a box of tea")


def test_a_service_of_mine_opens_to_the_level_i_get_and_denies_nothing_i_may_not_see(cast: Cast) -> None:
    client = signed_in(cast.nadia)
    assert f'href="/services/{cast.service.key}/"' in client.get("/portal/services/").content.decode()

    page = client.get(f"/services/{cast.service.key}/").content.decode()
    assert "Agreements kept, this month" in page
    for untrue in ("What came of it", "No measure is named", "No outcome is named"):
        assert untrue not in page
