"""Reads of tickets."""

from __future__ import annotations

from goldenthread.business.desk.models import Ticket
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import seen, visible


def ticket(actor: Actor, key: str) -> Ticket:
    found = visible(Ticket, actor).select_related(
        "work", "work__assignee", "work__requester", "work__team", "work__organisation", "service"
    )
    return seen(Ticket, actor, key, found)
