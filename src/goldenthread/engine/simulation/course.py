"""A plan in numbers for many runs: leaves in order, their floors and ties in seconds on the axes of their calendars."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.calendars import WorkCalendar
from goldenthread.engine.instants import SECOND, length_of, micros_of
from goldenthread.engine.network.compiled import Compiler, Leaf, check_summaries
from goldenthread.engine.network.plan import Plan, Task
from goldenthread.engine.network.structure import Structure, structure_of
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
    check_summaries(plan)
    structure = structure_of(plan.tasks, plan.links, plan.projects)
    compiler = Compiler(plan)
    order = list(structure.order)
    lines = _Lines(plan)
    tasks = [structure.leaves[i] for i in order]
    leaves = [_leaf(compiler, structure, i) for i in order]
    timelines = [lines.of(task.calendar) for task in tasks]
    groups = {project.id: n + 1 for n, project in enumerate(plan.projects)}
    held = np.array([leaf.is_done or leaf.fixed is not None for leaf in leaves], np.bool_)
    course = Course(
        names=[task.id for task in tasks],
        tasks=tasks,
        timelines=timelines,
        timeline=lines.of(None),
        work=_seconds([leaf.work for leaf in leaves]),
        share=np.array([_share(task, leaf) for task, leaf in zip(tasks, leaves, strict=True)]),
        floor=_seconds([_floor(task, leaf, plan) for task, leaf in zip(tasks, leaves, strict=True)]),
        finish_floor=_seconds([_finish_floor(task, leaf) for task, leaf in zip(tasks, leaves, strict=True)]),
        held=held,
        done=np.array([leaf.is_done for leaf in leaves], np.bool_),
        started=_seconds([leaf.started for leaf in leaves]),
        started_at=_seconds([leaf.started_at for leaf in leaves]),
        finished_at=_seconds([leaf.finished_at for leaf in leaves]),
        group=np.array([groups[leaf.group] if leaf.group else 0 for leaf in leaves], np.int32),
        groups=len(groups) + 1,
        ties=_ties(structure, order, timelines, lines),
        ins=[list(structure.ins[i]) for i in order],
        outs=[[] for _ in order],
        leaves_of=_places(structure, order),
    )
    course.outs = [[n for n in structure.outs[i] if _holds(course, course.ties[n])] for i in order]
    return course


def _places(structure: Structure, order: Sequence[int]) -> dict[str, list[int]]:
    """The places at or below each task, summaries too."""
    place = {i: turn for turn, i in enumerate(order)}
    return {name: sorted(place[i] for i in numbers) for name, numbers in structure.leaves_of.items()}


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


def _leaf(compiler: Compiler, structure: Structure, i: int) -> Leaf:
    """A leaf without its FNET or MFO, whose point depends on the work of each run."""
    task = structure.leaves[i]
    if task.constraint not in ("FNET", "MFO"):
        return compiler.leaf(task, structure.ancestors[i])
    leaf = compiler.leaf(replace(task, constraint=None, constraint_at=None), structure.ancestors[i])
    if task.constraint == "MFO" and task.constraint_at is not None and leaf.started is None:
        leaf.fixed = leaf.axis.point(micros_of(task.constraint_at))
    return leaf


def _floor(task: Task, leaf: Leaf, plan: Plan) -> int | None:
    if leaf.finished is not None:
        return leaf.finished
    if task.constraint == "MFO" and leaf.fixed is not None:
        return None if plan.status_at is None else leaf.axis.point(micros_of(plan.status_at))
    return leaf.floor if leaf.fixed is None else leaf.fixed


def _finish_floor(task: Task, leaf: Leaf) -> int | None:
    """The finish that an FNET or MFO asks for."""
    if task.constraint not in ("FNET", "MFO") or task.constraint_at is None or leaf.is_done:
        return None
    if task.constraint == "MFO" and leaf.fixed is None:
        return None
    return leaf.axis.point(micros_of(task.constraint_at))


def _share(task: Task, leaf: Leaf) -> float:
    """What is left of a task, as a part of its whole duration; an estimate is of the whole."""
    duration = length_of(task.duration)
    if leaf.started is None and task.remaining is None:
        return 1.0
    return leaf.work / duration if duration else 0.0


def _seconds(points: Sequence[int | None]) -> Ints:
    return np.array([NEVER if point is None else round(point / SECOND) for point in points], np.int64)


def _ties(structure: Structure, order: Sequence[int], timelines: Sequence[Timeline], lines: _Lines) -> list[CourseTie]:
    place = {i: turn for turn, i in enumerate(order)}
    ties = []
    for link, (a, b) in zip(structure.links, structure.ends, strict=True):
        p, s = place[a], place[b]
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
