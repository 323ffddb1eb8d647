"""Who may do what with a ticket; who sees one is decided by its work."""

from __future__ import annotations

from goldenthread.business.desk.models import Ticket
from goldenthread.business.work.policies import may_see_work, may_work_on, visible_through_work
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import Sight, register


def may_see_ticket(actor: Actor, ticket: Ticket) -> bool:
    return may_see_work(actor, ticket.work)


def may_open_ticket(actor: Actor) -> bool:
    """Anyone known may ask; for whom and on which service is checked by the action."""
    return actor.is_known


def may_handle(actor: Actor, ticket: Ticket) -> bool:
    return may_work_on(actor, ticket.work)


def may_comment(actor: Actor, ticket: Ticket) -> bool:
    return may_see_ticket(actor, ticket)


def may_rate(actor: Actor, ticket: Ticket) -> bool:
    """Only the person who asked."""
    return actor.is_house or (actor.id is not None and ticket.work.requester_id == actor.id)


register(Sight(Ticket, visible_through_work, may_see_ticket, ("INC", "REQ", "PRB", "CHG"), may_handle))
