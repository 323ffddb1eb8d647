"""The first page of a house that is new: its organisation, zone, calendar and first administrator."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people import queries as people
from goldenthread.business.people.actions import NewPerson, set_up_house
from goldenthread.foundation.actors import SYSTEM
from goldenthread.web.door import PageRequest
from goldenthread.web.forms import Form
from goldenthread.web.home.choices import countries, zones
from goldenthread.web.home.sign_in import BACKEND
from goldenthread.web.pages import submit


class SetUp(Form):
    """The first form anybody sees: where the house is, and who looks after it."""

    organisation = forms.CharField(
        label=_("Organisation"), max_length=200, help_text=_("The name your colleagues and customers know.")
    )
    timezone = forms.ChoiceField(label=_("Time zone"))
    country = forms.ChoiceField(
        label=_("Public holidays of"), required=False, help_text=_("Clocks and plans stand still on these days.")
    )
    region = forms.CharField(
        label=_("Region"), max_length=8, required=False, help_text=_("Where a region has days of its own, such as BY.")
    )
    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("Your email"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters."),
    )
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = {"timezone": zones(), "country": countries(translation.get_language() or "en")}
        for name, choices in offers.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


def set_up(request: PageRequest) -> HttpResponse:
    """Make the organisation and its first administrator, then sign them in."""
    if people.is_set_up():
        return HttpResponseRedirect(reverse("home"))

    def act(data: dict[str, Any]) -> str:
        person = set_up_house(
            SYSTEM.at(timezone.now()),
            organisation=data["organisation"],
            timezone=data["timezone"],
            country=data["country"],
            region=data["region"].strip().upper(),
            administrator=NewPerson(data["name"], data["email"], data["password"], locale=data["locale"]),
        )
        login(request, person, backend=BACKEND)
        return reverse("house")

    known = {"timezone": _likely_zone(request.actor.locale), "locale": request.actor.locale}
    return submit(request, SetUp, lambda form: {}, act, template="home/set_up.html", initial=known)


def _likely_zone(locale: str) -> str:
    """The machine's own zone where it tells one, else that of most who write this language."""
    here = datetime.now(UTC).astimezone().tzinfo
    named = str(getattr(here, "key", ""))
    return named if named in dict(zones()) else {"de": "Europe/Berlin"}.get(locale, "Europe/London")
