"""What is done to any work, whatever it is, and how its cost reaches the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from goldenthread.business.people.queries import rate_on
from goldenthread.business.work.events import TimeLogged
from goldenthread.business.work.models import PREFIXES, Account, LedgerEntry, Nature, TimeEntry, Work, WorkKind
from goldenthread.business.work.policies import may_work_on
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key

LONGEST_DAY = 24 * 60


def open_work(acting: Acting, kind: WorkKind, title: str, **known: object) -> Work:
    """The work below a new ticket or task; called by the action that opens it."""
    title = title.strip()
    if not title:
        raise Invalid(fields={"title": _("Say in a few words what this is about.")})
    if len(title) > 200:
        raise Invalid(fields={"title": _("Keep the title under 200 characters; the rest fits the description.")})
    return Work.objects.create(key=next_key(PREFIXES[kind]), kind=kind, title=title, opened_at=acting.at, **known)


def open_account(name: str, currency: str, *, parent: Account | None = None, nature: Nature = Nature.OPEX) -> Account:
    """An account for what is being founded; called by the action that founds it."""
    return Account.objects.create(key=next_key("ACC"), name=name[:200], currency=currency, parent=parent, nature=nature)


@action(on=Work, may=may_work_on)
def log_time(acting: Acting, work: Work, *, on: date, minutes: int, note: str = "") -> TimeEntry:
    """Count minutes of the actor's time on a day; costed at the rate of that day and posted to the work's account."""
    if not 1 <= minutes <= LONGEST_DAY:
        raise Invalid(fields={"minutes": _("Between 1 minute and 24 hours can be logged for a day.")})
    if on > acting.at.date():
        raise Invalid(fields={"on": _("Time can be logged once the day has come.")})
    person_id = acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id
    if person_id is None:
        raise Invalid(_("Time belongs to a person."))
    per_hour, currency = rate_on(person_id, on)
    cost = (per_hour * minutes / 60).quantize(Decimal("0.01"))
    entry = None
    if work.account_id is not None and cost:
        entry = LedgerEntry.objects.create(
            account_id=work.account_id,
            kind=LedgerEntry.Kind.LABOUR,
            nature=Account.objects.values_list("nature", flat=True).get(pk=work.account_id),
            on=on,
            amount=cost,
            currency=currency,
            source=work.key,
            memo=note[:200],
        )
    logged = TimeEntry.objects.create(
        key=next_key("TIM"),
        work=work,
        person_id=person_id,
        on=on,
        minutes=minutes,
        note=note[:200],
        per_hour=per_hour,
        entry=entry,
    )
    record(TimeLogged(subject=work.key, work=work.key, minutes=minutes, on=on.isoformat(), cost=str(cost)))
    return logged
