"""Kernels that turn an order of tasks into a plan: serial generation forwards and backwards, and its improvement."""

from typing import Any

import numpy as np

from goldenthread.engine.levelling.kernels.jit import kernel
from goldenthread.engine.levelling.kernels.placing import NOWHERE, finish_tick, latest, start_tick, take_needs
from goldenthread.engine.levelling.kernels.staffing import place_after, place_before, staff
from goldenthread.engine.levelling.model.figures import FROM_FINISH, TO_FINISH, Figures


@kernel
def take_pinned(f: Figures, free: Any, starts: Any, given: Any) -> Any:
    """Place what is pinned; NOWHERE, or the number of a task that finds no room where it is pinned."""
    for i in range(len(f.work)):
        if f.pinned[i] != NOWHERE:
            starts[i] = f.pinned[i]
            take_needs(f, free, i, starts[i], 1)
            if staff(f, free, i, starts[i], given) != NOWHERE:
                return i
    return NOWHERE


@kernel
def generate(  # noqa: C901, PLR0912  one loop on locals, for what a call costs
    f: Figures, order: Any, free: Any, starts: Any, given: Any
) -> Any:
    """Serial generation: each task of `order` as early as possible; NOWHERE, or the task beyond the horizon.

    `order` puts predecessors before successors. Fills `starts` (positions) and `given` (who takes each want).
    """
    free[:] = f.capacity
    lost = take_pinned(f, free, starts, given)
    if lost != NOWHERE:
        return lost
    # Handing the figures to a function costs more than placing a task, so plain tasks are placed here, on locals.
    work, need_from, need_of, need_units = f.work, f.need_from, f.need_of, f.need_units
    floor, pinned, want_from = f.floor, f.pinned, f.want_from
    in_from, in_task, in_kind, in_lag, in_table = f.in_from, f.in_task, f.in_kind, f.in_lag, f.in_table
    guard, size, is_even = f.guard[0], free.shape[1], f.is_even
    last_place = f.tables.shape[1] - 1
    for n in range(len(order)):
        i = order[n]
        if pinned[i] != NOWHERE:
            continue
        k, w = floor[i], work[i]
        for e in range(in_from[i], in_from[i + 1]):
            bound = starts[in_task[e]]
            if in_kind[e] & FROM_FINISH:
                bound += work[in_task[e]]
            bound = bound + in_lag[e] if in_table[e] < 0 else f.tables[in_table[e], min(bound, last_place)]
            k = max(k, bound - w if in_kind[e] & TO_FINISH else bound)
        if not is_even or want_from[i] != want_from[i + 1]:
            k = place_after(f, free, i, k, given)
            if k == NOWHERE:
                return i
            starts[i] = k
            continue
        first, last = need_from[i], need_from[i + 1]
        seen = k
        while True:
            if k + w > size:
                return i
            clash = NOWHERE
            for e in range(first, last):
                p, units = need_of[e], need_units[e]
                for q in range(k + w - 1, max(seen, clash + 1) - 1, -1):
                    if ((free[p, q] | guard) - units) & guard != guard:
                        clash = q
                        break
            if clash == NOWHERE:
                break
            seen = k + w
            k = clash + 1
        for e in range(first, last):
            p, units = need_of[e], need_units[e]
            for q in range(k, k + w):
                free[p, q] -= units
        starts[i] = k
    return NOWHERE


@kernel
def generate_backwards(  # noqa: C901, PLR0912  as `generate`
    f: Figures, order: Any, end: int, free: Any, starts: Any, given: Any
) -> Any:
    """Serial generation from tick `end` back: each task of `order`, from its last on, as late as possible."""
    free[:] = f.capacity
    lost = take_pinned(f, free, starts, given)
    if lost != NOWHERE:
        return lost
    work, need_from, need_of, need_units = f.work, f.need_from, f.need_of, f.need_units
    floor, pinned, want_from = f.floor, f.pinned, f.want_from
    out_from, out_task, out_kind, out_lag = f.out_from, f.out_task, f.out_kind, f.out_lag
    guard, is_even = f.guard[0], f.is_even
    for n in range(len(order) - 1, -1, -1):
        i = order[n]
        if pinned[i] != NOWHERE:
            continue
        w = work[i]
        if not is_even or want_from[i] != want_from[i + 1]:
            k = place_before(f, free, i, latest(f, i, starts, end), given)
            if k == NOWHERE:
                return i
            starts[i] = k
            continue
        k = end - w
        for e in range(out_from[i], out_from[i + 1]):
            limit = starts[out_task[e]]
            if out_kind[e] & TO_FINISH:
                limit += work[out_task[e]]
            if f.out_table[e] >= 0:
                limit = np.searchsorted(f.tables[f.out_table[e]], limit, side="right") - 1
            else:
                limit -= out_lag[e]
            k = min(k, limit - w if out_kind[e] & FROM_FINISH else limit)
        first, last = need_from[i], need_from[i + 1]
        seen = k + w
        while True:
            if k < floor[i]:
                return i
            clash = seen
            for e in range(first, last):
                p, units = need_of[e], need_units[e]
                for q in range(k, clash):
                    if ((free[p, q] | guard) - units) & guard != guard:
                        clash = q
                        break
            if clash == seen:
                break
            seen = k
            k = clash - w
        for e in range(first, last):
            p, units = need_of[e], need_units[e]
            for q in range(k, k + w):
                free[p, q] -= units
        starts[i] = k
    return NOWHERE


@kernel
def last_finish(f: Figures, starts: Any) -> Any:
    """The tick at which all is done."""
    last = 0
    for i in range(len(f.work)):
        last = max(last, finish_tick(f, i, starts[i]))
    return last


@kernel
def cost_of(f: Figures, starts: Any, ends: Any) -> Any:
    """What is to be least: the last finish, or with weights the weighted sum of the projects' finishes.

    `ends` is room for one number per project.
    """
    if len(f.weight) == 0:
        return float(last_finish(f, starts))
    ends[:] = 0
    for i in range(len(f.work)):
        p = f.project[i]
        ends[p] = max(ends[p], finish_tick(f, i, starts[i]))
    total = 0.0
    for p in range(len(ends)):
        total += f.weight[p] * ends[p]
    return total


@kernel
def sort_by(keys: Any, order: Any, counts: Any) -> None:
    """Fill `order` with the numbers 0 … n - 1 by rising key, equal ones as they are numbered; keys fit `counts`."""
    counts[:] = 0
    for i in range(len(keys)):
        counts[keys[i] + 1] += 1
    for t in range(1, len(counts)):
        counts[t] += counts[t - 1]
    for i in range(len(keys)):
        order[counts[keys[i]]] = i
        counts[keys[i]] += 1


@kernel
def by_start(f: Figures, starts: Any, order: Any, keys: Any, counts: Any) -> None:
    """The tasks in the order of their starts."""
    for i in range(len(starts)):
        keys[i] = start_tick(f, i, starts[i])
    sort_by(keys, order, counts)
    if not f.is_ordered:
        straighten(f, order)


@kernel
def by_finish(f: Figures, starts: Any, order: Any, keys: Any, counts: Any) -> None:
    """The tasks in the order of their finishes."""
    for i in range(len(starts)):
        keys[i] = finish_tick(f, i, starts[i])
    sort_by(keys, order, counts)
    if not f.is_ordered:
        straighten(f, order)


@kernel
def straighten(f: Figures, order: Any) -> None:
    """Move predecessors before their successors where leads and SF links have put them after; else keep the order."""
    n = len(order)
    wanted = order.copy()
    is_in = np.zeros(n, np.bool_)
    stack = np.empty(n, np.int32)
    filled = 0
    for w in range(n):
        depth = 0
        stack[0] = wanted[w]
        while depth >= 0:
            i = stack[depth]
            if is_in[i]:
                depth -= 1
                continue
            waits_for = NOWHERE
            for e in range(f.in_from[i], f.in_from[i + 1]):
                if not is_in[f.in_task[e]]:
                    waits_for = f.in_task[e]
                    break
            if waits_for == NOWHERE:
                is_in[i] = True
                order[filled] = i
                filled += 1
                depth -= 1
            else:
                depth += 1
                stack[depth] = waits_for
