"""What happens to a run."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RunAsked(Fact):
    kind: str
    about: str


@dataclass(frozen=True, kw_only=True)
class RunStopped(Fact):
    kind: str
    about: str


@dataclass(frozen=True, kw_only=True)
class RunEnded(Fact):
    """It is over; `state` says how, `starts` how often it was taken up."""

    kind: str
    about: str
    state: str
    starts: int
