"""Who and what the tasks of plans ask for, and when that time is given away whatever is levelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from goldenthread.business.projects.models import Assignment, Project, Resource, ResourceUse

MACHINE = "RES "


@dataclass(frozen=True, slots=True)
class Booking:
    """So much of a person (by key) or of another resource (`RES` and its number) that a task asks for; 1 is all."""

    who: str
    task: int
    units: float


@dataclass(frozen=True, slots=True)
class Taken:
    """Time that a task takes and that stays where it is: it has begun, has its date, or is of a plan left alone."""

    who: str
    task: int
    begin: datetime
    end: datetime
    units: float


@dataclass(frozen=True, slots=True)
class Machine:
    """A resource that is no person; of `units` in all."""

    id: str
    units: float


def bookings(projects: list[Project]) -> tuple[list[Booking], list[Machine], dict[int, str]]:
    """What tasks of these plans ask for, the resources besides people, and the people by id and key."""
    people: dict[int, str] = {}
    asked: dict[tuple[str, int], float] = {}
    found = Assignment.objects.filter(task__project__in=projects, task__parts=None)
    for task, person, key, units in found.values_list("task_id", "person_id", "person__key", "units"):
        people[person] = key
        asked[key, task] = units / 100
    machines: dict[str, Machine] = {}
    uses = ResourceUse.objects.filter(
        task__project__in=projects, task__parts=None, resource__kind=Resource.Kind.WORK, units__gt=0
    ).select_related("resource__person")
    for use in uses:
        filled = use.resource.person
        if filled is not None:
            people[filled.pk] = filled.key
            asked.setdefault((filled.key, use.task_id), _of_person(use.units))
            continue
        who = f"{MACHINE}{use.resource_id}"
        machines[who] = Machine(who, _share(use.resource.units))
        asked[who, use.task_id] = _share(use.units)
    return [Booking(who, task, units) for (who, task), units in asked.items()], list(machines.values()), people


def _share(percent: Decimal) -> float:
    return round(float(percent) / 100, 4)


def _of_person(percent: Decimal) -> float:
    """Of somebody who fills a role: there is no more of them than all."""
    return min(float(percent / 100), 1.0)


def elsewhere(projects: list[Project], people: dict[int, str], since: datetime) -> Iterator[Taken]:
    """What open plans that are left alone ask of these people from an instant on."""
    busy = Q(
        task__project__state=Project.State.OPEN,
        task__parts=None,
        task__percent__lt=100,
        task__early_finish_at__gt=since,
    ) & ~Q(task__project__in=projects)
    when = ("task__early_start_at", "task__early_finish_at")
    by_role = ResourceUse.objects.filter(
        busy, resource__person__in=people, resource__kind=Resource.Kind.WORK, units__gt=0
    ).values_list("resource__person_id", "task_id", "units", *when)
    by_name = Assignment.objects.filter(busy, person__in=people).values_list("person_id", "task_id", "units", *when)
    found = {(person, task): (_of_person(units), *span) for person, task, units, *span in by_role}
    found |= {(person, task): (units / 100, *span) for person, task, units, *span in by_name}
    for (person, task), (units, begin, end) in found.items():
        yield Taken(people[person], task, max(begin, since), end, units)
