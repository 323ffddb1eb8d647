"""What happens to objectives and investments."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PortfolioOpened(Fact):
    name: str
    limit: str
    currency: str


@dataclass(frozen=True, kw_only=True)
class ObjectiveSet(Fact):
    name: str
    measure: str
    due_on: str


@dataclass(frozen=True, kw_only=True)
class ObjectiveClosed(Fact):
    pass


@dataclass(frozen=True, kw_only=True)
class InvestmentProposed(Fact):
    name: str
    sponsor: int
    improvement: str


@dataclass(frozen=True, kw_only=True)
class InvestmentDescribed(Fact):
    """What was said about it changed: the names of the fields."""

    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class CaseRevised(Fact):
    """The case was edited; `is_new` where the edit opened the next version."""

    number: int
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class CriterionAdded(Fact):
    gate: str
    criterion: str


@dataclass(frozen=True, kw_only=True)
class CriterionJudged(Fact):
    gate: str
    criterion: str
    is_met: bool
    evidence: str


@dataclass(frozen=True, kw_only=True)
class GateScheduled(Fact):
    gate: str
    due_on: str


@dataclass(frozen=True, kw_only=True)
class GateDecided(Fact):
    """A decision at a gate; `case` is the number of the version it froze."""

    gate: str
    choice: str
    reason: str
    before: str
    state: str
    case: int
    money_released: str


@dataclass(frozen=True, kw_only=True)
class InvestmentResumed(Fact):
    state: str


@dataclass(frozen=True, kw_only=True)
class InvestmentChartered(Fact):
    project: str
    services: list[str]


@dataclass(frozen=True, kw_only=True)
class InvestmentRelated(Fact):
    """What it needs was told anew: other investments by key, and hours by skill."""

    needs: list[str]
    excludes: list[str]
    hours: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class ScenarioPrepared(Fact):
    name: str
    portfolio: str


@dataclass(frozen=True, kw_only=True)
class ScenarioChanged(Fact):
    """Its name or limits changed: which."""

    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ScenarioProposed(Fact):
    """A choice was put forward for decision: how much money, which investments (by key), why."""

    budget: str
    chosen: list[str]
    note: str


@dataclass(frozen=True, kw_only=True)
class ScenarioTakenBack(Fact):
    pass


@dataclass(frozen=True, kw_only=True)
class ScenarioDropped(Fact):
    name: str
