"""A population of plans that breeds: one island of the search, in steps short enough to be stopped between."""

from typing import Any

import numpy as np

from goldenthread.engine.levelling.bounds import heads_of, tails_of, ticks_of
from goldenthread.engine.levelling.compiling import Model, Row
from goldenthread.engine.levelling.evolution import Herd, Room, evolve, populate
from goldenthread.engine.levelling.figures import Figures
from goldenthread.engine.levelling.generation import generate, straighten

LEAST, MOST = 12, 800
SETTLED = 20
"""Children for each place without a better plan, after which an island is settled and starts anew."""
SPREAD = 1.0
"""How far the first orders of an island are disturbed, as a share of the keys' range: as far as it goes."""
PLACES_A_TASK = 12
CHILDREN_A_PLACE = 60
"""Children that a place in the population sees before the time is up: fewer places settle too early."""
NANOSECONDS_A_TASK, NANOSECONDS_A_TICK = 60, 2
GENERATIONS_A_CHILD = 5.5


def effort_of(f: Figures) -> float:
    """A rough guess of the seconds that one child costs, the same on any machine."""
    sizes = np.diff(f.member_from)
    wants = np.diff(f.want_from)
    asked = np.zeros(len(f.work))
    for i in np.flatnonzero(wants):
        asked[i] = sizes[f.want_of[f.want_from[i] : f.want_from[i + 1]]].sum()
    packs = np.diff(f.need_from)
    ticks = f.work * (packs * 2 + asked)
    each = NANOSECONDS_A_TASK * (1 + 4 * asked) + NANOSECONDS_A_TICK * ticks
    return float(GENERATIONS_A_CHILD * each.sum() * 1e-9) + 1e-6


def first_plan(model: Model) -> tuple[int, Any, Any]:
    """Serial generation by the first rule: the row without room or NOWHERE, positions, and who takes each want."""
    f = model.figures
    room = room_for(f, 0)
    order = np.argsort(rules_of(model)[0], kind="stable").astype(np.int32)
    straighten(f, order)
    return generate(f, order, room.free, room.starts, room.given), room.starts, room.given


def rules_of(model: Model) -> Any:
    """Keys by which tasks come first, a row for each rule: the latest finish; with weights, what pays the most first.

    A project's turn is its work over its weight (Smith, 1956), within it the latest finish.
    """
    f = model.figures
    heads, tails = heads_of(f), tails_of(f)
    last = int((ticks_of(f, heads, finishes=True) + tails).max(initial=0))
    due = np.array([_due(model, row, last) for row in model.rows], np.float64)
    late = np.minimum(last - tails, due).astype(np.float64)
    late -= np.array([row.task.priority for row in model.rows]) / 1e6
    if not len(f.weight):
        return np.stack([late])
    energy = np.array([f.work[i] * (1 + _units(model, i)) for i in range(len(f.work))], np.float64)
    turn = np.bincount(f.project, energy, len(f.weight)) / np.maximum(f.weight, 1e-9)
    rank = np.argsort(np.argsort(turn)).astype(np.float64)
    return np.stack([rank[f.project] * 2 * (last + 1) + late, rank[f.project] * (last + 1) / max(1, len(rank)) + late])


def _due(model: Model, row: Row, last: int) -> float:
    if row.leaf.ceiling is None:
        return last
    return min(last, model.grid.tick_until(row.leaf.axis.closing(row.leaf.ceiling)))


def _units(model: Model, i: int) -> float:
    demands = model.demands
    return (sum(demands.needs[i].values()) + sum(units for _, units in demands.wants[i])) / demands.scale


def room_for(f: Figures, seed: int) -> Room:
    """What one worker writes into; chance starts from the seed."""
    n = len(f.work)
    width = f.capacity.shape[1]
    return Room(
        free=np.empty_like(f.capacity),
        starts=np.zeros(n, np.int32),
        given=np.full(len(f.want_of), -1, np.int32),
        order=np.zeros(n, np.int32),
        keys=np.zeros(n, np.int32),
        counts=np.zeros(width + 4, np.int64),
        ends=np.zeros(len(f.weight), np.int64),
        used=np.zeros(n, np.int32),
        chance=np.array([(seed * 7919 + 104_729) % 2_147_483_646 + 1], np.int64),
    )


class Population:
    """Plans that breed on one island; `step` breeds some children, `best` is the best plan and its cost."""

    def __init__(self, model: Model, seed: int, seconds: float) -> None:
        f = model.figures
        self._figures = f
        self.room = room_for(f, seed)
        self.effort = effort_of(f)
        places = int(seconds / self.effort / CHILDREN_A_PLACE)
        self.size = max(LEAST, min(MOST, places, PLACES_A_TASK * len(f.work)))
        self._keys = rules_of(model)
        self._spread = float(self._keys[0].max(initial=0) - self._keys[0].min(initial=0)) * SPREAD
        self._herd = Herd(
            orders=np.zeros((self.size, len(f.work)), np.int32),
            plans=np.zeros((self.size, len(f.work)), np.int32),
            crews=np.zeros((self.size, len(f.want_of)), np.int32),
            costs=np.full(self.size, np.inf),
        )
        self._filled, self._idle, self._least = 0, 0, np.inf
        self.settled = 0
        """How often the island has started anew since its last better plan."""
        self._best = np.inf, self._herd.plans[0].copy(), self._herd.crews[0].copy()

    def step(self, children: int, bound: float) -> int:
        """Breed so many children, or first fill so many places; stops at the bound. How many it was."""
        if self._filled < self.size:
            children = self._fill(children)
        else:
            evolve(self._figures, self.room, self._herd, children, bound)
        self._settle(children)
        return children

    def _settle(self, children: int) -> None:
        """Keep the best plan; start anew when the island has found nothing better for long."""
        _, plans, crews, costs = self._herd
        place = int(np.argmin(costs))
        self._idle += children
        if costs[place] < self._least:
            self._idle, self._least = 0, costs[place]
        if self._least < self._best[0]:
            self._best = float(costs[place]), plans[place].copy(), crews[place].copy()
            self.settled = 0
        if self._idle > SETTLED * self.size:
            self._filled, self._idle, self._least = 0, 0, np.inf
            self.settled += 1
            costs[:] = np.inf

    def _fill(self, places: int) -> int:
        first, end = self._filled, min(self.size, self._filled + places)
        herd = Herd(*(array[:end] for array in self._herd))
        populate(self._figures, self.room, self._keys, self._spread, herd, first)
        self._filled = end
        return end - first

    @property
    def best(self) -> tuple[float, Any, Any]:
        """The least cost so far, infinite before the first plan; its positions, and who takes its wants."""
        return self._best
