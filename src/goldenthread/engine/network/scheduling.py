"""The schedule of a plan: when each task can and must run, its float, and what holds it where it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from goldenthread.engine.calendars import WorkCalendar, walk
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import instant_of, micros_of, span_of
from goldenthread.engine.network.compiled import Compiler, DriverKind, check_summaries
from goldenthread.engine.network.passes import Dates, Network
from goldenthread.engine.network.plan import Link, Plan, Task
from goldenthread.engine.network.structure import Structure, structure_of
from goldenthread.engine.network.ties import tie_of


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
    calendar: WorkCalendar = field(repr=False)
    spans: tuple[tuple[int, int], ...] = field(repr=False)

    @cached_property
    def segments(self) -> tuple[tuple[datetime, datetime], ...]:
        """The open spans it works in."""
        return tuple(
            (instant_of(a), instant_of(b))
            for begin, end in self.spans
            for a, b in walk.segments(self.calendar, begin, end)
        )


class Schedule(Mapping[str, ScheduledTask]):
    """The scheduled tasks of a plan by id, each worked out when it is asked for."""

    def __init__(self, plan: Plan, network: Network) -> None:
        self.plan = plan
        self.network = network
        self._rows: dict[str, ScheduledTask] = {}

    def __getitem__(self, task_id: str) -> ScheduledTask:
        row = self._rows.get(task_id)
        if row is None:
            number = self.network.structure.number.get(task_id)
            row = self._rows[task_id] = self._summary(task_id) if number is None else self._leaf(number)
        return row

    def __iter__(self) -> Iterator[str]:
        return (task.id for task in self.plan.tasks)

    def __len__(self) -> int:
        return len(self.plan.tasks)

    @cached_property
    def finish(self) -> datetime:
        """The early finish of the last task; of a plan without tasks, its start."""
        return max((self[leaf.id].early_finish for leaf in self.network.structure.leaves), default=self.plan.start)

    @property
    def critical(self) -> tuple[str, ...]:
        """The critical tasks that are no summaries, predecessors before successors."""
        leaves = self.network.structure.leaves
        ordered = (leaves[i].id for i in self.network.structure.order)
        return tuple(name for name in ordered if self[name].is_critical)

    def _leaf(self, i: int) -> ScheduledTask:
        network, leaf = self.network, self.network.leaves[i]
        dates = network.dates
        start, finish = network.start_at(i), network.finish_at(i)
        late_start, late_finish = start, finish
        if not leaf.is_done:
            late_finish = network.told(i, dates.late_finish[i], is_start=False)
        if leaf.started is None:
            late_start = network.told(i, dates.late_start[i], is_start=True)
        total = _total_float(network, i, start, finish, late_start, late_finish)
        return ScheduledTask(
            id=network.structure.leaves[i].id,
            early_start=instant_of(start),
            early_finish=instant_of(finish),
            late_start=instant_of(late_start),
            late_finish=instant_of(late_finish),
            total_float=span_of(total),
            free_float=span_of(_free_float(network, i, finish)),
            is_critical=total <= 0 and not leaf.is_done,
            driver=_driver(network, i),
            calendar=leaf.axis.calendar,
            spans=self._spans(i, start, finish),
        )

    def _spans(self, i: int, start: int, finish: int) -> tuple[tuple[int, int], ...]:
        """From start to finish; a leaf that has started works up to the status date, then from where it resumes."""
        network, leaf = self.network, self.network.leaves[i]
        if leaf.started is None or leaf.is_done or self.plan.status_at is None:
            return ((start, finish),)
        status, resume = micros_of(self.plan.status_at), leaf.axis.opening(network.dates.resume[i])
        return ((start, finish),) if resume <= status else ((start, status), (resume, finish))

    def _summary(self, task_id: str) -> ScheduledTask:
        below = self.network.structure.leaves_of[task_id]
        rows = [self[self.network.structure.leaves[i].id] for i in below]
        first = min(rows, key=lambda row: row.early_start)
        early_start, early_finish = first.early_start, max(row.early_finish for row in rows)
        return ScheduledTask(
            id=task_id,
            early_start=early_start,
            early_finish=early_finish,
            late_start=min(row.late_start for row in rows),
            late_finish=max(row.late_finish for row in rows),
            total_float=min(row.total_float for row in rows),
            free_float=min(row.free_float for row in rows),
            is_critical=any(row.is_critical for row in rows),
            driver=first.driver,
            calendar=self.plan.calendar,
            spans=((micros_of(early_start), micros_of(early_finish)),),
        )


def schedule(plan: Plan) -> Schedule:
    """The critical path schedule of a plan, on working calendars.

    Forward pass: FS, SS, FF and SF with lags, never before the plan's start or its status date; backward pass: the
    same links from the finish of the task's project, with deadlines and latest constraints. Refuses what
    `structure_of` refuses, and `constraint_on_summary`.
    """
    check_summaries(plan)
    structure = structure_of(plan.tasks, plan.links, plan.projects)
    compiler = Compiler(plan)
    leaves = [compiler.leaf(task, structure.ancestors[i]) for i, task in enumerate(structure.leaves)]
    ties = [
        tie_of(link, ends, leaves, compiler.axis) for link, ends in zip(structure.links, structure.ends, strict=True)
    ]
    network = Network(structure, leaves, ties, compiler.axis, Dates.blank(len(leaves)))
    network.run()
    return Schedule(plan, network)


def reschedule(plan: Plan, schedule_before: Schedule, changes: Mapping[str, Task | Mapping[str, Any]]) -> Schedule:
    """The schedule of `plan` with some tasks changed, from its schedule before: as `schedule`, but only what moves.

    `changes` holds, by id, a task's new version or its new values by field. An id the plan does not know is refused
    (`unknown_task`).
    """
    changed = _changed(plan, changes)
    after = replace(plan, tasks=tuple(changed.get(task.id, task) for task in plan.tasks))
    network = schedule_before.network
    if schedule_before.plan is not plan or _must_start_over(plan, network, changed):
        return schedule(after)
    check_summaries(after)
    tasks = {task.id: task for task in after.tasks}
    structure = _with_tasks(network.structure, tasks, changed)
    compiler = Compiler(after)
    compiler.adopt(leaf.axis for leaf in network.leaves)
    compiler.axis = network.axis
    below = {i for name in changed for i in structure.leaves_of[name]}
    leaves = network.leaves.copy()
    for i in below:
        leaves[i] = compiler.leaf(structure.leaves[i], structure.ancestors[i])
    moved = Network(structure, leaves, network.ties, network.axis, network.dates.copy(), network.caps)
    moved.rerun(below)
    return Schedule(after, moved)


def _changed(plan: Plan, changes: Mapping[str, Task | Mapping[str, Any]]) -> dict[str, Task]:
    known = {task.id: task for task in plan.tasks if task.id in changes}
    changed = {}
    for name, change in changes.items():
        if name not in known:
            raise EngineError("unknown_task", task=name)
        task = change if isinstance(change, Task) else replace(known[name], **change)
        if task.id != name:
            raise EngineError("unknown_task", task=task.id, expected=name)
        changed[name] = task
    return changed


def _must_start_over(plan: Plan, network: Network, changed: Mapping[str, Task]) -> bool:
    """Whether a change is of shape: another parent, project or calendar, or an ALAP leaf, which looks both ways."""
    before = {task.id: task for task in plan.tasks if task.id in changed}
    if any(leaf.is_alap for leaf in network.leaves):
        return True
    return any(
        task.constraint == "ALAP"
        or (task.parent, task.project, task.calendar)
        != (before[name].parent, before[name].project, before[name].calendar)
        for name, task in changed.items()
    )


def _with_tasks(structure: Structure, tasks: Mapping[str, Task], changed: Mapping[str, Task]) -> Structure:
    touched = {i for name in changed for i in structure.leaves_of[name]}
    leaves, ancestors = list(structure.leaves), list(structure.ancestors)
    for i in touched:
        leaves[i] = tasks[leaves[i].id]
        ancestors[i] = tuple(tasks[task.id] for task in ancestors[i])
    return replace(structure, leaves=tuple(leaves), ancestors=tuple(ancestors))


def _total_float(network: Network, i: int, start: int, finish: int, late_start: int, late_finish: int) -> int:
    leaf, dates, axis = network.leaves[i], network.dates, network.axis
    if leaf.is_done:
        return 0
    if leaf.axis is axis:
        return dates.late_finish[i] - dates.early_finish[i]
    finish_float = axis.point(late_finish) - axis.point(finish)
    if leaf.started is not None:
        return finish_float
    return min(finish_float, axis.point(late_start) - axis.point(start))


def _free_float(network: Network, i: int, finish: int) -> int:
    if network.leaves[i].is_done:
        return 0
    slacks = [
        _slack(network, number)
        for number in network.structure.outs[i]
        if not network.leaves[network.ties[number].s].is_done
    ]
    if slacks:
        return min(slacks)
    return network.caps[network.leaves[i].group, id(network.axis)] - network.axis.point(finish)


def _slack(network: Network, number: int) -> int:
    """What a tie leaves between its bound and the successor's early date, on the plan's calendar."""
    tie, dates, axis = network.ties[number], network.dates, network.axis
    of = network.leaves[tie.s].axis
    placed = dates.early_finish[tie.s] if tie.to_finish else dates.resume[tie.s]
    bound = network.bound(tie)
    if of is axis:
        return placed - bound
    return axis.point(of.opening(placed)) - axis.point(of.opening(bound))


def _driver(network: Network, i: int) -> Driver:
    driver, leaf = network.dates.driver[i], network.leaves[i]
    if not isinstance(driver, int):
        return Driver(driver)
    tie = network.ties[driver]
    predecessor = network.structure.leaves[tie.p].id
    is_held_up = leaf.axis is not network.axis and not tie.to_finish
    if is_held_up:
        resumed = network.axis.point(leaf.axis.opening(network.dates.resume[i]))
        is_held_up = resumed > network.axis.point(network.bound_at(tie))
    return Driver("calendar" if is_held_up else "link", tie.link, predecessor)
