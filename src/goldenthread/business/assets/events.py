"""What happens to the things services run on."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ItemRegistered(Fact):
    name: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class ItemChanged(Fact):
    changes: dict[str, list[str]]
    """Field to its former and its new value, as text."""


@dataclass(frozen=True, kw_only=True)
class ItemRetired(Fact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemsRelated(Fact):
    kind: str
    target: str


@dataclass(frozen=True, kw_only=True)
class ItemsParted(Fact):
    kind: str
    target: str
