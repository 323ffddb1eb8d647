"""Asking for plans to be levelled; the worker searches, the proposal stays with the run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from goldenthread.business.people.models import Person
from goldenthread.business.people.queries import actor_of
from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.models import Project
from goldenthread.business.projects.policies import (
    LEVEL_PROJECTS,
    LEVELLING,
    levellable_by,
    may_level_all,
    may_level_some,
)
from goldenthread.business.projects.queries.levelling.answer import answered, so_far
from goldenthread.business.projects.queries.levelling.question import engine_plan, given
from goldenthread.business.projects.queries.levelling.refusals import refusal
from goldenthread.business.projects.queries.levelling.stamping import stamp_text
from goldenthread.engine.errors import EngineError
from goldenthread.engine.levelling import Incumbent
from goldenthread.engine.levelling.around import Around, level_around
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import SYSTEM, Acting, Actor
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import visible
from goldenthread.foundation.runs import Computation, RunKind, Told, ask_run, register_run

OBJECTIVES = ("finish", "weighted_finish")
SHORTEST, LONGEST = 1, 600
SEED = 20_261_125


@action(may=may_level_some)
def level_projects(
    acting: Acting, *, projects: Sequence[str], objective: str = "weighted_finish", seconds: int = 30
) -> Run:
    """Have the plans of these projects (by key) levelled together, searching for so many seconds.

    `objective` is `finish` (the last finish of all) or `weighted_finish` (every project's finish counts alike).
    """
    wrong: dict[str, object] = {}
    asked = list(dict.fromkeys(projects))
    found = visible(Project, acting.actor).filter(levellable_by(acting.actor), key__in=asked).order_by("pk")
    chosen = list(found)
    if not asked:
        wrong["projects"] = _("Choose at least one project.")
    elif len(chosen) < len(asked):
        missing = ", ".join(sorted(set(asked) - {project.key for project in chosen}))
        wrong["projects"] = _("These are not yours to level: %(keys)s.") % {"keys": missing}
    if objective not in OBJECTIVES:
        wrong["objective"] = _("Choose from the list.")
    if not SHORTEST <= seconds <= LONGEST:
        wrong["seconds"] = _("A search takes between 1 second and 10 minutes.")
    if wrong:
        raise Invalid(fields=wrong)
    for project in chosen:
        must_be_open(project)
    if not any(project.tasks.exists() for project in chosen):
        raise Refused(_("There is no task yet to level. Plan first."))
    question = {"projects": [project.key for project in chosen], "objective": objective, "seconds": seconds}
    return ask_run(acting, LEVELLED, about=chosen[0].key if len(chosen) == 1 else "", question=question)


def asked_projects(run: Run) -> list[Project]:
    """The projects of a run, in a fixed order."""
    found = Project.objects.filter(key__in=run.question["projects"]).select_related("charter", "calendar")
    return list(found.order_by("pk"))


def _prepare(acting: Acting, run: Run) -> Computation:
    projects = asked_projects(run)
    for project in projects:
        must_be_open(project)
    stamp = stamp_text(projects)  # before they are read: what changes from now on makes the proposal one of before
    what = given([project for project in projects if project.tasks.exists()], acting.at)
    plan, load = engine_plan(what)
    closed = {key: [(one.begin, one.end) for one in windows] for key, windows in what.windows.items()}
    around = Around(plan, run.question["objective"], load, closed)
    options = {"time_limit": float(run.question["seconds"]), "seed": SEED}
    return Computation(level_around, (around,), options, tells="on_better", stops="should_stop", context=(what, stamp))


def _tell(run: Run, value: Any, context: Any) -> Told:
    if isinstance(value, Incumbent):
        return Told(so_far(value))
    what, stamp = context
    return Told(answered(value, what) | {"stamp": stamp})


def _explain(run: Run, error: Exception) -> Refused | None:
    if not isinstance(error, EngineError):
        return None
    if run.asked_by is None:
        return refusal(SYSTEM, error)
    return refusal(actor_of(Person.objects.get(pk=run.asked_by)), error)


def _visible_to(actor: Actor) -> Q:
    """Those of whose projects the actor may level every one."""
    if actor.holds(*LEVELLING):
        return Q()
    mine = list(Project.objects.filter(levellable_by(actor)).values_list("key", flat=True))
    return Q(question__projects__contained_by=mine)


LEVELLED = register_run(RunKind(LEVEL_PROJECTS, _prepare, _tell, _explain, _visible_to, may_level_all, keeps_best=True))
