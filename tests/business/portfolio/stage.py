"""A portfolio, an objective and proposals to play with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.cast import NOON, Cast, acting

from goldenthread.business.portfolio.actions import (
    Amount,
    Decision,
    NewBenefit,
    NewInvestment,
    NewLine,
    NewObjective,
    NewPortfolio,
    NewRisk,
    decide_gate,
    judge_criterion,
    open_portfolio,
    propose_investment,
    set_objective,
)
from goldenthread.business.portfolio.models import Gate, Investment, InvestmentState, Objective, Portfolio, Scenario
from goldenthread.business.portfolio.queries import next_gate
from goldenthread.business.portfolio.queries.choosing import KIND, answered, inputs
from goldenthread.business.services.actions import NewMeasure
from goldenthread.engine.selection import Dropped, LimitKey, Selection, Use
from goldenthread.engine.selection.study import Study
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Run

MISSED = NewMeasure("Missed appointments", "%", "down", Decimal("9.4"), Decimal(6), date(2028, 1, 1))
WAIT = NewMeasure("Days to an appointment", "days", "down", Decimal(30), Decimal(14), date(2027, 12, 31))
BRINGS = (Amount(date(2027, 4, 1), Decimal(3000), 12),)


def a_portfolio(cast: Cast) -> Portfolio:
    new = NewPortfolio("Digital care", Decimal(8_000_000), cast.mara.key)
    return open_portfolio(acting(cast.mara), new=new)


def an_objective(cast: Cast, portfolio: Portfolio) -> Objective:
    new = NewObjective("Patients are seen within two weeks", portfolio.key, cast.ruth.key, date(2027, 12, 31), WAIT)
    return set_objective(acting(cast.mara), new=new)


def proposal(
    cast: Cast, portfolio: Portfolio, *objectives: Objective, name: str = "Self-service booking"
) -> NewInvestment:
    return NewInvestment(
        name=name,
        outcome="Fewer patients miss their appointment",
        portfolio=portfolio.key,
        sponsor=cast.ruth.key,
        objectives=tuple((objective.key, 60) for objective in objectives),
        costs=(
            NewLine("capex", "Build", (Amount(date(2026, 4, 1), Decimal(1200), 12),)),
            NewLine("opex", "Run", (Amount(date(2027, 4, 1), Decimal(240), 12),)),
        ),
        benefits=(
            NewBenefit(
                "Fewer missed visits", MISSED, Decimal(1000), "", (Amount(date(2027, 4, 1), Decimal(3000), 12),)
            ),
        ),
        risks=(NewRisk("Nobody uses it", 20, Decimal(500)),),
    )


def proposed(
    cast: Cast, portfolio: Portfolio, *objectives: Objective, name: str = "Self-service booking"
) -> Investment:
    """Proposed by Ines, sponsored by Ruth."""
    return propose_investment(acting(cast.ines), new=proposal(cast, portfolio, *objectives, name=name))


def the_gate(investment: Investment) -> Gate:
    investment.refresh_from_db()
    gate = next_gate(investment)
    assert gate is not None
    return gate


def prove(cast: Cast, investment: Investment) -> Gate:
    """Every criterion of the next gate met, with evidence."""
    gate = the_gate(investment)
    for criterion in gate.criteria.all():
        judge_criterion(
            acting(cast.mara), investment.key, gate=gate.key, place=criterion.place, is_met=True, evidence="Minutes"
        )
    return gate


def go(cast: Cast, investment: Investment, **known: object) -> None:
    gate = prove(cast, investment)
    decide_gate(acting(cast.mara), investment.key, gate=gate.key, decision=Decision("go", **known))  # type: ignore[arg-type]
    investment.refresh_from_db()


def approved(
    cast: Cast, portfolio: Portfolio, *objectives: Objective, name: str = "Self-service booking"
) -> Investment:
    investment = proposed(cast, portfolio, *objectives, name=name)
    for _step in range(3):
        go(cast, investment)
    assert investment.state == InvestmentState.APPROVED
    return investment


def a_choice(cast: Cast, scenario: Scenario) -> Run:
    """A run of Mara's that found two points: the first investment alone, and with a half more money all of them."""
    given = inputs(scenario, NOON)
    values = {candidate.id: candidate.value_at(candidate.earliest) for candidate in given.candidates}
    starts = {candidate.id: candidate.earliest for candidate in given.candidates}
    one, *others = values
    tight = LimitKey("money", "capex", 0)
    alone = Selection(
        chosen=(one,),
        starts={one: starts[one]},
        value=values[one],
        bound=values[one],
        used={tight: Use(900, 1800)},
        dropped={key: Dropped(key, {tight: 300.0}, values[key], 100.0) for key in others},
        prices={tight: 0.5},
        stability={one: 0.9, **dict.fromkeys(others, 0.2)},
    )
    every = replace(
        alone,
        chosen=tuple(values),
        starts=starts,
        value=sum(values.values()),
        bound=sum(values.values()),
        dropped={},
        level=1.5,
        prices={tight: 0.0},
    )
    return Run.objects.create(
        key=next_key(Run.prefix),
        kind=KIND,
        about=scenario.key,
        state=Run.State.DONE,
        asked_by=cast.mara.pk,
        asked_at=NOON,
        ended_at=NOON,
        answer=answered(Study((alone, every), 0, 2), given),
    )
