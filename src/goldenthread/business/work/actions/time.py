"""Time spent on a work: logged, corrected, removed; its cost follows in the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Sum
from django.utils.translation import gettext as _

from goldenthread.business.people.models import Person
from goldenthread.business.people.queries import rate_on
from goldenthread.business.work.actions.ledger import counter, post
from goldenthread.business.work.events import TimeCorrected, TimeLogged, TimeRemoved
from goldenthread.business.work.models import LedgerEntry, TimeEntry, Work
from goldenthread.business.work.policies import may_correct_time, may_work_on
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key

DAY_MINUTES = 24 * 60
CENT = Decimal("0.01")


@action(on=Work, may=may_work_on)
def log_time(acting: Acting, work: Work, *, on: date, minutes: int, note: str = "") -> TimeEntry:
    """Count minutes of the actor's time on a day; costed at the rate of that day and posted to the work's account."""
    person_id = acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id
    if person_id is None:
        raise Invalid(_("Time belongs to a person."))
    _check(acting, person_id, on, minutes)
    entry = TimeEntry(key=next_key("TIM"), work=work, person_id=person_id, on=on, minutes=minutes, note=note[:200])
    _cost(entry)
    entry.save()
    cost = str(entry.entry.amount) if entry.entry else "0.00"
    record(TimeLogged(subject=work.key, work=work.key, minutes=minutes, on=on.isoformat(), cost=cost))
    return entry


@action(on=TimeEntry, may=may_correct_time)
def correct_time(acting: Acting, entry: TimeEntry, *, on: date, minutes: int, note: str) -> TimeEntry:
    """Say what was really spent. The old cost is taken back in the ledger and the new one posted."""
    _check(acting, entry.person_id, on, minutes, besides=entry)
    before = entry.minutes
    _take_back(entry)
    entry.on, entry.minutes, entry.note = on, minutes, note[:200]
    _cost(entry)
    entry.save()
    record(TimeCorrected(subject=entry.work.key, entry=entry.key, before=before, minutes=minutes, on=on.isoformat()))
    return entry


@action(on=TimeEntry, may=may_correct_time)
def remove_time(acting: Acting, entry: TimeEntry) -> None:
    """Take an entry away as if it had not been made; the ledger keeps both its cost and the counter-entry."""
    _take_back(entry)
    fact = TimeRemoved(subject=entry.work.key, entry=entry.key, minutes=entry.minutes, on=entry.on.isoformat())
    entry.delete()
    record(fact)


def _check(acting: Acting, person_id: int, on: date, minutes: int, besides: TimeEntry | None = None) -> None:
    if not 1 <= minutes <= DAY_MINUTES:
        raise Invalid(fields={"minutes": _("Between 1 minute and 24 hours can be logged for a day.")})
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    if on > acting.at.astimezone(ZoneInfo(person.timezone)).date():
        raise Invalid(fields={"on": _("Time can be logged once the day has come.")})
    others = TimeEntry.objects.filter(person_id=person_id, on=on)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if (others.aggregate(spent=Sum("minutes"))["spent"] or 0) + minutes > DAY_MINUTES:
        raise Invalid(fields={"minutes": _("With what is already logged, that day would have more than 24 hours.")})


def _cost(entry: TimeEntry) -> None:
    entry.per_hour, currency = rate_on(entry.person_id, entry.on)
    cost = (entry.per_hour * entry.minutes / 60).quantize(CENT)
    work = entry.work
    entry.entry = (
        post(
            work.account_id,
            LedgerEntry.Kind.LABOUR,
            on=entry.on,
            amount=cost,
            source=work.key,
            memo=entry.note,
            currency=currency,
        )
        if work.account_id is not None and cost
        else None
    )


def _take_back(entry: TimeEntry) -> None:
    if entry.entry is not None:
        counter(entry.entry, memo=_("Takes back time on %(key)s") % {"key": entry.work.key})
