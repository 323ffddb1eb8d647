"""What those who work on a ticket do with it: take, assign, weigh, let wait, go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from goldenthread.business.desk.actions.keeping import keep
from goldenthread.business.desk.events import (
    TicketAssigned,
    TicketDateAgreed,
    TicketPrioritised,
    TicketResumed,
    TicketTaken,
    TicketWaits,
)
from goldenthread.business.desk.models import Ticket, TicketState
from goldenthread.business.desk.policies import may_answer, may_handle, may_take_next
from goldenthread.business.desk.queries.clocks import clocks
from goldenthread.business.desk.queries.queue import most_urgent_first
from goldenthread.business.people.models import Organisation, Person, Team
from goldenthread.business.people.policies import is_staff
from goldenthread.business.people.queries import actor_of
from goldenthread.business.work.models import StatusCategory
from goldenthread.business.work.policies import DESK
from goldenthread.engine.priority import priority
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.policies import visible

FURTHEST = timedelta(days=731)


@action(on=Ticket, may=may_handle)
def take_ticket(acting: Acting, ticket: Ticket) -> Ticket:
    """Make it the actor's own and begin; taking what is one's own already changes nothing."""
    return _take(acting, ticket)


@action(may=may_take_next)
def take_next_ticket(acting: Acting) -> Ticket:
    """Take the most urgent ticket of one's teams that nobody has; two agents at once never get the same one."""
    actor = acting.actor
    free = visible(Ticket, actor).filter(
        work__space=DESK,
        work__assignee_id=None,
        work__status__in=(StatusCategory.NEW, StatusCategory.ACTIVE),
    )
    if actor.team_ids:
        free = free.filter(work__team_id__in=actor.team_ids)
    # one at a time: whoever locks several keeps the others from them
    first = most_urgent_first(free.select_related("work")).select_for_update(of=("self", "work"), skip_locked=True)
    ticket = first.first()
    while ticket is not None and not may_handle(actor, ticket):
        first = first.exclude(pk=ticket.pk)
        ticket = first.first()
    if ticket is None:
        raise Refused(_("Nothing waits for a taker in your queue."))
    return _take(acting, ticket)


@action(on=Ticket, may=may_handle)
def assign_ticket(acting: Acting, ticket: Ticket, *, team: str = "", assignee: str = "") -> Ticket:
    """Hand it to a team, to a person, or to both, by key. An empty assignee gives it back to the team's queue."""
    _must_be_open(ticket)
    work = ticket.work
    before = (work.team_id, work.assignee_id)
    if team:
        work.team = visible(Team, acting.actor).filter(key=team).first()
        if work.team is None:
            raise Invalid(fields={"team": _("Choose a team from the list.")})
    work.assignee = _colleague(acting, assignee) if assignee else None
    if before == (work.team_id, work.assignee_id):
        return ticket
    if before[1] is not None or before[0] != work.team_id:
        ticket.reassigned += 1
    return keep(acting, ticket, TicketAssigned(subject=ticket.key, team=work.team_id, assignee=work.assignee_id))


@action(on=Ticket, may=may_handle)
def prioritise_ticket(acting: Acting, ticket: Ticket, *, impact: int, urgency: int) -> Ticket:
    """Weigh it anew; its clocks run on against the other priority's targets, with the pauses they had."""
    _must_be_open(ticket)
    for name, value in (("impact", impact), ("urgency", urgency)):
        if value not in (1, 2, 3):
            raise Invalid(fields={name: _("Choose 1 (high), 2 (medium) or 3 (low).")})
    before, level = ticket.work.priority, priority(impact, urgency)
    if (ticket.impact, ticket.urgency) == (impact, urgency):
        return ticket
    ticket.impact, ticket.urgency, ticket.work.priority = impact, urgency, level
    if before == level:
        return keep(acting, ticket)
    return keep(acting, ticket, TicketPrioritised(subject=ticket.key, before=before, priority=level))


@action(on=Ticket, may=may_handle)
def pause_ticket(acting: Acting, ticket: Ticket, *, waits_for: str = "", supplier: str = "") -> Ticket:
    """Let it wait, and say for what; the clock of its solution stands still meanwhile.

    With a `supplier` (by key) it waits for them, and the clock of what they promised runs.
    """
    party = _supplier(acting, supplier) if supplier else None
    said = waits_for.strip() or (party.name if party else "")
    return keep(acting, ticket, wait(acting, ticket, said, party))


@action(on=Ticket, may=may_answer)
def agree_date(acting: Acting, ticket: Ticket, *, due_at: datetime, reason: str) -> Ticket:
    """Agree with the one who asked when it will be solved: that instant stands, whatever waits or weighs anew."""
    _must_be_open(ticket)
    if due_at.tzinfo is None or not acting.at < due_at <= acting.at + FURTHEST:
        raise Invalid(fields={"due_at": _("Agree on an instant ahead, within two years.")})
    if not reason.strip() or len(reason) > 300:
        raise Invalid(fields={"reason": _("Say what was agreed, in up to 300 characters.")})
    if not any(
        view.metric == "resolution" and view.kind == "sla"
        for view in clocks(acting.actor, ticket.key, acting.at, ticket)
    ):
        raise Refused(
            _("Nothing is promised for the solution of %(key)s, so there is no date to agree.") % {"key": ticket.key}
        )
    fact = TicketDateAgreed(subject=ticket.key, due_at=due_at.isoformat(), reason=reason.strip())
    return keep(acting, ticket, fact)


@action(on=Ticket, may=may_handle)
def resume_ticket(acting: Acting, ticket: Ticket) -> Ticket:
    """Go on with what waited."""
    if ticket.state != TicketState.WAITING:
        raise Refused(_("%(key)s does not wait.") % {"key": ticket.key})
    return keep(acting, ticket, go_on(acting, ticket))


def wait(acting: Acting, ticket: Ticket, waits_for: str, supplier: Organisation | None = None) -> TicketWaits:
    """Move to waiting; the fact is the caller's to keep."""
    reason = waits_for.strip()
    if not reason:
        raise Invalid(fields={"waits_for": _("Say what it waits for.")})
    if len(reason) > 200:
        raise Invalid(fields={"waits_for": _("Keep it under 200 characters.")})
    ticket.move(TicketState.WAITING, acting.at)
    ticket.waits_for = reason
    return TicketWaits(subject=ticket.key, waits_for=reason, supplier=supplier.pk if supplier else None)


def go_on(acting: Acting, ticket: Ticket) -> TicketResumed:
    """Move from waiting to work; the fact is the caller's to keep."""
    ticket.move(TicketState.IN_PROGRESS, acting.at)
    ticket.waits_for = ""
    return TicketResumed(subject=ticket.key)


def _take(acting: Acting, ticket: Ticket) -> Ticket:
    _must_be_open(ticket)
    actor = acting.actor
    person_id = actor.on_behalf_of if actor.is_house else actor.id
    if person_id is None:
        raise Invalid(fields={"assignee": _("Say who takes it.")})
    if ticket.work.assignee_id == person_id and ticket.state != TicketState.NEW:
        return ticket
    if ticket.work.assignee_id not in (None, person_id):
        ticket.reassigned += 1
    ticket.work.assignee_id = person_id
    if ticket.state == TicketState.NEW:
        ticket.move(TicketState.IN_PROGRESS, acting.at)
    return keep(acting, ticket, TicketTaken(subject=ticket.key, assignee=person_id))


def _colleague(acting: Acting, key: str) -> Person:
    found = visible(Person, acting.actor).filter(key=key, is_active=True).first()
    if found is None or not is_staff(actor_of(found)):
        raise Invalid(fields={"assignee": _("Choose a colleague from the list.")})
    return found


def _supplier(acting: Acting, key: str) -> Organisation:
    found = visible(Organisation, acting.actor).filter(key=key, kind=Organisation.Kind.SUPPLIER).first()
    if found is None:
        raise Invalid(fields={"supplier": _("Choose a supplier from the list.")})
    return found


def _must_be_open(ticket: Ticket) -> None:
    if not ticket.is_open:
        raise Refused(_("%(key)s is done. Open it again first.") % {"key": ticket.key})
