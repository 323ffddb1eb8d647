"""Where a person arrives: their own home by role, or the way in."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from goldenthread.business.people import queries as people
from goldenthread.business.people.policies import is_staff
from goldenthread.business.work.policies import DESK_ROLES
from goldenthread.web.context import rooms
from goldenthread.web.door import PageRequest


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
