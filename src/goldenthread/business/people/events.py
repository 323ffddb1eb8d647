"""What happens to people and what is set up for them."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation.facts import Fact


@dataclass(frozen=True, kw_only=True)
class HouseSetUp(Fact):
    organisation: str


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Fact):
    name: str


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Fact):
    person: str
    role: str
    scope: str
    scope_id: int | None
