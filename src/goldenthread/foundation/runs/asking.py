"""Asking for a run: called by the action that decided it may be asked, and stored with its job in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procrastinate.contrib.django import app

from goldenthread.foundation.actors import Acting
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Run
from goldenthread.foundation.runs.facts import RunAsked
from goldenthread.foundation.runs.kinds import RunKind

QUEUE = "runs"
TASK = "carry_out_run"


def ask_run(acting: Acting, kind: RunKind, *, about: str = "", question: Mapping[str, Any] | None = None) -> Run:
    """Keep what is asked, and let a worker take it up. The question holds plain values alone."""
    asker = acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id
    made = Run.objects.create(
        key=next_key(Run.prefix),
        kind=kind.name,
        about=about,
        question=dict(question or {}),
        asked_by=asker,
        asked_at=acting.at,
    )
    record(RunAsked(subject=made.key, kind=kind.name, about=about), version=made.version)
    hand_to_worker(made)
    return made


def hand_to_worker(run: Run) -> None:
    """Queue the run's job in the transaction under way."""
    app.configure_task(TASK, queue=QUEUE).defer(key=run.key)
