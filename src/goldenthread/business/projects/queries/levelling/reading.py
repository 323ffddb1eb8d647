"""A proposal as its reader may see it: with names where they are open to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from goldenthread.business.people.models import Person
from goldenthread.business.projects.models import Levelling, Project, Resource, Task
from goldenthread.business.projects.policies import LEVEL_PROJECTS, levellable_by
from goldenthread.business.projects.queries.levelling.bookings import MACHINE
from goldenthread.business.projects.queries.levelling.stamping import stamp_text
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import NotFound
from goldenthread.foundation.listing import Page
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import visible
from goldenthread.foundation.runs import run as read_run
from goldenthread.foundation.runs import runs as read_runs


@dataclass(frozen=True)
class Named:
    """A thing as a reader may name it; `key` is empty where there is no page of it. `project` is a task's, by key."""

    key: str
    name: str
    project: str = ""


@dataclass(frozen=True)
class Proposal:
    """A run of levelling and what became of it. `levelling` is what was accepted last, taken back or not."""

    actor: Actor
    run: Run
    projects: tuple[Project, ...]
    levelling: Levelling | None
    is_stale: bool

    @property
    def answer(self) -> Mapping[str, Any] | None:
        """The proposal; None while there is none."""
        found = self.run.answer
        return found if self.run.is_over and found is not None and "moves" in found else None

    @property
    def best(self) -> Mapping[str, Any] | None:
        """The best plan so far, while the search goes on."""
        found = self.run.answer
        return found.get("best") if found is not None else None

    @property
    def is_accepted(self) -> bool:
        return self.levelling is not None and self.levelling.undone_at is None

    @cached_property
    def tasks(self) -> dict[int, Named]:
        """By number, the tasks that the reader sees; the others have no name here."""
        told = self.answer or {"moves": [], "overs": {}}
        wanted = {pk for move in told["moves"] for pk in (move["task"], move["behind"], *move["tasks"]) if pk}
        wanted |= {pk for weeks in told["overs"].values() for *_week, tasks in weeks for pk in tasks}
        found = visible(Task, self.actor).filter(pk__in=wanted)
        columns = ("pk", "work__key", "work__title", "project__key")
        return {pk: Named(*told) for pk, *told in found.values_list(*columns)}

    @cached_property
    def people(self) -> dict[str, Named]:
        """By how the answer tells them, people and other resources."""
        told = self.answer or {"moves": [], "overs": {}}
        wanted = {move["who"] for move in told["moves"]} | {row[0] for rows in told["overs"].values() for row in rows}
        found = visible(Person, self.actor).filter(key__in=wanted).values_list("key", "name")
        numbers = [int(who.removeprefix(MACHINE)) for who in wanted if who.startswith(MACHINE)]
        machines = Resource.objects.filter(pk__in=numbers, project__in=self.projects).values_list("pk", "name")
        return {key: Named(key, name) for key, name in found} | {
            f"{MACHINE}{pk}": Named("", name) for pk, name in machines
        }


def proposal(actor: Actor, key: str) -> Proposal:
    """One run of levelling, by its key; NotFound for any other kind."""
    run = read_run(actor, key)
    if run.kind != LEVEL_PROJECTS:
        raise NotFound
    projects = tuple(visible(Project, actor).filter(key__in=run.question["projects"]).order_by("pk"))
    last = Levelling.objects.filter(run=run).select_related("accepted_by", "undone_by").order_by("-pk").first()
    is_stale = run.is_over and run.answer is not None and run.answer.get("stamp") != stamp_text(projects)
    return Proposal(actor, run, projects, last, is_stale)


def levellable(actor: Actor) -> list[Project]:
    """The open projects with a plan that the actor may level."""
    found = visible(Project, actor).filter(levellable_by(actor), state=Project.State.OPEN, tasks__isnull=False)
    return list(found.select_related("manager", "charter").distinct().order_by("sort_name", "pk"))


def levelling_runs(actor: Actor) -> Page[Run]:
    return read_runs(actor, kind=LEVEL_PROJECTS)


def keys_of(numbers: Iterable[int]) -> dict[int, str]:
    """The keys of tasks by number, whoever may see them: for what moves them, not for what shows them."""
    return dict(Task.objects.filter(pk__in=list(numbers)).values_list("pk", "work__key"))
