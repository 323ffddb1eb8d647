"""The part of the whole thread that is steered: objective and investments, a scenario's choice, a levelling."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from goldenthread.business.portfolio.actions import NewRisk as FirstRisk
from goldenthread.business.portfolio.actions import charter_investment, prepare_scenario, propose_investment
from goldenthread.business.portfolio.models import Portfolio
from goldenthread.business.portfolio.queries.choosing import ScenarioLimits
from goldenthread.business.projects import actions as projects
from goldenthread.business.projects.actions.levelling import LEVELLED
from goldenthread.engine.levelling import LevelledPlan, Move
from goldenthread.engine.levelling.around import LevelledAround
from goldenthread.foundation.models import Run
from tests.business.portfolio.stage import a_choice, an_objective, approved, proposal, prove
from tests.business.portfolio.test_charter_investment import charter
from tests.cast import HOUSE, NOON, acting
from tests.world_records import DAY, HOUR, World


def steer(world: World) -> None:
    """An objective with a measure, one investment on its way, and one that only its circle knows of."""
    cast, portfolio = world.cast, world.portfolio
    Portfolio.objects.filter(pk=portfolio.pk).update(limit=Decimal(7_654_321))
    world.hide("7,654,321", {"mara"}, "the limit of a portfolio")
    world.hide("7654321", {"mara"}, "the limit of a portfolio")
    objective = an_objective(cast, portfolio)
    world.named["objective"] = objective.key
    secret = world.hide("Plumefeather", {"mara", "ruth", "ines"}, "an investment of others", in_facts=True)
    quiet = proposal(cast, portfolio, objective, name=f"{secret} programme")
    quiet = replace(quiet, risks=(FirstRisk("Quarrelbird", 20, Decimal(500)),))
    world.hide("Quarrelbird", {"mara", "ruth", "ines"}, "a first risk of an investment of others")
    world.named["quiet investment"] = propose_investment(acting(cast.ines), new=quiet).key

    investment = approved(cast, portfolio, objective)
    memo = world.hide("Goosefigure", {"mara", "ruth", "ines"}, "a line of a business case")
    case = investment.cases.get(number=1)
    case.flows.filter(kind="capex").update(memo=memo)
    prove(cast, investment)
    project = charter_investment(acting(cast.mara), investment.key, charter=charter(cast))
    world.named |= {"investment": investment.key, "project": project.key}
    world.named["service"] = project.services.get().key


def choose(world: World) -> None:
    """A scenario whose choice was found, for those who govern the portfolio alone."""
    mara = acting(world.cast.mara)
    name = world.hide("Quillmarsh", {"mara"}, "the name of a scenario", in_facts=True)
    money = {"capex": {2026: Decimal(1800), 2027: Decimal(900)}}
    limits = ScenarioLimits(first_year=2026, years=2, money=money, risk=Decimal(900))
    scenario = prepare_scenario(mara, world.portfolio.key, name=name, limits=limits)
    prepare_scenario(mara, world.portfolio.key, name=f"{name} again", limits=limits)
    world.named["scenario"] = scenario.key
    a_choice(world.cast, scenario)


def level(world: World) -> None:
    """A proposal of levelling in which an open and a private task wait for each other; accepted and taken back."""
    at = acting(world.cast.mara, NOON + 3 * HOUR)
    run = projects.level_projects(at, projects=[world.named["project"]])
    context = LEVELLED.prepare(HOUSE, run).context
    given, _stamp = context
    starts = {key: given.kept[plan].schedule[key].early_start for key, plan in given.plan_of.items()}
    pair = [world.named["milestone"], world.named["private task"]]
    after = {key: starts[key] + 7 * DAY for key in pair}
    moves = tuple(
        Move(key, starts[key], after[key], 7 * DAY, "resource", world.cast.tomas.key, (other,))
        for key, other in (pair, pair[::-1])
    )
    finish = max(starts.values()) + 7 * DAY
    levelled = LevelledPlan(starts | after, finish, finish, 0.0, is_proven=True, moves=moves)
    answer = LEVELLED.tell(run, LevelledAround(levelled, {}), context).answer
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE, answer=answer, ended_at=at.at)
    done = projects.accept_levelling(at, run.key)
    projects.undo_levelling(at, done.key)
    world.named |= {"levelling run": run.key, "levelling": done.key}
