"""Working hours, holidays and exceptions, read by the engine before they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.people.actions.values import apply, check, given
from goldenthread.business.people.events import CalendarAdded, CalendarChanged
from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.people.policies import may_administer, may_administer_record
from goldenthread.business.people.queries.holidays import country_holidays
from goldenthread.business.people.queries.hours import nights_of_days, nights_of_week
from goldenthread.engine.calendars import WorkCalendar as EngineCalendar
from goldenthread.engine.errors import EngineError
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key

Pairs = Sequence[Sequence[str]]
WEEK: dict[str, list[list[str]]] = {
    **{day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "sat": [],
    "sun": [],
}


@dataclass(frozen=True)
class CalendarFacts:
    """Hours by weekday, holidays, and hours or breaks of single days; None leaves a value as it is.

    A pair that runs over midnight, such as 22:00 to 06:00, is kept as its two parts, on the day and on the next.
    """

    name: str | None = None
    timezone: str | None = None
    weekly: Mapping[str, Pairs] | None = None
    holidays: Sequence[str] | None = None
    exceptions: Mapping[str, Pairs] | None = None
    breaks: Mapping[str, Pairs] | None = None
    closures: Sequence[Sequence[str]] | None = None
    """First and last day of closures of every year, such as ("12-24", "01-02")."""
    country: str | None = None
    region: str | None = None


@action(may=may_administer)
def add_calendar(acting: Acting, *, new: CalendarFacts) -> WorkCalendar:
    """A new calendar: office hours unless others are given."""
    calendar = WorkCalendar(key=next_key("CAL"), spec={"timezone": "UTC", "weekly": WEEK})
    _apply(calendar, new)
    calendar.save()
    record(CalendarAdded(subject=calendar.key, name=calendar.name), version=calendar.version)
    return calendar


@action(on=WorkCalendar, may=may_administer_record)
def change_calendar(acting: Acting, calendar: WorkCalendar, *, change: CalendarFacts) -> WorkCalendar:
    """New hours, holidays or exceptions; what is computed from now on uses them."""
    return _kept(calendar, _apply(calendar, change))


@action(on=WorkCalendar, may=may_administer_record)
def take_country_holidays(
    acting: Acting, calendar: WorkCalendar, *, country: str, region: str = "", years: Sequence[int]
) -> WorkCalendar:
    """Add the public holidays of a country, and of its region, for some years to those that are there."""
    days = {day.isoformat() for day in country_holidays(country, region, years)}
    holidays = sorted(days | set(calendar.spec.get("holidays") or ()))
    return _kept(calendar, _apply(calendar, CalendarFacts(holidays=holidays, country=country, region=region)))


@action(may=lambda actor: actor.is_house)
def renew_country_holidays(acting: Acting, *, ahead: int = 2) -> int:
    """Add the public holidays of years to come to every calendar of a country; how many calendars that changed.

    Years of which a calendar has a holiday already are left as they are: somebody may have taken some out.
    """
    count = 0
    for calendar in WorkCalendar.objects.exclude(country="").select_for_update().order_by("pk"):
        known = {int(day[:4]) for day in calendar.spec.get("holidays", ())}
        years = [year for year in range(acting.at.year, acting.at.year + ahead + 1) if year not in known]
        if years:
            days = {day.isoformat() for day in country_holidays(calendar.country, calendar.region, years)}
            holidays = sorted(days | set(calendar.spec.get("holidays", ())))
            before = calendar.version
            _kept(calendar, _apply(calendar, CalendarFacts(holidays=holidays)))
            count += calendar.version != before
    return count


def _kept(calendar: WorkCalendar, changes: dict[str, list[Any]]) -> WorkCalendar:
    if changes:
        calendar.save()
        record(CalendarChanged(subject=calendar.key, changes=changes), version=calendar.version)
    return calendar


def _apply(calendar: WorkCalendar, facts: CalendarFacts) -> dict[str, list[Any]]:
    names = ("timezone", "weekly", "holidays", "exceptions", "breaks", "closures")
    parts = {name: getattr(facts, name) for name in names}
    if facts.weekly is not None:
        parts["weekly"] = nights_of_week(facts.weekly)
    if facts.exceptions is not None:
        weekly = parts["weekly"] if facts.weekly is not None else calendar.spec["weekly"]
        parts["exceptions"] = nights_of_days(facts.exceptions, weekly)
    spec = read_spec({**calendar.spec, **{name: part for name, part in parts.items() if part is not None}})
    before = dict(calendar.spec)
    values = {"name": facts.name, "country": facts.country, "region": facts.region}
    changes = apply(calendar, {name: given(value) for name, value in values.items()})
    if spec != before:
        calendar.spec = spec
        changes |= {name: [before.get(name), spec[name]] for name in spec if before.get(name) != spec[name]}
    check(calendar, "spec", fields={} if calendar.name else {"name": _("Name the calendar.")})
    return changes


def read_spec(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The spec as the engine writes it; Invalid at the part it cannot read."""
    try:
        return EngineCalendar.from_spec(spec).to_spec()
    except EngineError as error:
        raise Invalid(fields=_worded(error)) from error


def _worded(error: EngineError) -> dict[str, object]:
    wrong = {name: str(value) for name, value in error.values.items()}
    sentences: dict[str, tuple[str, str]] = {
        "unknown_timezone": ("timezone", _("Choose a time zone from the list, such as Europe/Berlin.")),
        "unknown_weekday": ("weekly", _("%(weekday)s is no day of the week.")),
        "bad_wall_time": ("weekly", _("%(wall)s is no time of day. Write 09:00.")),
        "bad_hours": ("weekly", _("Write hours as 09:00-17:00.")),
        "reversed_hours": ("weekly", _("%(hours)s does not run forwards.")),
        "bad_year_day": ("closures", _("%(day)s is no day of the year. Write 12-24.")),
        "bad_closure": ("closures", _("Write closures as 12-24 to 01-02, one a line.")),
        "bad_date": ("holidays", _("%(date)s is no date. Write 2026-12-24.")),
    }
    field, sentence = sentences.get(error.code, ("", _("These hours cannot be read.")))
    return {field: sentence % wrong}
