"""My work: tickets and tasks in one list, and the same as a file."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.desk.actions import NewTicket, open_ticket, take_ticket
from goldenthread.business.work.actions import log_time
from goldenthread.business.work.models import Work
from goldenthread.overviews.my_work import my_items


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")  # type: ignore[arg-type]
    return client


def test_what_i_took_stands_there_and_leads_to_its_page(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    take_ticket(acting(cast.daniel), ticket.key)

    page = signed_in(cast.daniel).get("/my-work/").content.decode()
    assert "Results are late" in page
    assert f"/tickets/{ticket.key}/" in page


def test_the_soonest_due_stands_first_and_what_has_no_day_last(cast: Cast) -> None:
    due = {"Later": NOON + timedelta(days=9), "Never": None, "Sooner": NOON + timedelta(days=2)}
    for title, at in due.items():
        ticket = open_ticket(acting(cast.nadia), new=NewTicket(title, cast.service.key))
        take_ticket(acting(cast.daniel), ticket.key)
        Work.objects.filter(key=ticket.key).update(due_at=at)

    assert [one.title for one in my_items(actor(cast.daniel)).rows] == ["Sooner", "Later", "Never"]
    for number in range(50):
        ticket = open_ticket(acting(cast.nadia), new=NewTicket(f"More {number}", cast.service.key))
        take_ticket(acting(cast.daniel), ticket.key)
    first = my_items(actor(cast.daniel))
    rest = my_items(actor(cast.daniel), first.next)
    assert len({one.key for one in (*first.rows, *rest.rows)}) == 53, "none is lost or shown twice between pages"


def test_the_list_comes_as_a_file_under_the_same_filters(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("=Results are late", cast.service.key))
    take_ticket(acting(cast.daniel), ticket.key)

    file = signed_in(cast.daniel).get("/my-work/?format=csv").content.decode("utf-8-sig").splitlines()
    assert len(file) == 2
    assert file[1].startswith(f"{ticket.key},'=Results are late")
    assert len(signed_in(cast.daniel).get("/my-work/?format=csv&kind=task").content.decode().splitlines()) == 1


def test_time_is_logged_and_shows_in_the_week(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    client = signed_in(cast.daniel)
    answer = client.post(
        f"/works/{ticket.key}/log-time/", {"on": "2026-03-02", "minutes": "45", "note": "", "_once": "a"}
    )

    assert answer.status_code == 303
    assert "45" in client.get("/my-work/time/?week=2026-03-02").content.decode()
    for beyond in ("9999-12-31", "0001-01-01", "0000-01-01", "x"):
        assert client.get(f"/my-work/time/?week={beyond}").status_code == 200


def test_more_minutes_than_a_day_has_are_refused_at_the_field(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    answer = signed_in(cast.daniel).post(f"/works/{ticket.key}/log-time/", {"on": "2026-03-02", "minutes": "2000"})

    assert answer.status_code == 422
    assert "2000" in answer.content.decode()


def test_the_timer_starts_and_stops_into_a_time_entry(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    client = signed_in(cast.daniel)
    assert client.post(f"/works/{ticket.key}/start-timer/").status_code == 303
    assert f"on {ticket.key}" in client.get("/my-work/").content.decode()

    assert client.post("/my-work/stop-timer/").status_code == 303
    assert f"on {ticket.key}" not in client.get("/my-work/").content.decode()


def test_what_is_late_stands_under_its_own_heading_before_what_is_to_come(cast: Cast) -> None:
    now = timezone.now()
    due = {"Late one": now - timedelta(days=2), "Far one": now + timedelta(days=40), "Open end": None}
    for title, at in due.items():
        ticket = open_ticket(acting(cast.nadia), new=NewTicket(title, cast.service.key))
        take_ticket(acting(cast.daniel), ticket.key)
        Work.objects.filter(key=ticket.key).update(due_at=at)

    page = signed_in(cast.daniel).get("/my-work/").content.decode()
    order = [page.index(f">{words}<") for words in ("Late", "Late one", "Later", "Far one", "No day", "Open end")]
    assert order == sorted(order)


def test_the_week_opens_to_the_works_its_hours_went_to(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    log_time(actor(cast.daniel).at(timezone.now()), ticket.key, on=timezone.localdate(), minutes=90, note="")

    page = signed_in(cast.daniel).get("/my-work/").content.decode()
    assert "Logged this week" in page
    assert page.count("Results are late") == 1, "in the panel of the week, though the ticket is not mine"
