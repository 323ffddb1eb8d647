"""What an hour costs, and when people are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from goldenthread.business.people.actions.values import apply, check, given, maybe, one, self_id
from goldenthread.business.people.events import (
    AbsenceChanged,
    AbsenceNoted,
    AbsenceRemoved,
    RateChanged,
    RateRemoved,
    RateSet,
)
from goldenthread.business.people.models import Absence, Person, Rate, Team
from goldenthread.business.people.policies import (
    may_administer,
    may_administer_record,
    may_keep_absence,
    may_note_absence,
)
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, NotAllowed
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.words import is_currency


@dataclass(frozen=True)
class RateFacts:
    """For a person or a team by key, or neither: the house. None leaves a value as it is."""

    person: str | None = None
    team: str | None = None
    per_hour: Decimal | None = None
    currency: str | None = None
    valid_from: date | None = None


@dataclass(frozen=True)
class AbsenceFacts:
    """Days both included; None leaves a value as it is."""

    person: str | None = None
    kind: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@action(may=may_administer)
def set_rate(acting: Acting, *, new: RateFacts) -> Rate:
    """A rate from a day on; time already logged keeps the rate it was costed at."""
    rate = Rate(key=next_key("RATE"))
    _apply_rate(acting, rate, new)
    rate.save()
    record(
        RateSet(
            subject=rate.key,
            person=rate.person.key if rate.person else "",
            team=rate.team.key if rate.team else "",
            per_hour=str(rate.per_hour),
            currency=rate.currency,
            valid_from=rate.valid_from.isoformat(),
        ),
        version=rate.version,
    )
    return rate


@action(on=Rate, may=may_administer_record)
def change_rate(acting: Acting, rate: Rate, *, change: RateFacts) -> Rate:
    changes = _apply_rate(acting, rate, change)
    if changes:
        rate.save()
        record(RateChanged(subject=rate.key, changes=changes), version=rate.version)
    return rate


@action(on=Rate, may=may_administer_record)
def remove_rate(acting: Acting, rate: Rate) -> None:
    record(RateRemoved(subject=rate.key))
    rate.delete()


@action(may=may_note_absence)
def note_absence(acting: Acting, *, new: AbsenceFacts) -> Absence:
    """Days away: one's own, or anyone's for administrators."""
    actor = acting.actor
    person = one(acting, Person, new.person, "person") if new.person else Person.objects.get(pk=self_id(acting))
    if not (may_administer(actor) or person.pk == actor.id):
        raise NotAllowed(_("Only administrators note the absence of others."))
    absence = Absence(key=next_key("ABS"), person=person)
    _apply_absence(absence, new)
    absence.save()
    days = {"starts_on": absence.starts_on.isoformat(), "ends_on": absence.ends_on.isoformat()}
    record(AbsenceNoted(subject=absence.key, person=person.key, **days), version=absence.version)
    return absence


@action(on=Absence, may=may_keep_absence)
def change_absence(acting: Acting, absence: Absence, *, change: AbsenceFacts) -> Absence:
    changes = _apply_absence(absence, change)
    if changes:
        absence.save()
        record(AbsenceChanged(subject=absence.key, changes=changes), version=absence.version)
    return absence


@action(on=Absence, may=may_keep_absence)
def remove_absence(acting: Acting, absence: Absence) -> None:
    record(AbsenceRemoved(subject=absence.key))
    absence.delete()


def _apply_rate(acting: Acting, rate: Rate, facts: RateFacts) -> dict[str, list[object]]:
    changes = apply(
        rate,
        {
            "person": maybe(acting, Person, facts.person, "person"),
            "team": maybe(acting, Team, facts.team, "team"),
            "per_hour": given(facts.per_hour),
            "currency": given(facts.currency and facts.currency.upper()),
            "valid_from": given(facts.valid_from),
        },
    )
    per_hour: Decimal | None = rate.per_hour
    since: date | None = rate.valid_from
    fields: dict[str, object] = {}
    if rate.person_id and rate.team_id:
        fields["team"] = _("A rate is for a person or for a team, not both.")
    if per_hour is None or per_hour < 0:
        fields["per_hour"] = _("Say what an hour costs, such as 85.50.")
    if not is_currency(rate.currency):
        fields["currency"] = _("Write the currency's three letters, such as EUR.")
    if since is None:
        fields["valid_from"] = _("Say from which day on.")
    same = Rate.objects.filter(person=rate.person, team=rate.team, valid_from=rate.valid_from).exclude(pk=rate.pk)
    if not fields and same.exists():
        fields["valid_from"] = _("There is a rate from this day on already. Change that one.")
    check(rate, "person", "team", fields=fields)
    return changes


def _apply_absence(absence: Absence, facts: AbsenceFacts) -> dict[str, list[object]]:
    changes = apply(
        absence,
        {"kind": given(facts.kind), "starts_on": given(facts.starts_on), "ends_on": given(facts.ends_on)},
    )
    first: date | None = absence.starts_on
    last: date | None = absence.ends_on
    if first is None or last is None:
        name = "starts_on" if first is None else "ends_on"
        raise Invalid(fields={name: _("Say the first and the last day.")})
    fields: dict[str, object] = {}
    if last < first:
        fields["ends_on"] = _("The last day comes before the first.")
    check(absence, "person", fields=fields)
    return changes
