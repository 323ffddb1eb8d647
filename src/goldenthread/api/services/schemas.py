"""What services, and what hangs on them, look like to programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ninja import Field, Schema

from goldenthread.api.door import Body
from goldenthread.api.listing import Listed


class ServiceOut(Schema):
    key: str
    name: str
    description: str
    state: str
    stage: str
    outcome: str
    utility: str
    warranty: str
    owner: str
    team: str | None
    live_at: datetime | None
    early_life_until: date | None
    retired_at: datetime | None
    version: int


class ServiceRowOut(ServiceOut):
    is_down: bool
    is_promised: bool
    kept: int
    cases: int


class ServicesOut(Listed):
    items: list[ServiceRowOut]


class QuestionOut(Schema):
    name: str
    label: str
    type: str
    choices: list[str]
    is_required: bool


class ServiceOfferingOut(Schema):
    key: str
    name: str
    kind: str
    description: str
    icon: str
    is_open: bool
    questions: list[QuestionOut]
    version: int


class OfferingsOut(Listed):
    items: list[ServiceOfferingOut]


class TargetOut(Schema):
    key: str
    metric: str
    priority: int | None
    minutes: int | None
    working_days: int | None
    goal_percent: Decimal
    calendar: str
    warn_at: list[str]
    reopen: str
    version: int


class AgreementOut(Schema):
    key: str
    name: str
    kind: str
    organisation: str | None
    team: str | None
    availability_percent: Decimal | None
    starts_on: date | None
    ends_on: date | None
    targets: list[TargetOut]
    version: int


class AgreementsOut(Listed):
    items: list[AgreementOut]


class OutageOut(Schema):
    key: str
    service: str
    title: str
    started_at: datetime
    ended_at: datetime | None
    is_planned: bool
    is_partial: bool
    loss_percent: int | None
    item: str | None
    version: int


class OutagesOut(Listed):
    items: list[OutageOut]


class FreezeOut(Schema):
    key: str
    name: str
    service: str | None
    starts_at: datetime
    ends_at: datetime
    version: int


class FreezesOut(Listed):
    items: list[FreezeOut]


class ContractOut(Schema):
    key: str
    service: str
    name: str
    supplier: str
    monthly: Decimal
    currency: str
    starts_on: date
    ends_on: date | None
    version: int


class ContractsOut(Listed):
    items: list[ContractOut]


class MeasureOut(Schema):
    key: str
    name: str
    unit: str
    direction: str
    baseline: Decimal
    target: Decimal
    target_on: date
    service: str | None
    owner: str | None
    version: int


class MeasureRowOut(MeasureOut):
    value: Decimal | None
    read_on: date | None


class MeasuresOut(Listed):
    items: list[MeasureRowOut]


class ReadingOut(Schema):
    on: date
    value: Decimal
    source: str


class ImprovementOut(Schema):
    key: str
    service: str
    title: str
    description: str
    state: str
    investment: str
    reason: str
    noted_at: datetime
    version: int


class ImprovementsOut(Listed):
    items: list[ImprovementOut]


class ServiceReasonIn(Body):
    reason: str


class EndIn(Body):
    on: date


class TargetIn(Body):
    """`warn_at` are shares ("75%") and open time from its due ("-60min", "-1d")."""

    metric: Literal["response", "next_reply", "resolution", "approval", "supplier"]
    calendar: str
    minutes: int | None = None
    working_days: int | None = None
    priority: int | None = None
    goal_percent: Decimal = Decimal(95)
    warn_at: list[str] = Field(default=["75%"])
    reopen: Literal["resume", "restart", "ignore"] = "resume"


def service(one: Any) -> dict[str, Any]:
    words = ("key", "name", "description", "state", "stage", "outcome", "utility", "warranty")
    names = (*words, "live_at", "early_life_until", "retired_at", "version")
    return {name: getattr(one, name) for name in names} | {
        "owner": one.owner.key,
        "team": one.team.key if one.team else None,
    }


def offering(one: Any) -> dict[str, Any]:
    names = ("key", "name", "kind", "description", "icon", "is_open", "questions", "version")
    return {name: getattr(one, name) for name in names}


def agreement(one: Any) -> dict[str, Any]:
    names = ("key", "name", "kind", "availability_percent", "starts_on", "ends_on", "version")
    return {name: getattr(one, name) for name in names} | {
        "organisation": one.organisation.key if one.organisation else None,
        "team": one.team.key if one.team else None,
        "targets": [target(promise) for promise in one.targets.all()],
    }


def target(one: Any) -> dict[str, Any]:
    names = ("key", "metric", "priority", "minutes", "working_days", "goal_percent", "warn_at", "reopen", "version")
    return {name: getattr(one, name) for name in names} | {"calendar": one.calendar.key}


def outage(one: Any) -> dict[str, Any]:
    names = ("key", "title", "started_at", "ended_at", "is_planned", "is_partial", "loss_percent", "version")
    ties = {"service": one.service.key, "item": one.item.key if one.item else None}
    return {name: getattr(one, name) for name in names} | ties


def freeze(one: Any) -> dict[str, Any]:
    names = ("key", "name", "starts_at", "ends_at", "version")
    return {name: getattr(one, name) for name in names} | {"service": one.service.key if one.service else None}


def contract(one: Any) -> dict[str, Any]:
    names = ("key", "name", "monthly", "currency", "starts_on", "ends_on", "version")
    return {name: getattr(one, name) for name in names} | {"service": one.service.key, "supplier": one.supplier.key}


def measure(one: Any) -> dict[str, Any]:
    names = ("key", "name", "unit", "direction", "baseline", "target", "target_on", "version")
    return {name: getattr(one, name) for name in names} | {
        "service": one.service.key if one.service else None,
        "owner": one.owner.key if one.owner else None,
    }


def measure_row(row: Any) -> dict[str, Any]:
    return measure(row.measure) | {"value": row.value, "read_on": row.on}


def reading(one: Any) -> dict[str, Any]:
    return {"on": one.on, "value": one.value, "source": one.source}


def improvement(one: Any) -> dict[str, Any]:
    names = ("key", "title", "description", "state", "investment", "reason", "noted_at", "version")
    return {name: getattr(one, name) for name in names} | {"service": one.service.key}
