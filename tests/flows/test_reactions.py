"""A fact and its reactions are stored together or not at all, and a reaction happens once."""

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from tests.cast import NOON, Cast, acting

from goldenthread.business.desk.actions import NewTicket, open_ticket
from goldenthread.business.desk.events import TicketOpened
from goldenthread.foundation import reactions
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.events import quietly
from goldenthread.foundation.models import Event, Receipt


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int | None, str]]:
    """A reaction to opened tickets that keeps who it acted for and what it heard."""
    said: list[tuple[int | None, str]] = []

    def listen(acting: Acting, fact: TicketOpened) -> None:
        assert acting.at == NOON
        said.append((acting.actor.on_behalf_of, fact.title))

    monkeypatch.setitem(reactions.REACTIONS, "test.listen", listen)
    monkeypatch.setitem(reactions._BY_FACT, "TicketOpened", ["test.listen"])
    return said


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        return int(cursor.fetchone()[0])


def test_a_fact_that_is_rolled_back_leaves_no_job(cast: Cast, heard: list[tuple[int | None, str]]) -> None:
    with transaction.atomic():
        open_ticket(acting(cast.nadia), new=NewTicket("Never happened", cast.service.key))
        assert jobs() == 1
        transaction.set_rollback(True)

    assert jobs() == 0


def test_a_reaction_runs_as_the_house_on_behalf_of_who_caused_it(
    cast: Cast, heard: list[tuple[int | None, str]]
) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    event = Event.objects.get(subject=ticket.key, name="TicketOpened")
    reactions.react(event.id, "test.listen")

    assert heard == [(cast.nadia.pk, "Results are late")]


def test_a_job_run_twice_has_one_effect(cast: Cast, heard: list[tuple[int | None, str]]) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    event = Event.objects.get(subject=ticket.key, name="TicketOpened")
    reactions.react(event.id, "test.listen")
    reactions.react(event.id, "test.listen")

    assert len(heard) == 1
    assert Receipt.objects.filter(event=event).count() == 1


def test_a_reaction_that_fails_leaves_no_receipt_and_can_be_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(acting: Acting, fact: TicketOpened) -> None:
        raise ConnectionError

    monkeypatch.setitem(reactions.REACTIONS, "test.fail", fail)
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    event = Event.objects.get(subject=ticket.key, name="TicketOpened")
    with pytest.raises(ConnectionError):
        reactions.react(event.id, "test.fail")

    assert not Receipt.objects.filter(event=event, reaction="test.fail").exists()


def test_generated_history_is_quiet(cast: Cast, heard: list[tuple[int | None, str]]) -> None:
    with quietly():
        open_ticket(acting(cast.nadia), new=NewTicket("Long ago", cast.service.key))

    assert jobs() == 0


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_takes_the_job_from_the_database(heard: list[tuple[int | None, str]]) -> None:
    from tests.cast import assemble

    cast = assemble()
    open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    assert heard == [(cast.nadia.pk, "Results are late")]
