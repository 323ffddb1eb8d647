"""What belongs to a project: deliverables, risks, people, hand-overs, phases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from goldenthread.business.people.models import Person
from goldenthread.business.projects.models import Deliverable, Handover, Phase, Project, ReadinessItem, Risk, Task
from goldenthread.business.services.models import Service
from goldenthread.business.work.models import TimeEntry
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import seen, visible


def deliverables(actor: Actor, project: Project) -> list[Deliverable]:
    found = visible(Deliverable, actor).filter(project=project).select_related("decided_by")
    return list(found.order_by("due_on", "pk"))


def deliverable(actor: Actor, key: str) -> Deliverable:
    found = visible(Deliverable, actor).select_related("project", "decided_by")
    return seen(Deliverable, actor, key, found)


def risks(actor: Actor, project: Project) -> list[Risk]:
    """The register: open ones first, the heaviest first."""
    found = list(visible(Risk, actor).filter(project=project).select_related("owner", "task__work"))
    return sorted(found, key=lambda risk: (risk.state != Risk.State.OPEN, -risk.probability * risk.cost, risk.pk))


def risk(actor: Actor, key: str) -> Risk:
    return seen(Risk, actor, key, visible(Risk, actor).select_related("project", "owner", "task__work"))


def handovers(actor: Actor, project: Project) -> list[Handover]:
    items = Prefetch("items", ReadinessItem.objects.order_by("area", "place"))
    found = visible(Handover, actor).filter(project=project).select_related("service", "service__owner", "passed_by")
    return list(found.prefetch_related(items).order_by("pk"))


def handover(actor: Actor, key: str) -> Handover:
    found = visible(Handover, actor).select_related("project", "service", "service__owner", "passed_by")
    return seen(Handover, actor, key, found.prefetch_related("items"))


def to_hand_over(actor: Actor, project: Project) -> list[Service]:
    """Services of the project whose hand-over has not begun."""
    begun = Handover.objects.filter(project=project).values("service_id")
    return list(project.services.exclude(pk__in=begun).order_by("sort_name"))


def services(project: Project) -> list[Service]:
    return list(project.services.order_by("sort_name"))


def phases(project: Project) -> list[Phase]:
    return list(project.phases.order_by("place"))


@dataclass(frozen=True)
class Member:
    """Someone on the project, with what they carry: tasks not done, and minutes logged."""

    person: Person
    is_manager: bool
    open_tasks: int
    minutes: int


def team(actor: Actor, project: Project) -> list[Member]:
    """Everyone on the project, the manager first."""
    people = list(project.members.order_by("sort_name", "id"))
    tasks = visible(Task, actor).filter(project=project, percent__lt=100, assignments__person__in=people)
    held = dict(tasks.values_list("assignments__person").annotate(count=Count("pk", distinct=True)))
    logged = TimeEntry.objects.filter(work__task__project=project, person__in=people)
    minutes = dict(logged.values_list("person").annotate(sum=Sum("minutes")))
    found = [
        Member(person, person.pk == project.manager_id, held.get(person.pk, 0), minutes.get(person.pk, 0))
        for person in people
    ]
    return sorted(found, key=lambda member: not member.is_manager)


@dataclass(frozen=True)
class Counts:
    """How many of each part a project has: for its tabs."""

    deliverables: int
    accepted: int
    risks: int
    wanted: int
    ready: int
    services: int
    passed: int

    @property
    def is_delivered(self) -> bool:
        """All is accepted and handed over: the project may close."""
        return self.accepted == self.deliverables and self.passed == self.services


def counts(actor: Actor, project: Project) -> Counts:
    """Each counted by itself, all in one query."""
    results = visible(Deliverable, actor)
    risks = visible(Risk, actor).filter(state=Risk.State.OPEN)
    counted = {
        "every_result": _count(results),
        "accepted": _count(results.filter(state=Deliverable.State.ACCEPTED)),
        "open_risks": _count(risks),
        "wanted": _count(ReadinessItem.objects.all(), "handover__project"),
        "ready": _count(ReadinessItem.objects.filter(is_ready=True), "handover__project"),
        "built": _count(Service.objects.all(), "projects"),
        "passed": _count(Handover.objects.filter(passed_at__isnull=False)),
    }
    return Counts(*Project.objects.filter(pk=project.pk).annotate(**counted).values_list(*counted).get())


def _count(found: QuerySet[Any], path: str = "project") -> Coalesce:
    of_project = found.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(of_project.annotate(count=Count("pk")).values("count"), IntegerField()), 0)
