"""The compiled passes of a plan on one calendar: a place at a time, over all runs."""

from typing import Any

from goldenthread.engine.kernels import compiled
from goldenthread.engine.simulation.course import NEVER, Course
from goldenthread.engine.simulation.passes import Passes, Room

_NEVER = NEVER
_P, _S, _LAG, _FROM_FINISH, _TO_FINISH = range(5)


class CompiledPasses:
    """Both passes of a course by kernel."""

    def __init__(self, course: Course, kernel: Any) -> None:
        self._kernel = kernel
        self._ties, *self._lists = course.flat()
        self._bounds = course.floor, course.finish_floor, course.held, course.started
        self._group, self._done, self._is_end = course.group, course.done, course.is_end

    def run(self, room: Room) -> None:
        """As `Passes.run`."""
        self._kernel(
            (room.work, room.finish, room.late, room.ends),
            (self._ties, *self._lists),
            self._bounds,
            (self._group, self._done, self._is_end),
            room.critical,
        )


def passes_of(course: Course) -> Passes | CompiledPasses:
    """The fastest passes there are for a course: compiled where numba is and one calendar measures all."""
    kernel = compiled(run_passes) if course.is_plain else None
    return Passes(course) if kernel is None else CompiledPasses(course, kernel)


def run_passes(room: Any, ties: Any, bounds: Any, marks: Any, critical: Any) -> None:  # noqa: C901, PLR0912, PLR0915
    """What `Passes` says, in loops. One function, because calls between kernels would be compiled apart."""
    work, finish, late, ends = room
    tie, into, out_of, out = ties
    floor, finish_floor, held, started = bounds
    group, done, is_end = marks
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
    most = kind(2**30)
    for i in range(places - 1, -1, -1):
        if is_end[i]:
            for k in range(runs):
                late[i, k] = ends[group[i], k]
        else:
            for k in range(runs):
                late[i, k] = most
        for e in range(out_of[i], out_of[i + 1]):
            t = out[e]
            s, lag = tie[t, _S], kind(tie[t, _LAG])
            if tie[t, _TO_FINISH]:
                if tie[t, _FROM_FINISH]:
                    for k in range(runs):
                        late[i, k] = min(late[i, k], kind(late[s, k] + work[s, k] - lag))
                else:
                    for k in range(runs):
                        late[i, k] = min(late[i, k], kind(late[s, k] + work[s, k] - lag + work[i, k]))
            elif tie[t, _FROM_FINISH]:
                for k in range(runs):
                    late[i, k] = min(late[i, k], kind(late[s, k] - lag))
            else:
                for k in range(runs):
                    late[i, k] = min(late[i, k], kind(late[s, k] - lag + work[i, k]))
        count = kind(0)
        for k in range(runs):
            count = kind(count + kind(late[i, k] <= finish[i, k]))
        for k in range(runs):
            late[i, k] = kind(late[i, k] - work[i, k])
        if not done[i]:
            critical[i] += count
