"""What every action on a ticket ends with: record, facts and clocks, all in the action's own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.queries.clocks import BREACH, ClockView, happenings, read, told
from goldenthread.business.desk.queries.cycles import Happening
from goldenthread.business.services.actions import Case, Reading, keep_readings_of
from goldenthread.business.services.queries import SLA, Promised
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.events import record
from goldenthread.foundation.facts import Fact

Told = set[tuple[str, str, int, str]]


def keep(acting: Acting, ticket: Ticket, *facts: Fact, beside: Sequence[Fact] = ()) -> Ticket:
    """Save a ticket and its work, record what happened, and read its clocks anew. Each action ends here, once.

    `beside` are facts that another context records in the same transaction.
    """
    keep_readings(ticket, _happened(acting, ticket, (*facts, *beside)), acting.at)
    ticket.work.save()
    ticket.save()
    for fact in facts:
        record(fact, version=ticket.version)
    return ticket


def reread(acting: Acting, ticket: Ticket, *beside: Fact) -> None:
    """Read the clocks anew where only another context records something; the ticket keeps its version."""
    before = ticket.work.due_at
    keep_readings(ticket, _happened(acting, ticket, beside), acting.at)
    if ticket.work.due_at != before:
        type(ticket.work).objects.filter(pk=ticket.work_id).update(due_at=ticket.work.due_at)


def _happened(acting: Acting, ticket: Ticket, facts: Sequence[Fact]) -> list[Happening]:
    """What is stored, and what this action adds to it. An approval asked for again is no other question."""
    by = acting.actor.id if acting.actor.id is not None else acting.actor.on_behalf_of
    happened = happenings(ticket.key)
    asked = {h.data.get("approval") for h in happened if h.name == "ApprovalAsked"}
    happened += [
        Happening(acting.at, type(fact).__name__, asdict(fact), by)
        for fact in facts
        if getattr(fact, "approval", "") not in asked
    ]
    return happened


def keep_readings(ticket: Ticket, happened: Sequence[Happening], at: datetime) -> None:
    """Store what every clock says, and put on the work the instant that is due first."""
    keep_readings_of([case_of(ticket, happened, at)])


def case_of(ticket: Ticket, happened: Sequence[Happening], at: datetime, promised: Promised | None = None) -> Case:
    """What every clock of a ticket says; its work, not yet saved, is due when the first of them is."""
    # a reaction acts at its fact's instant, and may run after what happened since
    at = max([at, *(happening.at for happening in happened)])
    views = read(ticket, happened, at, promised)
    known = told(happened)
    ticket.work.due_at = first_due(views) if ticket.is_open else None
    readings = [reading_of(view, known, at, ticket.work.opened_at) for view in views]
    return Case(ticket.key, ticket.service_id, readings)


def first_due(views: Sequence[ClockView]) -> datetime | None:
    """When the first thing promised to the customer is due, of what runs."""
    running = [view.reading.due_at for view in views if view.kind == SLA and view.state == "running"]
    return min((due_at for due_at in running if due_at is not None), default=None)


def reading_of(view: ClockView, known: Told, at: datetime, opened_at: datetime) -> Reading:
    """A clock's reading as it is kept; `known` are the signals that were told already."""
    reading = view.reading
    signals = view.signals()
    target = view.target.key
    untold = [s for s in signals if (target, view.metric, view.cycle, s.name) not in known]
    warned = [s.at for s in signals if s.name != BREACH and s.at <= at]
    return Reading(
        target_id=view.target.pk,
        metric=view.metric,
        cycle=view.cycle,
        kind=view.kind,
        priority=view.priority,
        state=view.state,
        started_at=reading.started_at or opened_at,
        due_at=reading.due_at,
        stopped_at=reading.ended_at if not view.is_live else None,
        breached_at=reading.breached_at,
        warned_at=min(warned, default=None),
        next_signal_at=untold[0].at if untold else None,
        is_pinned=reading.is_pinned,
    )
