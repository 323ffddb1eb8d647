"""Which tickets have a warning or a breach to tell, and whom it concerns."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from goldenthread.business.desk.models import Ticket
from goldenthread.business.people.models import Membership
from goldenthread.business.services.models import TargetReading
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import visible


def tickets_to_tell(at: datetime, *, besides: Collection[str] = (), most: int = 200) -> list[str]:
    """The keys of tickets with a signal that is due by an instant, the longest due first; found by index alone."""
    due = TargetReading.objects.filter(next_signal_at__lt=at).exclude(subject__in=besides)
    return list(dict.fromkeys(due.order_by("next_signal_at").values_list("subject", flat=True)[:most]))


def is_clock_live(subject: str, target: str, metric: str, cycle: int) -> bool:
    """Whether this clock still runs or waits."""
    live = (TargetReading.State.RUNNING, TargetReading.State.PAUSED)
    found = TargetReading.objects.filter(subject=subject, target__key=target, metric=metric, cycle=cycle)
    return found.filter(state__in=live).exists()


def team_leads(actor: Actor, key: str) -> list[int]:
    """Who leads the team that has a ticket."""
    team_id = visible(Ticket, actor).filter(work__key=key).values_list("work__team_id", flat=True).first()
    if team_id is None:
        return []
    return list(Membership.objects.filter(team_id=team_id, is_lead=True).values_list("person_id", flat=True))
