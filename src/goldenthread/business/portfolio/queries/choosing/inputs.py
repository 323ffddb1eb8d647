"""What is chosen from: a portfolio's investments as candidates, the ties between them, and a scenario's limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from goldenthread.business.portfolio.models import (
    ENDED,
    BusinessCase,
    Contribution,
    Delivery,
    Investment,
    InvestmentNeed,
    InvestmentRisk,
    InvestmentState,
    InvestmentTie,
    Portfolio,
    Scenario,
)
from goldenthread.business.portfolio.queries.choosing.hours import hours_left
from goldenthread.business.portfolio.queries.choosing.limits import ScenarioLimits, limits_of
from goldenthread.business.portfolio.queries.choosing.worth import CHOSEN_NOW, Told, Worth, worth_of
from goldenthread.business.portfolio.queries.value import spent_on
from goldenthread.business.projects.models import Risk
from goldenthread.engine.selection import Balance, Candidate, Limits, Prerequisite
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import visible

GONE_FROM_CHOICE = (*ENDED, InvestmentState.IN_SERVICE)
"""What has ended or already serves is no longer chosen."""


@dataclass(frozen=True)
class Inputs:
    """Everything a selection is told: candidates and limits by key, and what stays out of it and why."""

    candidates: list[Candidate]
    limits: Limits
    worths: list[Worth]
    left_out: list[tuple[str, str]]
    """Key and reason: "no_figures", "kept_out", "needs_out"."""
    now: list[str]
    """The present choice, by key."""
    stamp: dict[str, int]
    scenario: ScenarioLimits
    currency: str


def inputs(scenario: Scenario, at: datetime) -> Inputs:
    """A scenario as it is chosen from, at an instant."""
    limits, on = limits_of(scenario.limits), at.date()
    found = _told(scenario.portfolio, on)
    worths: list[Worth] = []
    left_out: list[tuple[str, str]] = []
    for told in found:
        key = told.investment.key
        if key in limits.out:
            left_out.append((key, "kept_out"))
        elif (worth := worth_of(told, limits, on)) is None:
            left_out.append((key, "no_figures"))
        else:
            worths.append(worth)
    ties = _ties(found)
    worths, needless = _without_needs(worths, ties, {key for key, why in left_out if why == "kept_out"})
    left_out += [(key, "needs_out") for key in needless]
    by_key = {told.investment.key: told for told in found}
    candidates = [_candidate(worth, by_key[worth.key], limits) for worth in worths]
    return Inputs(
        candidates=candidates,
        limits=_limits(limits, candidates, _open_ties(worths, ties), at),
        worths=worths,
        left_out=left_out,
        now=[told.investment.key for told in found if told.investment.state in CHOSEN_NOW],
        stamp=stamp(scenario.portfolio_id),
        scenario=limits,
        currency=scenario.portfolio.currency,
    )


def stamp(portfolio_id: int) -> dict[str, int]:
    """The version of every investment that can be chosen: what differs has changed since."""
    found = Investment.objects.filter(portfolio_id=portfolio_id).exclude(state__in=GONE_FROM_CHOICE)
    return dict(found.order_by("pk").values_list("key", "version"))


def choosable(actor: Actor, portfolio: Portfolio) -> list[tuple[str, str]]:
    """Key and name of what a portfolio can choose from, by name."""
    found = visible(Investment, actor).filter(portfolio=portfolio).exclude(state__in=GONE_FROM_CHOICE)
    return list(found.order_by("sort_name", "id").values_list("key", "name"))


def _told(portfolio: Portfolio, on: Any) -> list[Told]:
    """What the records tell of each investment, in eight questions whatever their number."""
    found = Investment.objects.filter(portfolio=portfolio).exclude(state__in=GONE_FROM_CHOICE)
    investments = list(found.select_related("account").order_by("pk"))
    numbers = [it.pk for it in investments]
    newest = BusinessCase.objects.filter(investment__in=numbers).values("investment").annotate(newest=Max("pk"))
    cases = {
        case.investment_id: case
        for case in BusinessCase.objects.filter(pk__in=newest.values("newest")).prefetch_related("flows")
    }
    spent = spent_on((it.account_id for it in investments), on)
    dangers, hours, groups = _dangers(portfolio, numbers), _hours(numbers), _groups(investments)
    return [
        Told(
            investment=it,
            case=cases.get(it.pk),
            spent=spent[it.account_id].amount if it.account_id in spent else Decimal(0),
            dangers=dangers.get(it.pk, []),
            hours=hours.get(it.pk, {}),
            groups=groups[it.pk],
        )
        for it in investments
    ]


def _dangers(portfolio: Portfolio, numbers: list[int]) -> dict[int, list[tuple[int, Decimal]]]:
    """The open risks of its projects where their register is kept in the portfolio's currency, else the first view."""
    first: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    for number, chance, cost in InvestmentRisk.objects.filter(investment__in=numbers).values_list(
        "investment_id", "probability", "cost"
    ):
        first[number].append((chance, cost))
    projects = dict(Delivery.objects.filter(investment__in=numbers).values_list("project_id", "investment_id"))
    register: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    open_risks = Risk.objects.filter(
        project__in=projects, state=Risk.State.OPEN, project__charter__currency=portfolio.currency
    )
    for project, chance, cost in open_risks.values_list("project_id", "probability", "cost"):
        register[projects[project]].append((chance, cost))
    return {**first, **register}


def _hours(numbers: list[int]) -> dict[int, dict[str, int]]:
    hours: dict[int, dict[str, int]] = defaultdict(dict)
    needs = InvestmentNeed.objects.filter(investment__in=numbers)
    for number, skill, asked in needs.values_list("investment_id", "skill__key", "hours"):
        hours[number][skill] = asked
    return hours


def _groups(investments: Iterable[Investment]) -> dict[int, tuple[str, ...]]:
    groups = {it.pk: [str(it.kind)] for it in investments}
    fed = Contribution.objects.filter(investment__in=groups).values_list("investment_id", "objective__key")
    for number, objective in fed:
        groups[number].append(objective)
    return {number: tuple(names) for number, names in groups.items()}


def _ties(found: list[Told]) -> list[tuple[str, str, str]]:
    """From, kind and to, by key; a part of a programme needs its programme."""
    keys = {told.investment.pk: told.investment.key for told in found}
    known = InvestmentTie.objects.filter(investment__in=keys, other__in=keys).order_by("pk")
    ties = [(keys[one], str(kind), keys[other]) for one, kind, other in known.values_list(
        "investment_id", "kind", "other_id"
    )]  # fmt: skip
    ties += [
        (told.investment.key, "needs", keys[told.investment.parent_id])
        for told in found
        if told.investment.parent_id in keys
    ]
    return ties


def _without_needs(
    worths: list[Worth], ties: list[tuple[str, str, str]], out: set[str]
) -> tuple[list[Worth], list[str]]:
    """Those that could go ahead at all: whoever needs what is kept out is out too, and so on."""
    needs: dict[str, set[str]] = defaultdict(set)
    for one, kind, other in ties:
        if kind == "needs":
            needs[one].add(other)
    gone, grows = set(out), True
    while grows:
        more = {worth.key for worth in worths if needs[worth.key] & gone and not worth.is_under_way} - gone
        grows, gone = bool(more), gone | more
    needless = [worth.key for worth in worths if worth.key in gone]
    return [worth for worth in worths if worth.key not in gone], needless


def _candidate(worth: Worth, told: Told, limits: ScenarioLimits) -> Candidate:
    first = limits.first_year
    return Candidate(
        id=worth.key,
        value={year - first: value for year, value in worth.values.items()},
        cost=worth.cost,
        capacity=worth.hours if limits.hours_percent is not None else {},
        risk=worth.risk,
        earliest=worth.starts_in - first,
        latest=worth.latest_in - first,
        mandatory=told.investment.is_mandatory or worth.key in limits.must,
        groups=told.groups,
        value_spread=worth.value_spread,
        cost_spread=worth.cost_spread,
    )


def _open_ties(worths: list[Worth], ties: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Those between candidates; what is under way needs nothing any more to begin."""
    known = {worth.key: worth for worth in worths}
    return [
        (one, kind, other)
        for one, kind, other in ties
        if one in known and other in known and (kind != "needs" or not known[one].is_under_way)
    ]


def _limits(
    limits: ScenarioLimits, candidates: list[Candidate], ties: list[tuple[str, str, str]], at: datetime
) -> Limits:
    groups = {group for candidate in candidates for group in candidate.groups}
    capacity: dict[tuple[str, int], float] = {}
    if limits.hours_percent is not None:
        skills = {skill for candidate in candidates for skill in candidate.capacity}
        left = hours_left(skills, limits.span, at)
        capacity = {
            (skill, year - limits.first_year): hours * limits.hours_percent / 100
            for (skill, year), hours in left.items()
        }
    return Limits(
        money={
            (fund, year - limits.first_year): float(amount)
            for fund, years in limits.money.items()
            for year, amount in years.items()
        },
        capacity=capacity,
        exclusive=tuple(dict.fromkeys(tuple(sorted((a, b))) for a, kind, b in ties if kind == "excludes")),
        prerequisites=tuple(dict.fromkeys(Prerequisite(a, b) for a, kind, b in ties if kind == "needs")),
        balance=tuple(
            Balance(share.group, share.least / 100, share.most / 100, share.of)
            for share in limits.shares
            if share.group in groups
        ),
        risk=None if limits.risk is None else float(limits.risk),
    )
