"""The leaves and ties of a plan, compiled by the network room, one object each as levelling reads them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldenthread.engine.network.axis import Axes, Calendars, open_spans
from goldenthread.engine.network.compiled import Compiler
from goldenthread.engine.network.plan import Plan, Task
from goldenthread.engine.network.structure import Structure, structure_of
from goldenthread.engine.network.tables import NEVER, NONE


@dataclass(frozen=True, slots=True)
class Ruler:
    """One axis of a plan: working time as points in microseconds from the plan's start."""

    axes: Axes
    number: int

    @property
    def calendars(self) -> Calendars:
        """The calendars that are all open in its working time."""
        return self.axes.all[self.number].calendars

    def point(self, at: int) -> int:
        """The point of an instant."""
        one = np.array([self.number])
        return int(self.axes.points(one, np.array([at], np.int64))[0])

    def opening(self, point: int) -> int:
        """The last instant of a point, as a start is told; where no time opens after it, the first."""
        return self.axes.opening(self.number, point)

    def closing(self, point: int) -> int:
        """The first instant of a point, as a finish is told."""
        axis = self.axes.all[self.number]
        while not len(axis.after) or point > axis.after[-1]:
            self.axes.grow(self.number, 1)
        while point <= axis.bottom and not axis.is_first:
            self.axes.grow(self.number, -1)
        row = bisect_left(axis.after, point)
        return int(axis.ends[row] - (axis.after[row] - point))

    def spans(self, begin: int, end: int) -> Sequence[tuple[int, int]]:
        """Its open time between two instants."""
        return open_spans(self.calendars, begin, end)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A task that is no summary, its points on the ruler of its own calendars; `work` is what is left to do.

    `floor` is the first start that plan, project, status date and constraints allow, `fixed` the start that an
    inflexible constraint demands, `ceiling` the last finish that constraints and deadlines allow.
    """

    task: Task
    axis: Ruler
    work: int
    floor: int
    fixed: int | None
    ceiling: int | None
    started_at: int | None
    finished_at: int | None


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between leaves p and s; it `is_plain` when one ruler measures both ends and the lag.

    `lag_axis` is None for an elapsed lag.
    """

    p: int
    s: int
    lag: int
    lag_axis: Ruler | None
    from_finish: bool
    to_finish: bool
    is_plain: bool

    def after(self, at: int) -> int:
        """The instant one lag after `at`."""
        if not self.lag:
            return at
        if self.lag_axis is None:
            return at + self.lag
        point = self.lag_axis.point(at) + self.lag
        return self.lag_axis.closing(point) if self.lag > 0 else self.lag_axis.opening(point)


def leaves_of(plan: Plan) -> tuple[Structure, list[Leaf], list[Tie], Ruler]:
    """The leaves, predecessors before successors, their ties by successor, and the ruler of the plan's calendar."""
    structure = structure_of(plan.tasks, plan.links, plan.projects)
    compiler = Compiler(plan, structure)
    given = compiler.leaves(np.arange(structure.size), compiler.handed_down())
    rulers = [Ruler(compiler.axes, number) for number in range(len(compiler.axes.all))]
    names = ("axis", "work", "floor", "fixed", "ceiling", "started_at", "finished_at")
    columns = zip(*(given[name].tolist() for name in names), strict=True)
    leaves = [
        Leaf(
            task=structure.leaf(i),
            axis=rulers[axis],
            work=work,
            floor=floor,
            fixed=None if fixed == NONE else fixed,
            ceiling=None if ceiling == NEVER else ceiling,
            started_at=None if started_at == NONE else started_at,
            finished_at=None if finished_at == NONE else finished_at,
        )
        for i, (axis, work, floor, fixed, ceiling, started_at, finished_at) in enumerate(columns)
    ]
    return structure, leaves, _ties(compiler.ties(given["axis"]), rulers), rulers[0]


def _ties(table: np.ndarray, rulers: Sequence[Ruler]) -> list[Tie]:
    names = ["p", "s", "lag", "lag_axis", "from_finish", "to_finish", "is_plain"]
    return [
        Tie(p, s, lag, None if axis < 0 else rulers[axis], bool(of), bool(to), bool(plain))
        for p, s, lag, axis, of, to, plain in table[names].tolist()
    ]
