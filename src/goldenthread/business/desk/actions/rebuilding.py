"""The readings of clocks built anew from the facts, many tickets at a time: after an upgrade, or on doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from goldenthread.business.desk.actions.keeping import case_of
from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.queries.clocks import CLOCK_FACTS
from goldenthread.business.desk.queries.cycles import Happening
from goldenthread.business.services.actions import keep_readings_of
from goldenthread.business.services.queries import Promised
from goldenthread.business.work.models import StatusCategory, Work
from goldenthread.foundation.models import Event

BATCH = 500


def rebuild_readings(
    keys: Iterable[str], at: datetime, *, is_rebuild: bool = True, told: Callable[[int], None] = lambda done: None
) -> int:
    """Read the clocks of these tickets anew from their facts; the readings are only a cache. Returns how many.

    With `is_rebuild` False, what was decided already stays decided. A batch of tickets a transaction; after each,
    `told` hears how many are done.
    """
    promises: dict[int, Promised] = {}
    count, left = 0, iter(keys)
    while batch := list(islice(left, BATCH)):
        with transaction.atomic():
            count += _rebuild(batch, at, promises, is_rebuild=is_rebuild)
        told(count)
    return count


def _rebuild(batch: list[str], at: datetime, promises: dict[int, Promised], *, is_rebuild: bool) -> int:
    found = Ticket.objects.select_related("work", "service").select_for_update(of=("self", "work"))
    tickets = list(found.filter(work__key__in=batch, imported_number="").order_by("pk"))
    histories = _histories([ticket.key for ticket in tickets])
    cases, moved = [], []
    for ticket in tickets:
        if ticket.service_id not in promises:
            promises[ticket.service_id] = Promised.of_service(ticket.service_id)
        before = ticket.work.due_at
        cases.append(case_of(ticket, histories.get(ticket.key, []), at, promises[ticket.service_id]))
        if ticket.work.due_at != before:
            moved.append(ticket.work)
    keep_readings_of(cases, is_rebuild=is_rebuild)
    Work.objects.bulk_update(moved, ["due_at"])
    return len(tickets)


def ticket_keys(*, only_open: bool = False, service_id: int | None = None) -> Iterator[str]:
    """The keys of the tickets whose clocks are ours to read, a thousand at a time."""
    found = Ticket.objects.filter(imported_number="").order_by("pk")
    if only_open:
        found = found.exclude(work__status=StatusCategory.DONE)
    if service_id is not None:
        found = found.filter(service_id=service_id)
    last = 0
    while rows := list(found.filter(pk__gt=last).values_list("pk", "work__key")[:1000]):
        yield from (key for _pk, key in rows)
        last = rows[-1][0]


def count_tickets() -> int:
    return Ticket.objects.filter(imported_number="").count()


def _histories(keys: list[str]) -> dict[str, list[Happening]]:
    found = Event.objects.filter(subject__in=keys, name__in=CLOCK_FACTS).order_by("subject", "at", "id")
    told: dict[str, list[Happening]] = defaultdict(list)
    rows = found.values_list("subject", "at", "name", "data", "actor_id", "on_behalf_of")
    for subject, at, name, data, actor_id, behalf in rows:
        told[subject].append(Happening(at, name, data, actor_id if actor_id is not None else behalf))
    return told
