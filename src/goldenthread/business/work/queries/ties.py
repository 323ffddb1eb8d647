"""Reads of what hangs on a work: its ties to others and its approvals."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from goldenthread.business.work.models import Approval, Link, Work, WorkKind
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import seen, visible

WORK_KINDS = tuple((str(value), label) for value, label in WorkKind.choices)
LINK_KINDS = tuple((str(value), label) for value, label in Link.Kind.choices)
OPEN_AT_ONCE = 200


@dataclass(frozen=True)
class Tie:
    """A link as seen from one of its ends; `is_outward` where it was made from here."""

    kind: str
    label: str
    other: Work
    is_outward: bool


def ties_of(actor: Actor, work_id: int) -> list[Tie]:
    """The works tied to one, as far as the actor sees them."""
    open_to = visible(Work, actor).values("pk")
    found = Link.objects.filter(Q(source_id=work_id, target__in=open_to) | Q(target_id=work_id, source__in=open_to))
    links = found.select_related("source", "target").order_by("kind", "id")[:OPEN_AT_ONCE]
    return [
        Tie(link.kind, link.get_kind_display(), link.target if out else link.source, out)
        for link in links
        for out in [link.source_id == work_id]
    ]


def approvals_of(actor: Actor, work_id: int) -> list[Approval]:
    """What was asked about a work, newest first."""
    found = visible(Approval, actor).filter(work_id=work_id).select_related("approver", "work")
    return list(found.order_by("-asked_at", "-id")[:OPEN_AT_ONCE])


def approvals_asked(actor: Actor) -> list[Approval]:
    """What waits for the actor's own decision, oldest first."""
    if actor.id is None:
        return []
    found = Approval.objects.filter(approver_id=actor.id, state=Approval.State.ASKED).select_related("work", "approver")
    return list(found.order_by("asked_at", "id")[:OPEN_AT_ONCE])


def approval(actor: Actor, key: str) -> Approval:
    return seen(Approval, actor, key, visible(Approval, actor).select_related("work", "approver"))
