"""How a ticket ends: solved, confirmed or not yet, rated, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from goldenthread.business.desk.actions.keeping import keep
from goldenthread.business.desk.actions.talk import answer
from goldenthread.business.desk.events import (
    TicketCancelled,
    TicketClosed,
    TicketNoted,
    TicketRated,
    TicketReopened,
    TicketResolved,
)
from goldenthread.business.desk.models import Ticket, TicketState
from goldenthread.business.desk.policies import may_answer, may_decide_solution, may_rate, may_withdraw
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.comments import LONGEST, say
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.files import Upload

RATINGS = (1, 2, 3, 4, 5)


@action(on=Ticket, may=may_answer)
def resolve_ticket(acting: Acting, ticket: Ticket, *, solution: str, files: Sequence[Upload] = ()) -> Ticket:
    """Say how it was solved, in words for the one who asked; it is theirs to confirm."""
    solution = solution.strip()
    if not solution:
        raise Invalid(fields={"solution": _("Say how it was solved.")})
    facts = answer(acting, ticket, solution, files)
    ticket.move(TicketState.RESOLVED, acting.at)
    ticket.work.assignee_id = ticket.work.assignee_id or acting.actor.id
    ticket.solution, ticket.resolved_at, ticket.waits_for = solution, acting.at, ""
    return keep(acting, ticket, *facts, TicketResolved(subject=ticket.key, solution=solution))


@action(on=Ticket, may=may_decide_solution)
def close_ticket(acting: Acting, ticket: Ticket) -> Ticket:
    """Confirm that the solution works."""
    ticket.move(TicketState.CLOSED, acting.at)
    ticket.closed_at = acting.at
    return keep(acting, ticket, TicketClosed(subject=ticket.key))


@action(on=Ticket, may=may_decide_solution)
def reopen_ticket(acting: Acting, ticket: Ticket, *, reason: str) -> Ticket:
    """Not yet: the clock of its solution counts on from where it stopped."""
    if ticket.state not in (TicketState.RESOLVED, TicketState.CLOSED):
        raise Refused(_("%(key)s is not solved.") % {"key": ticket.key})
    reason = _reason(reason, _("Say what does not work yet."))
    comment = say(acting, ticket.key, reason)
    ticket.move(TicketState.IN_PROGRESS, acting.at)
    ticket.reopened += 1
    ticket.resolved_at = ticket.closed_at = None
    return keep(
        acting,
        ticket,
        TicketNoted(subject=ticket.key, comment=comment.pk, is_internal=False),
        TicketReopened(subject=ticket.key, reason=reason),
    )


@action(on=Ticket, may=may_rate)
def rate_ticket(acting: Acting, ticket: Ticket, *, rating: int, comment: str = "") -> Ticket:
    """How well it went, from 1 to 5, once it is solved; a later rating takes the place of the earlier."""
    if rating not in RATINGS:
        raise Invalid(fields={"rating": _("Choose from 1 to 5.")})
    if ticket.state not in (TicketState.RESOLVED, TicketState.CLOSED):
        raise Refused(_("%(key)s can be rated once it is solved.") % {"key": ticket.key})
    if len(comment) > LONGEST:
        raise Invalid(fields={"comment": _("Keep it under 100,000 characters.")})
    ticket.rating, ticket.rating_comment, ticket.rated_at = rating, comment.strip(), acting.at
    return keep(acting, ticket, TicketRated(subject=ticket.key, rating=rating))


@action(on=Ticket, may=may_withdraw)
def cancel_ticket(acting: Acting, ticket: Ticket, *, reason: str) -> Ticket:
    """It is no longer wanted; its clocks owe nothing from here on."""
    reason = _reason(reason, _("Say why it is no longer needed."))
    ticket.move(TicketState.CANCELLED, acting.at)
    ticket.waits_for = ""
    return keep(acting, ticket, TicketCancelled(subject=ticket.key, reason=reason))


def _reason(reason: str, question: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(fields={"reason": question})
    return reason
