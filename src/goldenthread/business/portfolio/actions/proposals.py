"""Proposing an investment: what is wanted, what it feeds, what it costs and brings, what may go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Person
from goldenthread.business.portfolio.actions.cases import Amount, NewLine, open_case, write_lines
from goldenthread.business.portfolio.actions.checks import chosen, money, own_id, said
from goldenthread.business.portfolio.actions.gates import open_gates
from goldenthread.business.portfolio.events import InvestmentDescribed, InvestmentProposed
from goldenthread.business.portfolio.models import (
    Benefit,
    CashFlow,
    Contribution,
    Investment,
    InvestmentRisk,
    Objective,
    Portfolio,
)
from goldenthread.business.portfolio.policies import may_propose, may_shape
from goldenthread.business.services.actions import NewMeasure, add_measure, take_up_improvement
from goldenthread.business.services.models import Improvement, Measure, Service
from goldenthread.business.work.actions import open_account
from goldenthread.business.work.models import Nature
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key


@dataclass(frozen=True)
class NewBenefit:
    """A value promised: read at a measure that is there (by key) or a new one; money a year per unit; when how much."""

    name: str
    measure: str | NewMeasure
    worth_per_unit: Decimal = Decimal(0)
    owner: str = ""
    amounts: tuple[Amount, ...] = ()


@dataclass(frozen=True)
class NewRisk:
    """What may go wrong, its chance in percent and what it would cost."""

    title: str
    probability: int
    cost: Decimal = Decimal(0)


@dataclass(frozen=True)
class NewInvestment:
    """A proposal: portfolio, sponsor, services and parent by key; objectives by key with a weight from 1 to 100."""

    name: str
    outcome: str
    portfolio: str
    sponsor: str
    kind: str = Investment.Kind.PROJECT
    description: str = ""
    is_mandatory: bool = False
    objectives: tuple[tuple[str, int], ...] = ()
    costs: tuple[NewLine, ...] = ()
    benefits: tuple[NewBenefit, ...] = ()
    risks: tuple[NewRisk, ...] = ()
    services: tuple[str, ...] = ()
    parent: str = ""
    discount_percent: Decimal | None = None


@action(may=may_propose)
def propose_investment(acting: Acting, *, new: NewInvestment, improvement: str = "") -> Investment:
    """Propose with a first case and its gates; from an improvement, that one is taken up and stays attached."""
    source = chosen(Improvement, acting, improvement, "improvement") if improvement else None
    investment = _found(acting, new, source)
    _tie(acting, investment, new)
    if source is not None:
        investment.services.add(source.service_id)
        take_up_improvement(acting.as_house(), source.key, investment=investment.key)
    rate = investment.portfolio.discount_percent if new.discount_percent is None else new.discount_percent
    case = open_case(acting, investment, 1, rate)
    for promise in new.benefits:
        _promise(acting, investment, promise)
    brings = tuple(NewLine(CashFlow.Kind.BENEFIT, it.name.strip(), it.amounts) for it in new.benefits if it.amounts)
    write_lines(case, (*new.costs, *brings))
    open_gates(investment)
    record(
        InvestmentProposed(
            subject=investment.key, name=investment.name, sponsor=investment.sponsor_id, improvement=improvement
        ),
        version=investment.version,
    )
    return investment


@action(on=Investment, may=may_shape)
def add_benefit(acting: Acting, investment: Investment, *, new: NewBenefit) -> Benefit:
    """Promise one more benefit with its measure; its money is written into the case by `revise_case`."""
    investment.require_under_way()
    if new.amounts:
        raise Invalid(fields={"amounts": _("Write the money of a benefit into the business case.")})
    if investment.benefits.filter(name=new.name.strip()).exists():
        raise Invalid(fields={"name": _("This benefit is promised already.")})
    benefit = _promise(acting, investment, new)
    investment.save()
    record(InvestmentDescribed(subject=investment.key, fields=["benefits"]), version=investment.version)
    return benefit


@action(on=Investment, may=may_shape)
def describe_investment(
    acting: Acting,
    investment: Investment,
    *,
    changes: Mapping[str, Any],
    objectives: tuple[tuple[str, int], ...] | None = None,
    risks: tuple[NewRisk, ...] | None = None,
) -> Investment:
    """Change its name, outcome, description, sponsor (by key) or whether it is a must; its objectives; its risks."""
    investment.require_under_way()
    unknown = set(changes) - {"name", "outcome", "description", "sponsor", "is_mandatory"}
    if unknown:
        raise Invalid(fields=dict.fromkeys(sorted(unknown), _("This cannot be changed.")))
    fresh: dict[str, Any] = {**changes}
    if "sponsor" in fresh:
        fresh["sponsor"] = chosen(Person, acting, fresh["sponsor"], "sponsor")
    for name, most in (("name", 200), ("outcome", 300)):
        if name in fresh:
            fresh[name] = said(fresh[name], name, _("This cannot be empty."), most)
    moved = [name for name, value in fresh.items() if getattr(investment, name) != value]
    for name in moved:
        setattr(investment, name, fresh[name])
    if objectives is not None:
        investment.contributions.all().delete()
        _feed(acting, investment, objectives)
        moved.append("objectives")
    if risks is not None:
        investment.risks.all().delete()
        _fear(investment, risks)
        moved.append("risks")
    if moved:
        investment.save()
        record(InvestmentDescribed(subject=investment.key, fields=moved), version=investment.version)
    return investment


def _found(acting: Acting, new: NewInvestment, source: Improvement | None) -> Investment:
    if new.kind not in Investment.Kind.values:
        raise Invalid(fields={"kind": _("An investment is a project, a programme or a service.")})
    if source is not None and source.state != Improvement.State.NOTED:
        raise Refused(_("%(key)s was settled before.") % {"key": source.key})
    name = said(new.name, "name", _("Name the investment."))
    portfolio = chosen(Portfolio, acting, new.portfolio, "portfolio")
    return Investment.objects.create(
        key=next_key(Investment.prefix),
        name=name,
        kind=new.kind,
        portfolio=portfolio,
        parent=chosen(Investment, acting, new.parent, "parent") if new.parent else None,
        sponsor=chosen(Person, acting, new.sponsor, "sponsor"),
        outcome=said(new.outcome, "outcome", _("Say in one sentence what will be better."), 300),
        description=new.description.strip(),
        is_mandatory=new.is_mandatory,
        account=open_account(name, portfolio.currency, nature=Nature.CAPEX),
        improvement=source,
        proposed_by_id=own_id(acting),
        proposed_at=acting.at,
    )


def _tie(acting: Acting, investment: Investment, new: NewInvestment) -> None:
    _feed(acting, investment, new.objectives)
    _fear(investment, new.risks)
    investment.services.set([chosen(Service, acting, key, "services").pk for key in new.services])


def _feed(acting: Acting, investment: Investment, objectives: tuple[tuple[str, int], ...]) -> None:
    if len({key for key, _weight in objectives}) < len(objectives):
        raise Invalid(fields={"objectives": _("Name each objective once.")})
    for key, weight in objectives:
        if not 1 <= weight <= 100:
            raise Invalid(fields={"objectives": _("A weight lies between 1 and 100.")})
        objective = chosen(Objective, acting, key, "objectives")
        Contribution.objects.create(investment=investment, objective=objective, weight=weight)


def _fear(investment: Investment, risks: tuple[NewRisk, ...]) -> None:
    for risk in risks:
        if not 0 <= risk.probability <= 100:
            raise Invalid(fields={"risks": _("A chance lies between 0 and 100 percent.")})
        InvestmentRisk.objects.create(
            investment=investment,
            title=said(risk.title, "risks", _("Say what may go wrong.")),
            probability=risk.probability,
            cost=money(risk.cost, "risks"),
        )


def _promise(acting: Acting, investment: Investment, new: NewBenefit) -> Benefit:
    name = said(new.name, "benefits", _("Name each benefit."))
    if investment.benefits.filter(name=name).exists():
        raise Invalid(fields={"benefits": _("Name each benefit once.")})
    owner = chosen(Person, acting, new.owner, "benefits") if new.owner else investment.sponsor
    return Benefit.objects.create(
        key=next_key(Benefit.prefix),
        name=name,
        investment=investment,
        measure=_measure(acting, new, owner),
        owner=owner,
        worth_per_unit=money(new.worth_per_unit, "benefits"),
        starts_on=min((amount.since.replace(day=1) for amount in new.amounts), default=acting.at.date()),
    )


def _measure(acting: Acting, new: NewBenefit, owner: Person) -> Measure:
    if isinstance(new.measure, str):
        return chosen(Measure, acting, new.measure, "benefits")
    wanted = replace(new.measure, name=new.measure.name.strip() or new.name, owner_id=new.measure.owner_id or owner.pk)
    return add_measure(acting.as_house(), new=wanted)
