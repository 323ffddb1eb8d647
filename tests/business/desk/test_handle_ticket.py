"""Taking, assigning, answering, waiting, solving: who may, what is kept, what is refused."""

from datetime import timedelta

import pytest
from tests.cast import NOON, Cast, acting, actor, person

from goldenthread.business.desk import actions as desk
from goldenthread.business.desk.models import Ticket
from goldenthread.business.people.models import Membership, Role
from goldenthread.foundation.actors import SYSTEM
from goldenthread.foundation.comments import comments_on
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from goldenthread.foundation.models import Event


def opened(cast: Cast, title: str = "Results are late", **known: object) -> Ticket:
    return desk.open_ticket(acting(cast.nadia), new=desk.NewTicket(title, cast.service.key, **known))


def again(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("work").get(pk=ticket.pk)


def names(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(subject=ticket.key).order_by("id").values_list("name", flat=True))


def test_an_agent_takes_a_ticket_and_begins(cast: Cast) -> None:
    ticket = desk.take_ticket(acting(cast.daniel), opened(cast).key)

    assert again(ticket).work.assignee == cast.daniel
    assert (again(ticket).state, again(ticket).work.status) == ("in_progress", "active")
    assert names(ticket) == ["TicketOpened", "TicketTaken"]
    assert Event.objects.get(name="TicketTaken").version == again(ticket).version


def test_taking_twice_changes_nothing(cast: Cast) -> None:
    ticket = desk.take_ticket(acting(cast.daniel), opened(cast).key)
    desk.take_ticket(acting(cast.daniel), ticket.key)

    assert names(ticket) == ["TicketOpened", "TicketTaken"]


def test_a_requester_may_not_take_and_a_stranger_sees_nothing(cast: Cast) -> None:
    ticket = opened(cast)
    with pytest.raises(NotAllowed):
        desk.take_ticket(acting(cast.nadia), ticket.key)
    with pytest.raises(NotFound):
        desk.take_ticket(acting(cast.charlie), ticket.key)


def test_take_next_takes_the_most_urgent_of_my_team(cast: Cast) -> None:
    opened(cast, "Someday", impact=3, urgency=3)
    urgent = opened(cast, "Now", impact=1, urgency=1)
    Ticket.objects.get(pk=urgent.pk).work.__class__.objects.filter(pk=urgent.pk).update(due_at=NOON)

    assert desk.take_next_ticket(acting(cast.daniel)).key == urgent.key


def test_take_next_says_when_nothing_waits(cast: Cast) -> None:
    with pytest.raises(Refused):
        desk.take_next_ticket(acting(cast.daniel))


def test_assigning_counts_as_reassigned_once_somebody_had_it(cast: Cast) -> None:
    other = person("Sanna Koch", cast.house, Role.DESK_AGENT)
    ticket = opened(cast)
    desk.assign_ticket(acting(cast.daniel), ticket.key, assignee=cast.daniel.key)
    assert again(ticket).reassigned == 0

    desk.assign_ticket(acting(cast.daniel), ticket.key, assignee=other.key)
    assert again(ticket).reassigned == 1
    assert again(ticket).work.assignee == other


def test_a_requester_cannot_be_assigned(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        desk.assign_ticket(acting(cast.daniel), opened(cast).key, assignee=cast.omar.key)
    assert "assignee" in refusal.value.fields


def test_the_first_answer_is_kept_and_begins_the_work(cast: Cast) -> None:
    ticket = opened(cast)
    later = NOON + timedelta(minutes=14)
    desk.answer_ticket(acting(cast.daniel, later), ticket.key, text="I am on it.")

    assert again(ticket).first_answer_at == later
    assert again(ticket).work.assignee == cast.daniel
    assert names(ticket) == ["TicketOpened", "TicketAnswered", "TicketTaken"]


def test_nobody_answers_their_own_ticket(cast: Cast) -> None:
    ticket = desk.open_ticket(acting(cast.daniel), new=desk.NewTicket("My own", cast.service.key))
    with pytest.raises(NotAllowed):
        desk.answer_ticket(acting(cast.daniel), ticket.key, text="Hello me")


def test_the_house_answers_nobody(cast: Cast) -> None:
    ticket = opened(cast)
    desk.answer_ticket(SYSTEM.at(NOON), ticket.key, text="We have received it.")

    assert again(ticket).first_answer_at is None
    assert "TicketAnswered" not in names(ticket)


def test_an_internal_note_is_not_for_the_requester_and_leaves_the_version(cast: Cast) -> None:
    ticket = opened(cast)
    before = again(ticket).version
    desk.add_note(acting(cast.daniel), ticket.key, text="Canary")

    assert [note.text for note in comments_on(actor(cast.daniel), ticket.key)] == ["Canary"]
    assert comments_on(actor(cast.nadia), ticket.key) == []
    assert again(ticket).version == before
    with pytest.raises(NotAllowed):
        desk.add_note(acting(cast.nadia), ticket.key, text="I too")


def test_the_requesters_message_wakes_a_waiting_ticket(cast: Cast) -> None:
    ticket = opened(cast)
    desk.pause_ticket(acting(cast.daniel), ticket.key, waits_for="Nadia's ward number")
    assert again(ticket).state == "waiting"

    desk.add_message(acting(cast.nadia), ticket.key, text="Ward 7")
    assert (again(ticket).state, again(ticket).waits_for) == ("in_progress", "")


def test_an_agents_answer_leaves_it_waiting(cast: Cast) -> None:
    ticket = opened(cast)
    desk.answer_ticket(acting(cast.daniel), ticket.key, text="Which ward?", waits_for="the ward")
    desk.answer_ticket(acting(cast.daniel), ticket.key, text="And which bed?")
    assert again(ticket).state == "waiting"


def test_waiting_asks_for_what(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        desk.pause_ticket(acting(cast.daniel), opened(cast).key, waits_for=" ")
    assert "waits_for" in refusal.value.fields


def test_solved_confirmed_and_rated(cast: Cast) -> None:
    ticket = opened(cast)
    desk.resolve_ticket(acting(cast.daniel), ticket.key, solution="Restarted the import.")
    assert (again(ticket).state, again(ticket).work.done_at) == ("resolved", NOON)

    desk.close_ticket(acting(cast.nadia), ticket.key)
    desk.rate_ticket(acting(cast.nadia), ticket.key, rating=5, comment="Quick")
    kept = again(ticket)
    assert (kept.state, kept.rating, kept.rating_comment) == ("closed", 5, "Quick")
    with pytest.raises(NotAllowed):
        desk.rate_ticket(acting(cast.daniel), ticket.key, rating=5)


def test_not_yet_opens_it_again_with_the_reason_said(cast: Cast) -> None:
    ticket = opened(cast)
    desk.resolve_ticket(acting(cast.daniel), ticket.key, solution="Done")
    with pytest.raises(Invalid):
        desk.reopen_ticket(acting(cast.nadia), ticket.key, reason="")
    desk.reopen_ticket(acting(cast.nadia), ticket.key, reason="Still late")

    kept = again(ticket)
    assert (kept.state, kept.reopened, kept.resolved_at) == ("in_progress", 1, None)
    assert comments_on(actor(cast.daniel), ticket.key)[-1].text == "Still late"


def test_rating_waits_for_a_solution_and_has_five_steps(cast: Cast) -> None:
    ticket = opened(cast)
    with pytest.raises(Refused):
        desk.rate_ticket(acting(cast.nadia), ticket.key, rating=3)
    with pytest.raises(Invalid):
        desk.rate_ticket(acting(cast.nadia), ticket.key, rating=6)


def test_a_withdrawn_ticket_is_left_alone(cast: Cast) -> None:
    ticket = opened(cast)
    desk.cancel_ticket(acting(cast.nadia), ticket.key, reason="Works again")
    for refused in (
        lambda: desk.take_ticket(acting(cast.daniel), ticket.key),
        lambda: desk.answer_ticket(acting(cast.daniel), ticket.key, text="Hello"),
        lambda: desk.add_message(acting(cast.nadia), ticket.key, text="Hello"),
        lambda: desk.resolve_ticket(acting(cast.daniel), ticket.key, solution="x"),
    ):
        with pytest.raises(Refused):
            refused()


def test_priority_follows_impact_and_urgency(cast: Cast) -> None:
    ticket = opened(cast)
    assert ticket.work.priority == 3
    desk.prioritise_ticket(acting(cast.daniel), ticket.key, impact=1, urgency=1)
    assert again(ticket).work.priority == 1
    with pytest.raises(Invalid):
        desk.prioritise_ticket(acting(cast.daniel), ticket.key, impact=0, urgency=1)


def test_a_stale_edit_says_what_changed_but_not_what_is_internal(cast: Cast) -> None:
    ticket = opened(cast)
    seen = again(ticket).version
    desk.take_ticket(acting(cast.daniel), ticket.key)
    desk.add_note(acting(cast.daniel), ticket.key, text="Canary")

    with pytest.raises(Stale) as refusal:
        desk.cancel_ticket(acting(cast.nadia, seen=seen), ticket.key, reason="No")
    assert [change["what"] for change in refusal.value.changes] == ["TicketTaken"]


def test_asking_for_approval_makes_it_wait(cast: Cast) -> None:
    ticket = opened(cast)
    with pytest.raises(Invalid):
        desk.request_approval(acting(cast.daniel), ticket.key, approver=cast.nadia.key)
    asked = desk.request_approval(acting(cast.daniel), ticket.key, approver=cast.omar.key)

    assert asked.approver == cast.omar
    assert (again(ticket).state, again(ticket).waits_for) == ("waiting", "approval by Omar Feld")


def test_a_decision_wakes_the_ticket(cast: Cast) -> None:
    from goldenthread.business.work.actions import approve
    from goldenthread.foundation.reactions import react

    ticket = opened(cast)
    asked = desk.request_approval(acting(cast.daniel), ticket.key, approver=cast.omar.key)
    approve(acting(cast.omar), asked.key)
    event = Event.objects.get(name="ApprovalGiven")
    react(event.pk, "decided_approval_wakes_ticket.wake")

    assert again(ticket).state == "in_progress"


def test_the_team_may_work_on_it_without_a_role(cast: Cast) -> None:
    helper = person("Hanna Vogt", cast.house, Role.TEAM_MEMBER)
    Membership.objects.create(person=helper, team=cast.desk)
    assert desk.take_ticket(acting(helper), opened(cast).key).work.assignee == helper
