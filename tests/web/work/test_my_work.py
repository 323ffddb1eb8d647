"""My work: tickets and tasks in one list, and the same as a file."""

from __future__ import annotations

from django.test import Client
from tests.cast import Cast, acting

from goldenthread.business.desk.actions import NewTicket, open_ticket, take_ticket


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
