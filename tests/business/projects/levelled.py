"""Two projects that ask one person for two things at once, and levelling run in the test's own process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.business.projects.company import a_project, task
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.people.models import Person
from goldenthread.business.projects.actions import ResourceFacts, add_resource, assign_task, level_projects
from goldenthread.business.projects.actions.levelling import LEVELLED
from goldenthread.business.projects.models import Project, Resource, Task
from goldenthread.business.projects.queries import Proposal, proposal
from goldenthread.business.projects.queries.levelling.clashes import CURABLE, overs
from goldenthread.business.projects.queries.levelling.holding import Placing
from goldenthread.business.projects.queries.levelling.question import given
from goldenthread.foundation.actors import SYSTEM
from goldenthread.foundation.models import Run

SUNDAY = NOON - timedelta(days=1)
"""Before any of it was to begin."""


def busy(cast: Cast, project: Project, title: str, days: float, units: int = 100, **known: Any) -> Task:
    """A task that Tomas is on."""
    made = task(cast, project, title, days=days, **known)
    assign_task(acting(cast.priya), made.key, person=cast.tomas.key, units=units)
    return made


def role_of(cast: Cast, project: Project) -> Resource:
    """A role of the project that Ines fills."""
    role = add_resource(acting(cast.priya), project.key, facts=ResourceFacts(name="Architect", units=Decimal(100)))
    Resource.objects.filter(pk=role.pk).update(person=cast.ines)
    return role


def crowded(cast: Cast) -> tuple[Project, Project, Task, Task]:
    """Two projects from Monday on, each asking all of Tomas for five days."""
    first, second = a_project(cast, name="Booking"), a_project(cast, name="Directory")
    return first, second, busy(cast, first, "Pages", 5), busy(cast, second, "Interfaces", 5)


def searched(
    run: Run, at: datetime = SUNDAY, seconds: float = 0.1, meanwhile: Callable[[], object] = lambda: None
) -> Run:
    """The run carried out here, without a process of its own; `meanwhile` happens while it searches."""
    computation = LEVELLED.prepare(SYSTEM.at(at), run)
    meanwhile()
    options = {**computation.options, "time_limit": seconds}
    found = computation.function(*computation.arguments, **options)
    run.answer = dict(LEVELLED.tell(run, found, computation.context).answer or {})
    run.state, run.started_at, run.ended_at = Run.State.DONE, at, at
    run.save()
    return run


def proposed(cast: Cast, *projects: Project, by: Person | None = None, at: datetime = SUNDAY) -> Proposal:
    """What levelling these proposes to whoever asks, Mara unless it is said."""
    who = by or cast.mara
    run = level_projects(acting(who, at), projects=[project.key for project in projects], seconds=1)
    return proposal(actor(who), searched(run, at).key)


def curable(*projects: Project, at: datetime = SUNDAY) -> list[Any]:
    """The overloads of these plans as they stand that levelling can part."""
    what = given(list(Project.objects.filter(pk__in=[project.pk for project in projects])), at)
    return [over for over in overs(what, Placing(what, {}).span) if over.kind in CURABLE]


def stands() -> list[Any]:
    """Every column of every task and plan: what an undo must bring back."""
    columns = [field.attname for field in Task._meta.concrete_fields]
    plans = Project.objects.order_by("pk").values_list("pk", "finish_at", "percent", "plan_stamp")
    works = Task.objects.order_by("pk").values_list("pk", "work__due_at")
    return [*Task.objects.order_by("pk").values_list(*columns), *plans, *works]


def start_of(found: Task) -> date:
    return Task.objects.get(pk=found.pk).early_start_at.astimezone(NOON.tzinfo).date()  # type: ignore[union-attr]
