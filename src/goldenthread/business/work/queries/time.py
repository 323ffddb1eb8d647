"""Reads of the time people spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value

from goldenthread.business.people.models import Notification
from goldenthread.business.work.models import LedgerEntry, TimeEntry, Timer, Work
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.kept import kept
from goldenthread.foundation.policies import seen, visible


def time_between(actor: Actor, since: date, until: date) -> list[TimeEntry]:
    """The actor's own entries from a day up to, not including, another; by day."""
    if actor.id is None:
        return []
    own = TimeEntry.objects.filter(person_id=actor.id, on__gte=since, on__lt=until)
    return list(own.select_related("work").order_by("on", "id"))


def time_on(actor: Actor, work_id: int) -> list[TimeEntry]:
    """What was logged on a work, as far as the actor may see it, newest first; two hundred at most."""
    found = visible(TimeEntry, actor).filter(work_id=work_id).select_related("person", "entry")
    return list(found.order_by("-on", "-id")[:200])


def time_behind(actor: Actor, entries: Sequence[LedgerEntry]) -> dict[int, TimeEntry]:
    """The logged time that entries of the ledger were posted for, by entry, as far as the actor may see it. One query.

    Each has `title`, the title of its work; None where that is not open to the actor.
    """
    works = visible(Work, actor).filter(pk=OuterRef("work_id")).values("title")[:1]
    found = visible(TimeEntry, actor).filter(entry_id__in=[entry.pk for entry in entries])
    return {one.entry_id or 0: one for one in found.select_related("person").annotate(title=Subquery(works))}


def time_entry(actor: Actor, key: str) -> TimeEntry:
    return seen(TimeEntry, actor, key, visible(TimeEntry, actor).select_related("work", "person", "entry"))


@dataclass(frozen=True)
class RunningTimer:
    """A clock that runs: on which work, since when."""

    key: str
    started_at: datetime


def timer(actor: Actor) -> RunningTimer | None:
    """The one clock the actor has running."""
    if actor.id is None:
        return None
    return next((RunningTimer(*row) for row in _timer(actor.id)), None)


def bar(actor: Actor) -> tuple[RunningTimer | None, int]:
    """What the bar of every page tells: the clock that runs, and how many notifications wait (to a hundred)."""
    rows = _bar(actor.id) if actor.id else []
    timers = [RunningTimer(*row) for row in rows if row[0]]
    return next(iter(timers), None), len(rows) - len(timers)


@kept
def _bar(person_id: int) -> QuerySet[Any, Any]:
    waiting = Notification.objects.filter(person_id=person_id, read_at=None)
    unread = waiting.values_list(Value("", output_field=CharField()), "at")[:100]
    return Timer.objects.filter(person_id=person_id).values_list("work__key", "started_at").union(unread, all=True)


@kept
def _timer(person_id: int) -> QuerySet[Any, Any]:
    return Timer.objects.filter(person_id=person_id).values_list("work__key", "started_at")
