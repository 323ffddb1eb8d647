"""What happens to work and to money."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation.facts import Fact


@dataclass(frozen=True, kw_only=True)
class TimeLogged(Fact):
    work: str
    minutes: int
    on: str
    cost: str


@dataclass(frozen=True, kw_only=True)
class TimeCorrected(Fact):
    entry: str
    before: int
    minutes: int
    on: str


@dataclass(frozen=True, kw_only=True)
class TimeRemoved(Fact):
    entry: str
    minutes: int
    on: str


@dataclass(frozen=True, kw_only=True)
class WorksLinked(Fact):
    kind: str
    target: str


@dataclass(frozen=True, kw_only=True)
class WorksUnlinked(Fact):
    kind: str
    target: str


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(Fact):
    approval: str
    approver: int


@dataclass(frozen=True, kw_only=True)
class ApprovalGiven(Fact):
    approval: str
    approver: int


@dataclass(frozen=True, kw_only=True)
class ApprovalRefused(Fact):
    approval: str
    approver: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ApprovalVoided(Fact):
    approval: str
    approver: int


@dataclass(frozen=True, kw_only=True)
class ExchangeRateSet(Fact):
    currency: str
    into: str
    on: str
    rate: str


@dataclass(frozen=True, kw_only=True)
class ExchangeRateChanged(Fact):
    changes: dict[str, list[object]]


@dataclass(frozen=True, kw_only=True)
class ExchangeRateRemoved(Fact):
    currency: str
    into: str
    on: str
