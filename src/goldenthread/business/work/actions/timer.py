"""The one clock a person has running; stopped, it becomes time logged."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goldenthread.business.work.actions.time import DAY_MINUTES, log_time
from goldenthread.business.work.models import TimeEntry, Timer, Work
from goldenthread.business.work.policies import may_work_on
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused


@action(on=Work, may=may_work_on)
def start_timer(acting: Acting, work: Work) -> Timer:
    """Let the actor's clock run on a work. One that runs on another is stopped and logged first."""
    if acting.actor.id is None:
        raise Invalid(_("Time belongs to a person."))
    running = _running(acting)
    if running is not None and running.work_id == work.pk:
        return running
    if running is not None:
        _stop(acting, running, minutes=None, note="")
    return Timer.objects.create(person_id=acting.actor.id, work=work, started_at=acting.at)


@action(may=lambda actor: actor.id is not None)
def stop_timer(acting: Acting, *, minutes: int | None = None, note: str = "") -> TimeEntry:
    """Stop the actor's clock and log what it counted, or the minutes given instead; at least one."""
    running = _running(acting)
    if running is None:
        raise Refused(_("No timer is running."))
    return _stop(acting, running, minutes=minutes, note=note)


@action(may=lambda actor: actor.id is not None)
def discard_timer(acting: Acting) -> None:
    """Stop the actor's clock and log nothing."""
    _of(acting).delete()


def _running(acting: Acting) -> Timer | None:
    return _of(acting).select_for_update(of=("self",)).first()


def _of(acting: Acting) -> QuerySet[Timer]:
    return Timer.objects.filter(person_id=acting.actor.id) if acting.actor.id is not None else Timer.objects.none()


def _stop(acting: Acting, running: Timer, *, minutes: int | None, note: str) -> TimeEntry:
    counted = round((acting.at - running.started_at).total_seconds() / 60)
    if minutes is None and counted > DAY_MINUTES:
        raise Invalid(fields={"minutes": _("The timer ran for more than a day. Say how many minutes it was.")})
    on = running.started_at.astimezone(ZoneInfo(acting.actor.timezone)).date()
    running.delete()
    # as the house: the timer was started by one who might work on it then, and the time was spent
    spent = max(counted, 1) if minutes is None else minutes
    return log_time(acting.as_house(), running.work.key, on=on, minutes=spent, note=note)
