"""Who sees a service and who may change it."""

from __future__ import annotations

from django.db.models import Q

from goldenthread.business.people.models import Role
from goldenthread.business.people.policies import EVERYTHING, NOTHING, is_staff
from goldenthread.business.services.models import PortfolioState, Service
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import Sight, register


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


register(Sight(Service, services_visible_to, may_see_service, ("SRV",), lambda actor, service: is_staff(actor)))
