"""What every page knows besides its own: who reads it, the rooms open to them, theme and time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from goldenthread.business.people.policies import is_staff, may_administer, may_audit
from goldenthread.business.work import queries as work
from goldenthread.business.work.policies import DESK_ROLES, MONEY_ROLES
from goldenthread.foundation.actors import Actor
from goldenthread.web.creates import creates, running
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url, worded
from goldenthread.web.view_bar import view_bar


class Room(NamedTuple):
    """A place in the rail. `name` is its letter's room and the first part of its address."""

    name: str
    label: str
    icon: str
    url: str
    is_current: bool
    on_phone: bool = True
    is_apart: bool = False


DONE = "done"
"""Marks the messages that say what was done; others, of the sign-in, are told by their own pages."""


@dataclass(frozen=True)
class Toast:
    """One sentence about what was just done."""

    text: str
    undo_url: str = ""


@dataclass(frozen=True)
class Reader:
    """The person at the page."""

    id: int
    name: str
    initials: str
    tone: int
    locale: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of the layouts. An error before the door opened gets a stranger's."""
    if not isinstance(request, PageRequest):
        return {"person": None, "rooms": (), "theme": "", "density": "", "unread": 0, "is_demo": settings.DEMO}
    theme = request.COOKIES.get("theme", "")
    bar = cache(partial(work.bar, request.actor))
    return {
        "person": reader(request.actor),
        "actor": request.actor,
        "rooms": rooms(request.actor, request.path),
        "theme": theme if theme in ("light", "dark") else "",
        "density": getattr(request.user, "density", ""),
        "unread": SimpleLazyObject(lambda: bar()[1]),
        "is_demo": settings.DEMO,
        "creates": creates(request.actor),
        "timer": SimpleLazyObject(lambda: running(request.actor, bar()[0], request.fmt.now)),
        "kept_views": SimpleLazyObject(lambda: view_bar(request)),
        "toasts": SimpleLazyObject(lambda: toasts(request)),
        "fmt": request.fmt,
        "once": secrets.token_urlsafe(12),
        "lang": request.actor.locale,
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }


def toasts(request: HttpRequest) -> list[Toast]:
    """What was done since the last whole page, told once."""
    return [Toast(str(told.message)) for told in get_messages(request) if told.extra_tags == DONE]


def reader(actor: Actor) -> Reader | None:
    if actor.id is None:
        return None
    return Reader(actor.id, actor.name, initials(actor.name), tone(actor.id), actor.locale)


def initials(name: str) -> str:
    parts = name.split()
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else "?"


def tone(number: int) -> int:
    """Which of the seven avatar tones a person has."""
    return number % 7


INSIDE = {
    "objectives": "portfolio",
    "investments": "portfolio",
    "scenarios": "portfolio",
    "tasks": "projects",
    "deliverables": "projects",
} | {
    "measures": "services",
    "improvements": "services",
    "items": "services",
    "tickets": "desk",
}
"""The room an entity is found in, by the first part of its address, where that is not the room's own."""


def rooms(actor: Actor, path: str) -> tuple[Room, ...]:
    """The rooms this actor may enter, in the order of the rail."""
    works = is_staff(actor)
    open_to = {
        "my-work": works,
        "portfolio": actor.holds_anywhere(*MONEY_ROLES),
        "projects": works,
        "services": works,
        "desk": actor.holds_anywhere(*DESK_ROLES),
        "capacity": works,
        "portal": actor.is_known,
        "house": may_administer(actor) or may_audit(actor),
    }
    inside = INSIDE.get(path.split("/")[1] if path.startswith("/") else "")
    return tuple(
        Room(name, label, icon, address, name == inside or path.startswith(address), on_phone, name == "house")
        for name, label, icon, address, on_phone in _places(works)
        if open_to[name]
    )


@worded
def _places(works: bool) -> tuple[tuple[str, str, str, str, bool], ...]:
    """Every room with its word, icon, address, and whether it stands at the foot of a phone, for staff or others."""
    named = (
        ("my-work", _("My work"), "home", True),
        ("portfolio", _("Portfolio"), "portfolio", True),
        ("projects", _("Projects"), "project", True),
        ("services", _("Services"), "service", True),
        ("desk", _("Desk"), "desk", True),
        ("capacity", _("Capacity"), "capacity", False),
        ("portal", _("Portal"), "portal", not works),
        ("house", _("House"), "people", False),
    )
    return tuple((name, label, icon, url(name), on_phone) for name, label, icon, on_phone in named)
