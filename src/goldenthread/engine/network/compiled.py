"""A plan compiled to tables: each leaf's work, bounds and state in points on the axis of its calendar."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import length_of, micros_of
from goldenthread.engine.network.axis import Axes, Calendars
from goldenthread.engine.network.plan import Demand, Plan, Resource, Task
from goldenthread.engine.network.structure import Structure
from goldenthread.engine.network.tables import (
    ACTUAL,
    CONSTRAINT,
    LINK_TYPES,
    LONGEST,
    NEVER,
    NONE,
    RELEASE,
    START,
    STATUS,
    TIES,
)

CONSTRAINTS = {None: 0, "ASAP": 0, "ALAP": 1, "MSO": 2, "MFO": 3, "SNET": 4, "SNLT": 5, "FNET": 6, "FNLT": 7}
ALAP, MSO, MFO, SNET, SNLT, FNET, FNLT = range(1, 8)
LAG_CALENDARS = {"successor": 0, "predecessor": 1, "project": 2, "elapsed": 3}
ON_SUMMARIES = (None, "ASAP", "SNET", "FNLT")


@dataclass(frozen=True, slots=True)
class HandedDown:
    """What a task's summaries hand down to it, by place in the plan: latest SNET, earliest FNLT or deadline."""

    floor_at: Any
    ceiling_at: Any


class Compiler:
    """Compiles leaves and ties of one plan; `axes` may come from a plan compiled before."""

    def __init__(self, plan: Plan, structure: Structure, axes: Axes | None = None) -> None:
        self.plan, self.structure = plan, structure
        self.axes = axes or Axes(micros_of(plan.start))
        self.axes.number((plan.calendar,))
        self.status = None if plan.status_at is None else micros_of(plan.status_at)
        self.group_of: Mapping[str | None, int] = {project.id: n + 1 for n, project in enumerate(plan.projects)}
        self.resources: Mapping[str, Resource] = {found.id: found for found in plan.resources if found.calendar}

    def leaves(self, numbers: Any, handed: HandedDown) -> dict[str, Any]:
        """What is given of the leaves of these numbers, by column."""
        rows = self.structure.leaf_rows[numbers]
        tasks = [self.structure.tasks[row] for row in rows.tolist()]
        return _Rows(self, tasks, handed.floor_at[rows], handed.ceiling_at[rows]).columns()

    def handed_down(self) -> HandedDown:
        """What summaries hand down; refused is a constraint that cannot bind one (`constraint_on_summary`)."""
        structure = self.structure
        floor_at = np.full(len(structure.tasks), NONE, np.int64)
        ceiling_at = np.full(len(structure.tasks), NEVER, np.int64)
        own = {row: self._of_summary(structure.tasks[row]) for row in structure.summaries}
        for row, (floor, ceiling) in own.items():  # the outer first
            up = structure.up[row]
            above = (floor_at[up], ceiling_at[up]) if up >= 0 else (NONE, NEVER)
            floor_at[row], ceiling_at[row] = max(floor, above[0]), min(ceiling, above[1])
        inner = np.flatnonzero((structure.up >= 0) & (structure.number >= 0))
        floor_at[inner], ceiling_at[inner] = floor_at[structure.up[inner]], ceiling_at[structure.up[inner]]
        return HandedDown(floor_at, ceiling_at)

    def _of_summary(self, task: Task) -> tuple[int, int]:
        if task.constraint not in ON_SUMMARIES:
            raise EngineError("constraint_on_summary", task=task.id, constraint=task.constraint)
        floor, ceiling = NONE, NEVER if task.deadline is None else micros_of(task.deadline)
        if task.constraint_at is not None:
            if task.constraint == "SNET":
                floor = micros_of(task.constraint_at)
            elif task.constraint == "FNLT":
                ceiling = min(ceiling, micros_of(task.constraint_at))
        return floor, ceiling

    def axis_numbers(self, tasks: Sequence[Task]) -> Any:
        """The number of each task's axis.

        A task works on its own calendar and on those of the resources it names, when all of them are open; without a
        calendar of its own, on the resources'; without either, on the plan's.
        """
        calendars = [task.calendar for task in tasks]
        if not self.resources and calendars.count(None) == len(calendars):
            return np.zeros(len(tasks), np.int64)
        known: dict[Any, int] = {}  # by identity: a calendar is slow to hash
        numbers = []
        for task, calendar in zip(tasks, calendars, strict=True):
            names = _named(task.demands, self.resources) if self.resources else ()
            key = (id(calendar), names)
            number = known.get(key)
            if number is None:
                number = known[key] = self.axes.number(self._calendars(task, names))
            numbers.append(number)
        return np.array(numbers, np.int64)

    def _calendars(self, task: Task, names: Iterable[str]) -> Calendars:
        found = [] if task.calendar is None else [task.calendar]
        for name in names:
            calendar = self.resources[name].calendar
            if calendar is not None and calendar not in found:
                found.append(calendar)
        return tuple(found) or (self.plan.calendar,)

    def ties(self, axis: Any) -> Any:
        """The table of all ties, over the axes of the leaves."""
        structure, links = self.structure, self.structure.links
        kind = np.array([LINK_TYPES.index(link.type) for link in links], np.int64)[structure.link]
        counted = np.array([LAG_CALENDARS[link.lag_calendar] for link in links], np.int64)[structure.link]
        axis_p, axis_s = axis[structure.p], axis[structure.s]
        ties = np.zeros(len(structure.link), TIES)
        ties["p"], ties["s"], ties["out"] = structure.p, structure.s, structure.out
        ties["lag"] = lengths([link.lag for link in links])[structure.link]
        ties["lag_axis"] = np.choose(counted, [axis_s, axis_p, 0, -1])
        ties["from_finish"], ties["to_finish"] = kind & 1, kind >> 1
        ties["is_plain"] = (axis_p == axis_s) & ((ties["lag"] == 0) | (ties["lag_axis"] == axis_p))
        return ties


class _Rows:
    """Some leaves as columns; a column that no leaf fills is None."""

    def __init__(self, compiler: Compiler, tasks: Sequence[Task], floor_at: Any, ceiling_at: Any) -> None:
        self.compiler, self.tasks, self.axes = compiler, tasks, compiler.axes
        self.floor_at, self.ceiling_at = floor_at, ceiling_at
        self.axis = compiler.axis_numbers(tasks)
        self.duration = lengths([task.duration for task in tasks])
        self.constraint = np.array([CONSTRAINTS[task.constraint] for task in tasks], np.int64)
        self.constraint_at = self._points([task.constraint_at for task in tasks])
        self.status = None if compiler.status is None else self._at(compiler.status)
        self.finished_at = _instants([task.actual_finish for task in tasks])
        self.finished = self._where(self.finished_at)
        self.began = self._points([task.actual_start for task in tasks])
        self.started_at = self._started(_instants([task.actual_start for task in tasks]))
        self.started = self._where(self.started_at)
        self.work = self._work()

    def columns(self) -> dict[str, Any]:
        """The columns that are given to the passes."""
        floor, floor_kind = self._floor()
        none = np.full(len(self.tasks), NONE, np.int64)
        return {
            "axis": self.axis,
            "work": self.work if self.finished is None else np.where(self.finished == NONE, self.work, 0),
            "floor": floor,
            "floor_kind": floor_kind,
            "fixed": self._fixed(none),
            "ceiling": self._ceiling(),
            "group": self._groups(),
            "is_alap": (self.constraint == ALAP) & (True if self.started is None else self.started == NONE),
            "started": none if self.started is None else self.started,
            "finished": none if self.finished is None else self.finished,
            "started_at": none if self.started_at is None else self.started_at,
            "finished_at": none if self.finished_at is None else self.finished_at,
        }

    def _at(self, instant: int) -> Any:
        return self.axes.points(self.axis, np.full(len(self.tasks), instant))

    def _where(self, instants: Any) -> Any:
        """The points of instants, NONE or NEVER where there is no instant."""
        if instants is None:
            return None
        found = instants.copy()
        there = np.abs(instants) < NEVER
        found[there] = self.axes.points(self.axis[there], instants[there])
        return found

    def _points(self, dates: Sequence[datetime | None]) -> Any:
        return self._where(_instants(dates))

    def _started(self, given: Any) -> Any:
        """Actual starts; a finish without a start makes one, its duration before."""
        if self.finished_at is None:
            return given
        started_at = np.full(len(self.tasks), NONE) if given is None else given
        for i in np.flatnonzero((self.finished_at != NONE) & (started_at == NONE)).tolist():
            finish = int(self.finished[i])
            opening = self.axes.opening(int(self.axis[i]), finish - int(self.duration[i]))
            started_at[i] = min(int(self.finished_at[i]), opening)
        return started_at

    def _work(self) -> Any:
        """The work that is left; without a figure, the duration less what fits between start and status date."""
        remaining = [task.remaining for task in self.tasks]
        if self.started is None and remaining.count(None) == len(remaining):
            return self.duration
        is_told = np.array([left is not None for left in remaining])
        left = lengths([left or timedelta(0) for left in remaining])
        if self.started is None:
            return np.where(is_told, left, self.duration)
        started = self.started != NONE
        if self.status is None:
            return np.where(is_told, np.where(started, np.maximum(self.duration, left), left), self.duration)
        done = np.minimum(self.duration, np.maximum(0, self.status - self.started))
        return np.where(is_told, left, self.duration - np.where(started, done, 0))

    def _floor(self) -> tuple[Any, Any]:
        floor = np.zeros(len(self.tasks), np.int64)
        kind = np.full(len(self.tasks), START)
        if self.status is None and self.began is not None:
            is_begun = self.began != NONE
            floor, kind = np.where(is_begun, self.began, floor), np.where(is_begun, ACTUAL, kind)
        for bounds, its_kind in self._bounds():
            is_later = bounds > floor
            floor, kind = np.where(is_later, bounds, floor), np.where(is_later, its_kind, kind)
        return floor, kind

    def _bounds(self) -> Iterable[tuple[Any, int]]:
        """What holds starts back, in the order in which equal ones are named."""
        release = self._of_projects([project.release for project in self.compiler.plan.projects], NONE)
        if release is not None:
            yield release, RELEASE
        if self.status is not None:
            yield self.status, STATUS
        if self.constraint_at is not None:
            yield np.where(self.constraint == SNET, self.constraint_at, NONE), CONSTRAINT
            yield np.where(self.constraint == FNET, self.constraint_at - self.work, NONE), CONSTRAINT
        if (self.floor_at != NONE).any():
            yield self._where(self.floor_at), CONSTRAINT

    def _fixed(self, none: Any) -> Any:
        if self.constraint_at is None:
            return none
        fixed = self.constraint_at - np.where(self.constraint == MFO, self.work, 0)
        if self.status is not None:
            fixed = np.maximum(fixed, self.status)
        holds = (self.constraint == MSO) | (self.constraint == MFO)
        if self.started is not None:
            holds &= self.started == NONE
        return np.where(holds, fixed, NONE)

    def _ceiling(self) -> Any:
        ceiling = np.full(len(self.tasks), NEVER, np.int64)
        due = self._of_projects([project.due for project in self.compiler.plan.projects], NEVER)
        deadline = self._points([task.deadline for task in self.tasks])
        if due is not None:
            ceiling = np.minimum(ceiling, due)
        if deadline is not None:
            ceiling = np.minimum(ceiling, np.where(deadline == NONE, NEVER, deadline))
        if (self.ceiling_at != NEVER).any():
            ceiling = np.minimum(ceiling, self._where(self.ceiling_at))
        if self.constraint_at is not None:
            is_start = (self.constraint == MSO) | (self.constraint == SNLT)
            is_finish = (self.constraint == MFO) | (self.constraint == FNLT)
            latest = self.constraint_at + np.where(is_start, self.work, 0)
            ceiling = np.minimum(ceiling, np.where(is_start | is_finish, latest, NEVER))
        return ceiling

    def _groups(self) -> Any:
        if not self.compiler.plan.projects:
            return np.zeros(len(self.tasks), np.int64)
        group_of = self.compiler.group_of
        return np.array([group_of.get(task.project, 0) for task in self.tasks], np.int64)

    def _of_projects(self, dates: Sequence[datetime | None], missing: int) -> Any:
        """A date of each leaf's project as a point; None when no project has one."""
        if dates.count(None) == len(dates):
            return None
        by_group = np.array([missing, *(missing if at is None else micros_of(at) for at in dates)], np.int64)
        return self._where(by_group[self._groups()])


def lengths(spans: Sequence[timedelta]) -> Any:
    """Lengths of time in microseconds; one that no year could hold is refused (`out_of_range`)."""
    known = {span: length_of(span) for span in set(spans)}
    for span, length in known.items():
        if not -LONGEST < length < LONGEST:
            raise EngineError("out_of_range", span=span)
    return np.array([known[span] for span in spans], np.int64)


def _instants(dates: Sequence[datetime | None]) -> Any:
    """Instants in microseconds, NONE where there is no date; None without any date."""
    if dates.count(None) == len(dates):
        return None
    return np.array([NONE if at is None else micros_of(at) for at in dates], np.int64)


def _named(demands: Sequence[Demand], resources: Mapping[str, Resource]) -> tuple[str, ...]:
    return tuple(d.resource for d in demands if d.resource is not None and d.resource in resources)
