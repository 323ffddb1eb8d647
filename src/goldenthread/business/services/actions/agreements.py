"""What is promised about a service: agreements with their targets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Organisation, Team
from goldenthread.business.services.actions.targets import NewTarget, create_target, fault_of
from goldenthread.business.services.events import AgreementEnded, AgreementMade, AgreementStarted
from goldenthread.business.services.models import Agreement, PortfolioState, Service
from goldenthread.business.services.policies import may_own_agreement, may_own_service
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key


@dataclass(frozen=True)
class NewAgreement:
    """A promise: an SLA with a customer (None: with all of them), an OLA with a team, a UC with a supplier."""

    name: str
    kind: str
    organisation_id: int | None = None
    team_id: int | None = None
    availability_percent: Decimal | None = None
    targets: tuple[NewTarget, ...] = ()


@action(on=Service, may=may_own_service)
def add_agreement(acting: Acting, service: Service, *, new: NewAgreement) -> Agreement:
    """Make an agreement. It starts today where the service is live, else with its hand-over."""
    if service.state == PortfolioState.RETIRED:
        raise Refused(_("%(name)s is retired.") % {"name": service.name})
    faults = _faults(new)
    if faults:
        raise Invalid(fields=faults)
    agreement = Agreement.objects.create(
        key=next_key(Agreement.prefix),
        service=service,
        name=new.name.strip(),
        kind=new.kind,
        organisation_id=new.organisation_id,
        team_id=new.team_id,
        availability_percent=new.availability_percent,
        starts_on=acting.at.date() if service.state == PortfolioState.CATALOGUE else None,
    )
    for target in new.targets:
        create_target(agreement, target)
    record(AgreementMade(subject=service.key, agreement=agreement.key, name=agreement.name, kind=agreement.kind))
    return agreement


@action(on=Agreement, may=may_own_agreement)
def end_agreement(acting: Acting, agreement: Agreement, *, on: date) -> Agreement:
    """Let an agreement end on a day; its targets hold until then."""
    if agreement.starts_on is not None and on < agreement.starts_on:
        raise Invalid(fields={"on": _("It cannot end before it starts.")})
    agreement.ends_on = on
    agreement.save()
    record(
        AgreementEnded(subject=agreement.service.key, agreement=agreement.key, on=on.isoformat()),
        version=agreement.service.version,
    )
    return agreement


def start_agreements(service: Service, on: date) -> None:
    """Let every agreement that waits for the service begin; called by its hand-over."""
    for agreement in Agreement.objects.filter(service=service, starts_on=None).select_for_update():
        agreement.starts_on = on
        agreement.save()
        record(AgreementStarted(subject=service.key, agreement=agreement.key, on=on.isoformat()))


def _faults(new: NewAgreement) -> dict[str, Any]:
    faults: dict[str, Any] = {}
    if not new.name.strip() or len(new.name) > 200:
        faults["name"] = _("Name the agreement, in up to 200 characters.")
    if new.kind not in Agreement.Kind.values:
        faults["kind"] = _("Choose a kind from the list.")
    if new.kind == Agreement.Kind.OLA and (new.team_id is None or not Team.objects.filter(pk=new.team_id).exists()):
        faults["team_id"] = _("An operational level agreement is made with a team.")
    if new.kind != Agreement.Kind.OLA and new.team_id is not None:
        faults["team_id"] = _("Only an operational level agreement is made with a team.")
    if new.kind == Agreement.Kind.UC and new.organisation_id is None:
        faults["organisation_id"] = _("An underpinning contract is made with a supplier.")
    if new.organisation_id is not None and not Organisation.objects.filter(pk=new.organisation_id).exists():
        faults["organisation_id"] = _("Choose an organisation from the list.")
    if new.availability_percent is not None and not 0 < new.availability_percent <= 100:
        faults["availability_percent"] = _("Give a share above 0 and up to 100 percent.")
    said = [sentence for target in new.targets if (sentence := fault_of(target, new.kind))]
    if said:
        faults["targets"] = said[0]
    elif len({(target.metric, target.priority) for target in new.targets}) < len(new.targets):
        faults["targets"] = _("Give one target per metric and priority.")
    return faults
