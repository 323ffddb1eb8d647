"""People come, change and leave."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from goldenthread.business.people.actions.grants import grant_role, keep_an_administrator
from goldenthread.business.people.actions.values import apply, check, given, maybe, one
from goldenthread.business.people.events import (
    PasswordChanged,
    PasswordSet,
    PersonAdded,
    PersonChanged,
    PersonDeactivated,
    PersonReactivated,
    SettingsChanged,
    SignedIn,
    TokenRevoked,
)
from goldenthread.business.people.models import ApiToken, Organisation, Person, Role, Scope, WorkCalendar
from goldenthread.business.people.policies import may_administer, may_administer_record, may_be
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key


@dataclass(frozen=True)
class NewPerson:
    """What is known of a person when they are added, with a first role on the whole house.

    `password` may be empty: they ask for a link to set one.
    """

    name: str
    email: str
    password: str = ""
    job: str = ""
    locale: str = "en"
    timezone: str = "UTC"
    calendar: str = ""
    role: str = ""


@dataclass(frozen=True)
class PersonChange:
    """What an administrator corrects; None leaves a value as it is."""

    name: str | None = None
    email: str | None = None
    organisation: str | None = None
    job: str | None = None
    calendar: str | None = None
    locale: str | None = None
    timezone: str | None = None


@dataclass(frozen=True)
class Settings:
    """What a person chooses for themselves; None leaves a value as it is."""

    name: str | None = None
    locale: str | None = None
    timezone: str | None = None
    density: str | None = None


@action(may=may_administer)
def add_person(acting: Acting, *, organisation: str, new: NewPerson) -> Person:
    """Add a person to an organisation; Invalid names each field that does not do."""
    person = Person(
        key=next_key("PER"),
        name=new.name.strip(),
        email=new.email.strip().lower(),
        organisation=one(acting, Organisation, organisation, "organisation"),
        job=new.job.strip(),
        locale=new.locale,
        timezone=new.timezone,
        calendar=maybe(acting, WorkCalendar, new.calendar, "calendar"),
        joined_at=acting.at,
    )
    _check(person, new.password)
    if new.password:
        person.set_password(new.password)
    else:
        person.set_unusable_password()
    person.save()
    record(PersonAdded(subject=person.key, name=person.name), version=person.version)
    if new.role:
        grant_role(acting.as_house(), person_id=person.pk, role=new.role)
    return person


@action(on=Person, may=may_administer_record)
def change_person(acting: Acting, person: Person, *, change: PersonChange) -> Person:
    """Correct what is known of a person; the same again changes nothing."""
    organisation = change.organisation
    changes = apply(
        person,
        {
            "name": given(change.name),
            "email": given(change.email.lower() if change.email is not None else None),
            "organisation": given(organisation and one(acting, Organisation, organisation, "organisation")),
            "job": given(change.job),
            "calendar": maybe(acting, WorkCalendar, change.calendar, "calendar"),
            "locale": given(change.locale),
            "timezone": given(change.timezone),
        },
    )
    if changes:
        _check(person)
        person.save()
        record(PersonChanged(subject=person.key, changes=changes), version=person.version)
    return person


@action(on=Person, may=may_be)
def change_settings(acting: Acting, person: Person, *, settings: Settings) -> Person:
    """One's own name, language, zone and density."""
    if settings.density not in (None, "", "dense", "roomy"):
        raise Invalid(fields={"density": _("Choose one from the list.")})
    changes = apply(
        person,
        {
            "name": given(settings.name),
            "locale": given(settings.locale),
            "timezone": given(settings.timezone),
            "density": given(settings.density),
        },
    )
    if changes:
        _check(person)
        person.save()
        record(SettingsChanged(subject=person.key, changes=changes), version=person.version)
    return person


@action(on=Person, may=may_be)
def note_sign_in(acting: Acting, person: Person) -> None:
    """Keep that a person came in; called by the door that let them."""
    record(SignedIn(subject=person.key))


@action(on=Person, may=may_be)
def change_password(acting: Acting, person: Person, *, password: str) -> Person:
    """One's own password; called by the door that knows the old one, or a mail, was shown."""
    _check(person, password or " ")
    person.set_password(password)
    person.save()
    record(PasswordChanged(subject=person.key), version=person.version)
    return person


@action(on=Person, may=may_administer_record)
def set_password(acting: Acting, person: Person, *, password: str) -> Person:
    """A password from an administrator's hand; it ends the person's sessions."""
    _check(person, password or " ")
    person.set_password(password)
    person.save()
    record(PasswordSet(subject=person.key), version=person.version)
    return person


@action(on=Person, may=may_administer_record)
def deactivate_person(acting: Acting, person: Person) -> Person:
    """Let a person go: sessions and tokens end at once, what they did stays. Never the last administrator."""
    if not person.is_active:
        raise Refused(_("%(name)s has left already.") % {"name": person.name})
    if person.grants.filter(role=Role.ADMINISTRATOR, scope=Scope.HOUSE).exists():
        keep_an_administrator(besides=person)
    person.is_active = False
    person.session_number += 1
    person.save()
    for token in ApiToken.objects.select_for_update().filter(person=person, revoked_at=None):
        token.revoked_at = acting.at
        token.save()
        record(TokenRevoked(subject=token.key), version=token.version)
    record(PersonDeactivated(subject=person.key), version=person.version)
    return person


@action(on=Person, may=may_administer_record)
def reactivate_person(acting: Acting, person: Person) -> Person:
    """Take a person back, with the roles they had; tokens stay ended."""
    if person.is_active:
        raise Refused(_("%(name)s is here already.") % {"name": person.name})
    person.is_active = True
    person.save()
    record(PersonReactivated(subject=person.key), version=person.version)
    return person


def _check(person: Person, password: str = "") -> None:
    fields: dict[str, object] = {}
    if not person.name:
        fields["name"] = _("Give the person's name.")
    if Person.objects.filter(email=person.email).exclude(pk=person.pk).exists():
        fields["email"] = _("Someone with this email is already here.")
    if person.timezone not in available_timezones():
        fields["timezone"] = _("Choose a time zone from the list, such as Europe/Berlin.")
    if password:
        try:
            validate_password(password, person)
        except ValidationError as error:
            fields["password"] = " ".join(error.messages)
    check(person, "password", "organisation", "calendar", fields=fields)
