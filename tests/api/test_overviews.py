"""The thread, search and my work for programs."""

from __future__ import annotations

from tests.api.test_desk import Program
from tests.cast import Cast, acting

from goldenthread.business.desk.actions import NewTicket, open_ticket, take_ticket


def test_the_thread_through_a_service_has_five_steps(cast: Cast) -> None:
    steps = Program(cast.ines).get(f"/thread/{cast.service.key}")["steps"]

    assert [step["kind"] for step in steps] == ["objective", "investment", "project", "service", "outcome"]
    assert [step["key"] for step in steps] == [None, None, None, cast.service.key, None]


def test_a_thread_one_may_not_see_is_not_found(cast: Cast) -> None:
    Program(cast.charlie).get(f"/thread/{cast.service.key}", status=404)


def test_search_finds_what_is_open_to_the_one_who_asks(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))

    assert [found["key"] for found in Program(cast.nadia).get("/search?q=results")["items"]] == [ticket.key]
    assert Program(cast.nadia).get(f"/search?q={ticket.key.lower()}")["items"][0]["title"] == "Results are late"
    assert Program(cast.charlie).get("/search?q=results")["items"] == []


def test_my_work_is_what_i_took(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    assert Program(cast.daniel).get("/my-work")["items"] == []
    take_ticket(acting(cast.daniel), ticket.key)

    found = Program(cast.daniel).get("/my-work?fields=key,context_key")["items"]
    assert found == [{"key": ticket.key, "context_key": cast.service.key}]
    assert Program(cast.daniel).get("/my-work?kind=task")["items"] == []
