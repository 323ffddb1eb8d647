"""A plan as it is handed to the engine: tasks, links, calendars, and the people and projects they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

from goldenthread.engine.calendars import WorkCalendar
from goldenthread.engine.errors import EngineError

Constraint = Literal["ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT"]
LinkType = Literal["FS", "SS", "FF", "SF"]
LagCalendar = Literal["successor", "predecessor", "project", "elapsed"]

DATED: frozenset[str] = frozenset({"MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT"})
NO_SKILLS: Mapping[str, int] = MappingProxyType({})
ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Project:
    """One of several projects planned together: its tasks start after `release`; floats end at `due` at the latest."""

    id: str
    weight: float = 1
    release: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """Someone or something with a capacity, working times of its own, and skills with their levels."""

    id: str
    capacity: float = 1
    calendar: WorkCalendar | None = None
    skills: Mapping[str, int] = field(default_factory=lambda: NO_SKILLS)


@dataclass(frozen=True, slots=True)
class Demand:
    """What a task takes while it runs: units of one resource, or of anyone with a skill at a level."""

    units: float
    resource: str | None = None
    skill: str | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """Work of a duration on a calendar (the plan's by default); a task that is another's parent is a summary.

    MSO and MFO hold whatever the links say; SNET and FNET hold the task back; SNLT, FNLT and the deadline bind its
    late dates only. ALAP takes up the free float, so that nothing else is delayed. `remaining` is the work that is
    left at the plan's status date.
    """

    id: str
    duration: timedelta
    calendar: WorkCalendar | None = None
    constraint: Constraint | None = None
    constraint_at: datetime | None = None
    deadline: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    remaining: timedelta | None = None
    priority: int = 500
    parent: str | None = None
    project: str | None = None
    demands: tuple[Demand, ...] = ()

    def __post_init__(self) -> None:
        if self.duration < ZERO or (self.remaining is not None and self.remaining < ZERO):
            raise EngineError("negative_duration", task=self.id)
        if self.constraint is not None and self.constraint not in (*DATED, "ASAP", "ALAP"):
            raise EngineError("unknown_constraint", task=self.id, constraint=self.constraint)
        if self.constraint in DATED and self.constraint_at is None:
            raise EngineError("constraint_needs_date", task=self.id, constraint=self.constraint)
        if self.actual_start and self.actual_finish and self.actual_finish < self.actual_start:
            raise EngineError("finish_before_start", task=self.id)


@dataclass(frozen=True, slots=True)
class Link:
    """One task waits for another; a negative lag is a lead. The lag counts on one of the calendars, or elapsed."""

    predecessor: str
    successor: str
    type: LinkType = "FS"
    lag: timedelta = ZERO
    lag_calendar: LagCalendar = "successor"

    def __post_init__(self) -> None:
        if self.type not in ("FS", "SS", "FF", "SF"):
            raise EngineError("unknown_link_type", type=self.type, link=(self.predecessor, self.successor))
        if self.lag_calendar not in ("successor", "predecessor", "project", "elapsed"):
            link = (self.predecessor, self.successor)
            raise EngineError("unknown_lag_calendar", calendar=self.lag_calendar, link=link)


@dataclass(frozen=True, slots=True)
class Plan:
    """Tasks and links from a start on a calendar; `status_at` is the date up to which the actuals are told."""

    tasks: tuple[Task, ...]
    links: tuple[Link, ...]
    calendar: WorkCalendar
    start: datetime
    status_at: datetime | None = None
    resources: tuple[Resource, ...] = ()
    projects: tuple[Project, ...] = ()

    def __post_init__(self) -> None:
        for name in ("tasks", "links", "resources", "projects"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
