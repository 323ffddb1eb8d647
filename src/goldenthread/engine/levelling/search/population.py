"""A population of plans that breeds: one island of the search, in steps short enough to be stopped between."""

from typing import Any

import numpy as np

from goldenthread.engine.levelling.kernels.evolution import Herd, Room, evolve, populate
from goldenthread.engine.levelling.kernels.generation import generate, straighten
from goldenthread.engine.levelling.kernels.placing import NOWHERE
from goldenthread.engine.levelling.kernels.sweeping import sweep
from goldenthread.engine.levelling.model.compiling import Model, Row
from goldenthread.engine.levelling.model.figures import Figures
from goldenthread.engine.levelling.search.bounds import heads_of, tails_of, ticks_of

LEAST, MOST = 12, 1000
SETTLED = 12
"""Children for each place without a better plan, after which an island is settled."""
SPREAD = 1.0
"""How far the first orders of an island are disturbed, as a share of the keys' range: as far as it goes."""
PLACES_A_TASK = 12
SCARCE = 0.15
"""How much sooner a task comes that takes all of a resource, as a share of the longest path."""
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
    """A plan by rule, swept where it can be: a row without room or NOWHERE, positions, and who takes each want."""
    f = model.figures
    room, keys = room_for(f, 0), rules_of(model)
    if f.is_even:
        swept = np.argsort(keys[2], kind="stable").astype(np.int32)
        if sweep(f, swept, room.free, room.starts, room.given) == NOWHERE:
            return NOWHERE, room.starts, room.given
    order = np.argsort(keys[0], kind="stable").astype(np.int32)
    straighten(f, order)
    return generate(f, order, room.free, room.starts, room.given), room.starts, room.given


def rules_of(model: Model) -> Any:
    """Keys by which tasks come first, a row for each rule: the latest finish; the latest start; that, and the scarce.

    The second leaves short tasks for the end, the third those that hardly compete with others, by `SCARCE`. With
    weights, what pays the most comes first: a project's turn is its work over its weight (Smith, 1956), within it one
    of these.
    """
    f = model.figures
    heads, tails = heads_of(f), tails_of(f)
    last = int((ticks_of(f, heads, finishes=True) + tails).max(initial=0))
    due = np.array([_due(model, row, last) for row in model.rows], np.float64)
    late = np.minimum(last - tails, due).astype(np.float64)
    late -= np.array([row.task.priority for row in model.rows]) / 1e6
    begun = late - f.work
    rules = np.stack([late, begun, begun - SCARCE * last * _scarcity(model)])
    if not len(f.weight):
        return rules
    energy = np.array([f.work[i] * (1 + _units(model, i)) for i in range(len(f.work))], np.float64)
    turn = np.bincount(f.project, energy, len(f.weight)) / np.maximum(f.weight, 1e-9)
    rank = np.argsort(np.argsort(turn)).astype(np.float64)[f.project]
    strictly = rank * 2 * (last + 1)
    return np.concatenate([strictly + rules[:1], rank * (last + 1) / max(1, len(turn)) + rules, strictly + rules[2:]])


def _scarcity(model: Model) -> Any:
    """By task, the share of each resource and of each pool that it takes, together."""
    demands = model.demands
    return np.array(
        [
            sum(units / max(1, demands.capacity[r]) for r, units in needs.items())
            + sum(units / max(1, demands.chunks[pool] * demands.rooms[pool]) for pool, units in wants)
            for needs, wants in zip(demands.needs, demands.wants, strict=True)
        ]
    )


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
        is_swept=np.zeros(1, np.bool_),
    )


Elders = dict[tuple[bool, int], Herd]
"""By how they make plans and how often they were mixed: the better half of a settled island, which waits for another.
"""


class Population:
    """Plans that breed on one island; `step` breeds some children, `best` is the best plan and its cost.

    Islands of one model that share their `elders` mix when they have settled.
    """

    def __init__(self, model: Model, seed: int, seconds: float, elders: "Elders | None" = None) -> None:
        f = model.figures
        self._figures = f
        self.room = room_for(f, seed)
        self.effort = effort_of(f)
        places = int(seconds / self.effort / CHILDREN_A_PLACE)
        self.size = max(LEAST, min(MOST, places, PLACES_A_TASK * len(f.work)))
        self._keys = rules_of(model)
        self._spread = float(self._keys[0].max(initial=0) - self._keys[0].min(initial=0)) * SPREAD
        self._elders: Elders = {} if elders is None else elders
        self._level, self._does_sweep = 0, False
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
        plans, crews, costs = self._herd.plans, self._herd.crews, self._herd.costs
        place = int(np.argmin(costs))
        self._idle += children
        if costs[place] < self._least:
            self._idle, self._least = 0, costs[place]
        if self._least < self._best[0]:
            self._best = float(costs[place]), plans[place].copy(), crews[place].copy()
            self.settled = 0
            is_seed = self._filled < self.size and place < 2 * len(self._keys)
            self._does_sweep = place % 2 == 1 if is_seed else bool(self.room.is_swept[0])
        if self._filled == self.size and self._idle > SETTLED * self.size:
            self.settled += 1
            self._renew()

    def _renew(self) -> None:
        """Go on from the better halves of this island and of another that was mixed as often; else start anew.

        A new island makes its plans in the way that has made the best.
        """
        best = np.argsort(self._herd.costs, kind="stable")[: (self.size + 1) // 2]
        half = Herd(*(array[best] for array in self._herd))
        is_swept = bool(self.room.is_swept[0])
        other = self._elders.pop((is_swept, self._level), None)
        self._idle, self._least = 0, np.inf
        if other is None:
            self._elders[is_swept, self._level] = half
            self._filled, self._level = 0, 0
            self._herd.costs[:] = np.inf
            self.room.is_swept[0] = self._does_sweep
            return
        self._level += 1
        for array, own, theirs in zip(self._herd, half, other, strict=True):
            array[:] = np.concatenate([own, theirs])[: self.size]

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
