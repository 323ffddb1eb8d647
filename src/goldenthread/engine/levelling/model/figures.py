"""A plan in numbers, as the kernels read it: arrays only, so that they compile."""

from typing import Any, NamedTuple

FROM_FINISH = 1
TO_FINISH = 2


class Figures(NamedTuple):
    """Tasks are numbered 0 … n - 1 in an order that respects every link; resources, pools, projects likewise.

    Time is counted in ticks of a common axis of working time. A task's own place is a *position*: the number of ticks
    of its own calendar before it. `tick_of[c, k]` is the tick at position k of calendar c, `place_of[c, t]` the first
    position at or after tick t; with `is_even` all tasks share one calendar and both are the identity.

    A link bounds a position of `task` by one of its predecessor: plain ones add `lag`, others look it up in `table`
    (a row of `tables`, -1 for none). `kind` is FROM_FINISH | TO_FINISH. `pinned` is the position of a task that may not
    move, else -1; what is pinned has no links in.

    Resources stand side by side in packs: resource r has the bits from `shift[r]` on of row `pack[r]`, and `guard` is
    the top bit of each lane, which capacities leave clear, so that one subtraction compares a whole pack.
    `capacity[p, t]` is what pack p has at tick t. A `need` takes `need_units`, a whole pack's; a `want` takes `chunk`
    units of one member of a pool; `sought[r]` is how much else resource r is wanted for.
    """

    work: Any
    calendar: Any
    floor: Any
    pinned: Any
    in_from: Any
    in_task: Any
    in_kind: Any
    in_lag: Any
    in_table: Any
    out_from: Any
    out_task: Any
    out_kind: Any
    out_lag: Any
    out_table: Any
    need_from: Any
    need_of: Any
    need_units: Any
    want_from: Any
    want_of: Any
    chunk: Any
    member_from: Any
    member: Any
    sought: Any
    pack: Any
    shift: Any
    guard: Any
    capacity: Any
    tick_of: Any
    place_of: Any
    tables: Any
    project: Any
    weight: Any
    is_even: bool
    is_ordered: bool
