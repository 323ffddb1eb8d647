"""Kernels of the search: a population of orders that cross, change and are justified right and left."""

from typing import Any, NamedTuple

import numpy as np

from goldenthread.engine.levelling.kernels.generation import (
    by_finish,
    by_start,
    cost_of,
    generate,
    generate_backwards,
    last_finish,
    straighten,
)
from goldenthread.engine.levelling.kernels.jit import kernel
from goldenthread.engine.levelling.kernels.placing import NOWHERE
from goldenthread.engine.levelling.kernels.sweeping import sweep
from goldenthread.engine.levelling.model.figures import Figures

MOST = 2_147_483_647
MUTATION = 20
"""Of a thousand neighbours in an order, how many are swapped."""


class Room(NamedTuple):
    """What one worker writes into: free capacity, a plan, orders, and counters; nothing in it is an answer.

    `is_swept` holds one flag: whether orders become plans by a sweep through time, or task by task.
    """

    free: Any
    starts: Any
    given: Any
    order: Any
    keys: Any
    counts: Any
    ends: Any
    used: Any
    chance: Any
    is_swept: Any


class Herd(NamedTuple):
    """A population: by member an order of tasks, the plan it gives, who takes its wants, and the plan's cost."""

    orders: Any
    plans: Any
    crews: Any
    costs: Any


@kernel
def draw(chance: Any, below: int) -> Any:
    """A whole number from 0 to below - 1 (Lehmer's generator, multiplier 48271)."""
    chance[0] = chance[0] * 48271 % MOST
    return chance[0] * below // MOST


@kernel
def improve(f: Figures, room: Room, starts: Any, crew: Any) -> Any:
    """Justify a plan right, then left, for as long as that makes it better; its cost (Valls et al., 2005).

    `starts` and `crew` hold a plan and who takes its wants, and then the better one.
    """
    best = cost_of(f, starts, room.ends)
    while True:
        room.starts[:] = starts
        by_finish(f, room.starts, room.order, room.keys, room.counts)
        if generate_backwards(f, room.order, last_finish(f, starts), room.free, room.starts, room.given) != NOWHERE:
            return best
        by_start(f, room.starts, room.order, room.keys, room.counts)
        if generate(f, room.order, room.free, room.starts, room.given) != NOWHERE:
            return best
        cost = cost_of(f, room.starts, room.ends)
        if cost <= best:
            starts[:], crew[:] = room.starts, room.given
        if cost >= best:
            return best
        best = cost


@kernel
def decode(f: Figures, room: Room, order: Any, starts: Any, is_swept: Any) -> Any:
    """The plan of an order into `starts` and `room.given`, swept where one calendar allows it; as `generate`."""
    if is_swept and f.is_even:
        return sweep(f, order, room.free, starts, room.given)
    return generate(f, order, room.free, starts, room.given)


@kernel
def populate(f: Figures, room: Room, keys: Any, spread: float, herd: Herd, first: int) -> Any:
    """Fill a population from member `first` on: orders by rising keys, disturbed by up to `spread`, then improved.

    `keys` holds one row of keys per rule, and members take them in turn; the first two of each rule are not disturbed,
    one of them task by task and one swept.
    Members whose plan the horizon cannot hold cost infinity; a task that was lost is told, else NOWHERE.
    """
    orders, plans, crews, costs = herd
    size, n = orders.shape
    disturbed = np.empty(n, np.float64)
    lost = NOWHERE
    for o in range(first, size):
        rule, is_seed = o // 2 % len(keys), o < 2 * len(keys)
        reach = 0.0 if is_seed else spread * draw(room.chance, 1000) / 1000.0
        for i in range(n):
            disturbed[i] = keys[rule, i] + reach * draw(room.chance, 1000) / 1000.0
        orders[o] = np.argsort(disturbed, kind="mergesort").astype(orders.dtype)
        straighten(f, orders[o])
        found = decode(f, room, orders[o], plans[o], o % 2 == 1 if is_seed else room.is_swept[0])
        if found != NOWHERE:
            lost = found
            costs[o] = np.inf
            continue
        crews[o] = room.given
        costs[o] = improve(f, room, plans[o], crews[o])
        by_start(f, plans[o], room.order, room.keys, room.counts)
        orders[o] = room.order
    return lost


@kernel
def cross(mother: Any, father: Any, first: int, last: int, child: Any, used: Any) -> None:
    """The child takes its places outside first … last from the mother in her order, the others from the father."""
    used[:] = 0
    for n in range(first):
        child[n] = mother[n]
        used[mother[n]] = 1
    n, m = first, 0
    while n < last:
        if used[father[m]] == 0:
            child[n] = father[m]
            used[father[m]] = 1
            n += 1
        m += 1
    for m in range(len(mother)):
        if used[mother[m]] == 0:
            child[n] = mother[m]
            n += 1


@kernel
def is_before(f: Figures, p: int, s: int) -> Any:
    """Whether a link leads from p to s."""
    found = False
    for e in range(f.in_from[s], f.in_from[s + 1]):
        found |= f.in_task[e] == p
    return found


@kernel
def mutate(f: Figures, order: Any, chance: Any, share: int) -> None:
    """Swap neighbours that no link binds, `share` of a thousand of them."""
    for n in range(len(order) - 1):
        if draw(chance, 1000) < share and not is_before(f, order[n], order[n + 1]):
            order[n], order[n + 1] = order[n + 1], order[n]


@kernel
def has_twin(plans: Any, costs: Any, starts: Any, cost: float) -> Any:
    """Whether a population has this plan already."""
    for o in range(len(costs)):
        if costs[o] == cost:
            i = 0
            while i < len(starts) and plans[o, i] == starts[i]:
                i += 1
            if i == len(starts):
                return True
    return False


@kernel
def evolve(f: Figures, room: Room, herd: Herd, rounds: int, bound: float) -> Any:
    """Breed `rounds` children in place, or fewer when `bound` is reached; the number of the best plan."""
    orders, plans, crews, costs = herd
    size, n = orders.shape
    child = np.empty(n, orders.dtype)
    starts = np.empty(n, plans.dtype)
    crew = np.empty(crews.shape[1], crews.dtype)
    for _ in range(rounds):
        a, b = draw(room.chance, size), draw(room.chance, size)
        c, d = draw(room.chance, size), draw(room.chance, size)
        mother = a if costs[a] <= costs[b] else b
        father = c if costs[c] <= costs[d] else d
        first, last = draw(room.chance, n), draw(room.chance, n)
        if first > last:
            first, last = last, first
        cross(orders[mother], orders[father], first, last, child, room.used)
        mutate(f, child, room.chance, MUTATION)
        if decode(f, room, child, starts, room.is_swept[0]) != NOWHERE:
            continue
        crew[:] = room.given
        cost = improve(f, room, starts, crew)
        # the worse of two chosen by chance makes room
        a, b = draw(room.chance, size), draw(room.chance, size)
        worse = a if costs[a] >= costs[b] else b
        if cost <= costs[worse] and not has_twin(plans, costs, starts, cost):
            costs[worse] = cost
            plans[worse], crews[worse] = starts, crew
            by_start(f, starts, room.order, room.keys, room.counts)
            orders[worse] = room.order
            if cost <= bound:
                return worse
    return int(np.argmin(costs))
