"""Who sees what is invested and why, who sees its money, and who decides at its gates.

Objectives are no secret among staff. An investment is seen by those who govern its portfolio, by its sponsor and
whoever proposed it, and by the managers and owners of the projects and services it pays for; money by the first three.
"""

from __future__ import annotations

from django.db.models import Q

from goldenthread.business.people.models import Role
from goldenthread.business.people.policies import EVERYTHING, NOTHING, is_staff
from goldenthread.business.portfolio.models import (
    BEFORE_APPROVAL,
    Benefit,
    Delivery,
    Gate,
    Investment,
    Objective,
    Portfolio,
    Scenario,
)
from goldenthread.business.services.models import Service
from goldenthread.business.work.policies import MONEY_ROLES
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import Sight, register

GOVERNING = (Role.PORTFOLIO_MANAGER, Role.FINANCE_PARTNER)


def governs_portfolio(actor: Actor, portfolio: Portfolio) -> bool:
    """Those who see all of a portfolio and its money."""
    return actor.holds(*GOVERNING, on=("portfolio", portfolio.pk)) or _is(actor, portfolio.manager_id)


def manages_portfolio(actor: Actor, portfolio: Portfolio) -> bool:
    """Those who decide what goes into it."""
    return actor.holds(Role.PORTFOLIO_MANAGER, on=("portfolio", portfolio.pk)) or _is(actor, portfolio.manager_id)


def portfolios_visible_to(actor: Actor) -> Q:
    """Its name is open to all who have to do with money; its limit is asked of `governs_portfolio`."""
    if actor.holds_anywhere(*MONEY_ROLES):
        return EVERYTHING
    return Q(manager_id=actor.id) if actor.id else NOTHING


def may_see_portfolio(actor: Actor, portfolio: Portfolio) -> bool:
    return actor.holds_anywhere(*MONEY_ROLES) or _is(actor, portfolio.manager_id)


def objectives_visible_to(actor: Actor) -> Q:
    return EVERYTHING if is_staff(actor) else NOTHING


def may_see_objective(actor: Actor, objective: Objective) -> bool:
    return is_staff(actor)


def investments_visible_to(actor: Actor) -> Q:
    if actor.holds(*GOVERNING):
        return EVERYTHING
    if actor.id is None:
        return NOTHING
    projects = Delivery.objects.filter(
        Q(project__manager_id=actor.id) | Q(project_id__in=actor.scopes("project", Role.PROJECT_MANAGER))
    )
    services = Service.objects.filter(Q(owner_id=actor.id) | Q(pk__in=actor.scopes("service", Role.SERVICE_OWNER)))
    return (
        Q(portfolio_id__in=actor.scopes("portfolio", *GOVERNING))
        | Q(portfolio__manager_id=actor.id)
        | Q(sponsor_id=actor.id)
        | Q(proposed_by_id=actor.id)
        | Q(pk__in=projects.values("investment_id"))
        | Q(pk__in=Investment.objects.filter(services__in=services).values("pk"))
    )


def may_see_investment(actor: Actor, investment: Investment) -> bool:
    return may_see_money_of(actor, investment) or delivers(actor, investment)


def may_see_money_of(actor: Actor, investment: Investment) -> bool:
    """What it costs and brings: those who govern it, its sponsor, and whoever proposed it."""
    return governs_portfolio(actor, investment.portfolio) or _is(
        actor, investment.sponsor_id, investment.proposed_by_id
    )


def delivers(actor: Actor, investment: Investment) -> bool:
    """The managers of its projects and the owners of its services."""
    if actor.id is None:
        return actor.is_house
    managed = Q(project__manager_id=actor.id) | Q(project_id__in=actor.scopes("project", Role.PROJECT_MANAGER))
    owned = Q(owner_id=actor.id) | Q(pk__in=actor.scopes("service", Role.SERVICE_OWNER))
    return investment.deliveries.filter(managed).exists() or investment.services.filter(owned).exists()


def may_open_portfolio(actor: Actor) -> bool:
    return actor.holds(Role.PORTFOLIO_MANAGER, Role.ADMINISTRATOR)


def may_set_objective(actor: Actor) -> bool:
    return actor.holds_anywhere(Role.PORTFOLIO_MANAGER)


def may_close_objective(actor: Actor, objective: Objective) -> bool:
    return manages_portfolio(actor, objective.portfolio) or _is(actor, objective.owner_id)


def may_propose(actor: Actor) -> bool:
    """All who answer for money, a project or a service."""
    return actor.holds_anywhere(*MONEY_ROLES)


def may_shape(actor: Actor, investment: Investment) -> bool:
    """Who may change what is promised: those who see its money."""
    return may_see_money_of(actor, investment)


def may_prove(actor: Actor, investment: Investment) -> bool:
    """Who may say that a criterion is met: everyone who works on it."""
    return may_see_investment(actor, investment)


def may_decide(actor: Actor, investment: Investment) -> bool:
    """Who sits at its gates: those who manage its portfolio, and its sponsor."""
    return manages_portfolio(actor, investment.portfolio) or _is(actor, investment.sponsor_id)


def may_let_pass(actor: Actor, investment: Investment) -> bool:
    """Up to its approval, a go is given by someone else than whoever proposed it."""
    is_own = investment.state in BEFORE_APPROVAL and _is(actor, investment.proposed_by_id)
    return may_decide(actor, investment) and not is_own


def deciders(actor: Actor) -> Q:
    """The investments at whose gates the actor sits: `may_decide` as a filter."""
    if actor.holds(Role.PORTFOLIO_MANAGER):
        return EVERYTHING
    if actor.id is None:
        return NOTHING
    return (
        Q(portfolio_id__in=actor.scopes("portfolio", Role.PORTFOLIO_MANAGER))
        | Q(portfolio__manager_id=actor.id)
        | Q(sponsor_id=actor.id)
    )


def scenarios_visible_to(actor: Actor) -> Q:
    """Those who govern its portfolio: a scenario tells the money of all its investments."""
    if actor.holds(*GOVERNING):
        return EVERYTHING
    if actor.id is None:
        return NOTHING
    return Q(portfolio_id__in=actor.scopes("portfolio", *GOVERNING)) | Q(portfolio__manager_id=actor.id)


def may_see_scenario(actor: Actor, scenario: Scenario) -> bool:
    return governs_portfolio(actor, scenario.portfolio)


def may_choose(actor: Actor) -> bool:
    """Who comes to choose investments at all: those who govern some portfolio by their role."""
    return actor.holds_anywhere(*GOVERNING)


def may_prepare(actor: Actor, portfolio: Portfolio) -> bool:
    """Who may prepare scenarios of a portfolio: those who govern it."""
    return governs_portfolio(actor, portfolio)


def may_change_scenario(actor: Actor, scenario: Scenario) -> bool:
    return governs_portfolio(actor, scenario.portfolio)


def may_put_forward(actor: Actor, scenario: Scenario) -> bool:
    """Who may put a choice forward for decision, and take it back: those who govern; deciding stays with the gates."""
    return governs_portfolio(actor, scenario.portfolio)


def _is(actor: Actor, *ids: int | None) -> bool:
    return actor.is_house or (actor.id is not None and actor.id in ids)


def _within_investment(actor: Actor) -> Q:
    if actor.holds(*GOVERNING):
        return EVERYTHING
    return Q(investment__in=Investment.objects.filter(investments_visible_to(actor)).values("pk"))


def _may_see_part(actor: Actor, part: Gate | Benefit) -> bool:
    return may_see_investment(actor, part.investment)


register(Sight(Portfolio, portfolios_visible_to, may_see_portfolio, ("PF",)))
register(Sight(Objective, objectives_visible_to, may_see_objective, ("OBJ",), may_close_objective))
register(Sight(Investment, investments_visible_to, may_see_investment, ("INV",), may_see_money_of))
register(Sight(Gate, _within_investment, _may_see_part, ("GATE",)))
register(Sight(Benefit, _within_investment, _may_see_part, ("BEN",)))
register(Sight(Scenario, scenarios_visible_to, may_see_scenario, ("SCN",)))
