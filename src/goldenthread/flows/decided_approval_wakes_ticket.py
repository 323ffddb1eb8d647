"""When the last approval a ticket waited for is decided, work on it goes on."""

from __future__ import annotations

from goldenthread.business.desk import actions as desk
from goldenthread.business.desk.queries import is_waiting
from goldenthread.business.work.events import ApprovalGiven, ApprovalRefused
from goldenthread.business.work.queries import approvals_of, work
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.reactions import reaction


@reaction(ApprovalGiven, ApprovalRefused)
def wake(acting: Acting, fact: ApprovalGiven | ApprovalRefused) -> None:
    if not is_waiting(acting.actor, fact.subject):
        return
    asked = approvals_of(acting.actor, work(acting.actor, fact.subject).pk)
    if all(approval.decided_at is not None for approval in asked):
        desk.resume_ticket(acting, fact.subject)
