"""Levelling around spans in which some tasks may not be worked on at all, such as freezes for what goes live."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from goldenthread.engine.levelling import Incumbent, LevelledPlan, Objective, level
from goldenthread.engine.network.plan import Plan, Task

Span = tuple[datetime, datetime]
ROUNDS = 12
"""How often tasks are put behind the spans they were found in; after that they stay where they are."""
LATER = 0.25
"""The share of the time that each round after the first full search gets."""


@dataclass(frozen=True)
class Around:
    """What to level, and by what: see `level`. `closed` holds spans by task, which it may neither touch nor end in."""

    plan: Plan
    objective: Objective
    load: Mapping[str, Sequence[tuple[datetime, datetime, float]]]
    closed: Mapping[str, Sequence[Span]]


@dataclass(frozen=True)
class LevelledAround:
    """The levelled plan, and which tasks were put behind a span (its end) so that they keep out of it."""

    levelled: LevelledPlan
    behind: Mapping[str, datetime]


def level_around(
    given: Around,
    *,
    time_limit: float,
    seed: int = 0,
    on_better: Callable[[Incumbent], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> LevelledAround:
    """A plan without overloads that keeps its tasks out of their closed spans.

    A task that a first plan, or the best one, puts into a span may begin only after it; then it is levelled again.
    """
    behind: dict[str, datetime] = {}

    def levelled_in(limit: float) -> LevelledPlan:
        return level(
            _held(given.plan, behind),
            objective=given.objective,
            time_limit=limit,
            seed=seed,
            load=given.load,
            on_better=on_better if limit else None,
            should_stop=should_stop,
        )

    for _round in range(ROUNDS if given.closed else 0):
        found = _inside(levelled_in(0), given.closed)
        if not found:
            break
        behind |= found
    levelled = levelled_in(time_limit)
    for _round in range(ROUNDS):
        found = _inside(levelled, given.closed)
        if not found:
            break
        behind |= found
        levelled = levelled_in(time_limit * LATER)
    return LevelledAround(levelled, behind)


def _inside(levelled: LevelledPlan, closed: Mapping[str, Sequence[Span]]) -> dict[str, datetime]:
    """Tasks that touch a span, with the end of the last one they touch."""
    found: dict[str, datetime] = {}
    for task, spans in closed.items():
        start, finish = levelled.starts[task], levelled.finishes[task]
        met = [end for begin, end in spans if start < end and (begin < finish or start == begin)]
        if met:
            found[task] = max(met)
    return found


def _held(plan: Plan, behind: Mapping[str, datetime]) -> Plan:
    if not behind:
        return plan
    return replace(
        plan, tasks=tuple(_after(task, behind[task.id]) if task.id in behind else task for task in plan.tasks)
    )


def _after(task: Task, at: datetime) -> Task:
    """A task that starts no earlier; a later constraint of its own holds."""
    if task.constraint == "SNET" and task.constraint_at is not None:
        at = max(at, task.constraint_at)
    return replace(task, constraint="SNET", constraint_at=at)
