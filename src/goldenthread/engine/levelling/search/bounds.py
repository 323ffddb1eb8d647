"""What no plan can beat: the longest path, and work that must pass through a resource between heads and tails."""

from typing import Any

import numpy as np

from goldenthread.engine.levelling.kernels.placing import pass_backwards, pass_forwards
from goldenthread.engine.levelling.model.compiling import Model
from goldenthread.engine.levelling.model.figures import Figures

MANY = 40
"""How many heads and tails are tried of each resource; a sample of more tasks' bounds is a bound still."""


def heads_of(f: Figures) -> Any:
    """The first position of each task by links and floors alone."""
    heads = np.zeros(len(f.work), np.int32)
    pass_forwards(f, heads)
    return heads


def tails_of(f: Figures) -> Any:
    """For each task, ticks that must pass between its finish and the end, by plain links alone."""
    tails = np.zeros(len(f.work), np.int32)
    pass_backwards(f, tails)
    return tails


def ticks_of(f: Figures, positions: Any, *, finishes: bool) -> Any:
    """The ticks at which tasks start, or finish, from positions."""
    at = positions + (f.work if finishes else 0)
    if f.is_even:
        return at
    rows = f.calendar
    last = f.tick_of.shape[1] - 1
    ends = np.where(at > 0, f.tick_of[rows, np.clip(at - 1, 0, last)] + 1, 0)
    if finishes:
        return ends
    return np.where(f.work > 0, f.tick_of[rows, np.clip(at, 0, last)], ends)


def path_bound(model: Model) -> float:
    """A value that no plan can be below, by links, floors and works alone: quickly found."""
    f = model.figures
    finishes = ticks_of(f, heads_of(f), finishes=True)
    if not len(f.weight):
        return float((finishes + tails_of(f)).max(initial=0))
    ends = np.zeros(len(f.weight), np.int64)
    np.maximum.at(ends, f.project, finishes)
    return float(f.weight @ ends)


def bound_of(model: Model) -> tuple[float, int]:
    """A value that no plan can be below, and a tick before which none is done.

    With weights, a project's finish is no earlier than its longest path; and on each resource alone, projects could at
    best be done one after another by work over weight (Smith, 1956).
    """
    f = model.figures
    last = finish_bound(model)
    if not len(f.weight):
        return float(last), last
    ends = np.zeros(len(f.weight), np.int64)
    np.maximum.at(ends, f.project, ticks_of(f, heads_of(f), finishes=True))
    value = float(f.weight @ ends)
    for members, energy in _burdens(model):
        value = max(value, _smith_bound(f, model.supply[members].sum(axis=0), energy, ends))
    return value, last


def _smith_bound(f: Figures, supply: Any, energy: Any, ends: Any) -> float:
    """The weighted finishes if the projects' work on one resource went through it in the best order, alone."""
    work = np.bincount(f.project, energy, len(f.weight))
    busy = np.flatnonzero(work)
    order = busy[np.argsort(work[busy] / np.maximum(f.weight[busy], 1e-12), kind="stable")]
    most = float(supply.max(initial=0))
    if most <= 0:
        return 0.0
    idle = np.setdiff1d(np.arange(len(ends)), busy)
    return float(f.weight[order] @ (np.cumsum(work[order]) / most) + f.weight[idle] @ ends[idle])


def finish_bound(model: Model) -> int:
    """A tick before which no plan is done."""
    f = model.figures
    if not len(f.work):
        return 0
    heads = heads_of(f)
    tails = tails_of(f)
    first = ticks_of(f, heads, finishes=False)
    bound = int((ticks_of(f, heads, finishes=True) + tails).max())
    for members, energy in _burdens(model):
        bound = max(bound, _energy_bound(model.supply[members].sum(axis=0), energy, first, tails))
    return bound


def _burdens(model: Model) -> list[tuple[list[int], Any]]:
    """Sets of resources, and the energy (units × ticks) by task that only they can give."""
    demands, f = model.demands, model.figures
    count = len(f.work)
    named = np.zeros((len(demands.resources), count), np.int64)
    for i in range(count):
        if f.pinned[i] < 0:
            for r, units in demands.needs[i].items():
                named[r, i] = units * int(f.work[i])
    wanted = np.zeros((len(demands.pools), count), np.int64)
    for i, wants in enumerate(demands.wants):
        for pool, units in wants:
            wanted[pool, i] += units * int(f.work[i])
    found = [([r], named[r]) for r in range(len(named)) if named[r].any()]
    sets = {frozenset(members) for members in demands.members}
    if sets:
        sets.add(frozenset().union(*sets))
    for group in sorted(sets, key=sorted):
        inside = [pool for pool, members in enumerate(demands.members) if group.issuperset(members)]
        found.append((sorted(group), named[sorted(group)].sum(axis=0) + wanted[inside].sum(axis=0)))
    return found


def _energy_bound(supply: Any, energy: Any, heads: Any, tails: Any) -> int:
    """The work of tasks from a head and to a tail on needs its room between them."""
    busy = np.flatnonzero(energy)
    given = np.concatenate([[0], np.cumsum(supply)])
    order = busy[np.argsort(-tails[busy], kind="stable")]
    cuts = np.unique(heads[busy])
    cuts = cuts[np.unique(np.linspace(0, len(cuts) - 1, min(MANY, len(cuts))).astype(int))] if len(cuts) else cuts
    best = 0
    for cut in cuts.tolist():
        later = order[heads[order] >= cut]
        need = np.cumsum(energy[later]) + given[min(cut, len(given) - 1)]
        ends = np.searchsorted(given, need, side="left")
        # Work that the horizon cannot hold is no bound: the horizon is only a guess.
        ends = np.where(need > given[-1], 0, ends)
        best = max(best, int((ends + tails[later]).max(initial=0)))
    return best
