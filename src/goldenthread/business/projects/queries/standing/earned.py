"""Value earned: each leaf's progress by its budget; with a baseline, only what that promised counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from goldenthread.business.projects.queries.standing.reading import Known, TaskRow
from goldenthread.engine.earned_value import EarnedValue, measure


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
    tasks: Sequence[TaskRow], read: Mapping[int, int], budgets: Mapping[str, Decimal] | None
) -> tuple[Decimal, Decimal]:
    """Budget at completion and value earned. Budgets by key are the baseline's; without one, the plan's own count."""
    if budgets is None:
        leaves = leaf_rows(tasks)
        bac = sum((task.budget for task in leaves), Decimal(0))
        return bac, sum((task.budget * read.get(task.id, 0) / 100 for task in leaves), Decimal(0))
    reached = percents(tasks, read) if any(task.key in budgets for task in tasks) else {}
    of_key = {task.key: reached.get(task.id, Decimal(0)) for task in tasks}
    bac = sum(budgets.values(), Decimal(0))
    return bac, sum((budget * of_key.get(key, Decimal(0)) / 100 for key, budget in budgets.items()), Decimal(0))


def valued(one: Known, bac: Decimal, ev: Decimal, ac: Decimal | None, at: datetime) -> EarnedValue:
    """Every measure at an instant; those of planned value and of time only where there is a baseline."""
    if one.frozen is None:
        return measure(bac=bac, ev=ev, ac=ac)
    return measure(bac=bac, ev=ev, ac=ac, curve=one.frozen.curve, at=one.frozen.periods(at))
