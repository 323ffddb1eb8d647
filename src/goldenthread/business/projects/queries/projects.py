"""One project and many: the list with its filters."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.projects.models import Project
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import seen, visible


def project(actor: Actor, key: str) -> Project:
    found = visible(Project, actor).select_related("manager", "team", "charter", "calendar", "account")
    return seen(Project, actor, key, found)


def templates() -> list[tuple[str, str]]:
    """What a project may be opened from: name and words."""
    return [
        ("service", _("Building a service")),
        ("development", _("Developing a product")),
        ("lean", _("Lean, three phases")),
    ]
