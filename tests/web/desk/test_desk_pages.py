"""The pages of the desk: what they show, what they cost, what they keep when something is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import NOON, Cast, acting

from goldenthread.business.desk import actions as desk
from goldenthread.business.desk.models import Ticket
from goldenthread.business.people.models import Person
from goldenthread.business.work.models import Work
from goldenthread.foundation.models import Comment, Event, File
from goldenthread.web.desk.words import dues
from goldenthread.web.format import Format

BUDGET = 12


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
    return client


def opened(cast: Cast, title: str = "Results are late") -> Ticket:
    return desk.open_ticket(acting(cast.nadia), new=desk.NewTicket(title, cast.service.key))


def many(cast: Cast, count: int) -> None:
    """So many tickets at once, with as many requesters and agents as there are in the cast."""
    people = cast.everyone()
    first = Work.objects.count() + 1000
    works = Work.objects.bulk_create(
        Work(
            key=f"INC-{first + number}",
            kind="incident",
            title=f"Ticket {number}",
            requester=people[number % len(people)],
            organisation=cast.clinic,
            team=cast.desk,
            assignee=cast.daniel if number % 3 else None,
            priority=1 + number % 5,
            opened_at=NOON - timedelta(minutes=number),
            due_at=NOON + timedelta(minutes=number) if number % 4 else None,
        )
        for number in range(count)
    )
    Ticket.objects.bulk_create(Ticket(work=work, service=cast.service) for work in works)


def cost(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200
    assert all("OFFSET" not in query["sql"] for query in queries.captured_queries)
    return len(queries)


@pytest.mark.parametrize("path", ["/desk/", "/desk/?tab=all", "/desk/?tab=mine&priority=2", "/portal/requests/"])
def test_a_list_costs_the_same_at_ten_thousand_tickets(cast: Cast, path: str) -> None:
    client = signed_in(cast.daniel)
    many(cast, 100)
    few = cost(client, path)
    many(cast, 9_900)
    assert cost(client, path) == few <= BUDGET


def test_the_ticket_beside_the_queue_costs_the_same_however_much_was_said(cast: Cast) -> None:
    ticket = opened(cast)
    client = signed_in(cast.daniel)
    few = cost(client, f"/tickets/{ticket.key}/")
    for number in range(30):
        desk.answer_ticket(acting(cast.daniel), ticket.key, text=f"Answer {number}")
    assert cost(client, f"/tickets/{ticket.key}/") <= few + 1


def test_pages_of_the_queue_follow_one_another_without_gap_or_repeat(cast: Cast) -> None:
    many(cast, 130)
    client = signed_in(cast.daniel)
    path, seen = "/desk/?tab=team", []
    while path:
        page = client.get(path)
        context = page.context or None
        assert context is None
        html = page.content.decode()
        seen += [
            part.split('"')[0].split("&")[0] for part in html.split("ticket=INC-")[1:] if "gt-item" not in part[:5]
        ]
        older = html.split('rel="next"')[0].rpartition('href="')[2].split('"')[0] if 'rel="next"' in html else ""
        path = older.replace("&amp;", "&")
    assert len(set(seen)) == 130


def test_requesters_are_sent_to_the_portal(cast: Cast) -> None:
    assert signed_in(cast.nadia).get("/desk/").status_code == 403
    assert Client().get("/desk/").status_code == 302


def test_take_next_takes_once_however_often_it_is_pressed(cast: Cast) -> None:
    opened(cast, "One")
    opened(cast, "Two")
    client = signed_in(cast.daniel)
    for _press in range(2):
        answer = client.post("/desk/take-next/", {"_once": "same"})
        assert answer.status_code == 303
    assert Ticket.objects.filter(work__assignee=cast.daniel).count() == 1


def test_reply_and_solve(cast: Cast) -> None:
    ticket = opened(cast)
    client = signed_in(cast.daniel)
    answer = client.post(f"/tickets/{ticket.key}/reply/", {"text": "Restarted.", "act": "solve", "internal": ""})
    assert (answer.status_code, answer["Location"]) == (303, f"/tickets/{ticket.key}/")
    assert Ticket.objects.get(pk=ticket.pk).state == "resolved"


def test_what_was_done_is_told_once(cast: Cast) -> None:
    client, ticket = signed_in(cast.daniel), opened(cast)
    sent = {"text": "Restarted.", "act": "solve", "_once": "a"}
    told = f"{ticket.key} is solved."
    assert told in client.post(f"/tickets/{ticket.key}/reply/", sent, follow=True).text
    assert told not in client.get(f"/tickets/{ticket.key}/").text
    assert told not in client.post(f"/tickets/{ticket.key}/reply/", sent, follow=True).text


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (2, ("", "2\u202fh")),
        (-2, ("bad", "late since 09:00")),
        (48, ("", "19 Nov, 11:00")),
        (-48, ("bad", "late since 15 Nov")),
    ],
)
def test_a_due_is_told_so_that_it_says_nothing_else_than_the_clock(hours: int, said: tuple[str, str]) -> None:
    noon = datetime(2026, 11, 17, 11, tzinfo=UTC)
    assert dues(Format("en", "UTC", noon))(noon + timedelta(hours=hours), "new") == said


def test_a_refused_reply_is_kept_in_the_box(cast: Cast) -> None:
    ticket = opened(cast)
    client = signed_in(cast.daniel)
    answer = client.post(f"/tickets/{ticket.key}/reply/", {"text": "x" * 100_001, "act": "answer"})
    assert answer.status_code == 422
    assert b"x" * 1000 in answer.content
    empty = client.post(f"/tickets/{ticket.key}/reply/", {"text": " ", "act": "answer"})
    assert empty.status_code == 422
    assert not Comment.objects.exists()


def test_after_an_act_one_is_back_in_the_queue_and_nowhere_else(cast: Cast) -> None:
    ticket = opened(cast)
    client = signed_in(cast.daniel)
    back = f"/desk/?tab=mine&ticket={ticket.key}"
    assert client.post(f"/tickets/{ticket.key}/take/", {"back": back})["Location"] == back
    for elsewhere in ("https://evil.example/", "//evil.example", "/desk/../evil", "/desk/?a\\b"):
        answer = client.post(f"/tickets/{ticket.key}/reply/", {"text": "Hi", "act": "answer", "back": elsewhere})
        assert answer["Location"] == f"/tickets/{ticket.key}/"


def test_acts_that_ask_keep_what_was_typed(cast: Cast) -> None:
    ticket = opened(cast)
    client = signed_in(cast.daniel)
    answer = client.post(f"/tickets/{ticket.key}/assign/", {"assignee": "PER-9999"})
    assert answer.status_code == 422
    assert b"PER-9999" in answer.content
    unknown = client.post(f"/tickets/{ticket.key}/pause/", {"waits_for": "a part", "surprise": "1"})
    assert unknown.status_code == 422
    assert client.post(f"/tickets/{ticket.key}/pause/", {"waits_for": "a part"}).status_code == 303
    assert Ticket.objects.get(pk=ticket.pk).state == "waiting"
    assert client.post(f"/tickets/{ticket.key}/prioritise/", {"impact": "1", "urgency": "1"}).status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "/desk/",
        "/desk/?tab=all&sla=met",
        "/desk/report/",
        "/desk/tickets/new/",
        "/tickets/{key}/",
        "/tickets/{key}/assign/",
    ],
)
@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_page_is_drawn_in_both_languages(cast: Cast, path: str, locale: str) -> None:
    ticket = opened(cast)
    cast.daniel.locale = locale
    cast.daniel.save()
    assert signed_in(cast.daniel).get(path.format(key=ticket.key)).status_code == 200


def test_a_filter_nobody_knows_is_refused(cast: Cast) -> None:
    client = signed_in(cast.daniel)
    assert client.get("/desk/?tab=elsewhere").status_code == 422
    assert client.get("/desk/?after=nonsense").status_code == 422


def test_the_export_has_the_rows_of_the_filter(cast: Cast) -> None:
    opened(cast, "=cmd()")
    text = signed_in(cast.daniel).get("/desk/?tab=team&format=csv").content.decode()
    assert "'=cmd()" in text
    assert text.count("\n") == 2


def test_files_are_kept_sniffed_and_only_saved(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    ticket = opened(cast)
    agent, requester, stranger = (signed_in(who) for who in (cast.daniel, cast.nadia, cast.charlie))
    page = SimpleUploadedFile("../../evil.html", b"<script>alert(1)</script>", content_type="text/html")
    agent.post(f"/tickets/{ticket.key}/reply/", {"text": "See", "act": "answer", "file": page})
    secret = SimpleUploadedFile("secret.pdf", b"%PDF-1.7 canary")
    agent.post(f"/tickets/{ticket.key}/reply/", {"text": "Note", "internal": "1", "file": secret})

    shown, hidden = File.objects.order_by("id")
    assert (shown.name, shown.media_type, shown.is_internal) == ("evil.html", "text/plain", False)
    assert (hidden.media_type, hidden.is_internal) == ("application/pdf", True)
    answer = requester.get(f"/files/{shown.pk}/")
    assert answer["Content-Disposition"] == 'attachment; filename="evil.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]
    assert requester.get(f"/files/{hidden.pk}/").status_code == 404
    assert stranger.get(f"/files/{shown.pk}/").status_code == 404
    kept = agent.get(f"/files/{hidden.pk}/")
    assert b"".join(kept.streaming_content) == b"%PDF-1.7 canary"  # type: ignore[attr-defined]
    assert not list(tmp_path.glob("incoming-*"))


def test_a_file_too_large_is_refused_and_leaves_nothing(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.FILE_SIZE_LIMIT = tmp_path, 10
    ticket = opened(cast)
    big = SimpleUploadedFile("big.bin", b"x" * 11)
    answer = signed_in(cast.daniel).post(f"/tickets/{ticket.key}/reply/", {"text": "See", "act": "answer", "file": big})
    assert answer.status_code == 422
    assert not File.objects.exists()
    assert not Comment.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_administrator_looks_before_importing(cast: Cast) -> None:
    from tests.connectors.test_servicenow import LIFE, log

    client = signed_in(cast.emeka)
    send = {"file": SimpleUploadedFile("log.csv", log(*LIFE)), "timezone": "UTC"}
    assert b"Nothing was written" in client.post("/desk/import/", {**send, "preview": "on"}).content
    assert not Ticket.objects.exists()
    send["file"] = SimpleUploadedFile("log.csv", log(*LIFE))
    assert client.post("/desk/import/", send).status_code == 200
    assert Ticket.objects.count() == 1
    bad = {"file": SimpleUploadedFile("log.csv", b"a,b"), "timezone": "UTC"}
    assert client.post("/desk/import/", bad).status_code == 422
    assert signed_in(cast.daniel).get("/desk/import/").status_code == 403


def test_a_get_changes_nothing(cast: Cast) -> None:
    ticket = opened(cast)
    client = signed_in(cast.daniel)
    before = Event.objects.count()
    for path in ("take", "resume", "close", "reply"):
        assert client.get(f"/tickets/{ticket.key}/{path}/").status_code == 405
    assert client.get("/desk/take-next/").status_code == 405
    assert Event.objects.count() == before
