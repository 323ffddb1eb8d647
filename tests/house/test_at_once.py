"""Two people at the same moment: one of them is first, the other is told, nothing happens twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.business.portfolio.stage import a_portfolio, proposed, prove
from tests.cast import Cast, acting, assemble, person

from goldenthread.business.desk.actions import NewTicket, open_ticket, take_next_ticket, take_ticket
from goldenthread.business.desk.models import Ticket
from goldenthread.business.people.actions import make_token
from goldenthread.business.people.models import Membership, Role
from goldenthread.business.portfolio.actions import Decision, decide_gate
from goldenthread.business.portfolio.models import GateDecision
from goldenthread.business.work.actions import log_time
from goldenthread.business.work.models import LedgerEntry, TimeEntry
from goldenthread.foundation.errors import GoldenthreadError, Refused, Stale
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast for real: other connections see it."""
    return assemble()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all at the same moment, each on a connection of its own; what each gave, or the refusal it met."""
    start, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            found[place] = act()
        except GoldenthreadError as error:
            found[place] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
    return list(found)


def second_agent(cast: Cast) -> Any:
    agent = person("Sanna Koch", cast.house, Role.DESK_AGENT)
    Membership.objects.create(person=agent, team=cast.desk)
    return agent


def test_two_take_the_same_ticket(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    agents = (cast.daniel, second_agent(cast))
    found = at_once(
        *(lambda who=who: take_ticket(acting(who, seen=ticket.version), ticket.key) for who in agents)  # type: ignore[misc]
    )

    assert [type(one) for one in sorted(found, key=str)].count(Stale) == 1
    assert Event.objects.filter(subject=ticket.key, name="TicketTaken").count() == 1
    (late,) = [one for one in found if isinstance(one, Stale)]
    assert [change["what"] for change in late.changes] == ["TicketTaken"]


def test_take_next_gives_two_people_two_tickets(cast: Cast) -> None:
    keys = {open_ticket(acting(cast.nadia), new=NewTicket(f"No {n}", cast.service.key)).key for n in range(2)}
    agents = (cast.daniel, second_agent(cast))
    found = at_once(*(lambda who=who: take_next_ticket(acting(who)).key for who in agents))  # type: ignore[misc]

    assert set(found) == keys


def test_two_decide_the_same_gate(cast: Cast) -> None:
    investment = proposed(cast, a_portfolio(cast))
    gate = prove(cast, investment)
    found = at_once(
        lambda: decide_gate(acting(cast.mara), investment.key, gate=gate.key, decision=Decision("go")).pk,
        lambda: decide_gate(acting(cast.ruth), investment.key, gate=gate.key, decision=Decision("hold", "No money")).pk,
    )

    assert sum(isinstance(one, Refused) for one in found) == 1
    assert GateDecision.objects.count() == 1


def test_a_form_sent_twice_at_once_opens_one_ticket(cast: Cast) -> None:
    def send() -> int:
        client = Client()
        client.force_login(cast.nadia)
        sent = {"title": "Once", "service": cast.service.key, "impact": 2, "urgency": 2, "_once": "abc"}
        return client.post("/desk/tickets/new/", sent).status_code

    assert at_once(send, send, send) == [303, 303, 303]
    assert Ticket.objects.count() == 1


def test_a_call_sent_twice_at_once_logs_time_once(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    _kept, text = make_token(acting(cast.daniel, timezone.now()), name="At once")

    def send() -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": "abc"}
        body = {"on": "2026-03-02", "minutes": 30}
        answer = Client(headers=headers).post(f"/api/v1/works/{ticket.key}/time", body, content_type="application/json")
        return answer.status_code, answer.json()["key"]

    (first, *others) = at_once(send, send, send)
    assert first[0] == 201
    assert others == [first, first]
    assert (TimeEntry.objects.count(), LedgerEntry.objects.count()) in ((1, 0), (1, 1))


def test_a_day_never_gets_more_than_its_hours(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    day = ticket.work.opened_at.date()

    def log() -> int:
        return log_time(acting(cast.daniel), ticket.key, on=day, minutes=1000).minutes

    assert 1000 in at_once(log, log)
    assert TimeEntry.objects.count() == 1


def test_keys_are_given_once(cast: Cast) -> None:
    found = at_once(*[lambda: [next_key("INC") for _n in range(20)] for _worker in range(4)])
    keys = [key for some in found for key in some]
    assert len(set(keys)) == 80
