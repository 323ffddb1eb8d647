"""Deliverables: added, submitted, accepted with every criterion judged, or sent back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.opening import NewDeliverable
from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.events import (
    DeliverableAccepted,
    DeliverableAdded,
    DeliverableSentBack,
    DeliverableSubmitted,
)
from goldenthread.business.projects.models import Deliverable, Project
from goldenthread.business.projects.policies import may_accept, may_plan, may_submit
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key


@dataclass(frozen=True)
class Verdict:
    """Whether a criterion is met, and what shows it."""

    is_met: bool
    evidence: str = ""


@action(on=Project, may=may_plan)
def add_deliverable(acting: Acting, project: Project, *, new: NewDeliverable) -> Deliverable:
    """Promise a further result with its acceptance criteria."""
    must_be_open(project)
    _check(new.name, new.criteria)
    deliverable = Deliverable.objects.create(
        key=next_key("DLV"),
        project=project,
        name=new.name.strip(),
        criteria=[{"text": text.strip(), "is_met": None, "evidence": ""} for text in new.criteria],
        due_on=new.due_on,
    )
    record(DeliverableAdded(subject=deliverable.key, name=deliverable.name), version=deliverable.version)
    return deliverable


@action(on=Deliverable, may=may_submit)
def submit_deliverable(
    acting: Acting, deliverable: Deliverable, *, evidence: Sequence[str] = (), due_on: date | None = None
) -> Deliverable:
    """Offer a result for acceptance, with what shows each criterion where it is known."""
    must_be_open(deliverable.project)
    deliverable.must_be(Deliverable.State.OPEN, Deliverable.State.SENT_BACK)
    if evidence and len(evidence) != len(deliverable.criteria):
        raise Invalid(fields={"evidence": _("Give one line of evidence per criterion, or none at all.")})
    given = list(evidence) or [""] * len(deliverable.criteria)
    deliverable.criteria = [
        criterion | {"is_met": None, "evidence": text.strip()[:300] or criterion["evidence"]}
        for criterion, text in zip(deliverable.criteria, given, strict=True)
    ]
    deliverable.state = Deliverable.State.SUBMITTED
    deliverable.due_on = due_on or deliverable.due_on
    deliverable.decided_by, deliverable.decided_at, deliverable.reason = None, None, ""
    deliverable.save()
    record(DeliverableSubmitted(subject=deliverable.key, name=deliverable.name), version=deliverable.version)
    return deliverable


@action(on=Deliverable, may=may_accept)
def accept_deliverable(acting: Acting, deliverable: Deliverable, *, verdicts: Sequence[Verdict]) -> Deliverable:
    """Accept a result: every criterion is judged, and met. One that is not is a reason to send it back."""
    deliverable.must_be(Deliverable.State.SUBMITTED)
    judge(deliverable, verdicts)
    missed = [criterion["text"] for criterion in deliverable.criteria if not criterion["is_met"]]
    if missed:
        raise Invalid(
            fields={"verdicts": _("Not met: %(criterion)s. Send it back with the reason.") % {"criterion": missed[0]}}
        )
    _decide(acting, deliverable, Deliverable.State.ACCEPTED, "")
    record(DeliverableAccepted(subject=deliverable.key, name=deliverable.name), version=deliverable.version)
    return deliverable


@action(on=Deliverable, may=may_accept)
def send_back_deliverable(
    acting: Acting, deliverable: Deliverable, *, reason: str, verdicts: Sequence[Verdict] = ()
) -> Deliverable:
    """Send a result back with what is missing."""
    deliverable.must_be(Deliverable.State.SUBMITTED)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say what is missing.")})
    if verdicts:
        judge(deliverable, verdicts)
    _decide(acting, deliverable, Deliverable.State.SENT_BACK, reason.strip())
    record(
        DeliverableSentBack(subject=deliverable.key, name=deliverable.name, reason=deliverable.reason),
        version=deliverable.version,
    )
    return deliverable


def judge(deliverable: Deliverable, verdicts: Sequence[Verdict]) -> None:
    """Write the verdicts beside the criteria, in their order; each needs one."""
    if len(verdicts) != len(deliverable.criteria):
        raise Invalid(fields={"verdicts": _("Judge every criterion: met or not.")})
    deliverable.criteria = [
        criterion | {"is_met": verdict.is_met, "evidence": verdict.evidence.strip()[:300] or criterion["evidence"]}
        for criterion, verdict in zip(deliverable.criteria, verdicts, strict=True)
    ]


def _decide(acting: Acting, deliverable: Deliverable, state: Deliverable.State, reason: str) -> None:
    deliverable.state, deliverable.reason = state, reason
    deliverable.decided_by_id = acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id
    deliverable.decided_at = acting.at
    deliverable.save()


def _check(name: str, criteria: Sequence[str]) -> None:
    wrong: dict[str, object] = {}
    if not 1 <= len(name.strip()) <= 200:
        wrong["name"] = _("Name the result in at most 200 characters.")
    if not criteria or not all(text.strip() for text in criteria):
        wrong["criteria"] = _("Say at least one thing that must be true of it.")
    if wrong:
        raise Invalid(fields=wrong)
