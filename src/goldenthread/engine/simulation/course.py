"""A plan in numbers for many runs: leaves in order, their floors and ties in seconds on the axes of their calendars."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.calendars import WorkCalendar
from goldenthread.engine.instants import SECOND, length_of, micros_of
from goldenthread.engine.network.compiled import Compiler
from goldenthread.engine.network.plan import Plan, Task
from goldenthread.engine.network.structure import Structure, structure_of
from goldenthread.engine.network.tables import NONE
from goldenthread.engine.simulation.timeline import Timeline

Ints = NDArray[np.int64]
NEVER = -(2**40)
"""Before every point there is: no floor, no start."""


@dataclass(frozen=True, slots=True)
class CourseTie:
    """A link between two places in the order; with `timelines` (of its ends and its lag) it crosses calendars."""

    p: int
    s: int
    lag: int
    from_finish: bool
    to_finish: bool
    timelines: tuple[Timeline, Timeline, Timeline | None] | None = None


@dataclass(slots=True)
class Course:
    """Leaves by place, predecessors first. All times are seconds; points count from the plan's start.

    A run's finish of a place is the largest of floor + work, finish_floor and what its ties ask. `held` places ask no
    tie (an inflexible constraint, or they are done); `started` is the point of an actual start, else NEVER. `work` is
    what is left to do, and `share` its part of the whole duration. Ties that hold nobody back are left out of `outs`.
    `is_end` places may be their group's last; the others are followed by one that ends no earlier. `has_floor` places
    may lie on their floor; the others follow one that ends no earlier than that.
    """

    names: list[str]
    tasks: list[Task]
    timelines: list[Timeline]
    timeline: Timeline
    work: Ints
    share: NDArray[np.float64]
    floor: Ints
    finish_floor: Ints
    held: NDArray[np.bool_]
    done: NDArray[np.bool_]
    started: Ints
    started_at: Ints
    finished_at: Ints
    group: NDArray[np.int32]
    groups: int
    ties: list[CourseTie]
    ins: list[list[int]]
    outs: list[list[int]]
    leaves_of: dict[str, list[int]]
    place: dict[str, int] = field(init=False)
    is_plain: bool = field(init=False)
    is_end: NDArray[np.bool_] = field(init=False)
    has_floor: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.place = {name: i for i, name in enumerate(self.names)}
        one = all(line is self.timeline for line in self.timelines)
        self.is_plain = one and all(tie.timelines is None for tie in self.ties)
        self.is_end = np.full(len(self.names), fill_value=True)
        self.has_floor = np.full(len(self.names), fill_value=True)
        for tie in self.ties:
            follows = tie.from_finish and not tie.to_finish and tie.lag >= 0 and tie.timelines is None
            if follows and not self.held[tie.s]:
                self.is_end[tie.p] &= self.group[tie.p] != self.group[tie.s]
                self.has_floor[tie.s] &= self.floor[tie.p] < self.floor[tie.s]

    def flat(self) -> tuple[NDArray[Any], ...]:
        """The ties and their lists as arrays, for the kernel."""
        ties = np.array([(t.p, t.s, t.lag, t.from_finish, t.to_finish) for t in self.ties], np.int64).reshape(-1, 5)
        flat = [ties]
        for lists in (self.ins, self.outs):
            flat.append(np.array([0, *accumulate(map(len, lists))], np.int64))
            flat.append(np.array([number for numbers in lists for number in numbers], np.int64))
        return tuple(flat)


def course_of(plan: Plan) -> Course:
    """The plan in numbers; refuses what `schedule` refuses.

    ALAP counts as ASAP here: it takes up float and moves no finish. Deadlines and latest dates hold nobody back.
    """
    structure = structure_of(plan.tasks, plan.links, plan.projects)
    handed = Compiler(plan, structure).handed_down()
    compiler, asked = _without_finishes(plan, structure)
    given = compiler.leaves(np.arange(structure.size), handed)
    lines = _Lines(plan)
    tasks = [structure.leaf(i) for i in range(structure.size)]
    timelines = [lines.of(task.calendar) for task in tasks]
    done, free = given["finished"] != NONE, given["started"] == NONE
    # Where an MFO or FNET is asked for, its point depends on the work of each run.
    at = compiler.axes.points(given["axis"], np.maximum(asked, 0))
    is_mfo = np.array([task.constraint == "MFO" for task in tasks], np.bool_) & free
    status = NONE if plan.status_at is None else compiler.axes.points(given["axis"], _all(tasks, plan.status_at))
    floor = np.where(given["fixed"] == NONE, given["floor"], given["fixed"])
    floor = np.where(done, given["finished"], np.where(is_mfo, status, floor))
    is_asked = (asked != NONE) & ~done & (is_mfo | np.array([task.constraint == "FNET" for task in tasks], np.bool_))
    course = Course(
        names=[task.id for task in tasks],
        tasks=tasks,
        timelines=timelines,
        timeline=lines.of(None),
        work=_seconds(given["work"]),
        share=np.array([_share(*row) for row in zip(tasks, given["work"], free, strict=True)], np.float64),
        floor=_seconds(floor),
        finish_floor=_seconds(np.where(is_asked, at, NONE)),
        held=done | (given["fixed"] != NONE) | is_mfo,
        done=done,
        started=_seconds(given["started"]),
        started_at=_seconds(given["started_at"]),
        finished_at=_seconds(given["finished_at"]),
        group=given["group"].astype(np.int32),
        groups=len(plan.projects) + 1,
        ties=_ties(structure, timelines, lines),
        ins=[list(range(structure.into[i], structure.into[i + 1])) for i in range(structure.size)],
        outs=[],
        leaves_of={task.id: sorted(structure.leaves_below(row).tolist()) for row, task in enumerate(plan.tasks)},
    )
    out, out_of = structure.out.tolist(), structure.out_of.tolist()
    course.outs = [
        [n for n in out[out_of[i] : out_of[i + 1]] if _holds(course, course.ties[n])] for i in range(structure.size)
    ]
    return course


def _without_finishes(plan: Plan, structure: Structure) -> tuple[Compiler, Any]:
    """The plan without FNET and MFO, and the instants they ask for (else NONE), by leaf."""
    bare = tuple(
        replace(task, constraint=None, constraint_at=None) if task.constraint in ("FNET", "MFO") else task
        for task in plan.tasks
    )
    asked = [
        task.constraint_at if task.constraint in ("FNET", "MFO") else None
        for task in (structure.leaf(i) for i in range(structure.size))
    ]
    return (
        Compiler(replace(plan, tasks=bare), replace(structure, tasks=bare)),
        np.array([NONE if on is None else micros_of(on) for on in asked], np.int64),
    )


def _all(tasks: Sequence[Task], at: datetime) -> Ints:
    return np.full(len(tasks), micros_of(at))


class _Lines:
    """The timelines of a plan; equal calendars share one."""

    def __init__(self, plan: Plan) -> None:
        self._origin = micros_of(plan.start) // SECOND
        self._known: list[Timeline] = [Timeline(plan.calendar, self._origin)]

    def of(self, calendar: WorkCalendar | None) -> Timeline:
        if calendar is None:
            return self._known[0]
        found = next((line for line in self._known if line.calendar is calendar or line.calendar == calendar), None)
        if found is None:
            found = Timeline(calendar, self._origin)
            self._known.append(found)
        return found


def _share(task: Task, work: int, is_free: bool) -> float:
    """What is left of a task, as a part of its whole duration; an estimate is of the whole."""
    duration = length_of(task.duration)
    if is_free and task.remaining is None:
        return 1.0
    return float(work) / duration if duration else 0.0


def _seconds(points: Any) -> Ints:
    return np.where(points == NONE, NEVER, np.rint(points / SECOND)).astype(np.int64)


def _ties(structure: Structure, timelines: Sequence[Timeline], lines: _Lines) -> list[CourseTie]:
    ties = []
    for tie, (p, s) in enumerate(zip(structure.p.tolist(), structure.s.tolist(), strict=True)):
        link = structure.link_of(tie)
        of, to = timelines[p], timelines[s]
        lag = round(length_of(link.lag) / SECOND)
        lag_line: Timeline | None = to
        if lag and link.lag_calendar != "successor":
            lag_line = {"predecessor": of, "project": lines.of(None), "elapsed": None}[link.lag_calendar]
        is_plain = of is to and (lag == 0 or lag_line is of)
        from_finish, to_finish = link.type in ("FS", "FF"), link.type in ("FF", "SF")
        ties.append(CourseTie(p, s, lag, from_finish, to_finish, None if is_plain else (of, to, lag_line)))
    return ties


def _holds(course: Course, tie: CourseTie) -> bool:
    """Whether a delay of the predecessor's remaining work can reach the successor."""
    return not course.held[tie.s] and (tie.from_finish or course.started[tie.p] == NEVER)
