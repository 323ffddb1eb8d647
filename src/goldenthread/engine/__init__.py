"""Pure calculation: calendars, clocks, plans, measures, money. No Django, no clock, no I/O; chance is handed in."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goldenthread.engine.availability import (
        Availability,
        Loss,
        Outage,
        Redundant,
        Series,
        expected_availability,
        losses,
        measure_availability,
    )
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
    from goldenthread.engine.earned_value import EarnedValue, measure, milestones_missed
    from goldenthread.engine.errors import EngineError
    from goldenthread.engine.finance import CashFlow, Converted, Exchange, ExchangeRate, irr, npv, payback, roi, tco
    from goldenthread.engine.forecast import ForecastWeek, LoadForecast, LoadWeek
    from goldenthread.engine.levelling import Incumbent, LevelledPlan, Move, Objective, level
    from goldenthread.engine.network import (
        Crashing,
        Demand,
        Driver,
        Link,
        Plan,
        Project,
        Resource,
        Schedule,
        ScheduledTask,
        Task,
        crash,
        path_estimate,
        reschedule,
        schedule,
    )
    from goldenthread.engine.priority import ChangeFacts, ChangeRisk, change_risk
    from goldenthread.engine.selection import (
        Balance,
        Candidate,
        Limits,
        Prerequisite,
        Selection,
        frontier,
        select,
    )
    from goldenthread.engine.simulation import (
        Costs,
        Fixed,
        Lognormal,
        Mitigation,
        Pert,
        Risk,
        Simulation,
        Targets,
        TaskCost,
        Triangular,
        simulate,
    )

_HOMES = {
    "errors": "EngineError",
    "calendars": "WorkCalendar WorkingDays",
    "clocks": "Cancelled ClockFact ClockPolicy ClockReading ClockSegment ClockWarning Paused PinnedDue "
    "Reopened Reset Resumed Retargeted Started Stopped read_clock",
    "network": "Crashing Demand Driver Link Plan Project Resource Schedule ScheduledTask Task "
    "crash path_estimate reschedule schedule",
    "levelling": "Incumbent LevelledPlan Move Objective level",
    "earned_value": "EarnedValue measure milestones_missed",
    "finance": "CashFlow Converted Exchange ExchangeRate irr npv payback roi tco",
    "selection": "Balance Candidate Limits Prerequisite Selection frontier select",
    "forecast": "ForecastWeek LoadForecast LoadWeek",
    "simulation": "Costs Fixed Lognormal Mitigation Pert Risk Simulation Targets TaskCost Triangular simulate",
    "priority": "ChangeFacts ChangeRisk change_risk",
    "availability": "Availability Loss Outage Redundant Series expected_availability losses measure_availability",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Availability",
    "Balance",
    "Cancelled",
    "Candidate",
    "CashFlow",
    "ChangeFacts",
    "ChangeRisk",
    "ClockFact",
    "ClockPolicy",
    "ClockReading",
    "ClockSegment",
    "ClockWarning",
    "Converted",
    "Costs",
    "Crashing",
    "Demand",
    "Driver",
    "EarnedValue",
    "EngineError",
    "Exchange",
    "ExchangeRate",
    "Fixed",
    "ForecastWeek",
    "Incumbent",
    "LevelledPlan",
    "Limits",
    "Link",
    "LoadForecast",
    "LoadWeek",
    "Lognormal",
    "Loss",
    "Mitigation",
    "Move",
    "Objective",
    "Outage",
    "Paused",
    "Pert",
    "PinnedDue",
    "Plan",
    "Prerequisite",
    "Project",
    "Redundant",
    "Reopened",
    "Reset",
    "Resource",
    "Resumed",
    "Retargeted",
    "Risk",
    "Schedule",
    "ScheduledTask",
    "Selection",
    "Series",
    "Simulation",
    "Started",
    "Stopped",
    "Targets",
    "Task",
    "TaskCost",
    "Triangular",
    "WorkCalendar",
    "WorkingDays",
    "change_risk",
    "crash",
    "expected_availability",
    "frontier",
    "irr",
    "level",
    "losses",
    "measure",
    "measure_availability",
    "milestones_missed",
    "npv",
    "path_estimate",
    "payback",
    "read_clock",
    "reschedule",
    "roi",
    "schedule",
    "select",
    "simulate",
    "tco",
]


def __getattr__(name: str) -> Any:
    """A public name, from its module on first use, so that reading a calendar does not load the solvers."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return value
