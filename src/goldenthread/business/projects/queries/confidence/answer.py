"""What a simulation of a project came to, kept in plain values with its run, and read again from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldenthread.business.projects.models import Project, Risk, Task
from goldenthread.business.projects.queries.confidence.inputs import KIND, Inputs, open_risks, stamp_text
from goldenthread.engine.simulation import Bar, Changed, Odds, Simulation, WhatIf
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import visible
from goldenthread.foundation.runs import latest_run

SURE = 0.8
STEPS = tuple(n / 20 for n in range(1, 20))


@dataclass(frozen=True)
class Confidence:
    """The latest run about a project, and whether plan or risks have changed since it was asked."""

    run: Run | None
    is_of_before: bool

    @property
    def answer(self) -> dict[str, Any] | None:
        return self.run.answer if self.run is not None else None


def confidence(actor: Actor, project: Project) -> Confidence:
    """What is known of a project's confidence."""
    run = latest_run(actor, KIND, project.key)
    if run is None or run.answer is None:
        return Confidence(run, is_of_before=False)
    return Confidence(run, is_of_before=run.answer["stamp"] != stamp_text(project, open_risks(project)))


def answered(found: WhatIf, given: Inputs) -> dict[str, Any]:
    """What is kept: shares of runs, dates as text, money as numbers of the project's currency, work in hours."""
    as_is = found.as_is
    return {
        "stamp": given.stamp,
        "iterations": as_is.iterations,
        "currency": given.currency,
        "deadline": _text(given.targets.finish),
        "budget": given.targets.cost,
        "planned_finish": _text(as_is.planned_finish),
        "odds": _odds(as_is.odds),
        "steps": [[step, _text(as_is.finish_at(step)), as_is.cost_at(step)] for step in STEPS],
        "frontier": [[_text(pair.finish), pair.cost] for pair in as_is.frontier(SURE, 12)],
        "risks": _risks(found),
        "tasks": _tasks(as_is),
        "tornado": [_bar(bar) for bar in as_is.tornado("finish", 8)],
        "spread": {"low": given.spread.low, "high": given.spread.high, "tasks": given.spread.tasks},
        "own_estimates": given.own_estimates,
        "estimates": len(given.estimates),
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _odds(odds: Odds) -> dict[str, float | None]:
    return {"finish": odds.finish, "cost": odds.cost, "joint": odds.joint}


def _changed(changed: Changed | None) -> dict[str, Any] | None:
    if changed is None:
        return None
    return {**_odds(changed.odds), "finish_at": _text(changed.finish), "cost_at": changed.cost}


def _risks(found: WhatIf) -> list[dict[str, Any]]:
    rows = [
        {
            "key": risk.id,
            "happened": risk.happened,
            "without": _changed(found.without.get(risk.id)),
            "treated": _changed(found.treated.get(risk.id)),
        }
        for risk in found.as_is.risks
    ]
    return sorted(rows, key=lambda row: -((row["without"] or {}).get("joint") or 0))


def _tasks(as_is: Simulation) -> list[dict[str, Any]]:
    heavy = sorted((task for task in as_is.tasks if task.criticality > 0), key=lambda task: -task.criticality)
    return [
        {
            "key": task.id,
            "criticality": task.criticality,
            "planned": task.planned.total_seconds() / 3600,
            "expected": task.expected.total_seconds() / 3600,
        }
        for task in heavy[:15]
        if task.planned
    ]


def _bar(bar: Bar) -> dict[str, Any]:
    low, high = (end.total_seconds() / 3600 for end in (bar.low, bar.high))
    return {"key": bar.id, "kind": bar.kind, "low": low, "high": high, "correlation": bar.correlation}


def as_seen(actor: Actor, answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer without the keys of private tasks that the actor may not see; what they do to the whole stays."""
    keys = {row["key"] for part in ("tasks", "tornado") for row in answer[part]}
    known = dict(Task.objects.filter(work__key__in=keys, work__is_private=True).values_list("pk", "work__key"))
    open_to = set(visible(Task, actor).filter(pk__in=known).values_list("pk", flat=True)) if known else set()
    hidden = {key for pk, key in known.items() if pk not in open_to}
    told = {
        part: [row | {"key": None} if row["key"] in hidden else row for row in answer[part]]
        for part in ("tasks", "tornado")
    }
    return {**answer, **told}


def names_of(actor: Actor, keys: Iterable[str]) -> dict[str, str]:
    """By key, what tasks and risks are called; a private task keeps its name to those who see it."""
    wanted = list(keys)
    tasks = visible(Task, actor).filter(work__key__in=wanted).values_list("work__key", "work__title")
    risks = visible(Risk, actor).filter(key__in=wanted).values_list("key", "title")
    return dict([*tasks, *risks])
