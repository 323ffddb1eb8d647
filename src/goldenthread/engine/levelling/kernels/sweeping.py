"""Kernel that turns an order of tasks into a plan by a sweep through time, in which nobody idles who could begin."""

from typing import Any

import numpy as np

from goldenthread.engine.levelling.kernels.generation import take_pinned
from goldenthread.engine.levelling.kernels.jit import kernel, small_kernel
from goldenthread.engine.levelling.kernels.placing import NOWHERE, earliest, last_clash, take_needs
from goldenthread.engine.levelling.kernels.staffing import staff, units_of
from goldenthread.engine.levelling.model.figures import Figures


@small_kernel
def has_anyone(f: Figures, free: Any, e: int, t: int) -> Any:
    """Whether a member of the pool of want e has its units at tick t."""
    guard, pool = f.guard[0], f.want_of[e]
    for j in range(f.member_from[pool], f.member_from[pool + 1]):
        r = f.member[j]
        if ((free[f.pack[r], t] | guard) - units_of(f, e, r)) & guard == guard:
            return True
    return False


@small_kernel
def starts_at(f: Figures, free: Any, i: int, t: int, given: Any) -> Any:
    """Place task i at tick t and take what it takes, if all of that is there; whether it was."""
    if t + f.work[i] > free.shape[1]:
        return False
    for e in range(f.need_from[i], f.need_from[i + 1]):
        if last_clash(f, free, i, t, t + f.work[i], (f.need_of[e], f.need_units[e])) != NOWHERE:
            return False
    take_needs(f, free, i, t, 1)
    if staff(f, free, i, t, given) == NOWHERE:
        return True
    take_needs(f, free, i, t, -1)
    return False


@small_kernel
def enqueue(queue: Any, count: int, rank: Any, i: int) -> None:
    """Put task i into the first `count` places of a queue by rank."""
    n = count
    while n > 0 and rank[queue[n - 1]] > rank[i]:
        queue[n] = queue[n - 1]
        n -= 1
    queue[n] = i


@kernel
def mark_changes(free: Any, is_eventful: Any) -> None:
    """Mark the ticks at which what is free changes, and the first."""
    is_eventful[0] = True
    for t in range(1, free.shape[1]):
        for p in range(len(free)):
            is_eventful[t] |= free[p, t] != free[p, t - 1]


@kernel
def sweep(  # noqa: C901, PLR0912, PLR0915  one loop on locals, as serial generation
    f: Figures, order: Any, free: Any, starts: Any, given: Any
) -> Any:
    """Parallel generation (Kolisch, 1996): tick by tick, all that can start does, first in `order` first.

    For one calendar (`is_even`). NOWHERE, or a task beyond the horizon; fills `starts` and `given`. Where many share
    many resources it leaves fewer gaps than serial generation; the best plan of all may not be among those it makes.
    """
    free[:] = f.capacity
    lost = take_pinned(f, free, starts, given)
    if lost != NOWHERE:
        return lost
    n, width = len(order), free.shape[1]
    rank, queue, fresh = np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int32)
    waits, ready = np.zeros(n, np.int32), np.zeros(n, np.int32)
    is_eventful = np.zeros(width + 1, np.bool_)
    version, seen = 1, np.zeros(len(f.member_from), np.int64)
    is_staffed = np.zeros(len(f.member_from), np.bool_)
    mark_changes(free, is_eventful)
    count, left = 0, 0
    for m in range(n):
        rank[order[m]] = m
    for i in range(n):
        if f.pinned[i] != NOWHERE:
            continue
        left += 1
        for e in range(f.in_from[i], f.in_from[i + 1]):
            waits[i] += f.pinned[f.in_task[e]] == NOWHERE
        if waits[i] == 0:
            ready[i] = earliest(f, i, starts)
            is_eventful[min(width, ready[i])] = True
            enqueue(queue, count, rank, i)
            count += 1
    for t in range(width + 1):
        has_more = is_eventful[t]
        while has_more:
            has_more = False
            version += 1
            kept, born = 0, 0
            for m in range(count):
                i = queue[m]
                is_open = ready[i] <= t
                if is_open and f.work[i] > 0 and t < width:
                    for e in range(f.want_from[i], f.want_from[i + 1]):
                        pool = f.want_of[e]
                        if seen[pool] != version:
                            seen[pool], is_staffed[pool] = version, has_anyone(f, free, e, t)
                        is_open &= is_staffed[pool]
                if not is_open or not starts_at(f, free, i, t, given):
                    queue[kept] = i
                    kept += 1
                    continue
                version += 1
                starts[i] = t
                left -= 1
                is_eventful[t + f.work[i]] = True
                for e in range(f.out_from[i], f.out_from[i + 1]):
                    s = f.out_task[e]
                    waits[s] -= 1
                    if waits[s] == 0 and f.pinned[s] == NOWHERE:
                        ready[s] = earliest(f, s, starts)
                        fresh[born] = s
                        born += 1
            count = kept
            for m in range(born):
                is_eventful[min(width, ready[fresh[m]])] = True
                has_more |= ready[fresh[m]] <= t
                enqueue(queue, count, rank, fresh[m])
                count += 1
    return NOWHERE if left == 0 else queue[0]
