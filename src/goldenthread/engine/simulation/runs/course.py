"""A plan in numbers for many runs: leaves in order, their floors and ties in seconds on the axes of their calendars."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.instants import SECOND, micros_of
from goldenthread.engine.network.compiled import LAG_CALENDARS, Compiler, lengths
from goldenthread.engine.network.plan import Plan, Task
from goldenthread.engine.network.structure import Structure, structure_of
from goldenthread.engine.network.tables import LINK_TYPES, NONE
from goldenthread.engine.simulation.runs.timeline import Timeline

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


@dataclass(frozen=True, slots=True)
class Ties:
    """All ties as columns: places of both ends, seconds of lag, the timelines of the ends and of the lag by number (-1
    is elapsed time). The ties into place `i` are the rows from `into[i]` to `into[i + 1]`, those out of it that can
    hold somebody back `out[out_of[i]:out_of[i + 1]]`.
    """

    p: Ints
    s: Ints
    lag: Ints
    from_finish: NDArray[np.bool_]
    to_finish: NDArray[np.bool_]
    lines: Ints
    is_plain: NDArray[np.bool_]
    into: Ints
    out: Ints
    out_of: Ints


@dataclass
class Course:
    """Leaves by place, predecessors first. All times are seconds; points count from the plan's start.

    A run's finish of a place is the largest of floor + work, finish_floor and what its ties ask. `held` places ask no
    tie (an inflexible constraint, or they are done); `started` is the point of an actual start, else NEVER. `work` is
    what is left to do, and `share` its part of the whole duration. `line` is each place's timeline by number, the
    plan's own being the first.
    """

    names: list[str]
    all_lines: list[Timeline]
    line: Ints
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
    links: Ties
    leaves_of: dict[str, list[int]]

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each leaf by id."""
        return {name: i for i, name in enumerate(self.names)}

    @property
    def timeline(self) -> Timeline:
        """The plan's own."""
        return self.all_lines[0]

    @cached_property
    def timelines(self) -> list[Timeline]:
        """Each place's own."""
        return [self.all_lines[number] for number in self.line.tolist()]

    @cached_property
    def is_plain(self) -> bool:
        """Whether one calendar measures all."""
        return not self.line.any() and bool(self.links.is_plain.all())

    @cached_property
    def _follows(self) -> Ints:
        """The ties whose successor ends no earlier than their predecessor."""
        ties = self.links
        follows = ties.from_finish & ~ties.to_finish & (ties.lag >= 0) & ties.is_plain & ~self.held[ties.s]
        return np.flatnonzero(follows)

    @cached_property
    def is_end(self) -> NDArray[np.bool_]:
        """The places that may be their group's last; the others are followed by one that ends no earlier."""
        p, s = self.links.p[self._follows], self.links.s[self._follows]
        is_end = np.full(len(self.names), fill_value=True)
        is_end[p[self.group[p] == self.group[s]]] = False
        return is_end

    @cached_property
    def has_floor(self) -> NDArray[np.bool_]:
        """The places that may lie on their floor; the others follow one that ends no earlier than that."""
        p, s = self.links.p[self._follows], self.links.s[self._follows]
        has_floor = np.full(len(self.names), fill_value=True)
        has_floor[s[self.floor[p] >= self.floor[s]]] = False
        return has_floor

    @cached_property
    def ties(self) -> list[CourseTie]:
        """The ties one by one, for those who go through them so."""
        of, found = self.links, []
        columns = (of.p, of.s, of.lag, of.from_finish, of.to_finish, of.lines, of.is_plain)
        for p, s, lag, from_finish, to_finish, number, is_plain in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            line = None if number < 0 else self.all_lines[number]
            crossed = None if is_plain else (self.timelines[p], self.timelines[s], line)
            found.append(CourseTie(p, s, lag, from_finish, to_finish, crossed))
        return found

    @cached_property
    def ins(self) -> list[list[CourseTie]]:
        """By place the ties into it, none where it is held."""
        spans = pairwise(self.links.into.tolist())
        return [[] if held else self.ties[begin:end] for held, (begin, end) in zip(self.held, spans, strict=True)]

    @cached_property
    def outs(self) -> list[list[CourseTie]]:
        """By place the ties out of it that can hold somebody back."""
        out, out_of = self.links.out.tolist(), self.links.out_of.tolist()
        return [[self.ties[n] for n in out[begin:end]] for begin, end in pairwise(out_of)]

    def flat(self) -> tuple[NDArray[Any], ...]:
        """The ties and where each place's are, for the kernel."""
        of = self.links
        ties = np.stack([of.p, of.s, of.lag, of.from_finish.astype(np.int64), of.to_finish.astype(np.int64)], axis=1)
        return ties, of.into, of.out_of, of.out


def course_of(plan: Plan) -> Course:
    """The plan in numbers; refuses what `schedule` refuses.

    ALAP counts as ASAP here: it takes up float and moves no finish. Deadlines and latest dates hold nobody back.
    """
    structure = structure_of(plan.tasks, plan.links, plan.projects)
    compiler = Compiler(plan, structure)
    handed, tasks = compiler.handed_down(), [structure.tasks[row] for row in structure.leaf_rows.tolist()]
    compiler, asked, kinds = _without_finishes(compiler, tasks)
    given = compiler.leaves(np.arange(structure.size), handed)
    axis, axes = given["axis"], compiler.axes
    done, free = given["finished"] != NONE, given["started"] == NONE
    # Where an MFO or FNET is asked for, its point depends on the work of each run.
    is_mfo = (kinds == "MFO") & free
    floor = np.where(given["fixed"] == NONE, given["floor"], given["fixed"])
    if is_mfo.any():
        status = NONE if plan.status_at is None else axes.points(axis, np.full(len(tasks), micros_of(plan.status_at)))
        floor = np.where(is_mfo, status, floor)
    floor = np.where(done, given["finished"], floor)
    is_asked = (asked != NONE) & ~done & (is_mfo | (kinds == "FNET"))
    finish_floor = np.full(len(tasks), NONE, np.int64)
    finish_floor[is_asked] = axes.points(axis[is_asked], asked[is_asked])
    held, started = done | (given["fixed"] != NONE) | is_mfo, _seconds(given["started"])
    return Course(
        names=[task.id for task in tasks],
        all_lines=[Timeline(one) for one in axes.all],
        line=axis,
        work=_seconds(given["work"]),
        share=_shares(tasks, given["work"], free),
        floor=_seconds(floor),
        finish_floor=_seconds(finish_floor),
        held=held,
        done=done,
        started=started,
        started_at=_seconds(given["started_at"]),
        finished_at=_seconds(given["finished_at"]),
        group=given["group"].astype(np.int32),
        groups=len(plan.projects) + 1,
        links=_ties(structure, axis, held, started),
        leaves_of=_leaves_of(plan, structure),
    )


def _without_finishes(whole: Compiler, leaves: Sequence[Task]) -> tuple[Compiler, Ints, NDArray[Any]]:
    """The plan without FNET and MFO, and by leaf the instants they ask for (else NONE) and which of them it is."""
    kinds = np.array([task.constraint or "" for task in leaves])
    is_asked = (kinds == "FNET") | (kinds == "MFO")
    asked = np.full(len(leaves), NONE, np.int64)
    if not is_asked.any():
        return whole, asked, kinds
    for i in np.flatnonzero(is_asked).tolist():
        on = leaves[i].constraint_at
        asked[i] = NONE if on is None else micros_of(on)
    bare = tuple(
        replace(task, constraint=None, constraint_at=None) if task.constraint in ("FNET", "MFO") else task
        for task in whole.plan.tasks
    )
    return Compiler(replace(whole.plan, tasks=bare), replace(whole.structure, tasks=bare)), asked, kinds


def _shares(tasks: Sequence[Task], work: Ints, free: NDArray[np.bool_]) -> NDArray[np.float64]:
    """What is left of each task, as a part of its whole duration; an estimate is of the whole."""
    shares = np.ones(len(tasks))
    is_told = np.array([task.remaining is not None for task in tasks], np.bool_)
    for i in np.flatnonzero(~free | is_told).tolist():
        seconds = tasks[i].duration.total_seconds() * SECOND
        shares[i] = float(work[i]) / seconds if seconds else 0.0
    return shares


def _seconds(points: Any) -> Ints:
    return np.where(points == NONE, NEVER, np.rint(points / SECOND)).astype(np.int64)


def _ties(structure: Structure, line: Ints, held: NDArray[np.bool_], started: Ints) -> Ties:
    links, p, s = structure.links, structure.p, structure.s
    kind = np.array([LINK_TYPES.index(link.type) for link in links], np.int64)[structure.link]
    counted = np.array([LAG_CALENDARS[link.lag_calendar] for link in links], np.int64)[structure.link]
    lag = _seconds(lengths([link.lag for link in links]))[structure.link]
    lines = np.where(lag == 0, line[s], np.choose(counted, [line[s], line[p], 0, -1]))
    from_finish = (kind & 1).astype(np.bool_)
    # Those that hold nobody back are left out on the way back: a delay of what is left cannot reach the successor.
    holds = ~held[s] & (from_finish | (started[p] == NEVER))
    kept = holds[structure.out]
    return Ties(
        p=p,
        s=s,
        lag=lag,
        from_finish=from_finish,
        to_finish=(kind >> 1).astype(np.bool_),
        lines=lines,
        is_plain=(line[p] == line[s]) & ((lag == 0) | (lines == line[p])),
        into=structure.into,
        out=structure.out[kept],
        out_of=np.concatenate(([0], np.cumsum(kept)))[structure.out_of],
    )


def _leaves_of(plan: Plan, structure: Structure) -> dict[str, list[int]]:
    below, of = structure.below.tolist(), structure.below_of.tolist()
    return {task.id: sorted(below[of[row] : of[row + 1]]) for row, task in enumerate(plan.tasks)}
