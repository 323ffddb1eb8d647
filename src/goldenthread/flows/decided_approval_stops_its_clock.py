"""An approval that is decided, or void, stops the clock of its decision."""

from __future__ import annotations

from goldenthread.business.desk.actions import reread_clocks
from goldenthread.business.desk.queries import is_ticket
from goldenthread.business.work.events import ApprovalGiven, ApprovalRefused, ApprovalVoided
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.reactions import reaction


@reaction(ApprovalGiven, ApprovalRefused, ApprovalVoided)
def stop(acting: Acting, fact: ApprovalGiven | ApprovalRefused | ApprovalVoided) -> None:
    if is_ticket(acting.actor, fact.subject):
        reread_clocks(acting, fact.subject)
