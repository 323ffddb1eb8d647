"""Asking how sure a project's finish and cost are; the worker simulates, the answer stays with the run."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.models import Project
from goldenthread.business.projects.policies import may_simulate, projects_visible_to
from goldenthread.business.projects.queries.confidence import KIND, Inputs, inputs
from goldenthread.business.projects.queries.confidence.answer import answered, as_seen
from goldenthread.business.work.policies import may_see_money
from goldenthread.engine.errors import EngineError
from goldenthread.engine.simulation import WhatIf, what_if
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting, Actor
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import visible
from goldenthread.foundation.runs import Computation, RunKind, Told, ask_run, register_run

ITERATIONS = 10_000
SEED = 20_261_125


@action(on=Project, may=may_simulate)
def simulate_project(acting: Acting, project: Project) -> Run:
    """Have the plan simulated with its estimates and risks as they stand. Refused once it has ended."""
    must_be_open(project)
    if not project.tasks.exists():
        raise Refused(_("There is no task yet to be unsure of. Plan first."))
    return ask_run(acting, SIMULATION, about=project.key)


def _prepare(acting: Acting, run: Run) -> Computation:
    project = Project.objects.select_related("charter", "calendar").get(key=run.about)
    must_be_open(project)
    given = inputs(project, acting.at)
    options: dict[str, Any] = {
        "treatments": given.treatments,
        "targets": given.targets,
        "iterations": ITERATIONS,
        "seed": SEED,
    }
    told = (given.plan, given.estimates, given.risks, given.costs)
    return Computation(what_if, told, options, tells="on_progress", stops="should_stop", context=given)


def _tell(run: Run, value: Any, context: Inputs) -> Told:
    """Progress is in percent; of a run that was stopped, the percent that were done."""
    if not isinstance(value, WhatIf):
        return Told(None, round(100 * value), 100)
    simulations = 1 + len(context.risks) + len(context.treatments)
    done = value.as_is.iterations / ITERATIONS + len(value.without) + len(value.treated)
    return Told(answered(value, context), round(100 * done / simulations), 100)


def _explain(run: Run, error: Exception) -> Refused | None:
    if not isinstance(error, EngineError):
        return None
    return Refused(_("This plan cannot be simulated: %(why)s") % {"why": error})


def _visible_to(actor: Actor) -> Q:
    """Those who see the project and money."""
    if not may_see_money(actor):
        return Q(pk__in=[])
    return Q(about__in=Project.objects.filter(projects_visible_to(actor)).values("key"))


def _may_see(actor: Actor, run: Run) -> bool:
    return may_see_money(actor) and visible(Project, actor).filter(key=run.about).exists()


SIMULATION = register_run(RunKind(KIND, _prepare, _tell, _explain, _visible_to, _may_see, as_seen))
