"""The places of the portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.web.door import PageRequest


@dataclass(frozen=True)
class Place:
    """A place in the bar, and on the phone at the foot."""

    name: str
    label: str
    icon: str
    url: str
    is_current: bool


def places(request: PageRequest) -> dict[str, Any]:
    """The context every page of the portal has."""
    offered = [
        ("portal", _("Help"), "home"),
        ("portal-requests", _("My requests"), "desk"),
        ("portal-ask", _("Ask"), "plus"),
        ("portal-services", _("Services"), "service"),
    ]
    here = [Place(name, label, icon, reverse(name), request.path == reverse(name)) for name, label, icon in offered]
    return {"places": here}
