"""What a schedule tells: each task's dates, floats, driver and segments, worked out when they are asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from goldenthread.engine.instants import instant_of, micros_of, span_of
from goldenthread.engine.network.axis import Calendars, open_spans
from goldenthread.engine.network.passes import Network
from goldenthread.engine.network.places import Places, places_of
from goldenthread.engine.network.plan import Link, Plan
from goldenthread.engine.network.tables import KINDS, NONE, DriverKind


@dataclass(frozen=True, slots=True)
class Driver:
    """What holds a task where it is; a link with its predecessor, which a calendar may hold up further."""

    kind: DriverKind
    link: Link | None = None
    predecessor: str | None = None


@dataclass(frozen=True)
class ScheduledTask:
    """A task's dates: starts at openings, finishes at closings, floats in working time on the plan's calendar.

    `total_float` is the smaller of start and finish float, negative when a date cannot be kept; a task is critical
    when it has none left. `free_float` is the least slack of its links on early dates, or up to the project's finish.
    A summary spans its leaves and has the smallest of their floats.
    """

    id: str
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    total_float: timedelta
    free_float: timedelta
    is_critical: bool
    driver: Driver
    calendars: Calendars = field(repr=False)
    spans: tuple[tuple[int, int], ...] = field(repr=False)

    @cached_property
    def segments(self) -> tuple[tuple[datetime, datetime], ...]:
        """The open spans it works in; work that was interrupted leaves a gap."""
        return tuple(
            (instant_of(a), instant_of(b))
            for begin, end in self.spans
            for a, b in open_spans(self.calendars, begin, end)
        )


class Schedule(Mapping[str, ScheduledTask]):
    """The scheduled tasks of a plan by id, each worked out when it is asked for."""

    def __init__(self, plan: Plan, network: Network) -> None:
        self.plan = plan
        self.network = network
        self._rows: dict[str, ScheduledTask] = {}

    def __getitem__(self, task_id: str) -> ScheduledTask:
        found = self._rows.get(task_id)
        if found is None:
            structure = self.network.structure
            row = structure.row_of[task_id]
            number = int(structure.number[row])
            found = self._rows[task_id] = self._summary(row) if number < 0 else self._leaf(number)
        return found

    def __iter__(self) -> Iterator[str]:
        return (task.id for task in self.plan.tasks)

    def __len__(self) -> int:
        return len(self.plan.tasks)

    @cached_property
    def finish(self) -> datetime:
        """The early finish of the last task; of a plan without tasks, its start."""
        finishes = self.network.told["early_finish"]
        return instant_of(int(finishes.max())) if len(finishes) else self.plan.start

    @property
    def critical(self) -> tuple[str, ...]:
        """The critical tasks that are no summaries, predecessors before successors."""
        structure, is_critical = self.network.structure, self.network.told["is_critical"] == 1
        return tuple(structure.leaf(i).id for i in np.flatnonzero(is_critical).tolist())

    @property
    def longest_path(self) -> tuple[str, ...]:
        """The chain of drivers that ends in the last finish: what holds the plan's end, whatever its floats are."""
        structure, driver = self.network.structure, self.network.leaves["driver"]
        if not structure.size:
            return ()
        i = structure.size - 1 - int(self.network.told["early_finish"][::-1].argmax())  # of equals, the last
        path = [i]
        while (tie := driver[i]) >= 0:
            i = int(structure.p[tie])
            path.append(i)
        return tuple(structure.leaf(i).id for i in reversed(path))

    @cached_property
    def places(self) -> Places:
        """Where every task stands, in columns; the plan has one task at least."""
        return places_of(self.network)

    def moved_since(self, before: "Schedule") -> tuple[str, ...]:
        """The tasks whose dates, floats, driver or hours are not what they were in an earlier schedule."""
        structure, other = self.network.structure, before.network.structure
        if not structure.is_like(other):
            return tuple(name for name in self if name not in before or self[name] != before[name])
        now, then = self.network.told.view(np.int64), before.network.told.view(np.int64)
        is_moved = (now != then).reshape(structure.size, -1).any(axis=1)
        for name in ("driver", "resume", "started"):
            is_moved |= self.network.leaves[name] != before.network.leaves[name]
        is_moved |= self._has_other_hours(before)
        if not structure.size:
            return ()
        moved = np.add.reduceat(is_moved[structure.below].astype(np.int64), structure.below_of[:-1])
        return tuple(
            structure.tasks[row].id
            for row in np.flatnonzero(moved).tolist()
            # A summary may stay where it is when a part of it moves.
            if structure.number[row] >= 0 or self[structure.tasks[row].id] != before[structure.tasks[row].id]
        )

    def _has_other_hours(self, before: "Schedule") -> Any:
        """Whether each leaf works on other calendars than before."""
        now, then = self.network, before.network
        is_other = np.array([[a.calendars != b.calendars for b in then.axes.all] for a in now.axes.all])
        return is_other[now.leaves["axis"], then.leaves["axis"]]

    def _leaf(self, i: int) -> ScheduledTask:
        network, leaf, told = self.network, self.network.leaves[i], self.network.told[i]
        start, finish = int(told["early_start"]), int(told["early_finish"])
        return ScheduledTask(
            id=network.structure.leaf(i).id,
            early_start=instant_of(start),
            early_finish=instant_of(finish),
            late_start=instant_of(int(told["late_start"])),
            late_finish=instant_of(int(told["late_finish"])),
            total_float=span_of(int(told["total_float"])),
            free_float=span_of(int(told["free_float"])),
            is_critical=bool(told["is_critical"]),
            driver=self._driver(KINDS[told["kind"]], int(leaf["driver"])),
            calendars=network.axes.all[leaf["axis"]].calendars,
            spans=self._spans(leaf, start, finish),
        )

    def _driver(self, kind: DriverKind, tie: int) -> Driver:
        structure = self.network.structure
        if tie < 0:
            return Driver(kind)
        return Driver(kind, structure.link_of(tie), structure.leaf(int(structure.p[tie])).id)

    def _spans(self, leaf: Any, start: int, finish: int) -> tuple[tuple[int, int], ...]:
        """From start to finish; a leaf that has started works up to the status date, then from where it resumes."""
        is_running = leaf["started"] != NONE and leaf["finished"] == NONE
        if not is_running or self.plan.status_at is None:
            return ((start, finish),)
        status = micros_of(self.plan.status_at)
        resume = self.network.axes.opening(int(leaf["axis"]), int(leaf["resume"]))
        return ((start, finish),) if resume <= status else ((start, status), (resume, finish))

    def _summary(self, row: int) -> ScheduledTask:
        structure = self.network.structure
        rows = [self[structure.leaf(i).id] for i in structure.leaves_below(row).tolist()]
        first = min(rows, key=lambda found: found.early_start)
        early_start, early_finish = first.early_start, max(found.early_finish for found in rows)
        return ScheduledTask(
            id=structure.tasks[row].id,
            early_start=early_start,
            early_finish=early_finish,
            late_start=min(found.late_start for found in rows),
            late_finish=max(found.late_finish for found in rows),
            total_float=min(found.total_float for found in rows),
            free_float=min(found.free_float for found in rows),
            is_critical=any(found.is_critical for found in rows),
            driver=first.driver,
            calendars=(self.plan.calendar,),
            spans=((micros_of(early_start), micros_of(early_finish)),),
        )
