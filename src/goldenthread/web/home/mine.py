"""One's own: settings, keys for programs, and what the house told one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from goldenthread.business.people import actions
from goldenthread.business.people import queries as people
from goldenthread.foundation.actions import ACTIONS
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.forms import Form
from goldenthread.web.home.choices import zones
from goldenthread.web.links import url_of
from goldenthread.web.pages import do, page, submit

YEAR = 365 * 24 * 3600
DAYS = [(7, _("a week")), (30, _("a month")), (90, _("three months")), (365, _("a year"))]


class SettingsForm(Form):
    """How the house speaks to a person, and how it looks to them."""

    name = forms.CharField(label=_("Name"), max_length=200)
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    density = forms.ChoiceField(
        label=_("Density"),
        required=False,
        choices=[("", _("As the room is made")), ("dense", _("Dense")), ("roomy", _("Roomy"))],
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        required=False,
        choices=[("", _("As the machine is set")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
        help_text=_("Kept on this machine only."),
    )


class TokenForm(Form):
    """A key for a program."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    days = forms.TypedChoiceField(label=_("Opens for"), choices=DAYS, coerce=int, initial=90)
    permits = forms.MultipleChoiceField(
        label=_("May do"), required=False, help_text=_("None chosen: all that you may do, and read all that you see.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permits"].choices = [(name, name) for name in sorted(ACTIONS)]  # type: ignore[attr-defined]


@signed_in
def account(request: PageRequest) -> HttpResponse:
    """My settings."""
    person = people.settings_of(request.actor)

    def act(data: dict[str, Any]) -> str:
        known = {name: data[name] for name in ("name", "locale", "timezone", "density")}
        actions.change_settings(request.acting, person.key, settings=actions.Settings(**known))
        return f"{reverse('account')}?kept=1"

    def show(_form: Form) -> dict[str, Any]:
        return {"person_version": person.version, "is_kept": "kept" in request.GET, "email": person.email}

    first = {name: getattr(person, name) for name in ("name", "locale", "timezone", "density")}
    first["theme"] = request.COOKIES.get("theme", "")
    response = submit(request, SettingsForm, show, act, template="home/account.html", initial=first)
    if response.status_code == 303:
        _set_theme(response, request.POST.get("theme", ""))
    return response


@signed_in
def tokens(request: PageRequest) -> HttpResponse:
    """My keys for programs; a new one's text is shown in the answer to the form, once, and nowhere else."""
    form = TokenForm(request.POST or None)
    secret, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _token, secret = actions.make_token(request.acting, **form.cleaned_data)
                form, status = TokenForm(), 200
            except Invalid as error:
                form.blame(error)
            except Refused as error:
                form.add_error(None, str(error))
                status = error.status
    live = people.live_tokens(request.actor, request.actor.id or 0, request.acting.at)
    response = page(request, "home/tokens.html", {"form": form, "secret": secret, "tokens": live}, status=status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


@signed_in
def notifications(request: PageRequest) -> HttpResponse:
    """What the house told me, newest first."""
    found = people.notifications(request.actor, request.GET.get("cursor"))
    here = reverse("notifications")
    context = {
        "notes": [(note, url_of(note.subject)) for note in found.rows],
        "newer_url": f"{here}?cursor={found.previous}" if found.previous else "",
        "older_url": f"{here}?cursor={found.next}" if found.next else "",
    }
    return page(request, "home/notifications.html", context)


@signed_in
@require_POST
def mark_read(request: PageRequest) -> HttpResponse:
    """One notification read, or all of them."""

    def act() -> str:
        number = request.POST.get("id", "")
        actions.mark_read(request.acting, ids=[int(number)] if number.isdecimal() else [])
        return reverse("notifications")

    return do(request, act, takes=("id",))


def _set_theme(response: HttpResponse, theme: str) -> None:
    if theme in ("light", "dark"):
        response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie("theme")
