"""Where a person arrives: their own home by role, or the set-up of a house that is new."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people import queries as people
from goldenthread.business.people.actions import NewPerson, set_up_house
from goldenthread.business.people.policies import is_staff
from goldenthread.business.work.policies import DESK_ROLES
from goldenthread.foundation.actors import SYSTEM
from goldenthread.web.context import rooms
from goldenthread.web.door import PageRequest
from goldenthread.web.forms import Form
from goldenthread.web.pages import submit


class SetUp(Form):
    """The first form anybody sees."""

    organisation = forms.CharField(label=_("Organisation"), max_length=200)
    timezone = forms.CharField(label=_("Time zone"), initial="Europe/Berlin")
    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("Your email"))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, help_text=_("At least 12 characters."))


def home(request: PageRequest) -> HttpResponse:
    """To set-up, to sign-in, or to the first room that is this person's."""
    if not request.actor.is_known:
        where = "account_login" if people.is_set_up() else "set-up"
        return HttpResponseRedirect(reverse(where))
    order = ["desk", "my-work"] if request.actor.holds_anywhere(*DESK_ROLES) else ["my-work"]
    open_rooms = {room.name: room.url for room in rooms(request.actor, "")}
    if not is_staff(request.actor):
        return HttpResponseRedirect(reverse("portal"))
    return HttpResponseRedirect(next(open_rooms[name] for name in order if name in open_rooms))


def set_up(request: PageRequest) -> HttpResponse:
    """Make the organisation and its first administrator, then sign them in."""
    if people.is_set_up():
        return HttpResponseRedirect(reverse("home"))

    def act(data: dict[str, Any]) -> str:
        administrator = NewPerson(
            data["name"],
            data["email"],
            data["password"],
            locale=request.actor.locale,
            timezone=data["timezone"],
        )
        person = set_up_house(
            SYSTEM.at(timezone.now()),
            organisation=data["organisation"],
            timezone=data["timezone"],
            administrator=administrator,
        )
        login(request, person, backend="goldenthread.connectors.accounts.HouseBackend")
        return reverse("home")

    return submit(request, SetUp, lambda form: {}, act, template="home/set_up.html")
