"""The forms of the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people import queries as people
from goldenthread.business.people.queries import closures, days, hours
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import Invalid
from goldenthread.web.forms import Form
from goldenthread.web.home.choices import countries, zones

WEEK = (
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
)
SCOPE_HINT = _("Key of an organisation, team, service, project or portfolio. Empty: the whole house.")


class HouseForm(Form):
    """A form that offers what its reader may choose from; a person's field takes a key or an email."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for name, field in self.fields.items():
            offer = self.offers().get(name)
            if offer is not None and isinstance(field, forms.ChoiceField):
                field.choices = offer

    def offers(self) -> dict[str, list[tuple[str, Any]]]:
        """Choices by field, read from the house."""
        return {}

    def clean_person(self) -> str:
        return people.key_of_person(self.actor, str(self.cleaned_data["person"]))


def keyed(records: list[Any], *first: tuple[str, Any]) -> list[tuple[str, Any]]:
    """Choices from records; `first` stands before them."""
    return [*first, *((record.key, record.name) for record in records)]


NONE = ("", _("None"))


class OrganisationForm(HouseForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=people.ORGANISATION_KINDS)
    parent = forms.ChoiceField(label=_("Part of"), required=False)
    calendar = forms.ChoiceField(label=_("Calendar"))
    currency = forms.CharField(label=_("Currency"), max_length=3, initial="EUR")

    def offers(self) -> dict[str, list[tuple[str, Any]]]:
        return {
            "parent": keyed(people.organisations(self.actor), NONE),
            "calendar": keyed(people.calendars(self.actor)),
        }


class TeamForm(HouseForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    organisation = forms.ChoiceField(label=_("Organisation"))
    calendar = forms.ChoiceField(label=_("Calendar"), required=False)

    def offers(self) -> dict[str, list[tuple[str, Any]]]:
        as_house = ("", _("The organisation's"))
        return {
            "organisation": keyed(people.organisations(self.actor)),
            "calendar": keyed(people.calendars(self.actor), as_house),
        }


class PersonForm(HouseForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Email"), help_text=_("They sign in with it."))
    organisation = forms.ChoiceField(label=_("Organisation"))
    job = forms.CharField(label=_("Job"), max_length=120, required=False)
    calendar = forms.ChoiceField(label=_("Calendar"), required=False)
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zones)

    def offers(self) -> dict[str, list[tuple[str, Any]]]:
        as_house = ("", _("The organisation's"))
        return {
            "organisation": keyed(people.organisations(self.actor)),
            "calendar": keyed(people.calendars(self.actor), as_house),
        }


class NewPersonForm(PersonForm):
    password = forms.CharField(
        label=_("First password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput,
        help_text=_("Empty: they set one through “Forgot your password?”."),
    )
    role = forms.ChoiceField(label=_("First role"), required=False, choices=[NONE, *people.ROLES])


class SkillForm(HouseForm):
    name = forms.CharField(label=_("Name"), max_length=200)


class RateForm(HouseForm):
    person = forms.CharField(label=_("Person"), required=False, help_text=_("Key or email. Empty: a team or everyone."))
    team = forms.ChoiceField(label=_("Team"), required=False)
    per_hour = forms.DecimalField(label=_("Cost of an hour"), max_digits=10, decimal_places=2, localize=True)
    currency = forms.CharField(label=_("Currency"), max_length=3, initial="EUR")
    valid_from = forms.DateField(label=_("From"), widget=forms.DateInput)

    def offers(self) -> dict[str, list[tuple[str, Any]]]:
        return {"team": keyed(people.teams(self.actor), NONE)}


class ExchangeRateForm(HouseForm):
    currency = forms.CharField(label=_("One unit of"), max_length=3, help_text=_("Three letters, such as USD."))
    into = forms.CharField(label=_("Is worth in"), max_length=3, initial="EUR")
    rate = forms.DecimalField(label=_("Rate"), max_digits=18, decimal_places=8, localize=True)
    on = forms.DateField(label=_("From"), widget=forms.DateInput, help_text=_("It holds until the next rate."))
    source = forms.CharField(label=_("Source"), max_length=100, required=False, help_text=_("Who says so."))


class AbsenceForm(HouseForm):
    person = forms.CharField(label=_("Person"), help_text=_("Key or email."))
    kind = forms.ChoiceField(label=_("Kind"), choices=people.ABSENCE_KINDS)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput)


class CalendarForm(HouseForm):
    """Hours by weekday, holidays and single days as people write them."""

    name = forms.CharField(label=_("Name"), max_length=200)
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    mon = forms.CharField(label=_("Monday"), required=False)
    tue = forms.CharField(label=_("Tuesday"), required=False)
    wed = forms.CharField(label=_("Wednesday"), required=False)
    thu = forms.CharField(label=_("Thursday"), required=False)
    fri = forms.CharField(label=_("Friday"), required=False)
    sat = forms.CharField(label=_("Saturday"), required=False)
    sun = forms.CharField(label=_("Sunday"), required=False)
    holidays = forms.CharField(
        label=_("Holidays"), required=False, widget=forms.Textarea, help_text=_("Closed days, one date a line.")
    )
    exceptions = forms.CharField(
        label=_("Other hours on single days"),
        required=False,
        widget=forms.Textarea,
        help_text=_("One day a line: 2026-12-31 09:00-12:00, or 2026-08-01 closed."),
    )
    breaks = forms.CharField(
        label=_("Breaks on single days"),
        required=False,
        widget=forms.Textarea,
        help_text=_("One day a line: 2026-12-24 12:00-13:00."),
    )
    closures = forms.CharField(
        label=_("Closed every year"),
        required=False,
        widget=forms.Textarea,
        help_text=_("First and last day of each closure, one a line; it may run over New Year: 12-24 to 01-02."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        readers = {**dict.fromkeys((day for day, _word in WEEK), hours), "exceptions": days, "breaks": days}
        for name, reader in readers.items():
            try:
                data[name] = reader(str(data.get(name) or ""))
            except Invalid as error:
                self.add_error(name, str(error))
        data["closures"] = closures(str(data.get("closures") or ""))
        data["holidays"] = str(data.get("holidays") or "").split()
        return data


class FeedForm(HouseForm):
    """Closed days from elsewhere: a file once, or an address that is read again and again."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Such as School holidays."))
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        help_text=_("Of an iCalendar feed; it is read within a quarter of an hour, and then twice a day."),
    )
    file = forms.FileField(label=_("or a file"), required=False, help_text=_("With the ending .ics, of 2 MB at most."))


class CountryForm(HouseForm):
    country = forms.ChoiceField(label=_("Country"))
    region = forms.CharField(label=_("Region"), max_length=8, required=False, help_text=_("Such as BY for Bavaria."))
    first = forms.IntegerField(label=_("From"), min_value=1990, max_value=2100)
    last = forms.IntegerField(label=_("To"), min_value=1990, max_value=2100)

    def offers(self) -> dict[str, list[tuple[str, Any]]]:
        return {"country": countries(translation.get_language() or "en")[1:]}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", translation.gettext("The last year comes before the first."))
        return data


class RoleForm(HouseForm):
    role = forms.ChoiceField(label=_("Role"), choices=people.ROLES)
    on = forms.CharField(label=_("On"), max_length=24, required=False, help_text=SCOPE_HINT)


class PasswordForm(HouseForm):
    password = forms.CharField(
        label=_("New password"), strip=False, widget=forms.PasswordInput, help_text=_("At least 12 characters.")
    )


class MemberForm(HouseForm):
    person = forms.CharField(label=_("Person"), help_text=_("Key or email."))
    is_lead = forms.BooleanField(label=_("Leads the team"), required=False)


class LevelForm(HouseForm):
    skill = forms.ChoiceField(label=_("Skill"))
    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        choices=[
            (1, _("1, learning")),
            (2, _("2, with help")),
            (3, _("3, alone")),
            (4, _("4, leads others")),
            (5, _("5, teaches")),
        ],
    )

    def offers(self) -> dict[str, list[tuple[str, Any]]]:
        return {"skill": keyed(people.skills(self.actor))}


class ImportForm(Form):
    file = forms.FileField(label=_("File"), help_text=_("CSV, its first row naming the columns."))
    only_check = forms.BooleanField(label=_("Only check, change nothing"), required=False)
