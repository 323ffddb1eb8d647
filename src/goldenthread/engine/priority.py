"""Priority from impact and urgency, and the risk of a change with the reasons for its score."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from goldenthread.engine.errors import EngineError

Matrix = Mapping[tuple[int, int], int]

DEFAULT: Matrix = MappingProxyType({(i, u): i + u - 1 for i in (1, 2, 3) for u in (1, 2, 3)})
"""The usual matrix of ITIL: high impact and high urgency is 1 (critical), low and low is 5 (planning)."""

RiskLevel = Literal["low", "medium", "high", "very high"]
_LEVELS: tuple[tuple[int, RiskLevel], ...] = ((75, "very high"), (50, "high"), (25, "medium"), (0, "low"))


def priority(impact: int, urgency: int, matrix: Matrix = DEFAULT) -> int:
    """The priority, 1 (first) to 5, of an impact and an urgency, each 1 (high) to 3 (low).

    A pair the matrix does not hold is refused (`bad_priority_input`).
    """
    found = matrix.get((impact, urgency))
    if found is None:
        raise EngineError("bad_priority_input", impact=impact, urgency=urgency)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts:
    """What is known of a change before it is made; impact is 1 (high) to 3 (low), counts are of the change's reach."""

    impact: int = 3
    critical_services: int = 0
    dependent_items: int = 0
    conflicting_changes: int = 0
    similar_made: int = 0
    similar_failed: int = 0
    is_tested: bool = False
    has_backout: bool = False
    needs_outage: bool = False
    is_in_freeze: bool = False
    is_emergency: bool = False


@dataclass(frozen=True, slots=True)
class RiskReason:
    """One thing that adds to a change's risk: its code, its points, and the value that earned them."""

    code: str
    points: int
    value: Any


@dataclass(frozen=True, slots=True)
class ChangeRisk:
    """A change's risk: a score of 0 to 100, its level, and the reasons, heaviest first, whose points make the score."""

    score: int
    level: RiskLevel
    reasons: tuple[RiskReason, ...]


def change_risk(facts: ChangeFacts) -> ChangeRisk:
    """The score is the sum of the reasons' points, no more than 100: 25 is medium, 50 high, 75 very high."""
    _check(facts)
    reasons = (
        RiskReason("impact", {1: 20, 2: 10, 3: 0}[facts.impact], facts.impact),
        RiskReason("critical_services", min(20, 10 * facts.critical_services), facts.critical_services),
        RiskReason("dependent_items", min(10, facts.dependent_items // 5), facts.dependent_items),
        RiskReason("conflicting_changes", min(15, 10 * facts.conflicting_changes), facts.conflicting_changes),
        RiskReason("failed_before", _failure_points(facts), (facts.similar_failed, facts.similar_made)),
        RiskReason("never_made_before", 0 if facts.similar_made else 5, facts.similar_made),
        RiskReason("not_tested", 0 if facts.is_tested else 15, facts.is_tested),
        RiskReason("no_backout", 0 if facts.has_backout else 15, facts.has_backout),
        RiskReason("needs_outage", 10 if facts.needs_outage else 0, facts.needs_outage),
        RiskReason("in_freeze", 15 if facts.is_in_freeze else 0, facts.is_in_freeze),
        RiskReason("emergency", 10 if facts.is_emergency else 0, facts.is_emergency),
    )
    counted = sorted((reason for reason in reasons if reason.points), key=lambda reason: -reason.points)
    score = min(100, sum(reason.points for reason in counted))
    level = next(level for least, level in _LEVELS if score >= least)
    return ChangeRisk(score, level, tuple(counted))


def _failure_points(facts: ChangeFacts) -> int:
    return round(20 * facts.similar_failed / facts.similar_made) if facts.similar_made else 0


def _check(facts: ChangeFacts) -> None:
    if facts.impact not in (1, 2, 3):
        raise EngineError("bad_priority_input", impact=facts.impact)
    counts = ("critical_services", "dependent_items", "conflicting_changes", "similar_made", "similar_failed")
    for name in counts:
        if getattr(facts, name) < 0:
            raise EngineError("negative_figure", figure=name, value=getattr(facts, name))
    if facts.similar_failed > facts.similar_made:
        raise EngineError("more_failed_than_made", failed=facts.similar_failed, made=facts.similar_made)
