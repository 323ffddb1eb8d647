"""What can be done to people: setting up the house, adding people, granting roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from goldenthread.business.people.events import HouseSetUp, PersonAdded, RoleGranted
from goldenthread.business.people.models import Organisation, Person, Role, RoleGrant, Scope, WorkCalendar
from goldenthread.business.people.policies import may_administer
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key

OFFICE_HOURS = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": [], "sun": []}


@dataclass(frozen=True)
class NewPerson:
    """What is known of a person when they are added; `password` may be empty where they sign in elsewhere."""

    name: str
    email: str
    password: str = ""
    job: str = ""
    locale: str = "en"
    timezone: str = "UTC"


@action(may=lambda actor: actor.is_house)
def set_up_house(acting: Acting, *, organisation: str, timezone: str, administrator: NewPerson) -> Person:
    """Make the organisation, its calendar and its first administrator. Refused once anybody is there."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE people_person IN EXCLUSIVE MODE")
    if Person.objects.exists():
        raise Refused(_("This house is already set up. Sign in instead."))
    if timezone not in available_timezones():
        raise Invalid(fields={"timezone": _("Choose a time zone from the list, such as Europe/Berlin.")})
    if not organisation.strip():
        raise Invalid(fields={"organisation": _("Name the organisation.")})
    calendar = WorkCalendar.objects.create(
        key=next_key("CAL"),
        name=_("Office hours"),
        spec={"timezone": timezone, "weekly": OFFICE_HOURS, "holidays": [], "breaks": {}, "exceptions": {}},
    )
    house = Organisation.objects.create(
        key=next_key("ORG"), name=organisation.strip(), kind=Organisation.Kind.INTERNAL, calendar=calendar
    )
    person = add_person(acting, organisation_id=house.pk, new=administrator)
    grant_role(acting, person_id=person.pk, role=Role.ADMINISTRATOR)
    record(HouseSetUp(subject=house.key, organisation=house.name))
    return person


@action(may=may_administer)
def add_person(acting: Acting, *, organisation_id: int, new: NewPerson) -> Person:
    """Add a person to an organisation; Invalid names the field where the name, email or password does not do."""
    person = Person(
        key=next_key("PER"),
        name=new.name.strip(),
        email=new.email,
        organisation_id=organisation_id,
        job=new.job,
        locale=new.locale,
        timezone=new.timezone,
        joined_at=acting.at,
    )
    _check(person, new.password)
    if new.password:
        person.set_password(new.password)
    else:
        person.set_unusable_password()
    person.save()
    record(PersonAdded(subject=person.key, name=person.name))
    return person


@action(may=may_administer)
def grant_role(
    acting: Acting, *, person_id: int, role: str, scope: str = Scope.HOUSE, scope_id: int | None = None
) -> RoleGrant:
    """Give a person a role on a scope; giving it twice changes nothing."""
    if role not in Role.values:
        raise Invalid(fields={"role": _("There is no such role.")})
    held = {"person_id": person_id, "role": role, "scope": scope, "scope_id": scope_id}
    grant = RoleGrant.objects.filter(**held).first()
    if grant is None:
        grant = RoleGrant.objects.create(key=next_key("GRT"), **held)
        person = Person.objects.get(pk=person_id)
        record(RoleGranted(subject=person.key, person=person.key, role=role, scope=scope, scope_id=scope_id))
    return grant


def create_administrator(acting: Acting, *, email: str, name: str, password: str) -> Person:
    """Another administrator, from the command line: the first organisation is theirs. Refused before set-up."""
    house = Organisation.objects.filter(kind=Organisation.Kind.INTERNAL).order_by("id").first()
    if house is None:
        return set_up_house(
            acting, organisation=_("Our organisation"), timezone="UTC", administrator=NewPerson(name, email, password)
        )
    person = add_person(acting, organisation_id=house.pk, new=NewPerson(name, email, password))
    grant_role(acting, person_id=person.pk, role=Role.ADMINISTRATOR)
    return person


def _check(person: Person, password: str) -> None:
    fields: dict[str, Any] = {}
    if not person.name:
        fields["name"] = _("Give the person's name.")
    if Person.objects.filter(email=person.email.strip().lower()).exists():
        fields["email"] = _("Someone with this email is already here.")
    try:
        person.clean_fields(exclude={"sort_name", "password", "name", "organisation"})
    except ValidationError as error:
        fields |= {name: " ".join(texts) for name, texts in error.message_dict.items()}
    if password:
        try:
            validate_password(password, person)
        except ValidationError as error:
            fields["password"] = " ".join(error.messages)
    if fields:
        raise Invalid(fields=fields)
