"""Opening a ticket."""

import pytest
from django.db import connection
from tests.cast import NOON, Cast, acting

from goldenthread.business.desk.actions import NewTicket, open_ticket
from goldenthread.business.desk.models import Ticket
from goldenthread.foundation.errors import Invalid, NotAllowed
from goldenthread.foundation.models import Event


def test_a_requester_opens_an_incident_for_herself(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))

    assert ticket.key.startswith("INC-")
    assert ticket.work.requester == cast.nadia
    assert ticket.work.team == cast.desk
    assert ticket.work.opened_at == NOON


def test_the_fact_is_stored_with_who_and_when(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))

    fact = Event.objects.get(subject=ticket.key)
    assert (fact.name, fact.actor_id, fact.at) == ("TicketOpened", cast.nadia.pk, NOON)
    assert fact.data["service"] == cast.service.key


def test_a_service_one_does_not_see_cannot_be_chosen(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        open_ticket(acting(cast.charlie), new=NewTicket("Let me in", cast.service.key))

    assert "service" in refusal.value.fields
    assert not Ticket.objects.exists()


def test_only_staff_open_for_someone_else(cast: Cast) -> None:
    with pytest.raises(Invalid):
        open_ticket(acting(cast.nadia), new=NewTicket("For Omar", cast.service.key, requester=cast.omar.key))

    ticket = open_ticket(acting(cast.daniel), new=NewTicket("For Omar", cast.service.key, requester=cast.omar.key))
    assert ticket.work.requester == cast.omar


def test_a_stranger_may_not(cast: Cast) -> None:
    from goldenthread.foundation.actors import NOBODY

    with pytest.raises(NotAllowed):
        open_ticket(NOBODY.at(NOON), new=NewTicket("Hello", cast.service.key))


def test_facts_cannot_be_rewritten(cast: Cast) -> None:
    open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))

    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE foundation_event SET name = 'Nothing'")
