"""Chartering: the go that opens the project, with its manager, money, tolerances and the service it builds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Person, Team, WorkCalendar
from goldenthread.business.portfolio.actions.checks import chosen
from goldenthread.business.portfolio.actions.gates import Decision, keep_decision
from goldenthread.business.portfolio.events import InvestmentChartered
from goldenthread.business.portfolio.models import Delivery, GateDecision, Investment, InvestmentState
from goldenthread.business.portfolio.policies import may_decide
from goldenthread.business.portfolio.queries import next_gate
from goldenthread.business.projects.actions import NewCharter, NewDeliverable, NewProject, open_project
from goldenthread.business.projects.models import Project
from goldenthread.business.services.actions import NewMeasure, NewService, change_measure, plan_service
from goldenthread.business.services.models import Service
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.events import record


@dataclass(frozen=True)
class Chartering:
    """What a project is authorised to do. Manager, team, members, calendar, service by key.

    `service` is one that is there; else `new_service` names one to be planned, its owner by key.
    """

    name: str
    template: str
    manager: str
    calendar: str
    start_on: date
    deadline: date
    budget: Decimal
    scope: str
    time_tolerance_days: int = 10
    cost_tolerance_percent: Decimal = Decimal(10)
    deliverables: tuple[NewDeliverable, ...] = ()
    team: str = ""
    members: tuple[str, ...] = ()
    service: str = ""
    new_service: str = ""
    service_owner: str = ""
    conditions: str = ""


@action(on=Investment, may=may_decide)
def charter_investment(acting: Acting, investment: Investment, *, charter: Chartering) -> Project:
    """Go at the gate to the charter: its project opens with the tolerances, its service is tied, all or nothing."""
    gate = next_gate(investment)
    if gate is None or gate.leads_to != InvestmentState.CHARTERED:
        raise Refused(_("Only an approved investment can be chartered."))
    decision = Decision(
        GateDecision.Choice.GO,
        conditions=charter.conditions,
        money_released=charter.budget,
        time_tolerance_days=charter.time_tolerance_days,
        cost_tolerance_percent=charter.cost_tolerance_percent,
    )
    keep_decision(acting, investment, gate, decision)
    services = _services(acting, investment, charter)
    project = open_project(acting.as_house(), new=_project(acting, investment, charter, services))
    Delivery.objects.create(investment=investment, project=project)
    investment.services.add(*services)
    _read_at(acting, investment, services)
    keys = [service.key for service in services]
    record(InvestmentChartered(subject=investment.key, project=project.key, services=keys), version=investment.version)
    return project


def _project(acting: Acting, investment: Investment, charter: Chartering, services: list[Service]) -> NewProject:
    return NewProject(
        name=charter.name,
        manager_id=chosen(Person, acting, charter.manager, "manager").pk,
        template=charter.template,
        start_on=charter.start_on,
        calendar_id=chosen(WorkCalendar, acting, charter.calendar, "calendar").pk,
        charter=NewCharter(
            scope=charter.scope.strip(),
            deadline=charter.deadline,
            budget=charter.budget,
            currency=investment.portfolio.currency,
            time_tolerance_days=charter.time_tolerance_days,
            cost_tolerance_percent=charter.cost_tolerance_percent,
        ),
        deliverables=charter.deliverables,
        team_id=chosen(Team, acting, charter.team, "team").pk if charter.team else None,
        member_ids=tuple(chosen(Person, acting, key, "members").pk for key in charter.members),
        service_ids=tuple(service.pk for service in services),
        parent_account_id=investment.account_id,
        sponsor_id=investment.sponsor_id,
    )


def _services(acting: Acting, investment: Investment, charter: Chartering) -> list[Service]:
    """The service it builds or changes: chosen, or planned now; besides, those the proposal named."""
    named = list(investment.services.all())
    if charter.service:
        return list({chosen(Service, acting, charter.service, "service"): None, **dict.fromkeys(named)})
    if not charter.new_service.strip():
        return named
    owner = chosen(Person, acting, charter.service_owner, "service_owner")
    wanted = NewService(
        name=charter.new_service,
        owner_id=owner.pk,
        calendar_id=chosen(WorkCalendar, acting, charter.calendar, "calendar").pk,
        team_id=chosen(Team, acting, charter.team, "team").pk if charter.team else None,
        outcome=investment.outcome,
        currency=investment.portfolio.currency,
    )
    return [plan_service(acting.as_house(), new=wanted), *named]


def _read_at(acting: Acting, investment: Investment, services: list[Service]) -> None:
    """Measures of its benefits that hang on no service yet will be read at the first of these."""
    loose = [benefit.measure for benefit in investment.benefits.select_related("measure")]
    for measure in (it for it in loose if services and it.service_id is None):
        known = NewMeasure(
            name=measure.name,
            unit=measure.unit,
            direction=measure.direction,
            baseline=measure.baseline,
            target=measure.target,
            target_on=measure.target_on,
            owner_id=measure.owner_id,
        )
        change_measure(acting.as_house(), measure.key, new=replace(known, service_id=services[0].pk))
