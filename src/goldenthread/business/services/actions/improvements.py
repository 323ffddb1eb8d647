"""Ideas to make a service better: noted, taken up as a proposal, or dropped with a reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.services.events import ImprovementDropped, ImprovementNoted, ImprovementTakenUp
from goldenthread.business.services.models import Improvement, Service
from goldenthread.business.services.policies import may_note_improvement, may_take_up_improvement
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key


@action(on=Service, may=may_note_improvement)
def note_improvement(acting: Acting, service: Service, *, title: str, description: str = "") -> Improvement:
    """Note how a service could be better."""
    if not title.strip() or len(title) > 200:
        raise Invalid(fields={"title": _("Say in a few words what could be better.")})
    improvement = Improvement.objects.create(
        key=next_key(Improvement.prefix),
        service=service,
        title=title.strip(),
        description=description.strip(),
        noted_by_id=acting.actor.id or acting.actor.on_behalf_of,
        noted_at=acting.at,
    )
    record(
        ImprovementNoted(subject=improvement.key, service=service.key, title=improvement.title),
        version=improvement.version,
    )
    return improvement


@action(on=Improvement, may=may_take_up_improvement)
def take_up_improvement(acting: Acting, improvement: Improvement, *, investment: str) -> Improvement:
    """Tie an improvement to the investment it became; called by the proposal."""
    improvement.settle(Improvement.State.PROPOSED)
    improvement.investment = investment
    improvement.save()
    record(ImprovementTakenUp(subject=improvement.key, investment=investment), version=improvement.version)
    return improvement


@action(on=Improvement, may=may_take_up_improvement)
def drop_improvement(acting: Acting, improvement: Improvement, *, reason: str) -> Improvement:
    """Let an idea go, saying why."""
    if not reason.strip() or len(reason) > 300:
        raise Invalid(fields={"reason": _("Say in a sentence why it is dropped.")})
    improvement.settle(Improvement.State.DROPPED)
    improvement.reason = reason.strip()
    improvement.save()
    record(ImprovementDropped(subject=improvement.key, reason=improvement.reason), version=improvement.version)
    return improvement
