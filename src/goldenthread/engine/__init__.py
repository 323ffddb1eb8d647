"""Pure calculation: calendars, clocks, plans, measures, money. No Django, no clock, no I/O; chance is handed in."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goldenthread.engine.calendars import WorkCalendar, WorkingDays
    from goldenthread.engine.clocks import (
        Cancelled,
        ClockFact,
        ClockPolicy,
        ClockReading,
        ClockSegment,
        ClockWarning,
        Paused,
        PinnedDue,
        Reopened,
        Reset,
        Resumed,
        Retargeted,
        Started,
        Stopped,
        read_clock,
    )
    from goldenthread.engine.errors import EngineError

_HOMES = {
    "errors": ("EngineError",),
    "calendars": ("WorkCalendar", "WorkingDays"),
    "clocks": (
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
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Cancelled",
    "ClockFact",
    "ClockPolicy",
    "ClockReading",
    "ClockSegment",
    "ClockWarning",
    "EngineError",
    "Paused",
    "PinnedDue",
    "Reopened",
    "Reset",
    "Resumed",
    "Retargeted",
    "Started",
    "Stopped",
    "WorkCalendar",
    "WorkingDays",
    "read_clock",
]


def __getattr__(name: str) -> Any:
    """A public name, from its module on first use, so that reading a calendar does not load the solvers."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return value
