"""One ticket."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.business.desk.models import Ticket, TicketState
from goldenthread.business.people.models import Organisation, Person, RoleGrant
from goldenthread.business.people.policies import STAFF
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import seen, visible

SHOWN_WITH = (
    "work",
    "work__assignee",
    "work__requester",
    "work__requester__organisation",
    "work__team",
    "work__organisation",
    "service",
    "offering",
)


def ticket(actor: Actor, key: str) -> Ticket:
    """The ticket with everything its page says about it, in one query."""
    return seen(Ticket, actor, key, visible(Ticket, actor).select_related(*SHOWN_WITH))


@dataclass(frozen=True)
class Parties:
    """Who stands on either side of a ticket, for the news about it."""

    title: str
    requester: int | None
    assignee: int | None


def parties(actor: Actor, key: str) -> Parties:
    found = visible(Ticket, actor).values("work__title", "work__requester_id", "work__assignee_id")
    row = found.get(work__key=key)
    return Parties(row["work__title"], row["work__requester_id"], row["work__assignee_id"])


def is_ticket(actor: Actor, key: str) -> bool:
    return visible(Ticket, actor).filter(work__key=key).exists()


def is_waiting(actor: Actor, key: str) -> bool:
    """Whether there is such a ticket and it waits."""
    return visible(Ticket, actor).filter(work__key=key, state=TicketState.WAITING).exists()


def colleagues(actor: Actor) -> list[tuple[str, str]]:
    """Key and name of those a ticket can be given to, in the order of their names; five hundred at most."""
    staff = RoleGrant.objects.filter(role__in=STAFF).values("person")
    found = visible(Person, actor).filter(is_active=True, pk__in=staff).order_by("sort_name", "id")
    return list(found.values_list("key", "name")[:500])


def suppliers(actor: Actor) -> list[tuple[str, str]]:
    """Key and name of the suppliers a ticket can wait for, by name; five hundred at most."""
    found = visible(Organisation, actor).filter(kind=Organisation.Kind.SUPPLIER).order_by("sort_name", "id")
    return list(found.values_list("key", "name")[:500])


def person_said(actor: Actor, said: str) -> Person | None:
    """The active person whose key or address this is, among those the actor sees."""
    by = {"email": said.strip().lower()} if "@" in said else {"key": said.strip()}
    return visible(Person, actor).filter(is_active=True, **by).first()
