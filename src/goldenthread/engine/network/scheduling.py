"""Scheduling a plan, and scheduling it anew after some of its tasks changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from goldenthread.engine.calendars import WorkCalendar
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import EPOCH
from goldenthread.engine.network.compilation import LARGE, compiled_kernels
from goldenthread.engine.network.compiled import Compiler
from goldenthread.engine.network.passes import Network
from goldenthread.engine.network.plan import ZERO, Plan, Task
from goldenthread.engine.network.scheduled import Schedule
from goldenthread.engine.network.structure import structure_of


def schedule(plan: Plan) -> Schedule:
    """The critical path schedule of a plan, on working calendars.

    Forward pass: FS, SS, FF and SF with lags, never before the plan's start or its status date; backward pass: the
    same links from the finish of the task's project, with deadlines and latest constraints. Refuses what
    `structure_of` refuses, `constraint_on_summary`, and `never_open` where a task's calendars have no open time left.
    """
    structure = structure_of(plan.tasks, plan.links, plan.projects)
    compiler = Compiler(plan, structure)
    handed = compiler.handed_down()
    given = compiler.leaves(np.arange(structure.size), handed)
    network = Network.of(structure, given, compiler.ties(given["axis"]), compiler.axes, 1 + len(plan.projects))
    network.run()
    return Schedule(plan, network)


def reschedule(plan: Plan, schedule_before: Schedule, changes: Mapping[str, Task | Mapping[str, Any]]) -> Schedule:
    """The schedule of `plan` with some tasks changed, from its schedule before: as `schedule`, but only what moves.

    `changes` holds, by id, a task's new version or its new values by field. An id the plan does not know is refused
    (`unknown_task`). `Schedule.moved_since` tells which tasks it moved.
    """
    network = schedule_before.network
    structure = network.structure
    if schedule_before.plan is not plan:
        structure = structure_of(plan.tasks, plan.links, plan.projects)
    changed = _changed(plan, structure.row_of, changes)
    tasks = list(plan.tasks)
    for row, task in changed.items():
        tasks[row] = task
    after = replace(plan, tasks=tuple(tasks))
    if schedule_before.plan is not plan or any(_is_other_shape(plan, plan.tasks[row], t) for row, t in changed.items()):
        return schedule(after)
    structure = replace(structure, tasks=after.tasks)
    compiler = Compiler(after, structure, network.axes)
    handed = compiler.handed_down()
    touched = np.unique(np.concatenate([np.zeros(0, np.int64), *(structure.leaves_below(row) for row in changed)]))
    leaves = network.leaves.copy()
    for name, column in compiler.leaves(touched, handed).items():
        leaves[name][touched] = column
    moved = Network(structure, leaves, network.ties, network.axes, network.groups)
    moved.rerun(touched)
    return Schedule(after, moved)


def _changed(plan: Plan, row_of: Mapping[str, int], changes: Mapping[str, Task | Mapping[str, Any]]) -> dict[int, Task]:
    changed = {}
    for name, change in changes.items():
        row = row_of.get(name)
        if row is None:
            raise EngineError("unknown_task", task=name)
        task = change if isinstance(change, Task) else replace(plan.tasks[row], **change)
        if task.id != name:
            raise EngineError("unknown_task", task=task.id, expected=name)
        changed[row] = task
    return changed


def _is_other_shape(plan: Plan, before: Task, after: Task) -> bool:
    """Whether a change moves a task to another summary or onto other calendars."""
    if (before.parent, before.calendar) != (after.parent, after.calendar):
        return True
    return before.demands != after.demands and any(resource.calendar for resource in plan.resources)


def warm() -> None:
    """Compile the passes for large plans, or load them where that was done before.

    For a worker or a command, so that nobody waits for it in a page: some seconds of one core the first time on a
    machine (kept on disk, per version of the code), half a second and 120 MB of memory after that in each process.
    Does nothing where numba is not installed.
    """
    if compiled_kernels() is None:
        return
    calendar = WorkCalendar.always("UTC")
    tasks = tuple(Task(str(n), ZERO, constraint="ALAP") for n in range(LARGE))
    _ = schedule(Plan(tasks, (), calendar, EPOCH)).finish
