"""The house's first hour: its organisation, its calendar, its first administrator."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import available_timezones

from django.db import connection
from django.utils.translation import gettext as _

from goldenthread.business.people.actions.calendars import WEEK
from goldenthread.business.people.actions.grants import grant_role
from goldenthread.business.people.actions.persons import NewPerson, add_person
from goldenthread.business.people.events import HouseSetUp
from goldenthread.business.people.models import Organisation, Person, Role, WorkCalendar
from goldenthread.business.people.queries.holidays import country_holidays
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key

YEARS_AHEAD = 3


@action(may=lambda actor: actor.is_house)
def set_up_house(
    acting: Acting, *, organisation: str, timezone: str, administrator: NewPerson, country: str = "", region: str = ""
) -> Person:
    """Make the organisation, its calendar with three years of public holidays and its first administrator.

    Refused once anybody is there.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE people_person IN EXCLUSIVE MODE")
    if Person.objects.filter(is_active=True).exists():
        raise Refused(_("This house is already set up. Sign in instead."))
    if timezone not in available_timezones():
        raise Invalid(fields={"timezone": _("Choose a time zone from the list, such as Europe/Berlin.")})
    if not organisation.strip():
        raise Invalid(fields={"organisation": _("Name the organisation.")})
    years = range(acting.at.year, acting.at.year + YEARS_AHEAD)
    holidays = country_holidays(country, region, years) if country else {}
    calendar = WorkCalendar.objects.create(
        key=next_key("CAL"),
        name=_("Office hours"),
        country=country,
        region=region,
        spec={
            "timezone": timezone,
            "weekly": WEEK,
            "holidays": sorted(day.isoformat() for day in holidays),
            "breaks": {},
            "exceptions": {},
        },
    )
    house = Organisation.objects.create(
        key=next_key("ORG"), name=organisation.strip(), kind=Organisation.Kind.INTERNAL, calendar=calendar
    )
    person = add_person(acting, organisation=house.key, new=replace(administrator, timezone=timezone))
    grant_role(acting, person_id=person.pk, role=Role.ADMINISTRATOR)
    record(HouseSetUp(subject=house.key, organisation=house.name))
    return person


def create_administrator(acting: Acting, *, email: str, name: str, password: str) -> Person:
    """An administrator from the command line, in the first organisation; sets the house up where that is to do."""
    house = Organisation.objects.filter(kind=Organisation.Kind.INTERNAL).order_by("id").first()
    if house is None:
        return set_up_house(
            acting, organisation=_("Our organisation"), timezone="UTC", administrator=NewPerson(name, email, password)
        )
    person = add_person(acting, organisation=house.key, new=NewPerson(name, email, password))
    grant_role(acting, person_id=person.pk, role=Role.ADMINISTRATOR)
    return person
