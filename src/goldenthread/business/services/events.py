"""What happens to services and to what was promised about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldenthread.foundation.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ServicePlanned(Fact):
    name: str
    owner: int


@dataclass(frozen=True, kw_only=True)
class ServiceChanged(Fact):
    changes: dict[str, list[str]]
    """Field to its former and its new value, as text."""


@dataclass(frozen=True, kw_only=True)
class ServiceWentLive(Fact):
    early_life_until: str


@dataclass(frozen=True, kw_only=True)
class ServiceStageSet(Fact):
    before: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class ServiceRetired(Fact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class OfferingAdded(Fact):
    offering: str
    name: str


@dataclass(frozen=True, kw_only=True)
class OfferingChanged(Fact):
    offering: str
    name: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class AgreementMade(Fact):
    agreement: str
    name: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class AgreementStarted(Fact):
    agreement: str
    on: str


@dataclass(frozen=True, kw_only=True)
class TargetAdded(Fact):
    """The subject is the service it is about."""

    agreement: str
    target: str
    metric: str


@dataclass(frozen=True, kw_only=True)
class TargetChanged(Fact):
    agreement: str
    target: str
    changes: dict[str, list[Any]]
    """Field to its former and its new value."""


@dataclass(frozen=True, kw_only=True)
class TargetDropped(Fact):
    agreement: str
    target: str
    metric: str


@dataclass(frozen=True, kw_only=True)
class AgreementEnded(Fact):
    agreement: str
    on: str


@dataclass(frozen=True, kw_only=True)
class OutageReported(Fact):
    service: str
    title: str
    is_planned: bool


@dataclass(frozen=True, kw_only=True)
class OutageEnded(Fact):
    service: str
    ended_at: str


@dataclass(frozen=True, kw_only=True)
class FreezeWindowSet(Fact):
    service: str
    starts_at: str
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class FreezeWindowRemoved(Fact):
    name: str


@dataclass(frozen=True, kw_only=True)
class ContractAdded(Fact):
    service: str
    supplier: int
    monthly: str
    currency: str


@dataclass(frozen=True, kw_only=True)
class ContractEnded(Fact):
    service: str
    on: str


@dataclass(frozen=True, kw_only=True)
class PurchaseRecorded(Fact):
    account: str
    title: str
    amount: str
    currency: str


@dataclass(frozen=True, kw_only=True)
class RunningCostPosted(Fact):
    month: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class MeasureAdded(Fact):
    name: str
    unit: str
    baseline: str
    target: str
    target_on: str


@dataclass(frozen=True, kw_only=True)
class MeasureChanged(Fact):
    changes: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class MeasureWasRead(Fact):
    on: str
    value: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ImprovementNoted(Fact):
    service: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ImprovementTakenUp(Fact):
    investment: str


@dataclass(frozen=True, kw_only=True)
class ImprovementDropped(Fact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class ServiceItemAdded(Fact):
    item: str


@dataclass(frozen=True, kw_only=True)
class ServiceItemRemoved(Fact):
    item: str
