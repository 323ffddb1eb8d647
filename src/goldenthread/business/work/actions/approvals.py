"""Approvals: asked of a person, decided by them alone, void once the work says something else."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Person
from goldenthread.business.work.events import ApprovalAsked, ApprovalGiven, ApprovalRefused, ApprovalVoided
from goldenthread.business.work.models import Approval, Work
from goldenthread.business.work.policies import may_decide, may_work_on
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key


@action(on=Work, may=may_work_on)
def ask_approval(acting: Acting, work: Work, *, approver_id: int) -> Approval:
    """Ask a person to approve a work as it now reads; asking again while they think changes nothing."""
    approver = Person.objects.filter(pk=approver_id, is_active=True).first()
    if approver is None:
        raise Invalid(fields={"approver_id": _("Choose a person from the list.")})
    if approver.pk in (work.requester_id, work.assignee_id):
        raise Invalid(fields={"approver_id": _("Nobody approves what they ask for or carry out themselves.")})
    digest = work.digest()
    waiting = Approval.objects.filter(work=work, approver=approver, state=Approval.State.ASKED).first()
    if waiting is not None and waiting.digest == digest:
        return waiting
    void_approvals(acting, work)
    approval = Approval.objects.create(
        key=next_key(Approval.prefix), work=work, approver=approver, asked_at=acting.at, digest=digest
    )
    record(ApprovalAsked(subject=work.key, approval=approval.key, approver=approver.pk))
    return approval


@action(on=Approval, may=may_decide)
def approve(acting: Acting, approval: Approval, *, reason: str = "") -> Approval:
    """Say yes. Refused where the work has changed since it was asked, or was decided already."""
    approval.decide(Approval.State.APPROVED, acting.at, reason.strip())
    approval.save()
    record(ApprovalGiven(subject=approval.work.key, approval=approval.key, approver=approval.approver_id))
    return approval


@action(on=Approval, may=may_decide)
def decline(acting: Acting, approval: Approval, *, reason: str) -> Approval:
    """Say no, and why."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why, so that it can be put right.")})
    approval.decide(Approval.State.DECLINED, acting.at, reason.strip())
    approval.save()
    record(
        ApprovalRefused(
            subject=approval.work.key,
            approval=approval.key,
            approver=approval.approver_id,
            reason=reason.strip(),
        )
    )
    return approval


def void_approvals(acting: Acting, work: Work, *, even_if_unchanged: bool = False) -> int:
    """Make void what was asked or given for a work that now reads otherwise; called by the action that changes it.

    `even_if_unchanged` for a change the work itself does not hold, such as a change's window.
    """
    standing = Approval.objects.filter(work=work, state__in=(Approval.State.ASKED, Approval.State.APPROVED))
    if not even_if_unchanged:
        standing = standing.exclude(digest=work.digest())
    count = 0
    for approval in standing.select_for_update(of=("self",)):
        approval.state = Approval.State.VOID
        approval.decided_at = acting.at
        approval.save()
        record(ApprovalVoided(subject=work.key, approval=approval.key, approver=approval.approver_id))
        count += 1
    return count
