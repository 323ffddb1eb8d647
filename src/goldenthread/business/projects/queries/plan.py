"""A plan as it is read: the tree, its links, what was promised, and what drives a date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Sum

from goldenthread.business.projects.models import Assignment, Baseline, Dependency, Project, Task
from goldenthread.business.projects.queries.freezes import freezes
from goldenthread.business.projects.queries.outline import Branch, outline
from goldenthread.business.projects.queries.schedule.rows import LinkRow, link_rows
from goldenthread.business.services.models import FreezeWindow
from goldenthread.business.work.models import TimeEntry
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import seen, visible

SHOWN = 10


@dataclass(frozen=True)
class PlanRead:
    """The whole plan of a project that the actor may see."""

    branches: list[Branch]
    links: list[LinkRow]
    baseline: Baseline | None
    freezes: list[FreezeWindow]
    by_key: dict[str, Branch] = field(default_factory=dict)

    def promised(self, key: str) -> tuple[datetime, datetime] | None:
        """When the baseline said that a task begins and ends."""
        kept: dict[str, Any] = self.baseline.tasks.get(key, {}) if self.baseline else {}
        if not kept.get("start") or not kept.get("finish"):
            return None
        return datetime.fromisoformat(kept["start"]), datetime.fromisoformat(kept["finish"])

    def freeze_at(self, at: datetime | None) -> FreezeWindow | None:
        """The freeze that an instant falls into."""
        if at is None:
            return None
        return next((window for window in self.freezes if window.starts_at <= at < window.ends_at), None)

    def chain(self, key: str) -> list[Branch]:
        """What drives a task's date, first cause first, ending in the task; of a summary, its last part."""
        found: list[Branch] = []
        branch = self._last_leaf(self.by_key.get(key))
        while branch is not None and branch not in found:
            found.append(branch)
            driver = branch.task.driver or {}
            branch = self._last_leaf(self.by_key.get(driver.get("task", "")))
        return found[::-1]

    def _last_leaf(self, branch: Branch | None) -> Branch | None:
        if branch is None or not branch.is_summary:
            return branch
        below = [one for one in self.branches if not one.is_summary and one.wbs.startswith(f"{branch.wbs}.")]
        return max(
            below, key=lambda one: (one.task.early_finish_at is not None, one.task.early_finish_at), default=None
        )


def plan(actor: Actor, project: Project) -> PlanRead:
    """A project's plan, in a fixed number of queries."""
    tasks = list(visible(Task, actor).filter(project=project).select_related("work", "work__assignee", "calendar"))
    for task in tasks:
        task.project = project  # at hand: nobody asks for it task by task
    branches = outline(tasks)
    return PlanRead(
        branches,
        link_rows(project, {branch.task.pk: branch.task.key for branch in branches}),
        Baseline.objects.filter(project=project).order_by("-number").first(),
        freezes(actor, project),
        {branch.task.key: branch for branch in branches},
    )


def baselines(project: Project) -> list[Baseline]:
    """Every time the plan was frozen, newest first."""
    return list(Baseline.objects.filter(project=project).select_related("frozen_by").order_by("-number"))


def task(actor: Actor, key: str) -> Task:
    found = visible(Task, actor).select_related(
        "work", "work__assignee", "project", "project__charter", "project__calendar", "parent__work", "calendar"
    )
    return seen(Task, actor, key, found)


def seen_around(actor: Actor, found: Task) -> set[str]:
    """Of the tasks that a task names, its parent and what holds it, the keys of those that the actor may see."""
    named = [found.parent.key] if found.parent else []
    named += [found.driver["task"]] if found.driver and "task" in found.driver else []
    return set(visible(Task, actor).filter(work__key__in=named).values_list("work__key", flat=True)) if named else set()


@dataclass(frozen=True)
class TaskRead:
    """What a task's page shows besides the task."""

    before: list[Dependency]
    after: list[Dependency]
    assignments: list[Assignment]
    parts: list[Task]
    time: list[TimeEntry]
    """The newest few; `minutes` is all of it."""
    minutes: int


def task_read(actor: Actor, found: Task) -> TaskRead:
    """What surrounds a task, as far as the actor sees it."""
    shown = visible(Task, actor).values("pk")
    before = found.links_in.filter(predecessor__in=shown).select_related("predecessor__work")
    after = found.links_out.filter(successor__in=shown).select_related("successor__work")
    time = visible(TimeEntry, actor).filter(work_id=found.pk).select_related("person").order_by("-on", "-id")
    return TaskRead(
        list(before.order_by("predecessor_id")),
        list(after.order_by("successor_id")),
        list(found.assignments.select_related("person").order_by("id")),
        list(visible(Task, actor).filter(parent=found).select_related("work").order_by("place")),
        list(time[:SHOWN]),
        time.aggregate(sum=Sum("minutes"))["sum"] or 0,
    )
