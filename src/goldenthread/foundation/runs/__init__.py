"""Long calculations: asked for in an action, carried out by the worker, shown while they go on, stopped at a word."""

from goldenthread.foundation.apart import Computation
from goldenthread.foundation.runs.actions import stop_run
from goldenthread.foundation.runs.asking import ask_run
from goldenthread.foundation.runs.carrying import carry_out
from goldenthread.foundation.runs.facts import RunAsked, RunEnded, RunStopped
from goldenthread.foundation.runs.kinds import RunKind, Told, register_run
from goldenthread.foundation.runs.queries import keeps_best, latest_run, run, runs

__all__ = [
    "Computation",
    "RunAsked",
    "RunEnded",
    "RunKind",
    "RunStopped",
    "Told",
    "ask_run",
    "carry_out",
    "keeps_best",
    "latest_run",
    "register_run",
    "run",
    "runs",
    "stop_run",
]
