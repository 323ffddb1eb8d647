"""What a person can do with a run."""

from __future__ import annotations

from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.events import record
from goldenthread.foundation.models import Run
from goldenthread.foundation.runs.facts import RunStopped
from goldenthread.foundation.runs.policies import may_stop


@action(on=Run, may=may_stop)
def stop_run(acting: Acting, run: Run) -> Run:
    """Want no more of it. What it found so far is kept; a run that still waits its turn is over at once."""
    run.stop()
    if run.state == Run.State.QUEUED:
        run.state, run.ended_at = Run.State.CANCELLED, acting.at
    run.save()
    record(RunStopped(subject=run.key, kind=run.kind, about=run.about), version=run.version)
    return run
