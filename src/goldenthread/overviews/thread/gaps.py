"""What is told of a step that is missing on the thread: that it comes later, or what the reader can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from goldenthread.business.portfolio.models import Investment, InvestmentState
from goldenthread.business.portfolio.policies import may_decide, may_propose, may_shape
from goldenthread.business.services.policies import may_add_measure, may_own_service
from goldenthread.foundation.actors import Actor
from goldenthread.overviews.thread.ties import Ties

Act = Literal["", "weigh", "propose", "charter", "promise", "measure"]

BEFORE_CHARTER = (
    InvestmentState.PROPOSED,
    InvestmentState.DEFINED,
    InvestmentState.ANALYSED,
    InvestmentState.APPROVED,
)
OWN_PAGES = ("OBJ", "INV", "SRV")
"""Only on these pages something is offered: a task's or a ticket's reader came for something else."""


@dataclass(frozen=True)
class Gap:
    """`is_later`: it cannot be there yet. `act` is what this reader may do about it, with the record of that `key`."""

    is_later: bool = False
    act: Act = ""
    key: str = ""


def gap(kind: str, found: Ties, actor: Actor, key: str) -> Gap:
    """Why this step is missing on the page of the record with this key. No query."""
    nearest = found.investments[0] if found.investments else None
    is_later = kind in ("project", "service") and nearest is not None and _is_before_charter(nearest)
    act, of = _act(kind, found, nearest, actor) if key.rpartition("-")[0] in OWN_PAGES else ("", "")
    return Gap(is_later, act, of)


def _is_before_charter(investment: Investment) -> bool:
    state = investment.held_in if investment.state == InvestmentState.ON_HOLD else investment.state
    return state in BEFORE_CHARTER


def _act(kind: str, found: Ties, nearest: Investment | None, actor: Actor) -> tuple[Act, str]:
    if kind == "investment" and found.objectives:
        return ("propose", found.objectives[0].key) if may_propose(actor) else ("", "")
    if nearest is None:
        return _measure_of(found, actor) if kind == "outcome" else ("", "")
    is_alive = nearest.next_state is not None
    if kind == "objective" and is_alive and may_shape(actor, nearest):
        return "weigh", nearest.key
    if kind == "outcome" and is_alive and may_shape(actor, nearest):
        return "promise", nearest.key
    if kind == "project" and nearest.state == InvestmentState.APPROVED and may_decide(actor, nearest):
        return "charter", nearest.key
    return "", ""


def _measure_of(found: Ties, actor: Actor) -> tuple[Act, str]:
    service = found.services[0] if found.services else None
    is_theirs = service is not None and may_add_measure(actor) and may_own_service(actor, service)
    return ("measure", service.key) if service is not None and is_theirs else ("", "")
