"""A ticket's clocks: replayed from its facts, kept as a cache in the fact's own transaction."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.cast import HOUSE, NOON, Cast, acting, actor

from goldenthread.business.desk import actions as desk
from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.queries import clocks
from goldenthread.business.services.actions import NewAgreement, NewTarget, add_agreement
from goldenthread.business.services.models import Agreement, TargetReading


@pytest.fixture
def promised(cast: Cast) -> Cast:
    """First answer in 30 minutes; solved in 4 hours, in 1 hour at priority 1; on the office's hours."""
    target = lambda metric, minutes, priority: NewTarget(  # noqa: E731
        metric=metric,
        minutes=minutes,
        working_days=None,
        priority=priority,
        goal_percent=Decimal(95),
        calendar_id=cast.calendar.pk,
    )
    add_agreement(
        HOUSE,
        cast.service.key,
        new=NewAgreement(
            name="Standard",
            kind="sla",
            organisation_id=None,
            team_id=None,
            availability_percent=None,
            targets=(target("response", 30, None), target("resolution", 240, None), target("resolution", 60, 1)),
        ),
    )
    Agreement.objects.update(starts_on=date(2026, 1, 1))
    return cast


def after(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


def opened(cast: Cast) -> Ticket:
    return desk.open_ticket(acting(cast.nadia), new=desk.NewTicket("Results are late", cast.service.key))


def readings(ticket: Ticket) -> dict[str, TargetReading]:
    kept = TargetReading.objects.filter(subject=ticket.key).exclude(state="cancelled")
    return {reading.metric: reading for reading in kept}


def due(ticket: Ticket) -> object:
    return Ticket.objects.get(pk=ticket.pk).work.due_at


def test_both_clocks_run_from_the_opening(promised: Cast) -> None:
    ticket = opened(promised)

    kept = readings(ticket)
    assert {metric: reading.state for metric, reading in kept.items()} == {
        "response": "running",
        "resolution": "running",
    }
    assert kept["response"].due_at == NOON + after(30)
    assert due(ticket) == NOON + after(30)


def test_a_public_answer_satisfies_the_first_and_only_it(promised: Cast) -> None:
    ticket = opened(promised)
    desk.add_note(acting(promised.daniel, NOON + after(5)), ticket.key, text="Looking")
    desk.add_message(acting(promised.nadia, NOON + after(6)), ticket.key, text="Hello?")
    assert readings(ticket)["response"].state == "running"

    desk.answer_ticket(acting(promised.daniel, NOON + after(14)), ticket.key, text="On it")
    assert readings(ticket)["response"].state == "met"
    assert readings(ticket)["response"].stopped_at == NOON + after(14)
    assert due(ticket) == NOON + after(240)


def test_a_late_answer_is_missed(promised: Cast) -> None:
    ticket = opened(promised)
    desk.answer_ticket(acting(promised.daniel, NOON + after(31)), ticket.key, text="Sorry")
    assert readings(ticket)["response"].state == "missed"
    assert readings(ticket)["response"].breached_at == NOON + after(30)


def test_waiting_pauses_the_solution_and_shows_as_a_segment(promised: Cast) -> None:
    ticket = opened(promised)
    desk.answer_ticket(acting(promised.daniel, NOON + after(10)), ticket.key, text="Which ward?", waits_for="Nadia")
    assert readings(ticket)["resolution"].state == "paused"
    assert readings(ticket)["resolution"].due_at is None
    assert due(ticket) is None

    desk.add_message(acting(promised.nadia, NOON + after(70)), ticket.key, text="Ward 7")
    assert readings(ticket)["resolution"].due_at == NOON + after(300)

    solved = clocks(actor(promised.daniel), ticket.key, NOON + after(90))[1].reading
    assert [(part.kind, part.open_for) for part in solved.segments] == [
        ("ran", after(10)),
        ("paused", after(60)),
        ("ran", after(20)),
    ]
    assert solved.segments[1].reason == "Nadia"


def test_reopening_counts_on(promised: Cast) -> None:
    ticket = opened(promised)
    desk.resolve_ticket(acting(promised.daniel, NOON + after(60)), ticket.key, solution="Restarted")
    assert readings(ticket)["resolution"].state == "met"
    assert readings(ticket)["response"].state == "missed"

    desk.reopen_ticket(acting(promised.nadia, NOON + after(90)), ticket.key, reason="No")
    again = readings(ticket)
    assert again["resolution"].state == "running"
    assert again["resolution"].due_at == NOON + after(270)
    assert again["response"].state == "missed"


def test_another_priority_swaps_the_target_and_keeps_the_pauses(promised: Cast) -> None:
    ticket = opened(promised)
    desk.pause_ticket(acting(promised.daniel, NOON + after(10)), ticket.key, waits_for="a part")
    desk.resume_ticket(acting(promised.daniel, NOON + after(40)), ticket.key)
    desk.prioritise_ticket(acting(promised.daniel, NOON + after(50)), ticket.key, impact=1, urgency=1)

    swapped = readings(ticket)["resolution"]
    assert (swapped.priority, swapped.due_at) == (1, NOON + after(90))
    assert TargetReading.objects.get(subject=ticket.key, state="cancelled").priority == 3

    desk.prioritise_ticket(acting(promised.daniel, NOON + after(55)), ticket.key, impact=2, urgency=2)
    assert (readings(ticket)["resolution"].priority, readings(ticket)["resolution"].due_at) == (3, NOON + after(270))


def test_a_withdrawn_ticket_owes_nothing(promised: Cast) -> None:
    ticket = opened(promised)
    desk.cancel_ticket(acting(promised.nadia, NOON + after(5)), ticket.key, reason="Works")
    assert set(TargetReading.objects.filter(subject=ticket.key).values_list("state", flat=True)) == {"cancelled"}
    assert due(ticket) is None


def test_the_cache_can_be_rebuilt(promised: Cast) -> None:
    ticket = opened(promised)
    before = readings(ticket)["resolution"].due_at
    TargetReading.objects.all().delete()
    assert desk.rebuild_readings([ticket.key, "INC-999"], NOON + after(1)) == 1
    assert readings(ticket)["resolution"].due_at == before


def test_nothing_promised_no_clock(cast: Cast) -> None:
    ticket = opened(cast)
    assert clocks(actor(cast.daniel), ticket.key, NOON) == []
    assert due(ticket) is None
