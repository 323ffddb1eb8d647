"""A plan compiled for levelling: its live leaves in order, on a grid, with what they take and what there is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import DAY, instant_of, micros_of
from goldenthread.engine.levelling.levelled import Objective
from goldenthread.engine.levelling.model.demands import Demands, demands_of
from goldenthread.engine.levelling.model.figures import Figures
from goldenthread.engine.levelling.model.grid import Grid, even_grid, mixed_grid, tick_for
from goldenthread.engine.levelling.model.leaves import Leaf, Ruler, Tie, leaves_of
from goldenthread.engine.levelling.model.numbering import figures_of
from goldenthread.engine.levelling.model.supply import Load, supply_of
from goldenthread.engine.network.plan import Plan, Task
from goldenthread.engine.network.scheduling import schedule
from goldenthread.engine.network.structure import Structure

Freeze = datetime | Collection[str] | Mapping[str, datetime] | None
DAYS, ELAPSED = 30, 4
"""How far a grid of several calendars looks at first: so many days, and so much elapsed time to one of work."""


@dataclass(frozen=True)
class Question:
    """What is asked beside the plan; see `level`."""

    objective: Objective = "finish"
    freeze: Freeze = None
    load: Load = field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """A live leaf: its task, its place on the grid, and where it is held (an instant on its axis), if it is."""

    task: Task
    leaf: Leaf
    held: int | None
    is_running: bool
    floor: int
    ties: list[tuple[int, Tie]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Done:
    """A leaf that is done, and when it was."""

    id: str
    start_at: datetime
    finish_at: datetime


@dataclass(frozen=True)
class Model:
    """A plan ready to be levelled: rows in the order of the figures, and the grid that turns ticks into instants.

    `offered` is what resources have by tick, `supply` the same less what held rows need. It `is_exact` when the grid
    measures all durations, lags and floors.
    """

    plan: Plan
    question: Question
    rows: list[Row]
    grid: Grid
    demands: Demands
    figures: Figures
    offered: Any
    supply: Any
    is_exact: bool
    done: list[Done]

    def start_at(self, i: int, position: int) -> datetime:
        """The instant at which row i starts from a position; running work tells its actual start."""
        row = self.rows[i]
        if row.leaf.started_at is not None:
            return instant_of(row.leaf.started_at)
        return instant_of(self.resume(i, position))

    def resume(self, i: int, position: int) -> int:
        """The instant at which the work that is left of row i begins."""
        row = self.rows[i]
        if self.figures.pinned[i] >= 0 and row.held is not None:
            return row.leaf.axis.opening(row.held)
        if row.leaf.work == 0 and position > self.figures.floor[i]:
            return self.grid.closing(self.tick(i, position))
        return self.grid.opening(self.tick(i, position))

    def finish_at(self, i: int, position: int) -> datetime:
        """The instant at which row i finishes from a position, exact to its work."""
        row = self.rows[i]
        begin = self.resume(i, position)
        if row.leaf.work == 0:
            return instant_of(begin)
        axis = row.leaf.axis
        return instant_of(axis.closing(axis.point(begin) + row.leaf.work))

    def tick(self, i: int, position: int) -> int:
        """The tick of a row's position."""
        f = self.figures
        if f.is_even or position == 0 == f.work[i]:
            return int(position)
        c = f.calendar[i]
        return int(f.tick_of[c, position - 1]) + 1 if f.work[i] == 0 else int(f.tick_of[c, position])


def compile_plan(plan: Plan, question: Question, stretch: int = 1) -> Model:
    """The model of a plan, its horizon stretched by a factor where the last one did not hold it.

    Refuses what `structure_of`, `check_summaries` and `demands_of` refuse, and frozen tasks that collide.
    """
    rows, done, ruler = _rows(plan, question)
    demands = demands_of([row.task for row in rows], plan.resources)
    grid = _grid(ruler, rows, demands, question, stretch)
    supply = supply_of(demands, grid, question.load)
    offered = supply.copy()
    figures = figures_of(plan, rows, grid, demands, supply, is_weighted=question.objective == "weighted_finish")
    return Model(plan, question, rows, grid, demands, figures, offered, supply, _is_exact(rows, grid), done)


def _is_exact(rows: Sequence[Row], grid: Grid) -> bool:
    lengths = [row.leaf.work for row in rows] + [tie.lag for row in rows for _, tie in row.ties]
    if grid.is_even:
        lengths += [row.floor - grid.base for row in rows]
    return all(length % grid.tick == 0 for length in lengths)


def _rows(plan: Plan, question: Question) -> tuple[list[Row], list[Done], Ruler]:
    """The leaves that are not done, predecessors first, with the ties between them; the done; and the plan's ruler.

    What done and running predecessors have fixed is in the floors; what is held has no ties in.
    """
    structure, leaves, ties, ruler = leaves_of(plan)
    held = _held(plan, structure, leaves, question.freeze)
    place: dict[int, int] = {}
    rows: list[Row] = []
    done: list[Done] = []
    for i, leaf in enumerate(leaves):
        if leaf.finished_at is not None and leaf.started_at is not None:
            done.append(Done(leaf.task.id, instant_of(leaf.started_at), instant_of(leaf.finished_at)))
            continue
        at = held.get(i, leaf.fixed)
        row = Row(leaf.task, leaf, at, leaf.started_at is not None and i not in held, leaf.floor)
        for tie in ties[structure.into[i] : structure.into[i + 1]] if at is None else ():
            before = leaves[tie.p]
            fact = before.finished_at if tie.from_finish else before.started_at
            if fact is not None:
                bound = leaf.axis.point(tie.after(fact)) - (leaf.work if tie.to_finish else 0)
                row.floor = max(row.floor, bound)
            else:
                row.ties.append((place[tie.p], tie))
        place[i] = len(rows)
        rows.append(row)
    return rows, done, ruler


def _held(plan: Plan, structure: Structure, leaves: Sequence[Leaf], freeze: Freeze) -> dict[int, int]:
    """The points at which frozen leaves are held, by leaf: where they are unlevelled, or where `freeze` says."""
    if freeze is None:
        return {}
    known = schedule(plan)
    starts: dict[int, datetime] = {}
    if isinstance(freeze, datetime):
        early = {i: known[leaf.task.id].early_start for i, leaf in enumerate(leaves)}
        starts = {i: start for i, start in early.items() if micros_of(start) < micros_of(freeze)}
    else:
        at = freeze if isinstance(freeze, Mapping) else {}
        for name in freeze:
            if name not in structure.row_of:
                raise EngineError("unknown_task", task=name)
            for i in structure.leaves_below(structure.row_of[name]).tolist():
                starts[i] = at.get(name, known[leaves[i].task.id].early_start)
    return {i: leaves[i].axis.point(micros_of(at)) for i, at in starts.items() if leaves[i].started_at is None}


def _grid(ruler: Ruler, rows: Sequence[Row], demands: Demands, question: Question, stretch: int) -> Grid:
    axes = {row.leaf.axis.number: row.leaf.axis for row in rows} or {0: ruler}
    lengths = [row.leaf.work for row in rows] + [abs(tie.lag) for row in rows for _, tie in row.ties]
    horizon = _horizon(rows, demands) * stretch
    if len(axes) == 1:
        axis = next(iter(axes.values()))
        places = [row.floor if row.held is None else row.held for row in rows]
        base = min(places, default=0)
        marks = [place - base for place in places] + supply_marks(axis, base, demands, question)
        tick = tick_for(lengths, marks, horizon)
        return even_grid(axis, base, tick, horizon // tick + 2)
    begin = min(row.leaf.axis.opening(row.floor if row.held is None else row.held) for row in rows)
    days = (DAYS + ELAPSED * horizon // (DAY * stretch)) * stretch
    return mixed_grid([axis.spans(begin, begin + days * DAY) for axis in axes.values()], lengths)


def supply_marks(axis: Ruler, base: int, demands: Demands, question: Question) -> list[int]:
    """Points at which supply changes that the tick should fall between: ends of load, and a month of own hours."""
    instants = [micros_of(at) for spans in question.load.values() for begin, end, _ in spans for at in (begin, end)]
    begin = axis.opening(base)
    seen: set[int] = set()
    for resource in demands.resources:
        if (
            resource.calendar is not None
            and id(resource.calendar) not in seen
            and resource.calendar not in axis.calendars
        ):
            seen.add(id(resource.calendar))
            month = resource.calendar.segments(instant_of(begin), instant_of(axis.closing(base + 160 * 3_600_000_000)))
            instants += [micros_of(at) for span in month for at in span]
    return [axis.point(at) - base for at in instants]


def _horizon(rows: Sequence[Row], demands: Demands) -> int:
    """A first guess of how much working time the levelled plan may take, in microseconds: generous, not a bound."""
    ends: list[int] = []
    energy: dict[int, int] = {}
    for i, row in enumerate(rows):
        start = row.floor if row.held is None else row.held
        for p, tie in row.ties:
            start = max(start, ends[p] + max(0, tie.lag))
        ends.append(start + row.leaf.work)
        for r, units in demands.needs[i].items():
            energy[r] = energy.get(r, 0) + units * row.leaf.work
        for pool, units in demands.wants[i]:
            energy[-1 - pool] = energy.get(-1 - pool, 0) + units * row.leaf.work
    first = min((row.floor if row.held is None else row.held for row in rows), default=0)
    longest = max(ends, default=0) - first
    room = {-1 - pool: sum(demands.capacity[r] for r in members) for pool, members in enumerate(demands.members)}
    busiest = max((e // max(1, room.get(r, 0) or demands.capacity[r]) for r, e in energy.items()), default=0)
    latest = max((row.floor for row in rows), default=0) - first
    serial = sum(row.leaf.work + sum(max(0, tie.lag) for _, tie in row.ties) for row in rows)
    return latest + min(serial, 2 * (longest + busiest)) + max((row.leaf.work for row in rows), default=0)
