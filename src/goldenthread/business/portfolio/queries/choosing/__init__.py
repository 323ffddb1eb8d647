"""Choosing investments: a scenario's limits, what is chosen from, and what came of it."""

from goldenthread.business.portfolio.queries.choosing.answer import (
    KIND,
    Choice,
    answered,
    choice,
    names_of_investments,
)
from goldenthread.business.portfolio.queries.choosing.inputs import Inputs, choosable, inputs
from goldenthread.business.portfolio.queries.choosing.limits import (
    FUNDS,
    WEIGHED,
    ScenarioLimits,
    Share,
    Weighed,
    limits_of,
)
from goldenthread.business.portfolio.queries.choosing.scenarios import (
    group_choices,
    needs_of,
    newest_scenario,
    put_forward,
    put_forward_for,
    scenario,
    scenarios,
    skill_choices,
    usual_limits,
)

__all__ = [
    "FUNDS",
    "KIND",
    "WEIGHED",
    "Choice",
    "Inputs",
    "ScenarioLimits",
    "Share",
    "Weighed",
    "answered",
    "choice",
    "choosable",
    "group_choices",
    "inputs",
    "limits_of",
    "names_of_investments",
    "needs_of",
    "newest_scenario",
    "put_forward",
    "put_forward_for",
    "scenario",
    "scenarios",
    "skill_choices",
    "usual_limits",
]
