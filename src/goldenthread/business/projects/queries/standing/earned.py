"""Value earned: each leaf's progress by its budget; with a baseline, only what that promised counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import accumulate

from goldenthread.business.projects.models import EarningRule
from goldenthread.business.projects.queries.standing.frozen import Frozen
from goldenthread.business.projects.queries.standing.reading import Known, TaskRow
from goldenthread.engine.earned_value import (
    EarnedValue,
    earn_fifty_fifty,
    earn_level_of_effort,
    earn_physical_percent,
    earn_weighted_milestones,
    earn_zero_hundred,
    measure,
)


def percents(tasks: Sequence[TaskRow], read: Mapping[int, int]) -> dict[int, Decimal]:
    """How far every task was in percent: leaves as read, summaries as the mean of their leaves, weighted by money."""
    parts: dict[int, list[TaskRow]] = defaultdict(list)
    for task in tasks:
        if task.parent_id is not None:
            parts[task.parent_id].append(task)
    found: dict[int, Decimal] = {}

    def leaves(task: TaskRow) -> list[TaskRow]:
        return [leaf for part in parts[task.id] for leaf in leaves(part)] if task.id in parts else [task]

    for task in tasks:
        found[task.id] = mean_percent(leaves(task), read)
    return found


def mean_percent(leaves: Sequence[TaskRow], read: Mapping[int, int]) -> Decimal:
    weights = [leaf.budget for leaf in leaves]
    if not any(weights):
        weights = [Decimal(leaf.duration_minutes or 1) for leaf in leaves]
    total = sum(weights, Decimal(0))
    done = sum((weight * read.get(leaf.id, 0) for weight, leaf in zip(weights, leaves, strict=True)), Decimal(0))
    return done / total if total else Decimal(0)


def leaf_rows(tasks: Sequence[TaskRow]) -> list[TaskRow]:
    parents = {task.parent_id for task in tasks}
    return [task for task in tasks if task.id not in parents]


def earned(
    tasks: Sequence[TaskRow], read: Mapping[int, int], frozen: Frozen | None, at: datetime
) -> tuple[Decimal, Decimal]:
    """Budget at completion and value earned at an instant, each task by its earning rule.

    Budgets and rules are the baseline's; without one the plan's own count, and level of effort earns what is done.
    """
    if frozen is None:
        leaves = leaf_rows(tasks)
        bac = sum((task.budget for task in leaves), Decimal(0))
        return bac, sum((_earns(task, Decimal(read.get(task.id, 0))) for task in leaves), Decimal(0))
    budgets = frozen.budgets
    reached = percents(tasks, read) if any(task.key in budgets for task in tasks) else {}
    of_key = {task.key: reached.get(task.id, Decimal(0)) for task in tasks}
    bac, ev = Decimal(0), Decimal(0)
    for key, budget in budgets.items():
        rule, weights = frozen.rule(key)
        bac += budget
        if rule == EarningRule.EFFORT:
            ev += earn_level_of_effort(budget * frozen.planned_share(key, at))
        else:
            ev += value_earned(budget, rule, weights, of_key.get(key, Decimal(0)))
    return bac, ev


def _earns(task: TaskRow, percent: Decimal) -> Decimal:
    return value_earned(task.budget, task.earning_rule, task.earning_weights, percent)


def value_earned(budget: Decimal, rule: str, weights: Sequence[int], percent: Decimal) -> Decimal:
    """What a budget has earned at a progress in percent, by every rule but the one that goes by the calendar."""
    is_started, is_finished = percent > 0, percent >= 100
    if rule == EarningRule.ZERO_HUNDRED:
        return Decimal(earn_zero_hundred(budget, is_finished=is_finished))
    if rule == EarningRule.FIFTY_FIFTY:
        return Decimal(earn_fifty_fifty(budget, is_started=is_started, is_finished=is_finished))
    if rule == EarningRule.MILESTONES and weights:
        whole = sum(weights)
        steps = zip(weights, accumulate(weights), strict=True)
        passed = [(weight, 100 * up_to <= percent * whole) for weight, up_to in steps]
        return Decimal(earn_weighted_milestones(budget, passed))
    return Decimal(earn_physical_percent(budget, percent))


def valued(one: Known, bac: Decimal, ev: Decimal, ac: Decimal | None, at: datetime) -> EarnedValue:
    """Every measure at an instant; those of planned value and of time only where there is a baseline."""
    if one.frozen is None:
        return measure(bac=bac, ev=ev, ac=ac)
    return measure(bac=bac, ev=ev, ac=ac, curve=one.frozen.curve, at=one.frozen.periods(at))
