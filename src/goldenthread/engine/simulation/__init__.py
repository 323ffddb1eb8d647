"""Simulation: how sure a plan's finish and cost are, alone and jointly, and what they hang on."""

from goldenthread.engine.simulation.answer import Bar, Bin, MilestoneOdds, Odds, Pair, RiskOdds, Simulation, TaskOdds
from goldenthread.engine.simulation.chances.distributions import Distribution, Fixed, Lognormal, Pert, Triangular
from goldenthread.engine.simulation.inputs import Costs, Mitigation, Risk, Targets, TaskCost
from goldenthread.engine.simulation.simulating import simulate
from goldenthread.engine.simulation.what_if import Changed, WhatIf, what_if

__all__ = [
    "Bar",
    "Bin",
    "Changed",
    "Costs",
    "Distribution",
    "Fixed",
    "Lognormal",
    "MilestoneOdds",
    "Mitigation",
    "Odds",
    "Pair",
    "Pert",
    "Risk",
    "RiskOdds",
    "Simulation",
    "Targets",
    "TaskCost",
    "TaskOdds",
    "Triangular",
    "WhatIf",
    "simulate",
    "what_if",
]
