"""Computing a plan's dates: the engine's schedule, rolled up and stored where it changed."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.plan.hours import PlanHours, lag_of
from goldenthread.business.projects.actions.plan.storing import computed, store
from goldenthread.business.projects.events import PlanMoved
from goldenthread.business.projects.models import Dependency, Project, Task
from goldenthread.business.projects.queries.outline import leaves, outline
from goldenthread.engine import network
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.engine.errors import EngineError
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.events import record


def reschedule(project: Project, *, cause: str) -> None:
    """Compute every date of the plan and store what changed. Refused, with its path in words, where links go round.

    `cause` is the key of what was changed. Only changed rows are written, and their versions stay: a date that
    follows from another edit is nobody's edit.
    """
    tasks = list(Task.objects.select_related("work").filter(project=project))
    before = {task.pk: computed(task) for task in tasks}
    hours = project.calendar.hours()
    if tasks:
        _place(tasks, _schedule(project, tasks, hours), hours)
    _roll_up(tasks)
    changed = [task for task in tasks if computed(task) != before[task.pk]]
    store(changed)
    _carry_to_project(project, tasks, cause)


def _schedule(project: Project, tasks: list[Task], hours: Hours) -> network.Schedule:
    links = Dependency.objects.filter(successor__project=project).select_related("predecessor__work", "successor__work")
    when = PlanHours(project, tasks)
    length_of = {task.pk: task.length for task in tasks}
    key_of = {task.pk: task.key for task in tasks}
    summaries = {task.parent_id for task in tasks}
    plan = network.Plan(
        tasks=tuple(_task(task, task.pk in summaries, key_of, when) for task in tasks),
        links=tuple(
            network.Link(
                link.predecessor.key,
                link.successor.key,
                link.kind,  # type: ignore[arg-type]
                lag_of(link, length_of[link.predecessor_id]),
                link.lag_calendar,  # type: ignore[arg-type]
            )
            for link in links
        ),
        calendar=hours,
        start=project.starts_at or hours.next_open(hours.instant(project.start_on, "00:00")),
        status_at=project.status_at,
    )
    try:
        return network.schedule(plan)
    except EngineError as error:
        raise _refusal(error, {task.key: task.work.title for task in tasks}) from error


def _task(task: Task, is_summary: bool, key_of: dict[int, str], when: PlanHours) -> network.Task:
    given: dict[str, Any] = {}
    if not is_summary:
        given = {
            "duration": task.length,
            "actual_start": task.actual_start_at,
            "actual_finish": task.actual_finish_at,
            "remaining": None if task.remaining_minutes is None else timedelta(minutes=task.remaining_minutes),
        }
    return network.Task(
        id=task.key,
        calendar=None if is_summary else when.of(task),
        constraint=task.constraint,  # type: ignore[arg-type]
        constraint_at=task.constraint_at,
        deadline=when.deadline(task),
        priority=task.priority,
        parent=key_of.get(task.parent_id or 0),
        **{"duration": timedelta(0), **given},
    )


def _refusal(error: EngineError, titles: dict[str, str]) -> Refused:
    if error.code == "cycle":
        path = " → ".join(titles.get(str(key), str(key)) for key in error.values["path"])
        return Refused(_("The links would go round in a circle: %(path)s. Leave one of them out.") % {"path": path})
    if error.code == "link_to_own_summary":
        return Refused(_("A task cannot wait for what it is a part of."))
    if error.code == "constraint_on_summary":
        return Refused(
            _("%(task)s has parts: it can only start no earlier or finish no later than a day.")
            % {"task": titles.get(str(error.values["task"]), "")}
        )
    return Refused(_("This plan cannot be computed: %(why)s") % {"why": str(error)})


def _place(tasks: list[Task], dates: network.Schedule, hours: Hours) -> None:
    for task in tasks:
        found = dates[task.key]
        task.early_start_at, task.early_finish_at = found.early_start, found.early_finish
        task.late_start_at, task.late_finish_at = found.late_start, found.late_finish
        task.total_float_minutes = _minutes(found.total_float)
        task.free_float_minutes = _minutes(found.free_float)
        task.is_critical = found.is_critical
        task.driver = _told(found.driver)
    parents = {task.parent_id for task in tasks}
    for task in tasks:
        if task.pk in parents and task.early_start_at and task.early_finish_at:
            task.is_milestone = False
            task.duration_minutes = _minutes(hours.between(task.early_start_at, task.early_finish_at)) or 0
            task.duration_seconds = 0


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds() / 60)


def _told(driver: network.Driver | None) -> dict[str, str] | None:
    """What holds a task, in plain values: its kind, and the task and type of the link where it is one."""
    if driver is None:
        return None
    told = {"kind": str(driver.kind)}
    if driver.link is not None:
        told |= {"task": driver.link.predecessor, "type": driver.link.type}
    return told


def _roll_up(tasks: list[Task]) -> None:
    """Codes, and the money and progress of summaries: sums, and means weighted by money (or by length without)."""
    parts: dict[int, list[Task]] = defaultdict(list)
    branches = outline(tasks)
    place: dict[int | None, int] = defaultdict(int)
    for branch in branches:
        branch.task.wbs = branch.wbs
        place[branch.task.parent_id] += 1
        branch.task.place = place[branch.task.parent_id]
        if branch.task.parent_id is not None:
            parts[branch.task.parent_id].append(branch.task)
    below: dict[int, list[Task]] = {}
    for branch in reversed(branches):
        task = branch.task
        below[task.pk] = [leaf for part in parts[task.pk] for leaf in below[part.pk]] if branch.is_summary else [task]
        if branch.is_summary:
            task.budget = sum((leaf.budget for leaf in below[task.pk]), Decimal(0))
            task.percent = int(share_done(below[task.pk]))


def share_done(found: list[Task]) -> Decimal:
    """How far these leaves are in percent, each counting for its money; without any money, for its length."""
    weights = [task.budget for task in found]
    if not any(weights):
        weights = [Decimal(task.duration_minutes or 1) for task in found]
    total = sum(weights, Decimal(0))
    done = sum((weight * task.percent for weight, task in zip(weights, found, strict=True)), Decimal(0))
    return done / total if total else Decimal(0)


def _carry_to_project(project: Project, tasks: list[Task], cause: str) -> None:
    finish: datetime | None = max((task.early_finish_at for task in tasks if task.early_finish_at), default=None)
    before = project.finish_at
    project.finish_at, project.percent = finish, share_done(leaves(tasks)).quantize(Decimal("0.01"))
    Project.objects.filter(pk=project.pk).update(
        finish_at=project.finish_at, percent=project.percent, status_at=project.status_at
    )
    if before is not None and finish is not None and before != finish:
        record(PlanMoved(subject=project.key, finish_before=before.isoformat(), finish=finish.isoformat(), cause=cause))
