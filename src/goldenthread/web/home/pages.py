"""Where a person arrives: their own home by role, or the way in."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from goldenthread.business.people import queries as people
from goldenthread.business.people.policies import (
    governs,
    is_staff,
    may_administer,
    may_audit,
    owns_services,
    runs_projects,
)
from goldenthread.business.work.policies import DESK_ROLES
from goldenthread.foundation.actors import Actor
from goldenthread.web.context import rooms
from goldenthread.web.door import PageRequest


def home(request: PageRequest) -> HttpResponse:
    """To set-up, to sign-in, or to the first room that is this person's."""
    if not request.actor.is_known:
        where = "account_login" if people.is_set_up() else "set-up"
        return HttpResponseRedirect(reverse(where))
    if not is_staff(request.actor):
        return HttpResponseRedirect(reverse("portal"))
    open_rooms = {room.name: room.url for room in rooms(request.actor, "")}
    return HttpResponseRedirect(next(open_rooms[name] for name in homes(request.actor) if name in open_rooms))


def homes(actor: Actor) -> list[str]:
    """The rooms that are a home for this actor's roles, the first one being theirs."""
    found = [
        ("desk", actor.holds_anywhere(*DESK_ROLES)),
        ("portfolio", governs(actor)),
        ("projects", runs_projects(actor)),
        ("services", owns_services(actor)),
        ("house", may_administer(actor) or may_audit(actor)),
    ]
    return [name for name, is_home in found if is_home] + ["my-work"]
