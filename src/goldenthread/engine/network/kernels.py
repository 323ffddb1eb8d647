"""The passes over a plan's tables, in the part of Python that numba compiles; as they stand they run on rows.

Longer than most files: numba watches one file to know that its cache still holds, so these kernels stand in one. What
the fields mean stands in `tables`. Axis 0 is the plan's. Where an axis is too short for what is asked, that is marked
(`fall_short`) and the passes are run anew once it has grown.
"""

from typing import Any

from goldenthread.engine.network.tables import ACTUAL, CALENDAR, CONSTRAINT, FAR, LINK, NONE

Table = Any

# --- the axes -------------------------------------------------------------------------------------------------------


def fall_short(axes: Table, k: int, direction: int) -> None:
    """Mark that an axis is too short; the first mark counts, for what is found after it may be wrong."""
    if axes[0].failed == 0:
        axes[0].failed = 1
        axes[k].lack = direction


def point_at(axes: Table, segments: Table, k: int, at: int) -> int:
    """The point of an instant; all closed instants between two segments share one."""
    axis = axes[k]
    if at < axis.since:
        fall_short(axes, k, -1)
    elif at > axis.until:
        fall_short(axes, k, 1)
    if axis.first == axis.last:
        return 0
    low, high = axis.first, axis.last
    while low < high:  # the first segment that starts after `at`
        middle = (low + high) >> 1
        if segments[middle].start <= at:
            low = middle + 1
        else:
            high = middle
    if low == axis.first:
        return segments[low].after - (segments[low].end - segments[low].start)  # type: ignore[no-any-return]
    left = segments[low - 1].end - at
    return segments[low - 1].after - max(left, 0)  # type: ignore[no-any-return]


def opening_of(axes: Table, segments: Table, k: int, point: int) -> int:
    """The last instant of a point, as a start is told; where no time opens after it, the first."""
    axis = axes[k]
    if axis.first == axis.last:
        fall_short(axes, k, 1)
        return 0
    top, bottom = segments[axis.last - 1], segments[axis.first]
    if point >= top.after:
        if point > top.after or axis.is_last == 0:
            fall_short(axes, k, 1)
        return top.end  # type: ignore[no-any-return]
    if point < bottom.after - (bottom.end - bottom.start):
        fall_short(axes, k, -1)
        return bottom.start  # type: ignore[no-any-return]
    low, high = axis.first, axis.last
    while low < high:  # the first segment that ends after the point
        middle = (low + high) >> 1
        if segments[middle].after <= point:
            low = middle + 1
        else:
            high = middle
    return segments[low].end - (segments[low].after - point)  # type: ignore[no-any-return]


def closing_of(axes: Table, segments: Table, k: int, point: int) -> int:
    """The first instant of a point, as a finish is told; where no time closes before it, the last."""
    axis = axes[k]
    if axis.first == axis.last:
        fall_short(axes, k, 1)
        return 0
    top, bottom = segments[axis.last - 1], segments[axis.first]
    if point > top.after:
        fall_short(axes, k, 1)
        return top.end  # type: ignore[no-any-return]
    lowest = bottom.after - (bottom.end - bottom.start)
    if point <= lowest:
        if point < lowest or axis.is_first == 0:
            fall_short(axes, k, -1)
        return bottom.start  # type: ignore[no-any-return]
    low, high = axis.first, axis.last
    while low < high:  # the first segment that ends at the point or after it
        middle = (low + high) >> 1
        if segments[middle].after < point:
            low = middle + 1
        else:
            high = middle
    return segments[low].end - (segments[low].after - point)  # type: ignore[no-any-return]


def moved(axes: Table, segments: Table, k: int, at: int, lag: int) -> int:
    """The instant one lag after `at` on an axis, or elapsed (-1)."""
    if lag == 0:
        return at
    if k < 0:
        return at + lag
    point = point_at(axes, segments, k, at) + lag
    return closing_of(axes, segments, k, point) if lag > 0 else opening_of(axes, segments, k, point)


# --- what is told of one leaf ---------------------------------------------------------------------------------------


def told(axes: Table, segments: Table, leaf: Any, point: int, is_start: int) -> int:
    """The instant at which a leaf's point is told: starts at openings, finishes at closings."""
    if leaf.work == 0 and leaf.started == NONE:
        is_start = leaf.at_opening
    if is_start != 0:
        return opening_of(axes, segments, leaf.axis, point)
    return closing_of(axes, segments, leaf.axis, point)


def start_at(axes: Table, segments: Table, leaf: Any) -> int:
    """The instant of an early start."""
    if leaf.started_at != NONE:
        return leaf.started_at  # type: ignore[no-any-return]
    return told(axes, segments, leaf, leaf.early_start, 1)


def finish_at(axes: Table, segments: Table, leaf: Any) -> int:
    """The instant of an early finish."""
    if leaf.finished_at != NONE:
        return leaf.finished_at  # type: ignore[no-any-return]
    return told(axes, segments, leaf, leaf.early_finish, 0)


def bound_at(leaves: Table, axes: Table, segments: Table, tie: Any) -> int:
    """The instant of a tie's bound."""
    leaf = leaves[tie.p]
    at = finish_at(axes, segments, leaf) if tie.from_finish != 0 else start_at(axes, segments, leaf)
    return moved(axes, segments, tie.lag_axis, at, tie.lag)


def bound_of(leaves: Table, axes: Table, segments: Table, tie: Any) -> int:
    """The point, on the successor's axis, that a tie holds its start or finish to."""
    if tie.is_plain != 0:
        leaf = leaves[tie.p]
        return (leaf.early_finish if tie.from_finish != 0 else leaf.early_start) + tie.lag  # type: ignore[no-any-return]
    return point_at(axes, segments, leaves[tie.s].axis, bound_at(leaves, axes, segments, tie))


# --- the forward pass -----------------------------------------------------------------------------------------------


def opens_with(leaves: Table, ties: Table, driver: int) -> int:
    """Whether a leaf without work that this holds is told at an opening."""
    if driver < 0:
        return 1
    tie = ties[driver]
    if tie.is_plain == 0:
        return 1
    if tie.lag != 0:
        return 0
    leaf = leaves[tie.p]
    if leaf.work == 0:
        return leaf.at_opening  # type: ignore[no-any-return]
    return 1 - tie.from_finish  # type: ignore[no-any-return]


def place_early(leaves: Table, ties: Table, axes: Table, segments: Table, leaf: Any) -> bool:
    """Set the early dates of a leaf whose predecessors have theirs; whether they moved."""
    resume, driver = leaf.floor, -1 - leaf.floor_kind
    if leaf.finished != NONE:
        resume, driver = leaf.finished, -1 - ACTUAL
    elif leaf.fixed != NONE:
        resume, driver = leaf.fixed, -1 - CONSTRAINT
    else:
        for t in range(leaf.into, leaf.into_end):
            bound = bound_of(leaves, axes, segments, ties[t])
            if ties[t].to_finish != 0:
                bound -= leaf.work
            if bound >= resume:
                resume, driver = bound, t
    start = resume if leaf.started == NONE else leaf.started
    finish = resume + leaf.work
    opening = opens_with(leaves, ties, driver)
    if finish > FAR or resume < -FAR:
        axes[0].failed = max(axes[0].failed, 2)
        resume, start, finish = 0, 0, 0
    is_there = finish == leaf.early_finish and start == leaf.early_start and resume == leaf.resume
    is_there = is_there and opening == leaf.at_opening
    leaf.early_start, leaf.resume, leaf.early_finish = start, resume, finish
    leaf.driver, leaf.at_opening = driver, opening
    return not is_there


def all_touched(leaves: Table) -> bool:
    """Touch every changed leaf; whether that is all of them, so that nothing is left to mark."""
    count = 0
    for i in range(len(leaves)):
        leaves[i].is_touched = leaves[i].is_changed
        count += leaves[i].is_changed
    return count == len(leaves)


def early_pass(leaves: Table, ties: Table, axes: Table, segments: Table) -> None:
    """Place every changed leaf, and each one after a leaf that was changed or moved."""
    is_whole = all_touched(leaves)
    for i in range(len(leaves)):
        leaf = leaves[i]
        if leaf.is_touched == 0:
            continue
        is_moved = place_early(leaves, ties, axes, segments, leaf)
        if not is_whole and (is_moved or leaf.is_changed != 0):
            for n in range(leaf.out, leaf.out_end):
                leaves[ties[ties[n].out].s].is_touched = 1


def ends_of(leaves: Table, axes: Table, segments: Table, caps: Any) -> None:
    """The finish of all (group 0) and of every project, as a point on each axis in turn."""
    count = len(axes)
    for row in range(len(caps)):
        caps[row] = -1
    for i in range(len(leaves)):  # the last leaf of each group on each axis
        for group in (0, leaves[i].group):
            row = group * count + leaves[i].axis
            if caps[row] < 0 or leaves[i].early_finish > leaves[caps[row]].early_finish:
                caps[row] = i
    for first in range(0, len(caps), count):
        end = NONE
        for row in range(first, first + count):
            if caps[row] >= 0:
                leaf = leaves[caps[row]]
                # One axis needs no instants, and none may be there for its points yet.
                end = max(end, leaf.early_finish if count == 1 else finish_at(axes, segments, leaf))
        for k in range(count):
            caps[first + k] = end if count == 1 or end == NONE else point_at(axes, segments, k, end)


def finishes(leaves: Table, axes: Table, segments: Table, caps: Any) -> None:
    """Tell every leaf the finish of its project (`cap`, `end`), and mark those that have another one as changed.

    `caps` has room for a point for each group and axis.
    """
    ends_of(leaves, axes, segments, caps)
    count = len(axes)
    for i in range(len(leaves)):
        leaf = leaves[i]
        cap = caps[leaf.group * count + leaf.axis]
        if cap != leaf.cap:
            leaf.is_changed = 1
        leaf.cap, leaf.end = cap, caps[leaf.group * count]


# --- the backward pass ----------------------------------------------------------------------------------------------


def limit_of(leaves: Table, axes: Table, segments: Table, tie: Any, point: int) -> int:
    """The point, on the predecessor's axis, up to which its end of a tie lets the successor keep `point`."""
    if tie.is_plain != 0:
        return point - tie.lag  # type: ignore[no-any-return]
    at = opening_of(axes, segments, leaves[tie.s].axis, point)
    return point_at(axes, segments, leaves[tie.p].axis, moved(axes, segments, tie.lag_axis, at, -tie.lag))


def latest_finish(leaves: Table, ties: Table, axes: Table, segments: Table, leaf: Any, is_early: bool) -> int:
    """The last finish that the successors' late (or early) dates, the ceiling and the project's finish allow."""
    latest = min(leaf.cap, leaf.ceiling)
    for n in range(leaf.out, leaf.out_end):
        tie = ties[ties[n].out]
        after = leaves[tie.s]
        # What has happened binds nobody: a finished successor, or the start of a leaf that has started.
        if after.finished != NONE or (leaf.started != NONE and tie.from_finish == 0):
            continue
        if tie.to_finish != 0:
            point = after.early_finish if is_early else after.late_finish
        else:
            point = after.resume if is_early else after.late_finish - after.work
        limit = limit_of(leaves, axes, segments, tie, point)
        if tie.from_finish == 0:
            limit += leaf.work
        latest = min(latest, limit)
    if latest < -FAR:
        axes[0].failed = max(axes[0].failed, 2)
        latest = 0
    return latest  # type: ignore[no-any-return]


def alap_pass(leaves: Table, ties: Table, axes: Table, segments: Table) -> None:
    """Move every ALAP leaf up to its successors' early dates: it takes its free float, and nothing else moves."""
    for i in range(len(leaves) - 1, -1, -1):
        leaf = leaves[i]
        if leaf.is_alap != 0:
            finish = latest_finish(leaves, ties, axes, segments, leaf, True)
            if finish > leaf.early_finish:
                leaf.resume = finish - leaf.work
                leaf.early_start, leaf.early_finish, leaf.driver = leaf.resume, finish, -1 - CONSTRAINT


def place_late(leaves: Table, ties: Table, axes: Table, segments: Table, leaf: Any) -> bool:
    """Set the late dates of a leaf whose successors have theirs; whether they moved."""
    start, finish = leaf.early_start, leaf.early_finish
    if leaf.finished == NONE:
        finish = latest_finish(leaves, ties, axes, segments, leaf, False)
        start = finish - leaf.work if leaf.started == NONE else leaf.started
    is_there = finish == leaf.late_finish and start == leaf.late_start
    leaf.late_start, leaf.late_finish = start, finish
    return not is_there


def late_pass(leaves: Table, ties: Table, axes: Table, segments: Table) -> None:
    """Place every changed leaf, and each one before a leaf that was changed or moved."""
    is_whole = all_touched(leaves)
    for i in range(len(leaves) - 1, -1, -1):
        leaf = leaves[i]
        if leaf.is_touched == 0:
            continue
        is_moved = place_late(leaves, ties, axes, segments, leaf)
        if not is_whole and (is_moved or leaf.is_changed != 0):
            for t in range(leaf.into, leaf.into_end):
                leaves[ties[t].p].is_touched = 1


# --- what is told of all --------------------------------------------------------------------------------------------


def total_float(axes: Table, segments: Table, leaf: Any, row: Any) -> int:
    """The smaller of start and finish float, on the plan's axis."""
    if leaf.finished != NONE:
        return 0
    if leaf.axis == 0:
        return leaf.late_finish - leaf.early_finish  # type: ignore[no-any-return]
    at_finish = point_at(axes, segments, 0, row.late_finish) - point_at(axes, segments, 0, row.early_finish)
    if leaf.started != NONE:
        return at_finish
    return min(at_finish, point_at(axes, segments, 0, row.late_start) - point_at(axes, segments, 0, row.early_start))


def on_plan(axes: Table, segments: Table, k: int, point: int) -> int:
    """A point of an axis on the plan's axis, told at its opening."""
    return point if k == 0 else point_at(axes, segments, 0, opening_of(axes, segments, k, point))


def free_float(leaves: Table, ties: Table, axes: Table, segments: Table, leaf: Any, finish: int) -> int:
    """What the ties leave between their bounds and the successors' early dates; without any, up to the end."""
    if leaf.finished != NONE:
        return 0
    least = NONE
    for n in range(leaf.out, leaf.out_end):
        tie = ties[ties[n].out]
        after = leaves[tie.s]
        if after.finished == NONE:
            placed = after.early_finish if tie.to_finish != 0 else after.resume
            slack = on_plan(axes, segments, after.axis, placed)
            slack -= on_plan(axes, segments, after.axis, bound_of(leaves, axes, segments, tie))
            least = slack if least == NONE else min(least, slack)
    return leaf.end - point_at(axes, segments, 0, finish) if least == NONE else least


def driver_kind(leaves: Table, ties: Table, axes: Table, segments: Table, leaf: Any) -> int:
    """What holds a leaf: its bound, its link, or a calendar that holds it up after its link lets it go."""
    if leaf.driver < 0:
        return -1 - leaf.driver  # type: ignore[no-any-return]
    tie = ties[leaf.driver]
    if leaf.axis == 0 or tie.to_finish != 0:
        return LINK
    bound = point_at(axes, segments, 0, bound_at(leaves, axes, segments, tie))
    return CALENDAR if on_plan(axes, segments, leaf.axis, leaf.resume) > bound else LINK


def tell(leaves: Table, ties: Table, axes: Table, segments: Table, told_of: Table) -> None:
    """Every leaf's dates as instants, its floats, and what holds it."""
    for i in range(len(leaves)):
        leaf, row = leaves[i], told_of[i]
        row.early_start, row.early_finish = start_at(axes, segments, leaf), finish_at(axes, segments, leaf)
        row.late_start, row.late_finish = row.early_start, row.early_finish
        if leaf.finished == NONE:
            row.late_finish = told(axes, segments, leaf, leaf.late_finish, 0)
        if leaf.started == NONE:
            row.late_start = told(axes, segments, leaf, leaf.late_start, 1)
        row.total_float = total_float(axes, segments, leaf, row)
        row.free_float = free_float(leaves, ties, axes, segments, leaf, row.early_finish)
        row.is_critical = 1 if row.total_float <= 0 and leaf.finished == NONE else 0
        row.kind = driver_kind(leaves, ties, axes, segments, leaf)
