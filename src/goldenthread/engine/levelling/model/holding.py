"""What stays where it is: frozen and dated tasks, and running work that has its resources; collisions are refused."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import instant_of
from goldenthread.engine.levelling.model.demands import Demands
from goldenthread.engine.levelling.model.grid import Grid

if TYPE_CHECKING:
    from goldenthread.engine.levelling.model.compiling import Row

FREE = -1


def hold(rows: Sequence["Row"], calendar: Any, grid: Grid, demands: Demands, supply: Any) -> tuple[Any, Any]:
    """The position each row is held at (FREE for none) and its work in ticks; what held rows need leaves the supply.

    Frozen tasks that together need more than a resource's capacity are refused (`frozen_collide`). Running work stays
    in place unless running work of a higher priority has taken what it needs: then it goes on when that is done.
    """
    _refuse_collisions(rows, demands)
    stock = _Stock(grid, demands, supply)
    position = np.full(len(rows), FREE, np.int32)
    work = np.array([-(-row.leaf.work // grid.tick) for row in rows], np.int32)
    for i, row in enumerate(rows):
        if row.held is not None:
            position[i], work[i] = _covered(row, int(calendar[i]), grid)
            stock.take(i, int(calendar[i]), int(position[i]), int(work[i]))
    running = [i for i, row in enumerate(rows) if row.is_running and row.held is None and not row.ties]
    for i in sorted(running, key=lambda i: (-rows[i].task.priority, i)):
        place = place_from(grid, int(calendar[i]), grid.tick_from(rows[i].leaf.axis.opening(rows[i].floor)))
        if stock.has(i, int(calendar[i]), place, int(work[i])):
            position[i] = place
            stock.take(i, int(calendar[i]), place, int(work[i]))
    return position, work


def place_from(grid: Grid, calendar: int, tick: int) -> int:
    """The first position of a calendar at a tick or after it."""
    if grid.is_even:
        return max(0, tick)
    return int(grid.place_of[calendar, min(max(0, tick), grid.place_of.shape[1] - 1)])


def _covered(row: "Row", calendar: int, grid: Grid) -> tuple[int, int]:
    """The position and work in whole ticks that cover a held row."""
    axis = row.leaf.axis
    begin, end = axis.opening(row.held or 0), axis.closing((row.held or 0) + row.leaf.work)
    if row.leaf.work == 0:
        return place_from(grid, calendar, grid.tick_from(begin)), 0
    first = place_from(grid, calendar, grid.tick_until(begin))
    return first, place_from(grid, calendar, grid.tick_from(end)) - first


class _Stock:
    """What is left of the supply while held rows take from it."""

    def __init__(self, grid: Grid, demands: Demands, supply: Any) -> None:
        self._grid, self._demands, self._supply = grid, demands, supply

    def take(self, i: int, calendar: int, place: int, work: int) -> None:
        """Take what row i needs."""
        ticks = self._ticks(calendar, place, work)
        ticks = ticks[ticks < self._supply.shape[1]]
        for r, units in self._demands.needs[i].items():
            self._supply[r, ticks] = np.maximum(0, self._supply[r, ticks] - units)

    def has(self, i: int, calendar: int, place: int, work: int) -> bool:
        """Whether what row i needs is left; who takes a want is not settled here."""
        ticks = self._ticks(calendar, place, work)
        if self._demands.wants[i] or (len(ticks) and ticks[-1] >= self._supply.shape[1]):
            return False
        return all(bool((self._supply[r, ticks] >= units).all()) for r, units in self._demands.needs[i].items())

    def _ticks(self, calendar: int, place: int, work: int) -> Any:
        span = slice(place, place + work)
        return np.arange(place, place + work) if self._grid.is_even else self._grid.tick_of[calendar, span]


def _refuse_collisions(rows: Sequence["Row"], demands: Demands) -> None:
    """Sweep over the exact instants of held rows, resource by resource."""
    changes: dict[int, list[tuple[int, int, int]]] = {}
    for i, row in enumerate(rows):
        if row.held is None or row.leaf.work == 0:
            continue
        axis = row.leaf.axis
        begin, end = axis.opening(row.held), axis.closing(row.held + row.leaf.work)
        for r, units in demands.needs[i].items():
            changes.setdefault(r, []).extend(((begin, units, i), (end, -units, i)))
    for r, own in changes.items():
        taken, inside = 0, set[int]()
        for at, units, i in sorted(own):
            taken += units
            (inside.add if units > 0 else inside.discard)(i)
            if taken > demands.capacity[r]:
                names = sorted(rows[j].task.id for j in inside)
                resource = demands.resources[r].id
                raise EngineError("frozen_collide", resource=resource, tasks=names, at=instant_of(at))
