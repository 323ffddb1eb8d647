"""Choosing investments within limits: scenarios prepared, changed, computed by the worker, put forward for decision."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from goldenthread.business.portfolio.actions.checks import own_id, said
from goldenthread.business.portfolio.actions.limits import checked
from goldenthread.business.portfolio.events import (
    ScenarioChanged,
    ScenarioDropped,
    ScenarioPrepared,
    ScenarioProposed,
    ScenarioTakenBack,
)
from goldenthread.business.portfolio.models import Portfolio, Scenario
from goldenthread.business.portfolio.policies import (
    may_change_scenario,
    may_prepare,
    may_put_forward,
    scenarios_visible_to,
)
from goldenthread.business.portfolio.queries.choosing import KIND, Inputs, ScenarioLimits, answered, choice, inputs
from goldenthread.business.portfolio.queries.choosing.refusals import refused
from goldenthread.engine.errors import EngineError
from goldenthread.engine.selection.study import Effort, Study, study
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting, Actor
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import visible
from goldenthread.foundation.runs import Computation, RunKind, Told, ask_run, register_run

MANY, LARGE = 60, Effort(points=11, time_limit=120.0)
"""Past so many investments a frontier has fewer points, so that each has its time and a page holds them all."""


@action(on=Portfolio, may=may_prepare)
def prepare_scenario(acting: Acting, portfolio: Portfolio, *, name: str, limits: ScenarioLimits) -> Scenario:
    """Prepare a scenario; what is best within its limits is asked for by `choose_investments`."""
    scenario = Scenario.objects.create(
        key=next_key(Scenario.prefix),
        name=said(name, "name", _("Name the scenario.")),
        portfolio=portfolio,
        limits=checked(acting, portfolio, limits).plain(),
        made_by_id=own_id(acting),
        made_at=acting.at,
    )
    record(
        ScenarioPrepared(subject=scenario.key, name=scenario.name, portfolio=portfolio.key), version=scenario.version
    )
    return scenario


@action(on=Scenario, may=may_change_scenario)
def change_scenario(
    acting: Acting, scenario: Scenario, *, name: str | None = None, limits: ScenarioLimits | None = None
) -> Scenario:
    """Rename it, or set other limits; what was put forward keeps its limits."""
    moved = []
    if name is not None and name.strip() != scenario.name:
        scenario.name = said(name, "name", _("Name the scenario."))
        moved.append("name")
    if limits is not None and limits.plain() != scenario.limits:
        scenario.require_not_proposed()
        scenario.limits = checked(acting, scenario.portfolio, limits).plain()
        moved.append("limits")
    if moved:
        scenario.save()
        record(ScenarioChanged(subject=scenario.key, fields=moved), version=scenario.version)
    return scenario


@action(on=Scenario, may=may_change_scenario)
def drop_scenario(acting: Acting, scenario: Scenario) -> None:
    """Throw a scenario away; what happened to it stays in the history."""
    scenario.require_not_proposed()
    record(ScenarioDropped(subject=scenario.key, name=scenario.name), version=scenario.version)
    scenario.delete()


@action(on=Scenario, may=may_change_scenario)
def choose_investments(acting: Acting, scenario: Scenario) -> Run:
    """Have the best choice within its limits found, and those for less and more money; what was put forward stays."""
    scenario.require_not_proposed()
    return ask_run(acting, CHOICE, about=scenario.key)


@action(on=Scenario, may=may_put_forward)
def propose_scenario(acting: Acting, scenario: Scenario, *, point: int, run: str = "", note: str = "") -> Scenario:
    """Put one point of its frontier forward for decision. It decides nothing: each investment still meets its gates.

    `run` is the key of the run whose points were seen; where another has found points since, it is Refused.
    """
    scenario.require_not_proposed()
    found = _to_put_forward(acting, scenario, run)
    points = (found.answer or {})["points"]
    if not 0 <= point < len(points):
        raise Invalid(fields={"point": _("There is no such point.")})
    at = points[point]
    scenario.proposal = {
        "run": found.key,
        "point": point,
        "budget": at["budget"],
        "value": at["value"],
        "starts": at["starts"],
        "out": sorted(at["dropped"]),
        "note": note.strip()[:2000],
    }
    scenario.proposed_by_id, scenario.proposed_at = own_id(acting), acting.at
    scenario.save()
    chosen = sorted(at["starts"])
    budget = str(Decimal(at["budget"]).quantize(Decimal("0.01")))
    record(
        ScenarioProposed(subject=scenario.key, budget=budget, chosen=chosen, note=scenario.proposal["note"]),
        version=scenario.version,
    )
    return scenario


def _to_put_forward(acting: Acting, scenario: Scenario, seen: str) -> Run:
    known = choice(acting.actor, scenario)
    if known.found is None:
        raise Refused(_("Nothing is chosen yet. Choose first, then put it forward."))
    if seen not in ("", known.found.key):
        raise Refused(_("Another choice was found meanwhile. Look at it first."))
    if not known.found.is_over:
        raise Refused(_("A better choice is still being looked for. Wait for it, or stop the search."))
    if known.is_of_before:
        raise Refused(_("Something has changed since this choice was made. Choose again first."))
    return known.found


@action(on=Scenario, may=may_put_forward)
def take_back_scenario(acting: Acting, scenario: Scenario) -> Scenario:
    """It is no longer put forward; what was decided meanwhile stays decided."""
    if not scenario.is_proposed:
        raise Refused(_("%(key)s is not put forward.") % {"key": scenario.key})
    scenario.proposal, scenario.proposed_by, scenario.proposed_at = None, None, None
    scenario.save()
    record(ScenarioTakenBack(subject=scenario.key), version=scenario.version)
    return scenario


def _prepare(acting: Acting, run: Run) -> Computation:
    scenario = Scenario.objects.select_related("portfolio").filter(key=run.about).first()
    if scenario is None:
        raise Refused(_("The scenario was dropped meanwhile."))
    given = inputs(scenario, acting.at)
    if not given.candidates:
        raise Refused(_("Nothing can be chosen from: no investment of this portfolio has figures for these years."))
    effort = Effort() if len(given.candidates) <= MANY else LARGE
    told = (given.candidates, given.limits, effort)
    return Computation(study, told, tells="tell", stops="should_stop", context=given)


def _tell(run: Run, value: Study, context: Inputs) -> Told:
    return Told(answered(value, context), len(value.points), value.of)


def _explain(run: Run, error: Exception) -> Refused | None:
    if not isinstance(error, EngineError):
        return None
    return refused(error, Scenario.objects.select_related("portfolio").get(key=run.about))


def _visible_to(actor: Actor) -> Q:
    """Those who see the scenario."""
    return Q(about__in=Scenario.objects.filter(scenarios_visible_to(actor)).values("key"))


def _may_see(actor: Actor, run: Run) -> bool:
    return visible(Scenario, actor).filter(key=run.about).exists()


CHOICE = register_run(RunKind(KIND, _prepare, _tell, _explain, _visible_to, _may_see, keeps_best=True))
