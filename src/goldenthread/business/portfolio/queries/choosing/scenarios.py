"""Scenarios as their readers find them, and the limits that a first one begins with."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from goldenthread.business.people.models import Skill
from goldenthread.business.portfolio.models import (
    Investment,
    InvestmentNeed,
    InvestmentTie,
    Objective,
    Portfolio,
    Scenario,
)
from goldenthread.business.portfolio.queries.choices import KIND_WORDS
from goldenthread.business.portfolio.queries.choosing.inputs import inputs
from goldenthread.business.portfolio.queries.choosing.limits import FUNDS, ScenarioLimits
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import seen, visible

YEARS = 3
AUTUMN = 10
"""From this month on a plan is made for the years that follow."""
HALF = Decimal("0.6")
ROUND = Decimal(10_000)


def scenario(actor: Actor, key: str) -> Scenario:
    found = visible(Scenario, actor).select_related("portfolio", "made_by", "proposed_by")
    return seen(Scenario, actor, key, found)


def scenarios(actor: Actor, portfolio: str = "", cursor: str | None = None) -> Page[Scenario]:
    """Those of a portfolio, by key, or of all that the actor governs; the newest first."""
    found = visible(Scenario, actor).select_related("portfolio", "made_by")
    return page_of(found.filter(portfolio__key=portfolio) if portfolio else found, ("-made_at", "-id"), cursor)


def newest_scenario(actor: Actor, portfolio: Portfolio) -> Scenario | None:
    """The one that was prepared last."""
    return visible(Scenario, actor).filter(portfolio=portfolio).order_by("-made_at", "-id").first()


def put_forward(actor: Actor) -> list[Scenario]:
    """The choices that were put forward for decision and that the actor may see, the newest first."""
    return list(_put_forward(actor)[:20])


def _put_forward(actor: Actor) -> QuerySet[Scenario]:
    found = visible(Scenario, actor).filter(proposal__isnull=False)
    return found.select_related("portfolio", "proposed_by").order_by("-proposed_at", "-id")


def put_forward_for(actor: Actor, investment: Investment) -> list[Scenario]:
    """Choices put forward that have a word on this investment."""
    return [
        it
        for it in _put_forward(actor).filter(portfolio=investment.portfolio_id)
        if it.proposal is not None and investment.key in (*it.proposal["starts"], *it.proposal["out"])
    ]


def usual_limits(portfolio: Portfolio, at: datetime) -> ScenarioLimits:
    """Where a first scenario begins: three years, and three fifths of the project cost asked for in them, evenly."""
    year = at.year + (at.month >= AUTUMN)
    free = ScenarioLimits(first_year=year, years=YEARS)
    asked = inputs(Scenario(portfolio=portfolio, limits=free.plain()), at)
    fund = FUNDS[0]
    whole = sum(sum(worth.cost.get(fund, ())[: year + YEARS - worth.starts_in]) for worth in asked.worths)
    each = (Decimal(whole) * HALF / YEARS / ROUND).quantize(Decimal(1)) * ROUND
    return ScenarioLimits(first_year=year, years=YEARS, money={fund: dict.fromkeys(range(year, year + YEARS), each)})


def group_choices(actor: Actor, limits: ScenarioLimits) -> list[tuple[str, str]]:
    """What a share may be of: open objectives, kinds of investment, and objectives that the limits already name."""
    named = [share.group for share in limits.shares]
    objectives = visible(Objective, actor).filter(Q(closed_at=None) | Q(key__in=named)).order_by("sort_name", "id")
    return [*objectives.values_list("key", "name"), *((kind, str(word)) for kind, word in KIND_WORDS.items())]


def skill_choices(actor: Actor) -> list[tuple[str, str]]:
    return list(visible(Skill, actor).order_by("sort_name", "id").values_list("key", "name"))


def needs_of(actor: Actor, investment: Investment) -> tuple[list[InvestmentTie], list[InvestmentNeed]]:
    """What it needs of other investments that the actor sees, or rules out, and of people."""
    open_to_actor = visible(Investment, actor).values("pk")
    ties = investment.ties.filter(other__in=open_to_actor).select_related("other").order_by("kind", "pk")
    return list(ties), list(investment.needs.select_related("skill").order_by("skill__sort_name"))
