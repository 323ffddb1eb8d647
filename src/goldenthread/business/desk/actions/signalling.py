"""Warnings and breaches become facts: each once, at the instant it was due, however late it is found."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from goldenthread.business.desk.actions.keeping import keep_readings, reading_of
from goldenthread.business.desk.events import TargetBreached, TargetWarned
from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.queries.clocks import BREACH, ClockView, Signal, happenings, read, told
from goldenthread.business.desk.queries.cycles import Happening
from goldenthread.business.services.actions import claim_signal
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.events import imported, store

PUNCTUAL = timedelta(minutes=10)
"""What is told later than this after it was due is told late."""


@action(on=Ticket, may=lambda actor, ticket: actor.is_house)
def tell_signals(acting: Acting, ticket: Ticket) -> int:
    """Tell every warning and breach of a ticket that is due by now and was not told yet; how many that were.

    The constraint on signals lets each be told once, by whichever worker claims it first.
    """
    happened = happenings(ticket.key)
    known, count = told(happened), 0
    for view in read(ticket, happened, acting.at):
        for signal in view.signals():
            if (view.target.key, view.metric, view.cycle, signal.name) in known or not _is_due(signal, acting):
                continue
            reading = reading_of(view, known, acting.at, ticket.work.opened_at)
            is_late = acting.at - signal.at > PUNCTUAL
            if claim_signal(ticket.key, reading, signal.name, signal.at, is_late=is_late):
                fact = fact_of(ticket.key, view, signal, is_late=is_late)
                # at the instant it was due; `recorded_at` says when it was found
                store([imported(fact, Acting(acting.actor, signal.at), "tell_signals")])
                happened.append(Happening(signal.at, type(fact).__name__, asdict(fact)))
                count += 1
    keep_readings(ticket, happened, acting.at)
    return count


def _is_due(signal: Signal, acting: Acting) -> bool:
    """A warning holds from its instant on; in time is up to and with the instant a target is due."""
    return signal.at < acting.at if signal.name == BREACH else signal.at <= acting.at


def fact_of(key: str, view: ClockView, signal: Signal, *, is_late: bool) -> TargetWarned | TargetBreached:
    """The fact that a signal is told by."""
    due_at = view.reading.due_at
    kind = TargetBreached if signal.name == BREACH else TargetWarned
    return kind(
        subject=key,
        target=view.target.key,
        metric=view.metric,
        cycle=view.cycle,
        signal=signal.name,
        due_at=due_at.isoformat() if due_at else "",
        is_late=is_late,
    )
