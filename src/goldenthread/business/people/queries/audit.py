"""Who did what, when, and on whose behalf: the events as auditors read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Q, QuerySet

from goldenthread.business.people.models import Person
from goldenthread.business.people.policies import may_audit
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.facts import Fact
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.models import Event
from goldenthread.foundation.policies import require

ORDER = ("-at", "-id")
PIECE = 1000


@dataclass(frozen=True)
class EventFilters:
    """What to look for; empty is all. `person` is a key: what they did, or had the house do."""

    subject: str = ""
    person: str = ""
    fact: str = ""
    since: datetime | None = None
    until: datetime | None = None


def events(actor: Actor, filters: EventFilters, cursor: str | None = None, size: int = 50) -> Page[Event]:
    """A page of what happened, newest first."""
    return page_of(_found(actor, filters), ORDER, cursor, size)


def all_events(actor: Actor, filters: EventFilters) -> Iterator[tuple[list[Event], dict[int, str]]]:
    """All of it in pieces, each with the names of its people; memory stays flat."""
    found = iter(_found(actor, filters).order_by(*ORDER).iterator(chunk_size=PIECE))
    while piece := list(islice(found, PIECE)):
        yield piece, people_in(piece)


def people_in(piece: list[Event]) -> dict[int, str]:
    """The names of those who acted, and of those it was done for."""
    ids = {event.actor_id for event in piece} | {event.on_behalf_of for event in piece}
    known = Person.objects.filter(pk__in=[number for number in ids if number is not None])
    return dict(known.values_list("pk", "name"))


def fact_names() -> list[str]:
    """Every kind of fact the house can keep."""
    return sorted(name for name, kind in Fact.kinds.items() if not kind.__subclasses__())


def _found(actor: Actor, filters: EventFilters) -> QuerySet[Event]:
    require(may_audit(actor))
    found = Event.objects.all()
    if filters.subject:
        found = found.filter(subject=filters.subject)
    if filters.person:
        number = Person.objects.filter(key=filters.person).values_list("pk", flat=True).first() or 0
        found = found.filter(Q(actor_id=number) | Q(on_behalf_of=number))
    if filters.fact:
        found = found.filter(name=filters.fact)
    if filters.since:
        found = found.filter(at__gte=filters.since)
    if filters.until:
        found = found.filter(at__lt=filters.until)
    return found
