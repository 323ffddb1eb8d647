"""Who sees a service and what is promised about it, and who may change it."""

from __future__ import annotations

from django.db.models import Q

from goldenthread.business.people.models import Role
from goldenthread.business.people.policies import EVERYTHING, NOTHING, is_staff
from goldenthread.business.services.models import (
    Agreement,
    Contract,
    FreezeWindow,
    Improvement,
    Measure,
    Offering,
    Outage,
    PortfolioState,
    Purchase,
    Service,
    Target,
)
from goldenthread.business.work.policies import DESK_ROLES, may_see_money
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import Sight, register

PLANNERS = (Role.SERVICE_OWNER, Role.PORTFOLIO_MANAGER)
MEASURERS = (Role.SERVICE_OWNER, Role.PORTFOLIO_MANAGER, Role.FINANCE_PARTNER, Role.PROJECT_MANAGER, Role.SPONSOR)
BUYERS = (Role.SERVICE_OWNER, Role.FINANCE_PARTNER, Role.PORTFOLIO_MANAGER, Role.PROJECT_MANAGER)


def services_visible_to(actor: Actor) -> Q:
    """Staff see the whole portfolio; those served see the catalogue that is for them."""
    if is_staff(actor):
        return EVERYTHING
    if actor.organisation_id is None:
        return NOTHING
    mine = Service.objects.filter(customers=actor.organisation_id).values("pk")
    return Q(state=PortfolioState.CATALOGUE, pk__in=mine)


def may_see_service(actor: Actor, service: Service) -> bool:
    if is_staff(actor):
        return True
    return (
        service.state == PortfolioState.CATALOGUE
        and actor.organisation_id is not None
        and service.customers.filter(pk=actor.organisation_id).exists()
    )


def may_own_service(actor: Actor, service: Service) -> bool:
    """Its owner, and service owners at large."""
    return (
        actor.holds(Role.SERVICE_OWNER, on=("service", service.pk))
        or actor.is_house
        or (actor.id is not None and service.owner_id == actor.id)
    )


def may_plan_service(actor: Actor) -> bool:
    return actor.holds(*PLANNERS)


def may_own_offering(actor: Actor, offering: Offering) -> bool:
    return may_own_service(actor, offering.service)


def may_own_agreement(actor: Actor, agreement: Agreement) -> bool:
    return may_own_service(actor, agreement.service)


def may_report_outage(actor: Actor, service: Service) -> bool:
    """Whoever runs it: its owner, the desk and the operators, its team."""
    return (
        may_own_service(actor, service)
        or actor.holds(*DESK_ROLES, on=("service", service.pk))
        or service.team_id in actor.team_ids
    )


def may_end_outage(actor: Actor, outage: Outage) -> bool:
    return may_report_outage(actor, outage.service)


def may_freeze(actor: Actor) -> bool:
    return actor.holds_anywhere(Role.CHANGE_MANAGER, Role.SERVICE_OWNER, Role.PORTFOLIO_MANAGER)


def may_lift_freeze(actor: Actor, window: FreezeWindow) -> bool:
    """Of one service: its owner and the change manager; of the whole house: the change manager alone."""
    is_owner = window.service is not None and may_own_service(actor, window.service)
    return is_owner or actor.holds(Role.CHANGE_MANAGER, Role.PORTFOLIO_MANAGER)


def may_contract(actor: Actor, service: Service) -> bool:
    return may_own_service(actor, service) or actor.holds(Role.FINANCE_PARTNER)


def may_end_contract(actor: Actor, contract: Contract) -> bool:
    return may_contract(actor, contract.service)


def may_buy(actor: Actor) -> bool:
    return actor.holds_anywhere(*BUYERS)


def may_post_running_costs(actor: Actor) -> bool:
    return actor.holds(Role.FINANCE_PARTNER)


def may_add_measure(actor: Actor) -> bool:
    return actor.holds_anywhere(*MEASURERS)


def may_keep_measure(actor: Actor, measure: Measure) -> bool:
    """Its owner, its service's owner, and those who steer."""
    is_owner = actor.id is not None and measure.owner_id == actor.id
    is_service_owner = measure.service is not None and may_own_service(actor, measure.service)
    return is_owner or is_service_owner or actor.holds(Role.PORTFOLIO_MANAGER, Role.FINANCE_PARTNER)


def may_note_improvement(actor: Actor, service: Service) -> bool:
    """Whoever sees the service may say how it could be better."""
    return actor.is_house or may_see_service(actor, service)


def may_take_up_improvement(actor: Actor, improvement: Improvement) -> bool:
    return may_own_service(actor, improvement.service) or actor.holds(Role.PORTFOLIO_MANAGER)


def staff_only(actor: Actor) -> Q:
    return EVERYTHING if is_staff(actor) else NOTHING


def is_seen_by_staff(actor: Actor, record: object) -> bool:
    return is_staff(actor)


def offerings_visible_to(actor: Actor) -> Q:
    """Those served see what is open to be asked of their services."""
    return EVERYTHING if is_staff(actor) else Q(is_open=True, service__in=_services_of(actor))


def may_see_offering(actor: Actor, offering: Offering) -> bool:
    return is_staff(actor) or (offering.is_open and may_see_service(actor, offering.service))


def agreements_visible_to(actor: Actor) -> Q:
    """Those served see what was promised to them, never what teams and suppliers promised us."""
    return EVERYTHING if is_staff(actor) else _promised_to(actor, "")


def may_see_agreement(actor: Actor, agreement: Agreement) -> bool:
    if is_staff(actor):
        return True
    return (
        agreement.kind == Agreement.Kind.SLA
        and agreement.organisation_id in (None, actor.organisation_id)
        and may_see_service(actor, agreement.service)
    )


def targets_visible_to(actor: Actor) -> Q:
    return EVERYTHING if is_staff(actor) else _promised_to(actor, "agreement__")


def outages_visible_to(actor: Actor) -> Q:
    return EVERYTHING if is_staff(actor) else Q(service__in=_services_of(actor))


def money_visible_to(actor: Actor) -> Q:
    return EVERYTHING if may_see_money(actor) else NOTHING


def measures_visible_to(actor: Actor) -> Q:
    return EVERYTHING if is_staff(actor) else _own(actor, "owner_id")


def may_see_measure(actor: Actor, measure: Measure) -> bool:
    return is_staff(actor) or (actor.id is not None and measure.owner_id == actor.id)


def improvements_visible_to(actor: Actor) -> Q:
    """Staff see all; those served see what they noted themselves."""
    return EVERYTHING if is_staff(actor) else _own(actor, "noted_by_id")


def may_see_improvement(actor: Actor, improvement: Improvement) -> bool:
    return is_staff(actor) or (actor.id is not None and improvement.noted_by_id == actor.id)


def _services_of(actor: Actor) -> object:
    return Service.objects.filter(services_visible_to(actor)).values("pk")


def _promised_to(actor: Actor, path: str) -> Q:
    to_them = Q(**{f"{path}organisation": None}) | Q(**{f"{path}organisation_id": actor.organisation_id})
    return to_them & Q(**{f"{path}kind": Agreement.Kind.SLA, f"{path}service__in": _services_of(actor)})


def _own(actor: Actor, field: str) -> Q:
    return NOTHING if actor.id is None else Q(**{field: actor.id})


register(Sight(Service, services_visible_to, may_see_service, ("SRV",), lambda actor, service: is_staff(actor)))
register(Sight(Offering, offerings_visible_to, may_see_offering, ("OFF",)))
register(Sight(Agreement, agreements_visible_to, may_see_agreement, ("AGR",)))
register(Sight(Target, targets_visible_to, lambda actor, target: may_see_agreement(actor, target.agreement), ("TGT",)))
register(Sight(Outage, outages_visible_to, lambda actor, outage: may_see_service(actor, outage.service), ("OUT",)))
register(Sight(FreezeWindow, staff_only, is_seen_by_staff, ("FRZ",)))
register(Sight(Contract, money_visible_to, lambda actor, contract: may_see_money(actor), ("CTR",)))
register(Sight(Purchase, money_visible_to, lambda actor, purchase: may_see_money(actor), ("PUR",)))
register(Sight(Measure, measures_visible_to, may_see_measure, ("MSR",)))
register(Sight(Improvement, improvements_visible_to, may_see_improvement, ("IMP",)))
