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
from goldenthread.business.projects.queries import led_by
from goldenthread.business.work.policies import DESK_ROLES
from goldenthread.foundation.actors import Actor
from goldenthread.web.context import rooms
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.projects.listing import led_by_me


def home(request: PageRequest) -> HttpResponse:
    """To set-up, to sign-in, or to the first room that is this person's."""
    if not request.actor.is_known:
        where = "account_login" if people.is_set_up() else "set-up"
        return HttpResponseRedirect(reverse(where))
    if not is_staff(request.actor):
        return HttpResponseRedirect(reverse("portal"))
    open_rooms = {room.name: room.url for room in rooms(request.actor, "")}
    name = next(name for name in homes(request.actor) if name in open_rooms)
    return HttpResponseRedirect(_inside(request, name) or open_rooms[name])


def _inside(request: PageRequest, room: str) -> str:
    """The place in a room that is somebody's own: the one project they lead, all they lead, or the audit."""
    if room == "projects":
        led = led_by(request.actor)
        if len(led) == 1:
            return url("project", key=led[0])
        return url("projects", led_by_me(request)) if led else ""
    return url("audit") if room == "house" and not may_administer(request.actor) else ""


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
