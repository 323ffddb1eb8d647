"""A plan with all that hangs on it, in a fixed number of queries: what is written into a file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.models import (
    Assignment,
    Baseline,
    Dependency,
    PlanImport,
    Project,
    Resource,
    ResourceUse,
    Task,
)
from goldenthread.business.projects.queries.outline import Branch
from goldenthread.business.projects.queries.plan import plan
from goldenthread.foundation.actors import Actor


@dataclass(frozen=True)
class WholePlan:
    """The tasks that the actor sees in reading order, and what is tied to them by task."""

    project: Project
    branches: list[Branch]
    links: dict[int, list[Dependency]]
    assignments: dict[int, list[Assignment]]
    uses: dict[int, list[ResourceUse]]
    resources: list[Resource]
    baselines: list[Baseline]
    calendar_uids: dict[str, int]
    """By a calendar's key, what the file it came from called it."""

    @property
    def tasks(self) -> list[Task]:
        return [one.task for one in self.branches]

    @property
    def calendars(self) -> list[WorkCalendar]:
        """The project's calendar first, then those of its tasks and resources, each once."""
        of_tasks = [one.calendar for one in self.tasks if one.calendar is not None]
        of_resources = [one.calendar for one in self.resources if one.calendar is not None]
        found = {one.pk: one for one in (self.project.calendar, *of_tasks, *of_resources)}
        return list(found.values())


def whole_plan(actor: Actor, project: Project) -> WholePlan:
    """Everything of a plan that the actor sees."""
    read = plan(actor, project)
    shown = {one.task.pk for one in read.branches}
    links: dict[int, list[Dependency]] = defaultdict(list)
    for link in Dependency.objects.filter(predecessor__in=shown, successor__in=shown).order_by("id"):
        links[link.successor_id].append(link)
    people: dict[int, list[Assignment]] = defaultdict(list)
    for one in Assignment.objects.filter(task__in=shown).select_related("person").order_by("id"):
        people[one.task_id].append(one)
    uses: dict[int, list[ResourceUse]] = defaultdict(list)
    for use in ResourceUse.objects.filter(task__in=shown).order_by("id"):
        uses[use.task_id].append(use)
    came = PlanImport.objects.filter(project=project).first()
    return WholePlan(
        project,
        read.branches,
        links,
        people,
        uses,
        resources(project),
        list(Baseline.objects.filter(project=project).order_by("number")),
        {kept["calendar"]: int(uid) for uid, kept in sorted(came.calendars.items(), reverse=True)} if came else {},
    )


def resources(project: Project) -> list[Resource]:
    """What the plan counts on besides its people, by name."""
    return list(Resource.objects.filter(project=project).select_related("calendar", "person").order_by("name", "id"))


def resource_uses(task: Task) -> list[ResourceUse]:
    """The resources on a task."""
    return list(ResourceUse.objects.filter(task=task).select_related("resource").order_by("id"))


def plan_import(project: Project) -> PlanImport | None:
    """The newest file the plan was brought in from."""
    return PlanImport.objects.filter(project=project).select_related("by").first()
