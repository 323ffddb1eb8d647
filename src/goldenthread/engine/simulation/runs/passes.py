"""The passes of many runs at once: when every place finishes, and which places each run's finish hangs on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.simulation.runs.course import NEVER, Course, CourseTie

Points = NDArray[np.signedinteger[Any]]


@dataclass(slots=True)
class Room:
    """Work and early finish by place and run, and the end of all and of each group by run; in seconds.

    On the way back a place's finishes give way to its latest starts: nothing asks for them any more, and memory is what
    limits how many runs are worked on at once. `row` is a row to work in.
    """

    work: Points
    finish: Points
    ends: Points
    row: Points
    critical: NDArray[np.int64]

    @classmethod
    def of(cls, course: Course, runs: int, kind: type[np.signedinteger[Any]]) -> "Room":
        """Room for so many runs."""
        size = (len(course.names), runs)
        work, finish = (np.empty(size, kind) for _ in range(2))
        return cls(
            work, finish, np.empty((course.groups, runs), kind), np.empty(runs, kind), np.zeros(size[0], np.int64)
        )

    def first(self, runs: int) -> "Room":
        """The room of the first runs only."""
        return Room(self.work[:, :runs], self.finish[:, :runs], self.ends[:, :runs], self.row[:runs], self.critical)


class Passes:
    """Both passes of a course in array operations, a place at a time; the plain way, and the one across calendars."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.is_plain = course.is_plain
        self._openings: dict[int, NDArray[np.bool_]] = {}

    def forward(self, room: Room) -> None:
        """Fill the finishes of each run from its work."""
        low = np.iinfo(room.ends.dtype).min // 2
        room.ends[:] = low
        for i in range(len(self.course.names)):
            self._place(i, room)
            for group in {0, int(self.course.group[i])} if self.course.is_end[i] else ():
                np.maximum(room.ends[group], self._told_to_all(i, room), out=room.ends[group])

    def back(self, room: Room) -> None:
        """Count where places are critical, once the finishes are known; these give way to latest starts."""
        for i in reversed(range(len(self.course.names))):
            self._place_late(i, room)

    def _place(self, i: int, room: Room) -> None:
        course, finish = self.course, room.finish[i]
        floor, least = int(course.floor[i]), int(course.finish_floor[i])
        ties = course.ins[i]
        begins = [self._bound(tie, room) for tie in ties if not tie.to_finish]
        ends = [self._bound(tie, room) for tie in ties if tie.to_finish]
        if begins:
            bound = np.maximum(begins[0], floor) if course.has_floor[i] else begins[0]
            for other in begins[1:]:
                bound = np.maximum(bound, other, out=finish)
            np.add(bound, room.work[i], out=finish)
        elif floor > NEVER:
            np.add(room.work[i], floor, out=finish)
        else:
            finish[:] = least
        if least > NEVER:
            np.maximum(finish, least, out=finish)
        for bound in ends:
            np.maximum(finish, bound, out=finish)
        if not self.is_plain and not room.work[i].any():
            self._note_opening(i, room, ties)

    def _bound(self, tie: CourseTie, room: Room) -> Points:
        if tie.timelines is None:
            at = room.finish[tie.p] if tie.from_finish else self._start(tie.p, room)
            bound: Points = at + tie.lag if tie.lag else at
            return bound
        return tie.timelines[1].point(self._bound_at(tie, room))

    def _bound_at(self, tie: CourseTie, room: Room) -> Points:
        assert tie.timelines is not None
        line = tie.timelines[2]
        at = self._finish_at(tie.p, room) if tie.from_finish else self._start_at(tie.p, room)
        bound: Points = at + tie.lag if line is None else line.moved(at, tie.lag)
        return bound

    def _start(self, i: int, room: Room) -> Points:
        started = int(self.course.started[i])
        if started > NEVER:
            return np.full(room.finish.shape[1], started, room.finish.dtype)
        start: Points = room.finish[i] - room.work[i]
        return start

    def _start_at(self, i: int, room: Room) -> Points:
        if self.course.started[i] > NEVER:
            return np.full(room.finish.shape[1], self.course.started_at[i])
        return self._told(i, self._start(i, room), is_start=True)

    def _finish_at(self, i: int, room: Room) -> Points:
        if self.course.done[i]:
            return np.full(room.finish.shape[1], self.course.finished_at[i])
        return self._told(i, room.finish[i], is_start=False)

    def _told(self, i: int, point: Points, *, is_start: bool) -> Points:
        """The instants of a place's points: starts at openings, finishes at closings, milestones as they were met."""
        line = self.course.timelines[i]
        if i in self._openings and self.course.started[i] == NEVER:
            return np.where(self._openings[i], line.opening(point), line.closing(point))
        return line.opening(point) if is_start else line.closing(point)

    def _note_opening(self, i: int, room: Room, ties: list[CourseTie]) -> None:
        """Whether a place without work is told at an opening: unless a finish or a lag brought it to where it is."""
        is_opening = np.full(room.finish.shape[1], fill_value=True)
        for tie in ties:
            if tie.timelines is not None:
                told: Any = True
            elif tie.lag:
                told = False
            else:
                told = self._openings.get(tie.p, not tie.from_finish)
            reached = self._bound(tie, room) == room.finish[i]
            is_opening = np.where(reached, told, is_opening)
        self._openings[i] = is_opening

    def _told_to_all(self, i: int, room: Room) -> Points:
        """A place's finish on the plan's own axis, or its instant where a plan has several."""
        return room.finish[i] if self.is_plain else self._finish_at(i, room)

    def _place_late(self, i: int, room: Room) -> None:
        """A place's latest start, and in how many runs its latest finish is the one it has."""
        course = self.course
        limits = [self._limit_of(tie, i, room) for tie in course.outs[i]]
        if course.is_end[i]:
            end = room.ends[int(course.group[i])]
            limits.append(end if self.is_plain else course.timelines[i].point(end))
        latest = limits[0]
        for limit in limits[1:]:
            latest = np.minimum(latest, limit, out=room.row)
        if not course.done[i]:
            room.critical[i] += np.count_nonzero(self._is_critical(i, latest, room))
        np.subtract(latest, room.work[i], out=room.finish[i])

    def _is_critical(self, i: int, latest: Points, room: Room) -> NDArray[np.bool_]:
        """Whether no float is left: on the place's own axis, or told on the plan's where that is another."""
        own, plan = self.course.timelines[i], self.course.timeline
        if own is plan:
            found: NDArray[np.bool_] = latest <= room.finish[i]
            return found
        found = plan.point(self._told(i, latest, is_start=False)) <= plan.point(self._finish_at(i, room))
        if self.course.started[i] == NEVER:
            late_start = plan.point(self._told(i, latest - room.work[i], is_start=True))
            found |= late_start <= plan.point(self._start_at(i, room))
        return found

    def _limit_of(self, tie: CourseTie, i: int, room: Room) -> Points:
        late = room.finish[tie.s]
        limit = self._limit(tie, late + room.work[tie.s] if tie.to_finish else late)
        return limit if tie.from_finish else limit + room.work[i]

    @staticmethod
    def _limit(tie: CourseTie, point: Points) -> Points:
        if tie.timelines is None:
            before: Points = point - tie.lag if tie.lag else point
            return before
        of, to, line = tie.timelines
        at = to.opening(point)
        limit: Points = of.point(at - tie.lag if line is None else line.moved(at, -tie.lag))
        return limit
