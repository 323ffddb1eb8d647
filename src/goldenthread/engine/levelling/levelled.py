"""What levelling answers: when each task starts, who does it, how good that is, and why each task moved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

Objective = Literal["finish", "weighted_finish"]
Cause = Literal["resource", "skill", "calendar", "link"]

NOBODY: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Move:
    """One task that starts later than its links and dates alone would have it.

    `shift` is working time on the plan's calendar. `cause` is what it waits for: a resource or a skill that the tasks
    in `blockers` take, or the hours of a resource (`calendar`: closed, absent, or taken by operations); `cause_id`
    names the resource or skill. A task that only follows another has its predecessor in `behind`, and the cause is
    what moved that one; it is `link` where nothing but the links did.
    """

    task: str
    before: datetime
    after: datetime
    shift: timedelta
    cause: Cause
    cause_id: str
    blockers: tuple[str, ...] = ()
    behind: str | None = None


@dataclass(frozen=True, slots=True)
class Incumbent:
    """The best plan so far, as it is streamed: `value` and `bound` as in LevelledPlan, `finish` of the last task."""

    value: float
    bound: float
    gap: float
    finish: datetime


@dataclass(frozen=True, slots=True)
class LevelledPlan:
    """A plan in which no resource is asked for more than it has.

    `starts` and `finishes` hold every task that has no children; `assigned` the resources that take its skill
    demands, one for each unit. `finish` is the last finish, and no plan can finish before `lower_bound`. `value` is
    what was made least: hours of working time from the plan's start to the finish, or the sum over projects of
    weight × hours to their finish; no plan has less than `bound`. `gap` is (value - bound) / bound, and `is_proven`
    says that the value is the least there is. `moves` are the tasks that start later than unlevelled, by start. `late`
    holds how far tasks miss their deadline, latest constraint or project's due instant.
    """

    starts: Mapping[str, datetime]
    finish: datetime
    lower_bound: datetime
    gap: float
    is_proven: bool
    moves: tuple[Move, ...]
    finishes: Mapping[str, datetime] = field(default_factory=dict)
    assigned: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOBODY)
    value: float = 0.0
    bound: float = 0.0
    late: Mapping[str, timedelta] = field(default_factory=dict)
