"""Earned value of an investment with all below it, and of a portfolio: its projects as one."""

from __future__ import annotations

from datetime import datetime

from goldenthread.business.people.queries import house_currency
from goldenthread.business.portfolio.models import Investment, Portfolio
from goldenthread.business.portfolio.policies import may_see_money_of
from goldenthread.business.portfolio.queries.cases import require_money
from goldenthread.business.projects.models import Project
from goldenthread.business.projects.queries import Rollup, rollup
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import visible

DEEPEST = 8
MOST = 500
"""So many projects are added up at most."""


def earned_by_investment(actor: Actor, investment: Investment, at: datetime) -> Rollup:
    """Its projects and those of its children, as far as the reader sees them and their money."""
    require_money(actor, investment)
    found, level = [investment], [investment]
    for _depth in range(DEEPEST):
        level = list(visible(Investment, actor).filter(parent__in=level).select_related("portfolio"))
        level = [child for child in level if child not in found and may_see_money_of(actor, child)]
        if not level:
            break
        found += level
    return rollup(_projects(actor, found), at, investment.portfolio.currency)


def earned_by_portfolio(actor: Actor, portfolio: Portfolio | None, at: datetime) -> Rollup:
    """Every project of the portfolio (None: of all) that the reader sees with its money; stopped ones are left out."""
    investments = visible(Investment, actor).select_related("portfolio")
    if portfolio is not None:
        investments = investments.filter(portfolio=portfolio)
    seen = [investment for investment in investments if may_see_money_of(actor, investment)]
    currencies = {investment.portfolio.currency for investment in seen}
    currency = portfolio.currency if portfolio else currencies.pop() if len(currencies) == 1 else house_currency()
    return rollup(_projects(actor, seen), at, currency)


def _projects(actor: Actor, investments: list[Investment]) -> list[int]:
    found = visible(Project, actor).filter(delivery__investment__in=investments).exclude(state=Project.State.STOPPED)
    return list(found.order_by("-id").values_list("pk", flat=True)[:MOST])
