"""Service clocks: a pure replay of what happened, read against a target on a calendar."""

from goldenthread.engine.clocks.facts import (
    Cancelled,
    ClockFact,
    ClockPolicy,
    Paused,
    PinnedDue,
    Reopened,
    Reset,
    Resumed,
    Retargeted,
    Started,
    Stopped,
)
from goldenthread.engine.clocks.reading import ClockReading, ClockSegment, ClockWarning
from goldenthread.engine.clocks.replay import read_clock

__all__ = [
    "Cancelled",
    "ClockFact",
    "ClockPolicy",
    "ClockReading",
    "ClockSegment",
    "ClockWarning",
    "Paused",
    "PinnedDue",
    "Reopened",
    "Reset",
    "Resumed",
    "Retargeted",
    "Started",
    "Stopped",
    "read_clock",
]
