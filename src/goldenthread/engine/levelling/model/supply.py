"""What resources have at each tick: their capacity in their own hours, less what operations take."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any

import numpy as np

from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import micros_of
from goldenthread.engine.levelling.model.demands import ALMOST, Demands
from goldenthread.engine.levelling.model.grid import Grid
from goldenthread.engine.levelling.model.leaves import Ruler

Load = Mapping[str, Sequence[tuple[datetime, datetime, float]]]
"""By resource: from, until, and the units that operations take of it."""

LANES = ((4, 15), (2, 30), (1, 60))
"""How many resources stand in a pack, and the bits of each."""


def supply_of(demands: Demands, grid: Grid, load: Load) -> Any:
    """Units by resource and tick; a tick that is partly closed has none, one partly loaded is loaded.

    Refused: `unknown_resource` and `bad_load` in the load.
    """
    width = grid.size if grid.is_even else grid.size + 1
    supply = np.zeros((len(demands.resources), width), np.int64)
    hours: dict[int, Any] = {}
    own = grid.line.calendars if isinstance(grid.line, Ruler) else ()
    for r, resource in enumerate(demands.resources):
        calendar = resource.calendar
        if calendar is None or (grid.is_even and calendar in own):
            supply[r, : grid.size] = demands.capacity[r]
            continue
        if id(calendar) not in hours:
            is_open = np.zeros(width, bool)
            for first, last in grid.open_ticks(calendar):
                is_open[first:last] = True
            hours[id(calendar)] = is_open
        supply[r, hours[id(calendar)]] = demands.capacity[r]
    number = {resource.id: r for r, resource in enumerate(demands.resources)}
    for name, spans in load.items():
        if name not in number:
            raise EngineError("unknown_resource", resource=name, load=True)
        for begin, end, units in spans:
            _subtract(supply[number[name]], grid, name, begin, end, ceil(units * demands.scale - ALMOST))
    return np.maximum(supply, 0, out=supply)


def _subtract(row: Any, grid: Grid, name: str, begin: datetime, end: datetime, units: int) -> None:
    first, last = micros_of(begin), micros_of(end)
    if units < 0 or last < first:
        raise EngineError("bad_load", resource=name, begin=begin, end=end)
    row[max(0, grid.tick_until(first)) : max(0, grid.tick_from(last))] -= units


def packed(supply: Any, most: int) -> tuple[Any, Any, Any, Any]:
    """Supply in packs: capacity by pack and tick, each resource's pack and shift, and the guard bits.

    No task can take more than `most` units, so no resource needs to have more.
    """
    count = len(supply)
    supply = np.minimum(supply, most)
    lanes, bits = next(lane for lane in LANES if int(supply.max(initial=0)) < 1 << (lane[1] - 1) or lane is LANES[-1])
    pack = np.arange(count, dtype=np.int64) // lanes
    shift = np.arange(count, dtype=np.int64) % lanes * bits
    capacity = np.zeros((max(1, -(-count // lanes)), supply.shape[1]), np.int64)
    for r in range(count):
        capacity[pack[r]] += supply[r] << shift[r]
    guard = np.array([sum(1 << (lane * bits + bits - 1) for lane in range(lanes))], np.int64)
    return capacity, pack, shift, guard
