"""Earning rules: how a work package turns progress into earned value, chosen when the package is planned."""

from collections.abc import Sequence
from typing import Any

from goldenthread.engine.errors import EngineError

Figure = Any
"""A number of any one type: int, float, Decimal or Fraction; the result is of the budget's."""


def earn_zero_hundred(budget: Figure, *, is_finished: bool) -> Figure:
    """0/100: everything when it is finished, nothing before."""
    return budget if is_finished else budget * 0


def earn_fifty_fifty(budget: Figure, *, is_started: bool, is_finished: bool) -> Figure:
    """50/50: half when it has begun, the rest when it is finished."""
    if is_finished:
        return budget
    return budget / 2 if is_started else budget * 0


def earn_weighted_milestones(budget: Figure, milestones: Sequence[tuple[Figure, bool]]) -> Figure:
    """The share of the weights whose milestone is reached, from pairs (weight, is reached).

    Refused: a negative weight, or weights that come to nothing (`bad_weights`).
    """
    weights = [weight for weight, _ in milestones]
    if not weights or min(weights) < 0 or sum(weights) == 0:
        raise EngineError("bad_weights", weights=weights)
    return budget * sum(weight for weight, is_reached in milestones if is_reached) / sum(weights)


def earn_physical_percent(budget: Figure, percent: Figure) -> Figure:
    """The share measured on the work itself, 0 to 100; else `bad_percent`."""
    if not 0 <= percent <= 100:
        raise EngineError("bad_percent", percent=percent)
    return budget * percent / 100


def earn_level_of_effort(planned: Figure) -> Figure:
    """Level of effort earns with the calendar: earned is the planned value, so its schedule variance is nothing."""
    return planned
