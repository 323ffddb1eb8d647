"""Portfolios and objectives: opened, set with their measure, closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Person
from goldenthread.business.portfolio.actions.checks import chosen, money, said
from goldenthread.business.portfolio.events import ObjectiveClosed, ObjectiveSet, PortfolioOpened
from goldenthread.business.portfolio.models import Objective, Portfolio
from goldenthread.business.portfolio.policies import may_close_objective, may_open_portfolio, may_set_objective
from goldenthread.business.services.actions import NewMeasure, add_measure
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.words import is_currency


@dataclass(frozen=True)
class NewPortfolio:
    """A portfolio, the money it may commit, its yearly discount rate in percent and its manager by key."""

    name: str
    limit: Decimal
    manager: str
    currency: str = "EUR"
    discount_percent: Decimal = Decimal(8)


@dataclass(frozen=True)
class NewObjective:
    """What is wanted by when, its owner and portfolio by key, and the figure that tells whether it is reached."""

    name: str
    portfolio: str
    owner: str
    due_on: date
    measure: NewMeasure
    description: str = ""


@action(may=may_open_portfolio)
def open_portfolio(acting: Acting, *, new: NewPortfolio) -> Portfolio:
    """Open a portfolio with a limit."""
    if not Decimal(0) <= new.discount_percent <= Decimal(100):
        raise Invalid(fields={"discount_percent": _("A discount rate lies between 0 and 100 percent.")})
    if not is_currency(new.currency):
        raise Invalid(fields={"currency": _("Three letters, such as USD.")})
    portfolio = Portfolio.objects.create(
        key=next_key(Portfolio.prefix),
        name=said(new.name, "name", _("Name the portfolio.")),
        limit=money(new.limit, "limit"),
        currency=new.currency,
        discount_percent=new.discount_percent,
        manager=chosen(Person, acting, new.manager, "manager"),
    )
    record(
        PortfolioOpened(
            subject=portfolio.key, name=portfolio.name, limit=str(portfolio.limit), currency=portfolio.currency
        ),
        version=portfolio.version,
    )
    return portfolio


@action(may=may_set_objective)
def set_objective(acting: Acting, *, new: NewObjective) -> Objective:
    """Set an objective together with its measure."""
    owner = chosen(Person, acting, new.owner, "owner")
    portfolio = chosen(Portfolio, acting, new.portfolio, "portfolio")
    name = said(new.name, "name", _("Say what is wanted."))
    if new.due_on <= acting.at.date():
        raise Invalid(fields={"due_on": _("An objective lies ahead. Choose a later day.")})
    wanted = replace(new.measure, name=new.measure.name.strip() or name, owner_id=new.measure.owner_id or owner.pk)
    objective = Objective.objects.create(
        key=next_key(Objective.prefix),
        name=name,
        description=new.description.strip(),
        owner=owner,
        portfolio=portfolio,
        measure=add_measure(acting.as_house(), new=wanted),
        due_on=new.due_on,
    )
    record(
        ObjectiveSet(
            subject=objective.key, name=name, measure=objective.measure.key, due_on=objective.due_on.isoformat()
        ),
        version=objective.version,
    )
    return objective


@action(on=Objective, may=may_close_objective)
def close_objective(acting: Acting, objective: Objective) -> Objective:
    """Pursue it no longer; what fed it stays tied to it."""
    if objective.closed_at is not None:
        raise Refused(_("%(key)s is closed already.") % {"key": objective.key})
    objective.closed_at = acting.at
    objective.save()
    record(ObjectiveClosed(subject=objective.key), version=objective.version)
    return objective
