"""What a plan counts on besides its people: kept on the project, and put on its tasks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.actions.plan.rescheduling import reschedule
from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.events import ResourceKept, ResourceUsed
from goldenthread.business.projects.models import Project, Resource, ResourceUse, Task
from goldenthread.business.projects.policies import may_plan, may_plan_task
from goldenthread.business.projects.queries.schedule.changes import LONGEST
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record

MOST = Decimal(10) ** 7


@dataclass(frozen=True)
class ResourceFacts:
    """What is said of a resource; None leaves a value as it is, the calendar by key (empty: the project's)."""

    name: str | None = None
    kind: str | None = None
    calendar: str | None = None
    units: Decimal | None = None
    unit: str | None = None
    rate: Decimal | None = None
    overtime_rate: Decimal | None = None
    cost_per_use: Decimal | None = None


@action(on=Project, may=may_plan)
def add_resource(acting: Acting, project: Project, *, facts: ResourceFacts) -> Resource:
    """Name something the plan counts on."""
    must_be_open(project)
    resource = Resource(project=project)
    _apply(resource, facts)
    resource.save()
    project.save(update_fields=["state"])
    record(ResourceKept(subject=project.key, name=resource.name, is_new=True), version=project.version)
    return resource


@action(on=Project, may=may_plan)
def change_resource(acting: Acting, project: Project, *, resource: int, facts: ResourceFacts) -> Resource:
    """Change what is known of it; where its hours change, dates follow."""
    must_be_open(project)
    found = of_project(project, resource)
    _apply(found, facts)
    found.save()
    project.save(update_fields=["state"])
    record(ResourceKept(subject=project.key, name=found.name), version=project.version)
    reschedule(project, cause=project.key)
    return found


@action(on=Project, may=may_plan)
def remove_resource(acting: Acting, project: Project, *, resource: int) -> None:
    """Count on it no longer; it leaves its tasks."""
    must_be_open(project)
    found = of_project(project, resource)
    found.delete()
    project.save(update_fields=["state"])
    record(ResourceKept(subject=project.key, name=found.name, is_gone=True), version=project.version)
    reschedule(project, cause=project.key)


@action(on=Task, may=may_plan_task)
def use_resource(
    acting: Acting,
    task: Task,
    *,
    resource: int,
    units: Decimal = Decimal(100),
    work_minutes: int | None = None,
    cost: Decimal | None = None,
) -> ResourceUse:
    """Put so much of a resource on a task: percent of its time, or units of a material. Asked again, it changes."""
    must_be_open(task.project)
    found = of_project(task.project, resource)
    if task.parts.exists():
        raise Invalid(fields={"resource": _("This task has parts: put resources on those.")})
    wrong: dict[str, object] = {}
    if not 0 < units < MOST:
        wrong["units"] = _("Say how much of it, more than nothing.")
    if work_minutes is not None and not 0 <= work_minutes <= LONGEST:
        wrong["work_minutes"] = _("Work takes between nothing and ten years.")
    if cost is not None and not 0 <= cost < Decimal(10) ** 12:
        wrong["cost"] = _("A cost cannot be negative.")
    if wrong:
        raise Invalid(fields=wrong)
    known = {"units": units, "work_minutes": work_minutes, "cost": cost}
    use, _is_new = ResourceUse.objects.update_or_create(task=task, resource=found, defaults=known)
    task.save(update_fields=["place"])
    record(ResourceUsed(subject=task.key, resource=found.name, units=str(units)), version=task.version)
    reschedule(task.project, cause=task.key)
    return use


@action(on=Task, may=may_plan_task)
def unuse_resource(acting: Acting, task: Task, *, resource: int) -> None:
    """Take a resource off a task."""
    must_be_open(task.project)
    found = of_project(task.project, resource)
    gone, _kinds = ResourceUse.objects.filter(task=task, resource=found).delete()
    if not gone:
        raise Invalid(fields={"resource": _("It is not on the task.")})
    task.save(update_fields=["place"])
    record(ResourceUsed(subject=task.key, resource=found.name, units=""), version=task.version)
    reschedule(task.project, cause=task.key)


def of_project(project: Project, resource: int) -> Resource:
    found = Resource.objects.filter(project=project, pk=resource).first()
    if found is None:
        raise Invalid(fields={"resource": _("Choose a resource of this project.")})
    return found


def _apply(resource: Resource, facts: ResourceFacts) -> None:
    given: dict[str, Any] = {field.name: getattr(facts, field.name) for field in fields(facts)}
    given = {name: value for name, value in given.items() if value is not None}
    wrong: dict[str, object] = {}
    if "calendar" in given:
        key = given["calendar"]
        given["calendar"] = WorkCalendar.objects.filter(key=key).first() if key else None
        if key and given["calendar"] is None:
            wrong["calendar"] = _("Choose a calendar from the list.")
    if not 1 <= len(given.get("name", resource.name).strip()) <= 200:
        wrong["name"] = _("Name it in at most 200 characters.")
    if given.get("kind", resource.kind) not in Resource.Kind.values:
        wrong["kind"] = _("Choose from the list.")
    for name in ("units", "rate", "overtime_rate", "cost_per_use"):
        if not 0 <= given.get(name, Decimal(0)) < MOST:
            wrong[name] = _("It cannot be negative, nor that much.")
    if wrong:
        raise Invalid(fields=wrong)
    for name, value in given.items():
        setattr(resource, name, value.strip()[:200] if isinstance(value, str) else value)
