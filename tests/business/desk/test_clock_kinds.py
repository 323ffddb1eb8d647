"""Clocks beyond the first answer and the solution: next answers, approvals, teams, suppliers, and agreed dates."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.cast import HOUSE, NOON, Cast, acting, actor, organisation

from goldenthread.business.desk import actions as desk
from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.queries import ClockView, clocks
from goldenthread.business.people.models import Membership, Organisation, Team
from goldenthread.business.services.actions import NewAgreement, NewTarget, add_agreement
from goldenthread.business.services.models import Agreement, TargetReading
from goldenthread.business.work.actions import approve
from goldenthread.foundation.actors import SYSTEM
from goldenthread.foundation.errors import Invalid, NotAllowed, Refused
from goldenthread.foundation.keys import next_key


@pytest.fixture
def second_line(cast: Cast) -> Team:
    team = Team.objects.create(key=next_key("TEAM"), name="Second line", organisation=cast.house)
    Membership.objects.create(person=cast.tomas, team=team)
    return team


@pytest.fixture
def supplier(cast: Cast) -> Organisation:
    return organisation("Northlight", "supplier", cast.calendar)


@pytest.fixture
def promised(cast: Cast, second_line: Team, supplier: Organisation) -> Cast:
    def target(metric: str, minutes: int, **more: Any) -> NewTarget:
        return NewTarget(metric, cast.calendar.pk, minutes, **more)

    sla = (target("response", 30), target("next_reply", 60), target("resolution", 240), target("approval", 120))
    for new in (
        NewAgreement("Standard", "sla", targets=sla),
        NewAgreement(
            "Second line", "ola", team_id=second_line.pk, targets=(target("response", 60), target("resolution", 120))
        ),
        NewAgreement("Northlight", "uc", organisation_id=supplier.pk, targets=(target("supplier", 90),)),
    ):
        add_agreement(HOUSE, cast.service.key, new=new)
    Agreement.objects.update(starts_on=date(2026, 1, 1))
    return cast


def after(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def opened(cast: Cast) -> Ticket:
    return desk.open_ticket(acting(cast.nadia), new=desk.NewTicket("Results are late", cast.service.key))


def kept(ticket: Ticket, metric: str, kind: str = "sla") -> list[tuple[int, str, datetime | None]]:
    found = TargetReading.objects.filter(subject=ticket.key, metric=metric, kind=kind).order_by("cycle")
    return list(found.values_list("cycle", "state", "due_at"))


def seen(cast: Cast, ticket: Ticket, metric: str, kind: str, minutes: int) -> list[ClockView]:
    views = clocks(actor(cast.daniel), ticket.key, after(minutes))
    return [view for view in views if (view.metric, view.kind) == (metric, kind)]


def test_the_next_answer_is_owed_only_while_the_one_who_asked_waits(promised: Cast) -> None:
    ticket = opened(promised)
    desk.add_message(acting(promised.nadia, after(5)), ticket.key, text="Hello?")
    assert kept(ticket, "next_reply") == []  # the first answer is owed, and one is enough

    desk.answer_ticket(acting(promised.daniel, after(10)), ticket.key, text="Which ward?")
    desk.add_message(acting(promised.nadia, after(20)), ticket.key, text="Seven")
    desk.add_message(acting(promised.nadia, after(30)), ticket.key, text="Or eight")
    assert kept(ticket, "next_reply") == [(0, "running", after(80))]

    desk.add_note(acting(promised.daniel, after(35)), ticket.key, text="Looking")
    desk.answer_ticket(acting(promised.daniel, after(40)), ticket.key, text="Both, then")
    assert kept(ticket, "next_reply") == [(0, "met", after(80))]
    desk.add_message(acting(promised.nadia, after(50)), ticket.key, text="Thanks. When?")
    assert kept(ticket, "next_reply")[1] == (1, "running", after(110))


def test_the_house_answers_nobody(promised: Cast) -> None:
    ticket = opened(promised)
    with pytest.raises(NotAllowed):
        desk.answer_ticket(acting(promised.nadia, after(1)), ticket.key, text="I answer myself")
    desk.answer_ticket(SYSTEM.at(after(2)), ticket.key, text="We received your message.")
    assert kept(ticket, "response") == [(0, "running", after(30))]


def test_a_team_has_a_clock_of_its_own_for_each_assignment(promised: Cast, second_line: Team) -> None:
    ticket = opened(promised)
    assert kept(ticket, "resolution", "ola") == []
    desk.assign_ticket(acting(promised.daniel, after(60)), ticket.key, team=second_line.key)
    assert kept(ticket, "resolution", "ola") == [(1, "running", after(180))]
    assert kept(ticket, "response", "ola") == [(1, "running", after(120))]

    desk.assign_ticket(acting(promised.daniel, after(90)), ticket.key, team=promised.desk.key)
    assert kept(ticket, "resolution", "ola") == [(1, "met", after(180))]
    assert kept(ticket, "response", "ola") == [(1, "cancelled", None)]

    desk.assign_ticket(acting(promised.daniel, after(100)), ticket.key, team=second_line.key)
    assert kept(ticket, "resolution", "ola")[1] == (3, "running", after(220))
    (first, again) = seen(promised, ticket, "resolution", "ola", 110)
    assert (first.reading.elapsed, again.reading.elapsed) == (timedelta(minutes=30), timedelta(minutes=10))
    assert again.party == "Second line"


def test_another_person_of_the_same_team_changes_nothing(promised: Cast, second_line: Team) -> None:
    ticket = opened(promised)
    desk.assign_ticket(acting(promised.daniel, after(60)), ticket.key, team=second_line.key)
    desk.assign_ticket(acting(promised.daniel, after(70)), ticket.key, assignee=promised.tomas.key)
    assert kept(ticket, "resolution", "ola") == [(1, "running", after(180))]


def test_a_supplier_has_a_clock_for_each_time_the_ticket_waits_for_them(promised: Cast, supplier: Organisation) -> None:
    ticket = opened(promised)
    desk.pause_ticket(acting(promised.daniel, after(10)), ticket.key, supplier=supplier.key)
    assert kept(ticket, "supplier", "uc") == [(0, "running", after(100))]
    assert kept(ticket, "resolution") == [(0, "paused", None)]
    desk.resume_ticket(acting(promised.daniel, after(50)), ticket.key)
    assert kept(ticket, "supplier", "uc") == [(0, "met", after(100))]

    desk.pause_ticket(acting(promised.daniel, after(60)), ticket.key, waits_for="a spare part")
    desk.resume_ticket(acting(promised.daniel, after(70)), ticket.key)
    desk.pause_ticket(acting(promised.daniel, after(80)), ticket.key, waits_for="a fix", supplier=supplier.key)
    assert [row[:2] for row in kept(ticket, "supplier", "uc")] == [(0, "met"), (1, "running")]
    with pytest.raises(Invalid):
        desk.pause_ticket(acting(promised.daniel, after(90)), ticket.key, supplier=promised.clinic.key)


def test_a_decision_has_a_clock_until_it_is_given(promised: Cast) -> None:
    ticket = opened(promised)
    approval = desk.request_approval(acting(promised.daniel, after(10)), ticket.key, approver=promised.ruth.key)
    assert kept(ticket, "approval") == [(0, "running", after(130))]
    assert kept(ticket, "resolution") == [(0, "paused", None)]
    approve(acting(promised.ruth, after(40)), approval.key)
    desk.reread_clocks(SYSTEM.at(after(40)), ticket.key)
    assert kept(ticket, "approval") == [(0, "met", after(130))]


def test_an_agreed_date_never_moves_but_by_another_agreement(promised: Cast) -> None:
    ticket = opened(promised)
    tomorrow = NOON + timedelta(days=1)
    desk.agree_date(acting(promised.daniel, after(10)), ticket.key, due_at=tomorrow, reason="After the ward round")
    desk.pause_ticket(acting(promised.daniel, after(20)), ticket.key, waits_for="a part")
    desk.prioritise_ticket(acting(promised.daniel, after(30)), ticket.key, impact=1, urgency=1)
    assert kept(ticket, "resolution") == [(0, "paused", tomorrow)]
    assert TargetReading.objects.get(subject=ticket.key, metric="resolution", kind="sla").is_pinned
    desk.resume_ticket(acting(promised.daniel, after(200)), ticket.key)
    assert kept(ticket, "resolution") == [(0, "running", tomorrow)]
    later = NOON + timedelta(days=2)
    desk.agree_date(acting(promised.daniel, after(210)), ticket.key, due_at=later, reason="A day more")
    assert kept(ticket, "resolution") == [(0, "running", later)]


def test_a_date_lies_ahead_and_is_for_something_promised(promised: Cast) -> None:
    ticket = opened(promised)
    for due_at in (NOON, NOON + timedelta(days=1000)):
        with pytest.raises(Invalid):
            desk.agree_date(acting(promised.daniel, after(10)), ticket.key, due_at=due_at, reason="Once")
    with pytest.raises(NotAllowed):
        desk.agree_date(acting(promised.nadia, after(10)), ticket.key, due_at=after(99), reason="Soon")
    Agreement.objects.update(ends_on=date(2026, 1, 2))
    with pytest.raises(Refused):
        desk.agree_date(acting(promised.daniel, after(10)), ticket.key, due_at=after(99), reason="Soon")


def test_those_who_asked_see_what_was_promised_to_them_alone(promised: Cast, second_line: Team) -> None:
    ticket = opened(promised)
    desk.assign_ticket(acting(promised.daniel, after(60)), ticket.key, team=second_line.key)
    assert {view.kind for view in clocks(actor(promised.nadia), ticket.key, after(70))} == {"sla"}
    assert {view.kind for view in clocks(actor(promised.daniel), ticket.key, after(70))} == {"sla", "ola"}
    assert Ticket.objects.get(pk=ticket.pk).work.due_at == after(30)


def test_what_was_decided_stays_decided_when_the_promise_changes(promised: Cast) -> None:
    ticket = opened(promised)
    desk.resolve_ticket(acting(promised.daniel, after(200)), ticket.key, solution="Restarted")
    target = Agreement.objects.get(name="Standard").targets.get(metric="resolution")
    target.minutes = 60
    target.save()
    desk.rate_ticket(acting(promised.nadia, after(300)), ticket.key, rating=5)
    assert kept(ticket, "resolution")[0][1] == "met"
    desk.rebuild_readings([ticket.key], after(301))
    assert kept(ticket, "resolution")[0][1] == "missed"
