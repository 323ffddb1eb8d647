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
