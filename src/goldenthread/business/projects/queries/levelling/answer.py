"""What levelling proposes, in the plain values that are kept with its run. Tasks are told by number, never by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from goldenthread.business.projects.queries.levelling.causes import Causes
from goldenthread.business.projects.queries.levelling.clashes import CURABLE, Over, by_week, overs
from goldenthread.business.projects.queries.levelling.holding import Holds, Placing
from goldenthread.business.projects.queries.levelling.question import Given, length_in_days
from goldenthread.business.projects.queries.levelling.settled import holds_of
from goldenthread.engine.levelling import Incumbent
from goldenthread.engine.levelling.around import LevelledAround

HOUR = timedelta(hours=1)


def so_far(found: Incumbent) -> dict[str, Any]:
    """The best plan while the search goes on."""
    return {"best": {"value": found.value, "bound": found.bound, "gap": found.gap, "finish": found.finish.isoformat()}}


def answered(found: LevelledAround, given: Given) -> dict[str, Any]:
    """The proposal. Dates are those that the plans will have, computed as the plans compute them."""
    levelled, holds = found.levelled, holds_of(found, given)
    before, after = Placing(given, {}), Placing(given, holds)
    causes = Causes(given, found, holds, after)
    moves = [_move(given, key, before, after) | causes.of(key) for key in sorted(given.rows)]
    return {
        "now": given.now.isoformat(),
        "value": levelled.value,
        "bound": levelled.bound,
        "gap": levelled.gap,
        "is_proven": levelled.is_proven,
        "least_finish": levelled.lower_bound.isoformat(),
        "projects": [_project(given, number, before, after) for number in given.kept],
        "moves": [move for move in moves if move["days"] or move["is_hold"]],
        "overs": _overs(given, before, after),
    }


def _move(given: Given, key: str, before: Placing, after: Placing) -> dict[str, Any]:
    was, now = before.span(key), after.span(key)
    hours = given.hours_of(key)
    days = length_in_days(given, hours.between(was[1], now[1]) - hours.between(now[1], was[1]))
    days = days or length_in_days(given, hours.between(was[0], now[0]) - hours.between(now[0], was[0]))
    return {
        "task": given.rows[key].pk,
        "project": next(one.key for one in given.projects if one.pk == given.plan_of[key]),
        "start": [was[0].isoformat(), now[0].isoformat()],
        "finish": [was[1].isoformat(), now[1].isoformat()],
        "days": round(days, 2),
    }


def _project(given: Given, number: int, before: Placing, after: Placing) -> dict[str, Any]:
    project = next(one for one in given.projects if one.pk == number)
    return {
        "key": project.key,
        "before": before.finish(number).isoformat(),
        "after": after.finish(number).isoformat(),
        "deadline": given.kept[number].hours.project.instant(project.charter.deadline, "24:00").isoformat(),
    }


def _overs(given: Given, before: Placing, after: Placing) -> dict[str, Any]:
    was, now = overs(given, before.span), overs(given, after.span)
    return {
        "before": _weeks(given, (one for one in was if one.kind in CURABLE)),
        "after": _weeks(given, (one for one in now if one.kind in CURABLE)),
        "begun": _weeks(given, (one for one in now if one.kind == "begun")),
        "alone": _weeks(given, (one for one in now if one.kind == "alone")),
    }


def _weeks(given: Given, found: Iterable[Over]) -> list[list[Any]]:
    """Person or resource, Monday, hours too many, tasks."""
    weeks: Mapping[Any, Any] = by_week(given, found)
    return [
        [who, monday.isoformat(), round(hours / HOUR, 2), sorted(tasks)]
        for (who, monday), (hours, tasks) in weeks.items()
    ]


def holds_in(answer: Mapping[str, Any], key_of: Mapping[int, str]) -> Holds:
    """The holds of a proposal, by the keys of their tasks."""
    return {
        key_of[move["task"]]: None if move["hold"] is None else datetime.fromisoformat(move["hold"])
        for move in answer["moves"]
        if move["is_hold"]
    }
