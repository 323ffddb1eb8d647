"""Keeping facts: collected while an action runs, stored with what they cause."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from goldenthread.foundation.actors import Acting
from goldenthread.foundation.facts import Fact
from goldenthread.foundation.models import Event
from goldenthread.foundation.reactions import defer_reactions

_recorded: ContextVar[list[tuple[Fact, int | None]] | None] = ContextVar("recorded", default=None)

_is_quiet: ContextVar[bool] = ContextVar("is_quiet", default=False)


def record(fact: Fact, *, version: int | None = None) -> None:
    """Keep a fact with the action under way; it is stored when the action ends, and only if it ends well."""
    facts = _recorded.get()
    if facts is None:
        raise RuntimeError(f"{type(fact).__name__} was recorded outside an action")
    facts.append((fact, version))


@contextmanager
def recording(acting: Acting, action: str) -> Iterator[None]:
    """Collect what is recorded inside and store it at the end, with its reactions, in the caller's transaction."""
    facts: list[tuple[Fact, int | None]] = []
    token = _recorded.set(facts)
    try:
        yield
    finally:
        _recorded.reset(token)
    store([_event(fact, acting, action, version) for fact, version in facts])


def store(events: Iterable[Event], *, react: bool = True) -> None:
    """Append events in bulk. Imported and seeded facts keep their own `at` and are stored with react=False."""
    stored = Event.objects.bulk_create(events, batch_size=2000)
    if react and not _is_quiet.get():
        defer_reactions(stored)


@contextmanager
def quietly() -> Iterator[None]:
    """Inside, facts are stored without reactions: for generated history, where nobody waits for news."""
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)


COLUMNS = ("name", "subject", "version", "actor_id", "actor_kind", "on_behalf_of", "action", "at", "data")


def _copy(events: Iterable[Event]) -> None:
    """Ten times as fast as rows inserted, and needed by nobody who waits for a reaction."""
    with connection.cursor() as cursor, cursor.copy(f"COPY foundation_event ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for event in events:
            values = [getattr(event, name) for name in COLUMNS[:-1]]
            copy.write_row((*values, json.dumps(event.data, cls=DjangoJSONEncoder)))


def imported(fact: Fact, acting: Acting, action: str) -> Event:
    """An event not yet stored, for bulk loading with `store(..., react=False)`."""
    return _event(fact, acting, action, None)


def _event(fact: Fact, acting: Acting, action: str, version: int | None) -> Event:
    data = {field.name: getattr(fact, field.name) for field in fields(fact) if field.name != "subject"}
    actor = acting.actor
    return Event(
        name=type(fact).__name__,
        subject=fact.subject,
        version=version,
        actor_id=actor.id,
        actor_kind=actor.kind,
        on_behalf_of=actor.on_behalf_of,
        action=action,
        at=acting.at,
        data=data,
    )
