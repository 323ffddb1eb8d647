"""A person's page and a team's: what is known of them, and, for administrators, what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goldenthread.business.people import actions
from goldenthread.business.people import queries as people
from goldenthread.business.people.policies import may_administer, may_audit
from goldenthread.foundation.policies import require
from goldenthread.web.context import initials, tone
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.house import forms
from goldenthread.web.house.frame import house_tabs
from goldenthread.web.pages import do, page, submit


@signed_in
def person(request: PageRequest, key: str) -> HttpResponse:
    """Who this is; their roles, teams and skills."""
    card = people.person_card(request.actor, key, request.acting.at)
    context = {
        "tabs": house_tabs(request, "people") if may_audit(request.actor) else [],
        "card": card,
        "initials": initials(card.person.name),
        "tone": tone(card.person.pk),
        "may_change": may_administer(request.actor),
        "may_audit": may_audit(request.actor),
    }
    return page(request, "house/person.html", context)


@signed_in
def team(request: PageRequest, key: str) -> HttpResponse:
    """A team and who is in it."""
    context = {
        "tabs": house_tabs(request, "teams") if may_audit(request.actor) else [],
        "team": people.team_card(request.actor, key),
        "may_change": may_administer(request.actor),
    }
    return page(request, "house/team.html", context)


def _act_on(
    request: PageRequest,
    form: type[forms.HouseForm],
    title: str,
    back_url: str,
    act: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    """A small form about a person or a team, which goes back to their page."""
    require(may_administer(request.actor))
    has_people = "person" in form.base_fields

    def show(_form: Any) -> dict[str, Any]:
        return {
            "tabs": house_tabs(request, "teams" if has_people else "people"),
            "title": title,
            "record": None,
            "can_remove": False,
            "back_url": back_url,
            "people": people.people_options(request.actor) if has_people else [],
        }

    def run(data: dict[str, Any]) -> str:
        act(data)
        return back_url

    return submit(request, form, show, run, template="house/entry.html", actor=request.actor)


@signed_in
def give_role(request: PageRequest, key: str) -> HttpResponse:
    """Give a person a role."""
    name = people.person(request.actor, key).name
    return _act_on(
        request,
        forms.RoleForm,
        _("Give %(name)s a role") % {"name": name},
        _person_url(key),
        lambda data: actions.give_role(request.acting, person=key, **data),
    )


@signed_in
@require_POST
def take_role_back(request: PageRequest, key: str) -> HttpResponse:
    """Take a role away, by the grant's key."""
    return do(request, lambda: _person_url(actions.take_role_back(request.acting, key)))


@signed_in
def rate_skill(request: PageRequest, key: str) -> HttpResponse:
    """Say how well a person can do something."""
    name = people.person(request.actor, key).name
    return _act_on(
        request,
        forms.LevelForm,
        _("What %(name)s can do") % {"name": name},
        _person_url(key),
        lambda data: actions.rate_skill(request.acting, key, **data),
    )


@signed_in
@require_POST
def drop_skill(request: PageRequest, key: str) -> HttpResponse:
    """Take a skill from a person."""

    def act() -> str:
        actions.rate_skill(request.acting, key, skill=request.POST.get("skill", ""), level=0)
        return _person_url(key)

    return do(request, act, takes=("skill",))


@signed_in
def set_password(request: PageRequest, key: str) -> HttpResponse:
    """Set a person's password for them."""
    name = people.person(request.actor, key).name
    return _act_on(
        request,
        forms.PasswordForm,
        _("Set a password for %(name)s") % {"name": name},
        _person_url(key),
        lambda data: actions.set_password(request.acting, key, **data),
    )


@signed_in
@require_POST
def deactivate(request: PageRequest, key: str) -> HttpResponse:
    """Let a person go."""
    return do(request, lambda: _person_url(actions.deactivate_person(request.acting, key).key))


@signed_in
@require_POST
def reactivate(request: PageRequest, key: str) -> HttpResponse:
    """Take a person back."""
    return do(request, lambda: _person_url(actions.reactivate_person(request.acting, key).key))


@signed_in
@require_POST
def revoke_token(request: PageRequest, key: str) -> HttpResponse:
    """End a token: one's own, or anyone's for administrators; back to where it was pressed."""

    def act() -> str:
        token = actions.revoke_token(request.acting, key)
        is_own = token.person_id == request.actor.id
        return reverse("tokens") if is_own else _person_url(token.person.key)

    return do(request, act)


@signed_in
def join_team(request: PageRequest, key: str) -> HttpResponse:
    """Put someone into a team."""
    name = people.team_card(request.actor, key).name
    return _act_on(
        request,
        forms.MemberForm,
        _("Add someone to %(name)s") % {"name": name},
        _team_url(key),
        lambda data: actions.join_team(request.acting, key, **data),
    )


@signed_in
@require_POST
def leave_team(request: PageRequest, key: str) -> HttpResponse:
    """Take someone out of a team."""

    def act() -> str:
        actions.leave_team(request.acting, key, person=request.POST.get("person", ""))
        return _team_url(key)

    return do(request, act, takes=("person",))


@signed_in
def take_country_holidays(request: PageRequest, key: str) -> HttpResponse:
    """Add a country's public holidays to a calendar."""
    calendar = people.entry(request.actor, "calendars", key)
    require(may_administer(request.actor))
    year = request.acting.at.year
    back_url = reverse("house-entry", kwargs={"register": "calendars", "key": key})

    def act(data: dict[str, Any]) -> str:
        years = range(data["first"], data["last"] + 1)
        region = data["region"].strip().upper()
        actions.take_country_holidays(request.acting, key, country=data["country"], region=region, years=years)
        return back_url

    def show(_form: Any) -> dict[str, Any]:
        return {
            "tabs": house_tabs(request, "calendars"),
            "title": _("Add public holidays to %(name)s") % {"name": calendar.name},
            "record": calendar,
            "can_remove": False,
            "back_url": back_url,
            "people": [],
        }

    first = {"country": calendar.country, "region": calendar.region, "first": year, "last": year + 2}
    return submit(
        request, forms.CountryForm, show, act, template="house/entry.html", initial=first, actor=request.actor
    )


def _person_url(key: str) -> str:
    return reverse("person", kwargs={"key": key})


def _team_url(key: str) -> str:
    return reverse("team", kwargs={"key": key})
