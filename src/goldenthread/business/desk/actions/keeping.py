"""Keeping a ticket: the record, its facts and its clocks, all in the action's own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.queries.clocks import METRICS, ClockView, Happening, Promises, happenings, read
from goldenthread.business.services.actions import keep_reading
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.events import record
from goldenthread.foundation.facts import Fact


def keep(acting: Acting, ticket: Ticket, *facts: Fact) -> Ticket:
    """Save a ticket and its work, record what happened, and read its clocks anew. Each action ends here, once."""
    happened = happenings(ticket.key)
    happened += [(acting.at, type(fact).__name__, asdict(fact)) for fact in facts]
    keep_readings(ticket, happened, acting.at)
    ticket.work.save()
    ticket.save()
    for fact in facts:
        record(fact, version=ticket.version)
    return ticket


def keep_readings(ticket: Ticket, happened: Sequence[Happening], at: datetime) -> None:
    """Store what every clock says, and on the work the instant that is due first."""
    views = read(ticket, happened, at)
    _forget_swapped(ticket, happened, views)
    for view in views:
        _keep(ticket, view)
    running = [view.reading.due_at for view in views if view.state == "running" and view.reading.due_at]
    ticket.work.due_at = min(running) if running and ticket.is_open else None


def rebuild_readings(keys: Iterable[str], at: datetime) -> int:
    """Read the clocks of these tickets anew from their facts; the readings are only a cache. Returns how many."""
    count = 0
    for key in keys:
        with transaction.atomic():
            found = Ticket.objects.select_related("work").select_for_update(of=("self", "work"))
            ticket = found.filter(work__key=key, imported_number="").first()
            if ticket is None:
                continue
            keep_readings(ticket, happenings(key), at)
            type(ticket.work).objects.filter(pk=ticket.work_id).update(due_at=ticket.work.due_at)
            count += 1
    return count


def _keep(ticket: Ticket, view: ClockView) -> None:
    reading = view.reading
    keep_reading(
        subject=ticket.key,
        service_id=ticket.service_id,
        target_id=view.target.pk,
        metric=view.metric,
        priority=view.priority,
        state=view.state,
        started_at=reading.started_at or ticket.work.opened_at,
        due_at=reading.due_at,
        stopped_at=reading.ended_at if reading.state in ("stopped", "cancelled") else None,
        breached_at=reading.breached_at,
    )


def _forget_swapped(ticket: Ticket, happened: Sequence[Happening], views: Sequence[ClockView]) -> None:
    """A target that another priority brought and took away again owes nothing."""
    levels = {
        int(str(data["priority"])) for _at, name, data in happened if name in ("TicketOpened", "TicketPrioritised")
    }
    if len(levels) < 2:
        return
    in_force = {view.target.pk for view in views}
    promises = Promises(ticket.service_id, ticket.work.organisation_id, ticket.work.opened_at.date())
    for level in sorted(levels):
        for metric in METRICS:
            target = promises.of(metric, level)
            if target is not None and target.pk not in in_force:
                keep_reading(
                    subject=ticket.key,
                    service_id=ticket.service_id,
                    target_id=target.pk,
                    metric=metric,
                    priority=level,
                    state="cancelled",
                    started_at=ticket.work.opened_at,
                    due_at=None,
                    stopped_at=None,
                    breached_at=None,
                )
