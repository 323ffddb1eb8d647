"""Kernels that choose people: who of a pool takes a want, and the next position at which enough of them could."""

from typing import Any

from goldenthread.engine.levelling.kernels.jit import small_kernel
from goldenthread.engine.levelling.kernels.placing import (
    NOWHERE,
    first_clash,
    fit_after,
    fit_before,
    last_clash,
    take,
    take_needs,
)
from goldenthread.engine.levelling.model.figures import Figures


@small_kernel
def units_of(f: Figures, e: int, r: int) -> Any:
    """The units of its pack that resource r gives when it takes want e."""
    return f.chunk[e] << f.shift[r]


@small_kernel
def idle_before(f: Figures, free: Any, i: int, k: int, r: int) -> Any:
    """How long, up to 8 ticks, resource r has been idle before task i at position k: a tight fit has none."""
    t = k if f.is_even else f.tick_of[f.calendar[i], k]
    lane = (f.guard[0] & -f.guard[0]) - 1 << f.shift[r]
    idle = 0
    while idle < 8 and t - idle > 0 and free[f.pack[r], t - idle - 1] & lane != 0:
        idle += 1
    return idle


@small_kernel
def choose(f: Figures, free: Any, i: int, k: int, e: int) -> Any:
    """The member to take want e; NOWHERE if none is free throughout.

    The least sought after wins, and among equals who was busy until just before.
    """
    pool = f.want_of[e]
    best, best_score = NOWHERE, 1 << 30
    for j in range(f.member_from[pool], f.member_from[pool + 1]):
        r = f.member[j]
        score = f.sought[r]
        if score >= best_score:
            continue
        if last_clash(f, free, i, k, k + f.work[i], (f.pack[r], units_of(f, e, r))) == NOWHERE:
            score += idle_before(f, free, i, k, r)
            if score < best_score:
                best, best_score = r, score
    return best


@small_kernel
def staff(f: Figures, free: Any, i: int, k: int, given: Any) -> Any:
    """Take every want of task i at position k: NOWHERE when done, else the want that lacks people, and none is taken.

    `given[e]` becomes the resource that takes want e.
    """
    for e in range(f.want_from[i], f.want_from[i + 1]):
        r = choose(f, free, i, k, e)
        if r == NOWHERE:
            for back in range(f.want_from[i], e):
                take(f, free, i, k, f.pack[given[back]], -units_of(f, back, given[back]))
            return e
        given[e] = r
        take(f, free, i, k, f.pack[r], units_of(f, e, r))
    return NOWHERE


@small_kernel
def place_after(f: Figures, free: Any, i: int, k: int, given: Any) -> Any:
    """Place task i as early as possible from position k on and take what it takes; its position, or NOWHERE."""
    while True:
        k = fit_after(f, free, i, k)
        if k == NOWHERE:
            return NOWHERE
        take_needs(f, free, i, k, 1)
        lacking = staff(f, free, i, k, given)
        if lacking == NOWHERE:
            return k
        take_needs(f, free, i, k, -1)
        soonest = 1 << 30
        for j in range(f.member_from[f.want_of[lacking]], f.member_from[f.want_of[lacking] + 1]):
            r = f.member[j]
            clash = last_clash(f, free, i, k, k + f.work[i], (f.pack[r], units_of(f, lacking, r)))
            if clash != NOWHERE:
                soonest = min(soonest, clash + 1)
        k = soonest if soonest < 1 << 30 else k + 1


@small_kernel
def place_before(f: Figures, free: Any, i: int, k: int, given: Any) -> Any:
    """Place task i as late as possible up to position k and take what it takes; its position, or NOWHERE."""
    while True:
        k = fit_before(f, free, i, k)
        if k == NOWHERE:
            return NOWHERE
        take_needs(f, free, i, k, 1)
        lacking = staff(f, free, i, k, given)
        if lacking == NOWHERE:
            return k
        take_needs(f, free, i, k, -1)
        latest = NOWHERE
        for j in range(f.member_from[f.want_of[lacking]], f.member_from[f.want_of[lacking] + 1]):
            r = f.member[j]
            clash = first_clash(f, free, i, k, k + f.work[i], (f.pack[r], units_of(f, lacking, r)))
            if clash != NOWHERE:
                latest = max(latest, clash - f.work[i])
        k = latest if latest != NOWHERE else k - 1
        if k < f.floor[i]:
            return NOWHERE
