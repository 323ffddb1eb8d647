"""An independent checker of levelled plans, and the best makespan of a small plan by trying every order."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import permutations

from goldenthread.engine import Demand, LevelledPlan, Link, Plan, Resource, Task, WorkCalendar
from goldenthread.engine.calendars import open_in_all

Spans = list[tuple[datetime, datetime]]
FAR = timedelta(days=4000)
ZERO = timedelta(0)


def faults(plan: Plan, levelled: LevelledPlan) -> list[str]:
    """What is wrong with a levelled plan of tasks without summaries, actuals and dated constraints, in sentences."""
    found: list[str] = []
    tasks = {task.id: task for task in plan.tasks}
    if set(levelled.starts) != set(tasks):
        return ["not every task has a start"]
    worked = {name: _worked(plan, task, levelled.starts[name]) for name, task in tasks.items()}
    ends = {name: spans[-1][1] if spans else levelled.starts[name] for name, spans in worked.items()}
    found += [
        f"{link.successor} does not wait for {link.predecessor} ({link.type} {link.lag})"
        for link in plan.links
        if not _keeps(plan, link, tasks, levelled.starts, ends)
    ]
    projects = {project.id: project for project in plan.projects}
    for name, task in tasks.items():
        release = projects[task.project].release if task.project in projects else None
        if levelled.starts[name] < max(plan.start, release or plan.start):
            found.append(f"{name} starts too early")
        if task.constraint == "SNET" and task.constraint_at and levelled.starts[name] < task.constraint_at:
            found.append(f"{name} starts before its date")
    found += _overloads(plan, levelled, worked)
    if levelled.finish != max(ends.values(), default=plan.start):
        found.append(f"the finish is said to be {levelled.finish}, and is {max(ends.values())}")
    return found


def _calendar(plan: Plan, task: Task) -> WorkCalendar:
    """What a task works on: its own calendar and those of the resources it names, else the plan's."""
    named = {demand.resource for demand in task.demands}
    found = [task.calendar, *(resource.calendar for resource in plan.resources if resource.id in named)]
    calendars = [calendar for calendar in found if calendar is not None]
    return open_in_all(calendars) if calendars else plan.calendar


def _worked(plan: Plan, task: Task, start: datetime) -> Spans:
    """The open spans of a task from its start, summed up to its duration."""
    left, spans = task.duration, []
    if not left:
        return []
    calendar = _calendar(plan, task)
    for begin, end in calendar.segments(start, start + FAR):
        end = min(end, begin + left)  # noqa: PLW2901
        spans.append((begin, end))
        left -= end - begin
        if not left:
            return spans
    raise AssertionError(task.id)


def _keeps(
    plan: Plan,
    link: Link,
    tasks: Mapping[str, Task],
    starts: Mapping[str, datetime],
    ends: Mapping[str, datetime],
) -> bool:
    """Whether no working time of the successor lies between its end of the link and the bound it waits for."""
    own = {name: _calendar(plan, tasks[name]) for name in (link.predecessor, link.successor)}
    bound = ends[link.predecessor] if link.type in ("FS", "FF") else starts[link.predecessor]
    placed = ends[link.successor] if link.type in ("FF", "SF") else starts[link.successor]
    if link.lag and link.lag_calendar == "elapsed":
        bound += link.lag
    elif link.lag:
        counted = {"successor": own[link.successor], "predecessor": own[link.predecessor], "project": plan.calendar}
        calendar = counted[link.lag_calendar]
        forward = link.lag > ZERO
        bound = calendar.add(bound, link.lag) if forward else calendar.subtract(bound, -link.lag)
    return not own[link.successor].between(placed, bound)


def _overloads(plan: Plan, levelled: LevelledPlan, worked: Mapping[str, Spans]) -> Iterator[str]:
    changes: dict[str, list[tuple[datetime, float, str]]] = defaultdict(list)
    resources = {resource.id: resource for resource in plan.resources}
    for task in plan.tasks:
        for name, units in _taken(task, levelled, resources):
            for begin, end in worked[task.id]:
                changes[name] += [(begin, units, task.id), (end, -units, task.id)]
                calendar = resources[name].calendar
                if calendar is not None and calendar.between(begin, end) != end - begin:
                    yield f"{task.id} works while {name} is closed"
    for name, own in changes.items():
        used = 0.0
        for at, units, _ in sorted(own):
            used += units
            if used > resources[name].capacity + 1e-9:
                yield f"{name} is asked for {used} at {at}"


def _taken(task: Task, levelled: LevelledPlan, resources: Mapping[str, Resource]) -> Iterator[tuple[str, float]]:
    """Units by resource; whoever is assigned has a skill that is asked for, and as many are as are asked for."""
    wanted = [demand for demand in task.demands if demand.resource is None]
    crew = list(levelled.assigned.get(task.id, ()))
    yield from ((demand.resource, demand.units) for demand in task.demands if demand.resource is not None)
    assert len(crew) == sum(int(demand.units) for demand in wanted)
    assert not wanted or _can_share(wanted, [resources[name] for name in crew])
    yield from ((name, 1) for name in crew)


def _can_share(wanted: list[Demand], crew: list[Resource]) -> bool:
    seats = [demand for demand in wanted for _ in range(int(demand.units))]
    return any(
        all(person.skills.get(seat.skill, -1) >= seat.level for seat, person in zip(seats, order, strict=True))
        for order in permutations(crew)
    )


def best_makespan(plan: Plan) -> int:
    """The least whole hours of a small plan of named demands on a calendar that never closes, by trying every order."""
    tasks = {task.id: task for task in plan.tasks}
    before = {name: [link.predecessor for link in plan.links if link.successor == name] for name in tasks}
    best = None
    for order in permutations(tasks):
        turn = {name: n for n, name in enumerate(order)}
        if any(turn[p] > turn[s] for s, own in before.items() for p in own):
            continue
        length = _serial(plan, [tasks[name] for name in order], before)
        best = length if best is None else min(best, length)
    assert best is not None
    return best


def _serial(plan: Plan, order: list[Task], before: Mapping[str, list[str]]) -> int:
    capacity = {resource.id: resource.capacity for resource in plan.resources}
    used: dict[tuple[str, int], float] = defaultdict(float)
    ends: dict[str, int] = {}
    for task in order:
        hours = int(task.duration / timedelta(hours=1))
        start = max((ends[p] for p in before[task.id]), default=0)
        while any(
            used[d.resource, t] + d.units > capacity[d.resource]
            for d in task.demands
            for t in range(start, start + hours)
        ):
            start += 1
        for d in task.demands:
            for t in range(start, start + hours):
                used[d.resource, t] += d.units
        ends[task.id] = start + hours
    return max(ends.values())


ALWAYS = WorkCalendar.always("UTC")
