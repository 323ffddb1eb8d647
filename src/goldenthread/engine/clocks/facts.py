"""What can happen to a service clock, and the policy it runs by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from goldenthread.engine.calendars import WorkCalendar, WorkingDays
from goldenthread.engine.errors import EngineError

Target = timedelta | WorkingDays
WarnRule = float | timedelta | WorkingDays


@dataclass(frozen=True, slots=True)
class ClockPolicy:
    """A target on a calendar, when to warn of it, and what a reopening means.

    `warn_at` takes fractions of the target (0.75) and offsets from the due instant (one hour before it). `reopen`
    counts on from where the clock stopped ("resume"), from zero ("restart"), or not at all ("ignore"). `landing` and
    `end_of_day` say where a target in working days falls, as in `WorkCalendar.add_days`.
    """

    calendar: WorkCalendar
    target: Target
    warn_at: tuple[WarnRule, ...] = (0.75, timedelta(hours=-1))
    reopen: Literal["resume", "restart", "ignore"] = "resume"
    landing: Literal["clamp", "roll"] = "clamp"
    end_of_day: bool = False

    def __post_init__(self) -> None:
        size = self.target.days if isinstance(self.target, WorkingDays) else self.target / timedelta(seconds=1)
        if size < 0:
            raise EngineError("negative_target", target=self.target)
        if self.reopen not in ("resume", "restart", "ignore"):
            raise EngineError("unknown_reopen", reopen=self.reopen)
        for rule in self.warn_at:
            if isinstance(rule, int | float) and not 0 <= rule < float("inf"):
                raise EngineError("bad_warning", rule=rule)


@dataclass(frozen=True, slots=True)
class Started:
    """The clock begins; a second start is ignored."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Time stops counting; a pause within a pause goes on with the new reason."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resumed:
    """Time counts again."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The target is reached, in time or not."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """A stopped clock is wanted again; the policy says how."""


@dataclass(frozen=True, slots=True)
class Retargeted:
    """Another policy holds from the cycle's start on, with its earlier pauses; a stopped clock keeps its own."""

    policy: ClockPolicy


@dataclass(frozen=True, slots=True)
class PinnedDue:
    """The due instant is set by hand, and only another pin moves it."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Reset:
    """A new cycle begins at zero."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The clock no longer applies, and owes nothing."""


ClockFact = Started | Paused | Resumed | Stopped | Reopened | Retargeted | PinnedDue | Reset | Cancelled
