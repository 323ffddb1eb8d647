"""Rows in numbers: the arrays that the kernels read."""

from collections.abc import Sequence, Sized
from typing import TYPE_CHECKING, Any

import numpy as np

from goldenthread.engine.levelling.model.demands import Demands
from goldenthread.engine.levelling.model.figures import FROM_FINISH, TO_FINISH, Figures
from goldenthread.engine.levelling.model.grid import Grid
from goldenthread.engine.levelling.model.holding import FREE, hold, place_from
from goldenthread.engine.levelling.model.leaves import Ruler, Tie
from goldenthread.engine.levelling.model.supply import packed
from goldenthread.engine.network.plan import Plan

if TYPE_CHECKING:
    from goldenthread.engine.levelling.model.compiling import Row

SOUGHT = 4
"""What one more pool that someone is in weighs against ticks of idleness before a task, when people are chosen."""


def figures_of(
    plan: Plan, rows: Sequence["Row"], grid: Grid, demands: Demands, supply: Any, *, is_weighted: bool
) -> Figures:
    """The arrays of a plan's rows; takes what held rows need from `supply`."""
    number = {axis: c for c, axis in enumerate(dict.fromkeys(row.leaf.axis.number for row in rows))}
    calendar = np.array([number[row.leaf.axis.number] for row in rows], np.int32)
    pinned, work = hold(rows, calendar, grid, demands, supply)
    links = _Links(rows, number, grid)
    project, weight = _weights(plan, rows, is_weighted=is_weighted)
    capacity, pack, shift, guard = packed(supply, demands.most)
    need_from, need_of, need_units = _needs(rows, demands, pinned, pack, shift)
    wants = demands.wants
    return Figures(
        work=work,
        calendar=calendar,
        floor=np.array([_floor(row, int(c), grid) for row, c in zip(rows, calendar, strict=True)], np.int32),
        pinned=pinned,
        **links.arrays(),
        need_from=need_from,
        need_of=need_of,
        need_units=need_units,
        want_from=_offsets(wants),
        want_of=np.array([pool for own in wants for pool, _ in own], np.int32),
        chunk=np.array([units for own in wants for _, units in own], np.int64),
        member_from=_offsets(demands.members),
        member=np.array([r for members in demands.members for r in members], np.int32),
        sought=SOUGHT * np.bincount([r for members in demands.members for r in members], minlength=len(supply)),
        pack=pack,
        shift=shift,
        guard=guard,
        capacity=capacity,
        tick_of=grid.tick_of,
        place_of=grid.place_of,
        project=project,
        weight=weight,
        is_even=grid.is_even,
        is_ordered=all(_keeps_order(tie) for row in rows for _, tie in row.ties),
    )


def _offsets(lists: Sequence[Sized]) -> Any:
    return np.cumsum([0, *map(len, lists)]).astype(np.int32)


def _floor(row: "Row", calendar: int, grid: Grid) -> int:
    if grid.is_even:
        return max(0, -((grid.base - row.floor) // grid.tick))
    return place_from(grid, calendar, grid.tick_from(row.leaf.axis.opening(row.floor)))


def _keeps_order(tie: Tie) -> bool:
    """Whether the successor cannot start before the predecessor, nor finish before it."""
    return tie.lag >= 0 and tie.from_finish and not tie.to_finish


def _needs(rows: Sequence["Row"], demands: Demands, pinned: Any, pack: Any, shift: Any) -> tuple[Any, Any, Any]:
    """By row and pack, the units of all its resources side by side."""
    found: list[dict[int, int]] = []
    for i in range(len(rows)):
        own: dict[int, int] = {}
        if pinned[i] == FREE:
            for r, units in demands.needs[i].items():
                own[int(pack[r])] = own.get(int(pack[r]), 0) + (units << int(shift[r]))
        found.append(own)
    of = np.array([p for own in found for p in own], np.int32)
    amounts = np.array([u for own in found for u in own.values()], np.int64)
    return _offsets(found), of, amounts


def _weights(plan: Plan, rows: Sequence["Row"], *, is_weighted: bool) -> tuple[Any, Any]:
    """The project of each row and the weight of each project; tasks of no project count together, with weight 1."""
    if not is_weighted:
        return np.zeros(len(rows), np.int32), np.zeros(0)
    weights = {project.id: float(project.weight) for project in plan.projects}
    names = list(dict.fromkeys(row.task.project for row in rows))
    place = {name: n for n, name in enumerate(names)}
    project = np.array([place[row.task.project] for row in rows], np.int32)
    return project, np.array([1.0 if name is None else weights.get(name, 1.0) for name in names])


class _Links:
    """The ties between rows as arrays, with a table for each way of counting that is not plain."""

    def __init__(self, rows: Sequence["Row"], number: dict[int, int], grid: Grid) -> None:
        self._rows, self._number, self._grid = rows, number, grid
        self._known: dict[tuple[int, int, bool, int, int], int] = {}
        self._tables: list[Any] = []
        self._ins = [[(p, self._told(p, tie, row.leaf.axis)) for p, tie in row.ties] for row in rows]

    def arrays(self) -> dict[str, Any]:
        """The links in and out of each row."""
        outs: list[list[tuple[int, tuple[int, int, int]]]] = [[] for _ in self._rows]
        for s, own in enumerate(self._ins):
            for p, told in own:
                outs[p].append((s, told))
        width = len(self._tables[0]) if self._tables else 1
        tables = np.array(self._tables, np.int32).reshape(len(self._tables), width)
        return {**_side("in", self._ins), **_side("out", outs), "tables": tables}

    def _told(self, p: int, tie: Tie, axis: Ruler) -> tuple[int, int, int]:
        """Kind, lag and table of a tie from row p to one on an axis."""
        kind = (FROM_FINISH if tie.from_finish else 0) | (TO_FINISH if tie.to_finish else 0)
        if tie.is_plain:
            return kind, -(-tie.lag // self._grid.tick), FREE
        before, after = self._number[self._rows[p].leaf.axis.number], self._number[axis.number]
        by_finish = tie.from_finish and self._rows[p].leaf.work > 0
        key = (before, after, by_finish, tie.lag, -1 if tie.lag_axis is None else tie.lag_axis.number)
        if key not in self._known:
            self._known[key] = len(self._tables)
            self._tables.append(self._table(before, after, tie, by_finish=by_finish))
        return kind, 0, self._known[key]

    def _table(self, before: int, after: int, tie: Tie, *, by_finish: bool) -> Any:
        """For each position of the predecessor's calendar, the position the tie bounds on the successor's."""
        grid = self._grid
        size = grid.size + 1 if grid.is_even else grid.tick_of.shape[1]
        table = np.empty(size + 1, np.int32)
        for q in range(size + 1):
            at = self._instant(before, q, by_finish=by_finish)
            table[q] = place_from(grid, after, grid.tick_from(tie.after(at)))
        return table

    def _instant(self, calendar: int, q: int, *, by_finish: bool) -> int:
        grid = self._grid
        if grid.is_even:
            return grid.closing(q) if by_finish else grid.opening(q)
        ticks = grid.tick_of[calendar]
        if by_finish:
            return grid.closing(int(ticks[q - 1]) + 1 if q else 0)
        return grid.opening(int(ticks[min(q, len(ticks) - 1)]))


def _side(name: str, lists: Sequence[Sequence[tuple[int, tuple[int, int, int]]]]) -> dict[str, Any]:
    flat = np.array([(other, *told) for own in lists for other, told in own], np.int32).reshape(-1, 4)
    columns = zip(("task", "kind", "lag", "table"), flat.T.copy(), strict=True)
    return {f"{name}_from": _offsets(lists), **{f"{name}_{column}": values for column, values in columns}}
