"""An action: found, compared, judged, done, remembered; or nothing at all."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.desk.actions import NewTicket, open_ticket
from goldenthread.business.services.actions import set_stage
from goldenthread.business.services.models import Service
from goldenthread.foundation.actions import ACTIONS, action
from goldenthread.foundation.actors import SYSTEM, Acting
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Stale
from goldenthread.foundation.events import record
from goldenthread.foundation.facts import Fact, fact_of
from goldenthread.foundation.models import Event


def test_what_one_may_not_see_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        set_stage(acting(cast.charlie), cast.service.key, stage="maintain")


def test_what_one_sees_but_may_not_do_is_not_allowed(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        set_stage(acting(cast.tomas), cast.service.key, stage="maintain")


def test_an_edit_of_what_has_changed_is_stale_and_says_what_changed(cast: Cast) -> None:
    seen = cast.service.version
    set_stage(acting(cast.ines), cast.service.key, stage="maintain")

    with pytest.raises(Stale) as refusal:
        set_stage(acting(cast.ines, seen=seen), cast.service.key, stage="control")

    assert [change["by"] for change in refusal.value.changes] == [cast.ines.pk]
    assert Service.objects.get(pk=cast.service.pk).stage == "maintain"


def test_an_edit_of_what_stands_goes_through(cast: Cast) -> None:
    set_stage(acting(cast.ines, seen=cast.service.version), cast.service.key, stage="maintain")

    assert Service.objects.get(pk=cast.service.pk).version == cast.service.version + 1


def test_an_action_that_fails_leaves_neither_record_nor_fact(cast: Cast) -> None:
    before = Event.objects.count()
    with pytest.raises(Invalid):
        open_ticket(acting(cast.nadia), new=NewTicket("", cast.service.key))

    assert Event.objects.count() == before


def test_one_action_calls_another_as_the_house_and_both_are_remembered(cast: Cast) -> None:
    house = acting(cast.nadia).as_house()
    ticket = open_ticket(house, new=NewTicket("Called from inside", cast.service.key))

    fact = Event.objects.get(subject=ticket.key, name="TicketOpened")
    assert (fact.actor_kind, fact.actor_id, fact.on_behalf_of) == ("house", None, cast.nadia.pk)


def test_the_house_stays_on_behalf_of_whom_it_began_for(cast: Cast) -> None:
    assert acting(cast.nadia).as_house().as_house().actor.on_behalf_of == cast.nadia.pk
    assert Acting(SYSTEM, NOON).as_house().actor.on_behalf_of is None


def test_a_token_does_only_what_it_permits(cast: Cast) -> None:
    token = replace(actor(cast.nadia), kind="token", permits=frozenset({"rate_ticket"}))

    with pytest.raises(NotAllowed):
        open_ticket(token.at(NOON), new=NewTicket("By a token", cast.service.key))


def test_a_fact_comes_back_as_it_was_recorded(cast: Cast) -> None:
    ticket = open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))

    fact = fact_of(Event.objects.get(subject=ticket.key, name="TicketOpened"))
    assert (fact.subject, getattr(fact, "title", "")) == (ticket.key, "Results are late")


def test_a_fact_outside_an_action_is_a_mistake_of_ours() -> None:
    with pytest.raises(RuntimeError, match="outside an action"):
        record(Fact(subject="INC-1"))


def test_facts_can_be_neither_changed_nor_deleted(cast: Cast) -> None:
    open_ticket(acting(cast.nadia), new=NewTicket("Results are late", cast.service.key))
    for attempt in ("UPDATE foundation_event SET name = 'x'", "DELETE FROM foundation_event"):
        from django.db import transaction

        with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)


def test_every_action_is_known_by_its_name() -> None:
    assert ACTIONS["open_ticket"].module.startswith("goldenthread.business.desk.actions")

    with pytest.raises(TypeError):
        action()  # type: ignore[call-overload]
