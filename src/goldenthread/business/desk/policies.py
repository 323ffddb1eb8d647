"""Who may do what with a ticket; who sees one is decided by its work."""

from __future__ import annotations

from goldenthread.business.desk.models import Ticket, TicketState
from goldenthread.business.people.models import Role
from goldenthread.business.work.policies import DESK_ROLES, may_see_work, may_work_on, visible_through_work
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import Sight, register


def may_see_ticket(actor: Actor, ticket: Ticket) -> bool:
    return may_see_work(actor, ticket.work)


def may_open_ticket(actor: Actor) -> bool:
    """Anyone known may ask; for whom and on which service is checked by the action."""
    return actor.is_known


def may_handle(actor: Actor, ticket: Ticket) -> bool:
    return may_work_on(actor, ticket.work)


def is_requester(actor: Actor, ticket: Ticket) -> bool:
    return actor.id is not None and ticket.work.requester_id == actor.id


def may_answer(actor: Actor, ticket: Ticket) -> bool:
    """An answer comes from one who works on it; nobody answers themselves."""
    return may_handle(actor, ticket) and not is_requester(actor, ticket)


def may_comment(actor: Actor, ticket: Ticket) -> bool:
    return may_see_ticket(actor, ticket)


def may_decide_solution(actor: Actor, ticket: Ticket) -> bool:
    """Whether it works is for the person who asked to say; where they do not, those who work on it may."""
    return is_requester(actor, ticket) or may_handle(actor, ticket)


def may_rate(actor: Actor, ticket: Ticket) -> bool:
    """Only the person who asked."""
    return actor.is_house or is_requester(actor, ticket)


def may_withdraw(actor: Actor, ticket: Ticket) -> bool:
    return is_requester(actor, ticket) or may_handle(actor, ticket)


def may_work_on_desk(actor: Actor) -> bool:
    """Those with a desk to sit at, whole or in part."""
    return actor.holds_anywhere(*DESK_ROLES)


def may_take_next(actor: Actor) -> bool:
    return bool(actor.team_ids) or may_work_on_desk(actor)


def may_import(actor: Actor) -> bool:
    return actor.holds(Role.ADMINISTRATOR)


def may_read_report(actor: Actor) -> bool:
    """Figures over everybody's tickets: for desk roles that reach the whole house, and for those who steer."""
    return actor.holds(*DESK_ROLES, Role.SERVICE_OWNER, Role.PORTFOLIO_MANAGER, Role.ADMINISTRATOR, Role.AUDITOR)


STATES = tuple((str(value), label) for value, label in TicketState.choices)
"""Every state with its word, for the doors."""

register(Sight(Ticket, visible_through_work, may_see_ticket, ("INC", "REQ", "PRB", "CHG"), may_handle))
