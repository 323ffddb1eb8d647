"""The compiled passes of a plan on one calendar: a place at a time, over all runs."""

from typing import Any

from goldenthread.engine.kernels import compiled
from goldenthread.engine.simulation.runs.course import NEVER, Course
from goldenthread.engine.simulation.runs.passes import Passes, Room

_NEVER = NEVER
_P, _S, _LAG, _FROM_FINISH, _TO_FINISH = range(5)


class CompiledPasses:
    """Both passes of a course by kernel."""

    def __init__(self, course: Course, forward: Any, back: Any) -> None:
        self._forward, self._back = forward, back
        self._ties, self._into, *self._outs = course.flat()
        self._bounds = course.floor, course.finish_floor, course.held, course.started
        self._marks = course.group, course.done, course.is_end

    def forward(self, room: Room) -> None:
        """As `Passes.forward`."""
        self._forward((room.work, room.finish, room.ends), (self._ties, self._into), self._bounds, self._marks)

    def back(self, room: Room) -> None:
        """As `Passes.back`."""
        rows = room.work, room.finish, room.ends, room.row
        self._back(rows, (self._ties, *self._outs), self._marks, room.critical)


def passes_of(course: Course) -> Passes | CompiledPasses:
    """The fastest passes there are for a course: compiled where numba is and one calendar measures all."""
    forward = compiled(run_forward) if course.is_plain else None
    back = compiled(run_back) if course.is_plain else None
    return Passes(course) if forward is None or back is None else CompiledPasses(course, forward, back)


def run_forward(rows: Any, ties: Any, bounds: Any, marks: Any) -> None:  # noqa: C901, PLR0912
    """What `Passes.forward` says, in loops. One function, because calls between kernels would be compiled apart."""
    work, finish, ends = rows
    tie, into = ties
    floor, finish_floor, held, started = bounds
    group, _, is_end = marks
    places, runs = work.shape
    # Sums of 32-bit numbers would be 64 bits wide, and half as fast: every one is told its kind.
    kind = work.dtype.type
    for g in range(ends.shape[0]):
        for k in range(runs):
            ends[g, k] = kind(-(2**30))
    for i in range(places):
        least = kind(max(floor[i], -(2**30)))
        for k in range(runs):
            finish[i, k] = least
        if not held[i]:
            for t in range(into[i], into[i + 1]):
                if tie[t, _TO_FINISH]:
                    continue
                p, lag = tie[t, _P], kind(tie[t, _LAG])
                if tie[t, _FROM_FINISH]:
                    for k in range(runs):
                        finish[i, k] = max(finish[i, k], kind(finish[p, k] + lag))
                elif started[p] > _NEVER:
                    begun = kind(started[p] + lag)
                    for k in range(runs):
                        finish[i, k] = max(finish[i, k], begun)
                else:
                    for k in range(runs):
                        finish[i, k] = max(finish[i, k], kind(finish[p, k] - work[p, k] + lag))
        for k in range(runs):
            finish[i, k] = kind(finish[i, k] + work[i, k])
        if finish_floor[i] > _NEVER:
            least = kind(finish_floor[i])
            for k in range(runs):
                finish[i, k] = max(finish[i, k], least)
        if not held[i]:
            for t in range(into[i], into[i + 1]):
                if not tie[t, _TO_FINISH]:
                    continue
                p, lag = tie[t, _P], kind(tie[t, _LAG])
                if tie[t, _FROM_FINISH]:
                    for k in range(runs):
                        finish[i, k] = max(finish[i, k], kind(finish[p, k] + lag))
                elif started[p] > _NEVER:
                    begun = kind(started[p] + lag)
                    for k in range(runs):
                        finish[i, k] = max(finish[i, k], begun)
                else:
                    for k in range(runs):
                        finish[i, k] = max(finish[i, k], kind(finish[p, k] - work[p, k] + lag))
        if not is_end[i]:
            continue
        g = group[i]
        for k in range(runs):
            ends[0, k] = max(ends[0, k], finish[i, k])
        if g:
            for k in range(runs):
                ends[g, k] = max(ends[g, k], finish[i, k])


def run_back(rows: Any, ties: Any, marks: Any, critical: Any) -> None:  # noqa: C901, PLR0912
    """What `Passes.back` says, in loops; `late` is what each finish has become, a latest start."""
    work, late, ends, row = rows
    tie, out_of, out = ties
    group, done, is_end = marks
    places, runs = work.shape
    kind = work.dtype.type
    most = kind(2**30)
    for i in range(places - 1, -1, -1):
        if is_end[i]:
            for k in range(runs):
                row[k] = ends[group[i], k]
        else:
            for k in range(runs):
                row[k] = most
        for e in range(out_of[i], out_of[i + 1]):
            t = out[e]
            s, lag = tie[t, _S], kind(tie[t, _LAG])
            if tie[t, _TO_FINISH]:
                if tie[t, _FROM_FINISH]:
                    for k in range(runs):
                        row[k] = min(row[k], kind(late[s, k] + work[s, k] - lag))
                else:
                    for k in range(runs):
                        row[k] = min(row[k], kind(late[s, k] + work[s, k] - lag + work[i, k]))
            elif tie[t, _FROM_FINISH]:
                for k in range(runs):
                    row[k] = min(row[k], kind(late[s, k] - lag))
            else:
                for k in range(runs):
                    row[k] = min(row[k], kind(late[s, k] - lag + work[i, k]))
        count = kind(0)
        for k in range(runs):
            count = kind(count + kind(row[k] <= late[i, k]))
        for k in range(runs):
            late[i, k] = kind(row[k] - work[i, k])
        if not done[i]:
            critical[i] += count
