"""A service's life: planned, changed, provided, moved through its stages, retired."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Organisation, Person, Team, WorkCalendar
from goldenthread.business.services.actions.agreements import start_agreements
from goldenthread.business.services.events import (
    ServiceChanged,
    ServicePlanned,
    ServiceRetired,
    ServiceStageSet,
    ServiceWentLive,
)
from goldenthread.business.services.models import Service, Stage
from goldenthread.business.services.policies import may_own_service, may_plan_service
from goldenthread.business.work.actions import open_account
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key

EARLY_LIFE_FOR = timedelta(days=30)
CHANGEABLE = ("name", "description", "outcome", "utility", "warranty", "owner_id", "team_id", "calendar_id")


@dataclass(frozen=True)
class NewService:
    """What is known of a service when it is planned; ids as the caller has already seen them."""

    name: str
    owner_id: int
    calendar_id: int
    team_id: int | None = None
    outcome: str = ""
    description: str = ""
    customer_ids: Collection[int] = field(default=())
    currency: str = "EUR"


@action(may=may_plan_service)
def plan_service(acting: Acting, *, new: NewService) -> Service:
    """Put a service into the pipeline, with an account of its own."""
    known = {"name": new.name.strip(), "owner_id": new.owner_id, "calendar_id": new.calendar_id}
    known |= {"team_id": new.team_id, "outcome": new.outcome.strip(), "description": new.description}
    _check(known)
    customers = Organisation.objects.filter(pk__in=new.customer_ids)
    if len(customers) != len(set(new.customer_ids)):
        raise Invalid(fields={"customer_ids": _("Choose customers from the list.")})
    service = Service.objects.create(
        key=next_key(Service.prefix), account=open_account(new.name.strip(), new.currency), **known
    )
    service.customers.set(customers)
    record(ServicePlanned(subject=service.key, name=service.name, owner=new.owner_id), version=service.version)
    return service


@action(on=Service, may=may_own_service)
def change_service(
    acting: Acting, service: Service, *, changes: Mapping[str, Any], customer_ids: Collection[int] | None = None
) -> Service:
    """Change what is said of a service; only the fields given, which must be among CHANGEABLE."""
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise Invalid(fields=dict.fromkeys(sorted(unknown), _("This cannot be changed.")))
    _check(changes)
    moved = {
        name: [str(getattr(service, name) or ""), str(value or "")]
        for name, value in changes.items()
        if getattr(service, name) != value
    }
    for name in moved:
        setattr(service, name, changes[name])
    if customer_ids is not None:
        moved |= _change_customers(service, set(customer_ids))
    if moved:
        service.save()
        record(ServiceChanged(subject=service.key, changes=moved), version=service.version)
    return service


@action(on=Service, may=may_own_service)
def start_providing(acting: Acting, service: Service) -> Service:
    """Bring a service from the pipeline into the catalogue: live now, early life for 30 days, its promises begin."""
    today = acting.at.astimezone(service.calendar.hours().zone).date()
    service.go_live(acting.at, today + EARLY_LIFE_FOR)
    service.save()
    start_agreements(service, today)
    record(
        ServiceWentLive(subject=service.key, early_life_until=(today + EARLY_LIFE_FOR).isoformat()),
        version=service.version,
    )
    return service


@action(on=Service, may=may_own_service)
def set_stage(acting: Acting, service: Service, *, stage: str) -> Service:
    """Say in which stage of its life a service is; the stages loop, so any may follow any."""
    if stage not in Stage.values:
        raise Invalid(fields={"stage": _("Choose a stage from the list.")})
    before = service.stage
    service.enter(Stage(stage))
    service.save()
    record(ServiceStageSet(subject=service.key, before=before, stage=stage), version=service.version)
    return service


@action(on=Service, may=may_own_service)
def retire_service(acting: Acting, service: Service, *, reason: str) -> Service:
    """Take a service out of the catalogue for good; its history stays."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why it is retired.")})
    service.retire(acting.at)
    service.save()
    record(ServiceRetired(subject=service.key, reason=reason.strip()), version=service.version)
    return service


def _check(known: Mapping[str, Any]) -> None:
    faults: dict[str, str] = {}
    if "name" in known and not str(known["name"]).strip():
        faults["name"] = _("Name the service.")
    for name, longest in (("name", 200), ("outcome", 300)):
        if len(str(known.get(name, ""))) > longest:
            faults[name] = _("Keep it under %(count)s characters.") % {"count": longest}
    if "owner_id" in known and not Person.objects.filter(pk=known["owner_id"], is_active=True).exists():
        faults["owner_id"] = _("Choose an owner from the list.")
    if "calendar_id" in known and not WorkCalendar.objects.filter(pk=known["calendar_id"]).exists():
        faults["calendar_id"] = _("Choose a calendar from the list.")
    if known.get("team_id") is not None and not Team.objects.filter(pk=known["team_id"]).exists():
        faults["team_id"] = _("Choose a team from the list.")
    if faults:
        raise Invalid(fields=faults)


def _change_customers(service: Service, wanted: set[int]) -> dict[str, list[str]]:
    before = set(service.customers.values_list("pk", flat=True))
    if before == wanted:
        return {}
    if Organisation.objects.filter(pk__in=wanted).count() != len(wanted):
        raise Invalid(fields={"customer_ids": _("Choose customers from the list.")})
    service.customers.set(wanted)
    return {"customers": [", ".join(map(str, sorted(before))), ", ".join(map(str, sorted(wanted)))]}
