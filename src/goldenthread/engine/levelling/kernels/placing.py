"""Kernels that place one task: the first or last position where links, floors, people and resources allow it."""

from typing import Any

import numpy as np

from goldenthread.engine.levelling.kernels.jit import small_kernel
from goldenthread.engine.levelling.model.figures import FROM_FINISH, TO_FINISH, Figures

NOWHERE = -1


@small_kernel
def finish_tick(f: Figures, i: int, k: int) -> Any:
    """The tick at which task i is done when it starts at position k."""
    end = k + f.work[i]
    if f.is_even:
        return end
    if end == 0:
        return 0
    return f.tick_of[f.calendar[i], end - 1] + 1


@small_kernel
def start_tick(f: Figures, i: int, k: int) -> Any:
    """The tick at which task i starts when it starts at position k."""
    if f.is_even:
        return k
    if f.work[i] == 0:
        return finish_tick(f, i, k)
    return f.tick_of[f.calendar[i], k]


@small_kernel
def earliest(f: Figures, i: int, starts: Any) -> Any:
    """The first position that the floor of task i and its placed predecessors allow."""
    k = f.floor[i]
    for e in range(f.in_from[i], f.in_from[i + 1]):
        p = f.in_task[e]
        bound = starts[p]
        if f.in_kind[e] & FROM_FINISH:
            bound += f.work[p]
        if f.in_table[e] >= 0:
            bound = f.tables[f.in_table[e], min(bound, f.tables.shape[1] - 1)]
        else:
            bound += f.in_lag[e]
        if f.in_kind[e] & TO_FINISH:
            bound -= f.work[i]
        k = max(k, bound)
    return k


@small_kernel
def latest(f: Figures, i: int, starts: Any, end: int) -> Any:
    """The last position that the successors of task i allow, if it is to be done by tick `end`."""
    k = (end if f.is_even else f.place_of[f.calendar[i], end]) - f.work[i]
    for e in range(f.out_from[i], f.out_from[i + 1]):
        s = f.out_task[e]
        limit = starts[s]
        if f.out_kind[e] & TO_FINISH:
            limit += f.work[s]
        if f.out_table[e] >= 0:
            limit = np.searchsorted(f.tables[f.out_table[e]], limit, side="right") - 1
        else:
            limit -= f.out_lag[e]
        if f.out_kind[e] & FROM_FINISH:
            limit -= f.work[i]
        k = min(k, limit)
    return k


@small_kernel
def fit_after(f: Figures, free: Any, i: int, k: int) -> Any:
    """The first position from k on where all needs are free throughout, or NOWHERE within the horizon."""
    work = f.work[i]
    size = free.shape[1] if f.is_even else f.tick_of.shape[1]
    if k + work > size:
        return NOWHERE
    first, last = f.need_from[i], f.need_from[i + 1]
    if work == 0 or first == last:
        return k
    seen = k
    while k + work <= size:
        clash = NOWHERE
        for e in range(first, last):
            clash = max(clash, last_clash(f, free, i, seen, k + work, (f.need_of[e], f.need_units[e])))
        if clash == NOWHERE:
            return k
        seen = k + work
        k = clash + 1
    return NOWHERE


@small_kernel
def fit_before(f: Figures, free: Any, i: int, k: int) -> Any:
    """The last position up to k where all needs are free throughout, or NOWHERE."""
    work = f.work[i]
    first, last = f.need_from[i], f.need_from[i + 1]
    if work == 0 or first == last:
        return k if k >= f.floor[i] else NOWHERE
    seen = k + work
    while k >= f.floor[i]:
        clash = seen
        for e in range(first, last):
            found = first_clash(f, free, i, k, seen, (f.need_of[e], f.need_units[e]))
            if found != NOWHERE:
                clash = min(clash, found)
        if clash == seen:
            return k
        seen = k
        k = clash - work
    return NOWHERE


@small_kernel
def last_clash(f: Figures, free: Any, i: int, first: int, end: int, asked: tuple[int, int]) -> Any:
    """The last of task i's positions first … end - 1 where `asked`, units of a pack, is not free; or NOWHERE."""
    guard, (p, units) = f.guard[0], asked
    if f.is_even:
        for q in range(end - 1, first - 1, -1):
            if ((free[p, q] | guard) - units) & guard != guard:
                return q
        return NOWHERE
    for q in range(end - 1, first - 1, -1):
        if ((free[p, f.tick_of[f.calendar[i], q]] | guard) - units) & guard != guard:
            return q
    return NOWHERE


@small_kernel
def first_clash(f: Figures, free: Any, i: int, first: int, end: int, asked: tuple[int, int]) -> Any:
    """The first of task i's positions first … end - 1 where `asked`, units of a pack, is not free; or NOWHERE."""
    guard, (p, units) = f.guard[0], asked
    if f.is_even:
        for q in range(first, end):
            if ((free[p, q] | guard) - units) & guard != guard:
                return q
        return NOWHERE
    for q in range(first, end):
        if ((free[p, f.tick_of[f.calendar[i], q]] | guard) - units) & guard != guard:
            return q
    return NOWHERE


@small_kernel
def take(f: Figures, free: Any, i: int, k: int, p: int, units: int) -> None:
    """Take units of pack p for the whole of task i at position k; negative units give them back."""
    if f.is_even:
        for q in range(k, k + f.work[i]):
            free[p, q] -= units
    else:
        for q in range(k, k + f.work[i]):
            free[p, f.tick_of[f.calendar[i], q]] -= units


@small_kernel
def take_needs(f: Figures, free: Any, i: int, k: int, times: int) -> None:
    """Take the needs of task i at position k so many times; -1 gives them back."""
    for e in range(f.need_from[i], f.need_from[i + 1]):
        take(f, free, i, k, f.need_of[e], times * f.need_units[e])


@small_kernel
def pass_forwards(f: Figures, heads: Any) -> None:
    """Fill in the first position of each task by links and floors alone."""
    for i in range(len(f.work)):
        heads[i] = f.pinned[i] if f.pinned[i] != NOWHERE else earliest(f, i, heads)


@small_kernel
def pass_backwards(f: Figures, tails: Any) -> None:
    """Fill in the ticks between each task's finish and the end that plain links ask for."""
    for i in range(len(f.work) - 1, -1, -1):
        tails[i] = 0
        for e in range(f.out_from[i], f.out_from[i + 1]):
            if f.out_table[e] >= 0:
                continue
            after = tails[f.out_task[e]] + f.out_lag[e]
            if not f.out_kind[e] & TO_FINISH:
                after += f.work[f.out_task[e]]
            if not f.out_kind[e] & FROM_FINISH:
                after -= f.work[i]
            tails[i] = max(tails[i], after)
