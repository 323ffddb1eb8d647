"""Carrying out a run in the worker: take it up, compute apart, keep the best so far, and say how it ended.

A worker that is killed leaves its job to be taken up again; after so many starts the run fails with a sentence, so that
none is ever lost in "under way".
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from goldenthread.foundation.actors import SYSTEM, Acting
from goldenthread.foundation.apart import PATIENCE, Answer, Apart, Broke, SoFar
from goldenthread.foundation.errors import GoldenthreadError, Unavailable
from goldenthread.foundation.events import record, recording
from goldenthread.foundation.models import Run
from goldenthread.foundation.runs.asking import hand_to_worker
from goldenthread.foundation.runs.facts import RunEnded
from goldenthread.foundation.runs.kinds import RUN_KINDS, RunKind, Told

MOST_STARTS = 3
log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def carry_out(key: str, clock: Clock, is_leaving: Callable[[], bool] = lambda: False) -> None:
    """Compute a run to its end. When the worker is leaving, the run goes back into the queue for the next one."""
    run = _taken_up(key, clock())
    if run is None:
        return
    try:
        told = _computed(run, RUN_KINDS[run.kind], clock, is_leaving)
    except GoldenthreadError as error:
        _end(run, Run.State.FAILED, clock(), why=str(error))
    except Exception:
        _end(run, Run.State.FAILED, clock(), why=_surprise(run))
        raise
    else:
        if told is None:
            _put_back(run)
        else:
            is_unwanted = Run.objects.filter(pk=run.pk, is_unwanted=True).exists()
            _end(run, Run.State.CANCELLED if is_unwanted else Run.State.DONE, clock(), told)


def _taken_up(key: str, at: datetime) -> Run | None:
    """The run as it is begun; None where it is over, or was begun too often."""
    with transaction.atomic():
        run = Run.objects.select_for_update().filter(key=key).first()
        if run is None or run.is_over:
            return None
        run.state, run.starts = Run.State.RUNNING, run.starts + 1
        run.started_at = run.started_at or at
        run.save()
    if run.starts > MOST_STARTS:
        sentence = _("It was begun %(count)s times, and each time the process that computed it was ended from outside.")
        _end(run, Run.State.FAILED, at, why=sentence % {"count": MOST_STARTS})
        return None
    return run


def _computed(run: Run, kind: RunKind, clock: Clock, is_leaving: Callable[[], bool]) -> Told | None:
    """The last word on it; None where the worker must leave first."""
    computation = kind.prepare(Acting(replace(SYSTEM, on_behalf_of=run.asked_by), clock()), run)
    apart = Apart(computation)
    best: Told | None = None
    stop_by: float | None = None
    try:
        for message in apart:
            if isinstance(message, Answer):
                return kind.tell(run, message.value, computation.context)
            if isinstance(message, Broke):
                raise _explained(run, kind, message)
            if isinstance(message, SoFar):
                best = kind.tell(run, message.value, computation.context)
                _keep(run, best)
            if is_leaving():
                return None
            if stop_by is None and Run.objects.filter(pk=run.pk, is_unwanted=True).exists():
                apart.ask_to_stop()
                stop_by = time.monotonic() + PATIENCE
            if stop_by is not None and time.monotonic() > stop_by:
                return best or Told()
    finally:
        apart.end()
    raise AssertionError("a computation ends with an answer or an error")


def _explained(run: Run, kind: RunKind, broke: Broke) -> Exception:
    if broke.error is None:
        log.error("%s: %s", run.key, broke.trace)
        return Unavailable(_("The process that computed it was ended from outside. Ask again."))
    known = broke.error if isinstance(broke.error, GoldenthreadError) else kind.explain(run, broke.error)
    if known is None:
        log.error("%s broke:\n%s", run.key, broke.trace)
        return broke.error
    return known


def _surprise(run: Run) -> str:
    return _("Something broke that should not. Quote %(key)s to whoever runs this house.") % {"key": run.key}


def _keep(run: Run, told: Told) -> None:
    """What is known so far, seen by whoever looks; no version moves, it is nobody's edit."""
    Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(**_values(told))


def _values(told: Told) -> dict[str, Any]:
    values: dict[str, Any] = {"done": told.done, "of": told.of}
    return values if told.answer is None else values | {"answer": dict(told.answer)}


def _end(run: Run, state: Run.State, at: datetime, told: Told | None = None, why: str = "") -> None:
    acting = Acting(replace(SYSTEM, on_behalf_of=run.asked_by), at)
    with transaction.atomic(), recording(acting, "carry_out_run"):
        values = {} if told is None else _values(told)
        ended = Run.objects.filter(pk=run.pk, state=Run.State.RUNNING)
        if ended.update(state=state, ended_at=at, why=why, version=F("version") + 1, **values):
            record(RunEnded(subject=run.key, kind=run.kind, about=run.about, state=state, starts=run.starts))


def _put_back(run: Run) -> None:
    """Into the queue again; this start does not count, nobody killed anything."""
    with transaction.atomic():
        waiting = Run.objects.filter(pk=run.pk, state=Run.State.RUNNING)
        if waiting.update(state=Run.State.QUEUED, starts=F("starts") - 1):
            hand_to_worker(run)
