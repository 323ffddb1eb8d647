"""What a choice came to, kept in plain values with its run, and read again from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldenthread.business.portfolio.models import Investment, Scenario
from goldenthread.business.portfolio.queries.choosing.inputs import Inputs, stamp
from goldenthread.business.portfolio.queries.choosing.worth import Worth
from goldenthread.engine.selection import LimitKey, Selection
from goldenthread.engine.selection.study import Study
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import visible

KIND = "choose_investments"


@dataclass(frozen=True)
class Choice:
    """The newest run of a scenario, the newest that found something, and what has changed since that one was asked."""

    run: Run | None
    found: Run | None
    changed: tuple[str, ...] = ()
    """Keys of investments that changed, came or went."""
    has_other_limits: bool = False

    @property
    def answer(self) -> dict[str, Any] | None:
        return None if self.found is None else self.found.answer

    @property
    def is_of_before(self) -> bool:
        return bool(self.changed) or self.has_other_limits


def choice(actor: Actor, scenario: Scenario) -> Choice:
    """What is known of the choice within a scenario's limits; of one put forward, the choice that was."""
    runs = visible(Run, actor).filter(kind=KIND, about=scenario.key).order_by("-pk")
    newest = found = runs.first()
    if scenario.proposal is not None:
        found = runs.filter(key=scenario.proposal["run"]).first()
    elif newest is not None and newest.answer is None:
        found = runs.filter(answer__isnull=False).first()
    if found is None or found.answer is None:
        return Choice(newest, None)
    before, now = found.answer["stamp"], stamp(scenario.portfolio_id)
    changed = tuple(key for key in dict.fromkeys((*now, *before)) if now.get(key) != before.get(key))
    return Choice(newest, found, changed, found.answer["limits"] != scenario.limits)


def answered(study: Study, given: Inputs) -> dict[str, Any]:
    """Money as numbers of the portfolio's currency; periods as calendar years; investments, skills by key."""
    first = given.scenario.first_year
    return {
        "currency": given.currency,
        "limits": given.scenario.plain(),
        "stamp": given.stamp,
        "now": given.now,
        "empty_groups": _empty_groups(given),
        "left_out": [list(pair) for pair in given.left_out],
        "candidates": [
            _candidate(worth, is_must=candidate.mandatory)
            for worth, candidate in zip(given.worths, given.candidates, strict=True)
        ],
        "points": [_point(point, given) for point in study.points],
        "own": study.own,
        "first_year": first,
    }


def _empty_groups(given: Inputs) -> list[str]:
    """Groups of which a share is asked and to which nothing belongs that could be chosen: their shares are not held."""
    groups = {group for candidate in given.candidates for group in candidate.groups}
    return [share.group for share in given.scenario.shares if share.group not in groups]


def _candidate(worth: Worth, *, is_must: bool) -> dict[str, Any]:
    return {
        "key": worth.key,
        "is_must": is_must,
        "is_under_way": worth.is_under_way,
        "moved": worth.moved,
        "starts_in": worth.starts_in,
        "values": {str(year): value for year, value in worth.values.items()},
        "brings": worth.brings,
        "cost": worth.cost,
        "hours": worth.hours,
        "risk": worth.risk,
        "cost_spread": worth.cost_spread,
        "value_spread": worth.value_spread,
        "case": worth.case,
    }


def _point(point: Selection, given: Inputs) -> dict[str, Any]:
    first = given.scenario.first_year
    return {
        "level": point.level,
        "budget": float(given.scenario.budget) * point.level,
        "value": point.value,
        "bound": point.bound,
        "starts": {key: first + start for key, start in point.starts.items()},
        "used": [
            {**_limit(key, first), "used": use.used, "limit": use.limit, "price": point.prices.get(key, 0.0)}
            for key, use in point.used.items()
        ],
        "dropped": {
            key: {
                "value": dropped.value,
                "priced": dropped.priced,
                "lacks": [{**_limit(limit, first), "amount": amount} for limit, amount in dropped.limits.items()],
            }
            for key, dropped in point.dropped.items()
        },
        "stability": dict(point.stability),
    }


def _limit(key: LimitKey, first_year: int) -> dict[str, Any]:
    names = [key.name] if isinstance(key.name, str) else list(key.name)
    return {"kind": key.kind, "names": names, "year": None if key.period is None else first_year + key.period}


def names_of_investments(actor: Actor, scenario: Scenario) -> dict[str, Investment]:
    """By key, every investment of its portfolio that the actor sees."""
    found = visible(Investment, actor).filter(portfolio=scenario.portfolio_id)
    return {it.key: it for it in found.only("key", "name", "state", "held_in", "portfolio")}
