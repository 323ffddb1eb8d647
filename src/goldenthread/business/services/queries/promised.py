"""Which target a case is measured against: the nearest that is in force, by kind of agreement, party and priority."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from goldenthread.business.services.models import Agreement, Target

SLA, OLA, UC = (str(kind) for kind in (Agreement.Kind.SLA, Agreement.Kind.OLA, Agreement.Kind.UC))
KIND_METRICS: dict[str, tuple[str, ...]] = {
    SLA: (
        Target.Metric.RESPONSE.value,
        Target.Metric.NEXT_REPLY.value,
        Target.Metric.RESOLUTION.value,
        Target.Metric.APPROVAL.value,
    ),
    OLA: (Target.Metric.RESPONSE.value, Target.Metric.RESOLUTION.value),
    UC: (Target.Metric.SUPPLIER.value,),
}
"""What can be promised in each kind of agreement."""


class Asked(NamedTuple):
    """What is measured: for an SLA the customer is the party, for an OLA the team, for a UC the supplier."""

    kind: str
    metric: str
    priority: int
    party_id: int | None


class Promised:
    """Every target of one service, and the choice among them; asked again and again, it answers from memory."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._targets = list(targets)
        self._found: dict[tuple[Asked, date], Target | None] = {}

    @classmethod
    def of_service(cls, service_id: int) -> Promised:
        """The targets of a service, whenever they hold. One query."""
        of_service = Target.objects.filter(agreement__service_id=service_id)
        return cls(of_service.select_related("agreement__team", "agreement__organisation", "calendar"))

    def target(self, asked: Asked, on: date) -> Target | None:
        """The target for a case that began on a day, None where nothing was promised.

        A customer's own agreement goes before one with all customers, and that before another's; a team's and a
        supplier's must be theirs. Within an agreement the target of the priority goes before the general one.
        """
        known = (asked, on)
        if known not in self._found:
            fitting = [target for target in self._targets if _fits(target, asked, on)]
            self._found[known] = min(fitting, key=lambda target: _rank(target, asked), default=None)
        return self._found[known]


def _fits(target: Target, asked: Asked, on: date) -> bool:
    agreement = target.agreement
    if agreement.kind != asked.kind or target.metric != asked.metric or target.priority not in (None, asked.priority):
        return False
    if agreement.starts_on is None or on < agreement.starts_on:
        return False
    if agreement.ends_on is not None and agreement.ends_on < on:
        return False
    return asked.kind == SLA or asked.party_id == (
        agreement.team_id if asked.kind == OLA else agreement.organisation_id
    )


def _rank(target: Target, asked: Asked) -> tuple[int, bool, int, int]:
    agreement = target.agreement
    distance = 0
    if asked.kind == SLA and agreement.organisation_id != asked.party_id:
        distance = 1 if agreement.organisation_id is None else 2
    started = agreement.starts_on.toordinal() if agreement.starts_on else 0
    return distance, target.priority is None, -started, target.pk
