"""Asking somebody to approve a ticket, which then waits for them. The decision itself belongs to any work."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.desk.actions.handle import wait
from goldenthread.business.desk.actions.keeping import keep, reread
from goldenthread.business.desk.models import Ticket, TicketState
from goldenthread.business.desk.policies import may_handle
from goldenthread.business.desk.queries.tickets import person_said
from goldenthread.business.work.actions import ask_approval
from goldenthread.business.work.events import ApprovalAsked
from goldenthread.business.work.models import Approval
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid


@action(on=Ticket, may=may_handle)
def request_approval(acting: Acting, ticket: Ticket, *, approver: str) -> Approval:
    """Ask a person, by key or address; the clock of the solution stands still until they decide."""
    person = person_said(acting.actor, approver)
    if person is None:
        raise Invalid(fields={"approver": _("Nobody here has this key or address.")})
    if person.pk in (ticket.work.requester_id, ticket.work.assignee_id):
        raise Invalid(fields={"approver": _("Nobody approves what they ask for or carry out themselves.")})
    approval = ask_approval(acting.as_house(), ticket.key, approver_id=person.pk)
    asked = ApprovalAsked(subject=ticket.key, approval=approval.key, approver=person.pk)
    if ticket.state != TicketState.WAITING:
        waits = wait(acting, ticket, _("approval by %(name)s") % {"name": person.name})
        keep(acting, ticket, waits, beside=(asked,))
    else:
        reread(acting, ticket, asked)
    return approval


@action(on=Ticket, may=lambda actor, ticket: actor.is_house)
def reread_clocks(acting: Acting, ticket: Ticket) -> Ticket:
    """Read its clocks anew, because of something that happened outside the desk."""
    reread(acting, ticket)
    return ticket
