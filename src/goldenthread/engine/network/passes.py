"""The forward and backward passes over a compiled plan, for all leaves or only for those that change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from goldenthread.engine.network.axis import Axis
from goldenthread.engine.network.compiled import DriverKind, Leaf
from goldenthread.engine.network.structure import Structure
from goldenthread.engine.network.ties import Tie


@dataclass(slots=True)
class Dates:
    """Early and late points of every leaf, each on its own axis; `resume` is where its remaining work begins.

    `driver` is the number of the tie that holds a leaf, or the kind of bound. A leaf without work is told at an
    opening (`at_opening`) unless a finish brought it to where it is.
    """

    early_start: list[int]
    resume: list[int]
    early_finish: list[int]
    late_start: list[int]
    late_finish: list[int]
    driver: list[int | DriverKind]
    at_opening: list[bool]

    @classmethod
    def blank(cls, size: int) -> "Dates":
        """Room for `size` leaves."""
        zeros = [[0] * size for _ in range(5)]
        return cls(zeros[0], zeros[1], zeros[2], zeros[3], zeros[4], ["start"] * size, [True] * size)

    def copy(self) -> "Dates":
        """The same dates, to be changed."""
        return Dates(
            self.early_start.copy(),
            self.resume.copy(),
            self.early_finish.copy(),
            self.late_start.copy(),
            self.late_finish.copy(),
            self.driver.copy(),
            self.at_opening.copy(),
        )


@dataclass(slots=True)
class Network:
    """A compiled plan and its dates; `caps` is the finish of each project, or of all (None), on each axis."""

    structure: Structure
    leaves: list[Leaf]
    ties: list[Tie]
    axis: Axis
    dates: Dates
    caps: dict[tuple[str | None, int], int] = field(default_factory=dict)

    def run(self) -> None:
        """Both passes over all leaves."""
        order = self.structure.order
        for i in order:
            self.place_early(i)
        self.caps = self.finishes()
        for i in reversed(order):
            if self.leaves[i].is_alap:
                self.place_as_late_as_possible(i)
        for i in reversed(order):
            self.place_late(i)

    def rerun(self, changed: Iterable[int]) -> None:
        """Both passes from the leaves in `changed`, as far as dates move; not for plans with ALAP leaves."""
        changed = set(changed)
        order, rank = self.structure.order, self.structure.rank
        outs, ins, ties = self.structure.outs, self.structure.ins, self.ties
        _spread(
            changed, lambda i: rank[i], lambda t: order[t], self.place_early, lambda i: [ties[n].s for n in outs[i]]
        )
        before, self.caps = self.caps, self.finishes()
        if self.caps != before:
            for i in reversed(order):
                self.place_late(i)
            return
        _spread(
            changed, lambda i: -rank[i], lambda t: order[-t], self.place_late, lambda i: [ties[n].p for n in ins[i]]
        )

    def place_early(self, i: int) -> bool:
        """Set the early dates of a leaf whose predecessors have theirs; whether they moved."""
        leaf, dates = self.leaves[i], self.dates
        resume: int = leaf.floor
        driver: int | DriverKind = leaf.floor_kind
        if leaf.finished is not None:
            resume, driver = leaf.finished, "actual"
        elif leaf.fixed is not None:
            resume, driver = leaf.fixed, "constraint"
        else:
            for number in self.structure.ins[i]:
                tie = self.ties[number]
                bound = self.bound(tie) - (leaf.work if tie.to_finish else 0)
                if bound >= resume:
                    resume, driver = bound, number
        start = resume if leaf.started is None else leaf.started
        opening = self._is_told_at_opening(driver)
        finish = resume + leaf.work
        moved = (
            finish != dates.early_finish[i] or start != dates.early_start[i] or opening is not dates.at_opening[i]
        ) or resume != dates.resume[i]
        dates.early_start[i], dates.resume[i], dates.early_finish[i] = start, resume, finish
        dates.driver[i], dates.at_opening[i] = driver, opening
        return moved

    def place_late(self, i: int) -> bool:
        """Set the late dates of a leaf whose successors have theirs; whether they moved."""
        leaf, dates = self.leaves[i], self.dates
        if leaf.is_done:
            start, finish = dates.early_start[i], dates.early_finish[i]
        else:
            finish = self._latest_finish(i, dates.late_finish, lambda s: dates.late_finish[s] - self.leaves[s].work)
            start = finish - leaf.work if leaf.started is None else leaf.started
        moved = finish != dates.late_finish[i] or start != dates.late_start[i]
        dates.late_start[i], dates.late_finish[i] = start, finish
        return moved

    def place_as_late_as_possible(self, i: int) -> None:
        """Move a leaf up to its successors' early dates: it takes its free float, and nothing else moves."""
        leaf, dates = self.leaves[i], self.dates
        finish = self._latest_finish(i, dates.early_finish, lambda s: dates.resume[s])
        if finish > dates.early_finish[i]:
            dates.early_start[i] = dates.resume[i] = finish - leaf.work
            dates.early_finish[i], dates.driver[i] = finish, "constraint"

    def bound(self, tie: Tie) -> int:
        """The point, on the successor's axis, that a tie holds its start or finish to."""
        if tie.is_plain:
            return (self.dates.early_finish[tie.p] if tie.from_finish else self.dates.early_start[tie.p]) + tie.lag
        return self.leaves[tie.s].axis.point(self.bound_at(tie))

    def bound_at(self, tie: Tie) -> int:
        """The instant of a tie's bound."""
        return tie.after(self.finish_at(tie.p) if tie.from_finish else self.start_at(tie.p))

    def start_at(self, i: int) -> int:
        """The instant of an early start, told at an opening."""
        leaf = self.leaves[i]
        if leaf.started_at is not None:
            return leaf.started_at
        return self.told(i, self.dates.early_start[i], is_start=True)

    def finish_at(self, i: int) -> int:
        """The instant of an early finish, told at a closing."""
        leaf = self.leaves[i]
        if leaf.finished_at is not None:
            return leaf.finished_at
        return self.told(i, self.dates.early_finish[i], is_start=False)

    def told(self, i: int, point: int, *, is_start: bool) -> int:
        """The instant at which a leaf's point is told: starts at openings, finishes at closings."""
        leaf = self.leaves[i]
        if leaf.work == 0 and leaf.started is None:
            is_start = self.dates.at_opening[i]
        return leaf.axis.opening(point) if is_start else leaf.axis.closing(point)

    def finishes(self) -> dict[tuple[str | None, int], int]:
        """The finish of every project, and of all, on every axis that is used."""
        last: dict[tuple[str | None, int], int] = {}
        axes = {id(self.axis): self.axis}
        early = self.dates.early_finish
        for i, leaf in enumerate(self.leaves):
            axes[id(leaf.axis)] = leaf.axis
            for group in (None,) if leaf.group is None else (None, leaf.group):
                held = last.setdefault((group, id(leaf.axis)), i)
                if early[i] > early[held]:
                    last[group, id(leaf.axis)] = i
        if len(axes) == 1:
            return {key: self.dates.early_finish[i] for key, i in last.items()}
        ends: dict[str | None, int] = {}
        for (group, _), i in last.items():
            ends[group] = max(ends.get(group, self.finish_at(i)), self.finish_at(i))
        return {(group, name): axis.point(end) for group, end in ends.items() for name, axis in axes.items()}

    def _latest_finish(self, i: int, finishes: list[int], start_of: Callable[[int], int]) -> int:
        """The last finish that successors with these dates, the ceiling and the project's finish allow."""
        leaf = self.leaves[i]
        latest = self.caps[leaf.group, id(leaf.axis)]
        if leaf.ceiling is not None:
            latest = min(latest, leaf.ceiling)
        for number in self.structure.outs[i]:
            tie = self.ties[number]
            # What has happened binds nobody: a finished successor, or the start of a leaf that has started.
            if self.leaves[tie.s].is_done or (leaf.started is not None and not tie.from_finish):
                continue
            limit = self._limit(tie, finishes[tie.s] if tie.to_finish else start_of(tie.s))
            latest = min(latest, limit if tie.from_finish else limit + leaf.work)
        return latest

    def _limit(self, tie: Tie, point: int) -> int:
        """The point, on the predecessor's axis, up to which its end of a tie lets the successor keep `point`."""
        if tie.is_plain:
            return point - tie.lag
        return self.leaves[tie.p].axis.point(tie.before(self.leaves[tie.s].axis.opening(point)))

    def _is_told_at_opening(self, driver: int | DriverKind) -> bool:
        if not isinstance(driver, int):
            return True
        tie = self.ties[driver]
        if not tie.is_plain:
            return True
        if tie.lag:
            return False
        return self.dates.at_opening[tie.p] if self.leaves[tie.p].work == 0 else not tie.from_finish


def _spread(
    changed: set[int],
    turn_of: Callable[[int], int],
    leaf_of: Callable[[int], int],
    place: Callable[[int], bool],
    neighbours: Callable[[int], list[int]],
) -> None:
    """Place the changed leaves in turn, and then every neighbour of one that moved."""
    queue = [turn_of(i) for i in changed]
    heapify(queue)
    queued = set(queue)
    while queue:
        turn = heappop(queue)
        queued.discard(turn)
        i = leaf_of(turn)
        if not place(i) and i not in changed:
            continue
        for other in neighbours(i):
            if turn_of(other) not in queued:
                queued.add(turn_of(other))
                heappush(queue, turn_of(other))
