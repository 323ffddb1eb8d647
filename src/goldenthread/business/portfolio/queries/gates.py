"""Gates: all of an investment, the next one, and those that wait for a decision."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldenthread.business.portfolio.models import PATH, Gate, GateCriterion, GateDecision, Investment, InvestmentState
from goldenthread.business.portfolio.policies import deciders
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import seen, visible


def gates(investment: Investment) -> list[Gate]:
    """In their order, with criteria and decisions, the newest decision last."""
    return list(investment.gates.prefetch_related("criteria", "decisions", "decisions__decided_by", "decisions__case"))


def gate(actor: Actor, key: str) -> Gate:
    found = visible(Gate, actor).select_related("investment", "investment__portfolio")
    return seen(Gate, actor, key, found.prefetch_related("criteria", "decisions", "decisions__decided_by"))


def next_gate(investment: Investment) -> Gate | None:
    """The gate it stands before; None on hold and at an end."""
    to = investment.next_state
    return None if to is None else investment.gates.prefetch_related("criteria").get(leads_to=to)


def approval(investment: Investment) -> GateDecision | None:
    """The go that approved its money."""
    found = GateDecision.objects.filter(gate__investment=investment, gate__leads_to=InvestmentState.APPROVED)
    return found.filter(choice=GateDecision.Choice.GO).order_by("-id").first()


def is_next() -> Q:
    """A gate that its investment stands before."""
    condition = Q(pk__in=())
    for before, after in pairwise(PATH):
        condition |= Q(investment__state=before, leads_to=after)
    return condition


def waits(on: date) -> Q:
    """A gate that can be decided: every criterion is met with evidence, or its day has come."""
    unmet = GateCriterion.objects.filter(Q(is_met=False) | Q(evidence=""), gate=OuterRef("pk"))
    return Q(~Exists(unmet)) | Q(due_on__lte=on)


def gates_waiting(actor: Actor, on: date) -> QuerySet[Gate]:
    """The gates that wait for a decision of this actor, the longest waiting first."""
    mine = Investment.objects.filter(deciders(actor))
    if actor.id is not None:
        # before its approval nobody decides alone on what they proposed themselves
        mine = mine.exclude(proposed_by_id=actor.id, state__in=PATH[:3])
    found = visible(Gate, actor).filter(is_next(), waits(on), investment__in=mine.values("pk"))
    return found.select_related("investment", "investment__sponsor", "investment__portfolio").order_by(
        "investment__decided_at", "investment__proposed_at", "pk"
    )
