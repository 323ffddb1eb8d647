"""Reads of services."""

from __future__ import annotations

from goldenthread.business.services.models import Service
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import seen, visible


def services(actor: Actor) -> list[Service]:
    return list(visible(Service, actor).order_by("sort_name", "id"))


def service(actor: Actor, key: str) -> Service:
    found = visible(Service, actor).select_related("owner", "team", "calendar", "account")
    return seen(Service, actor, key, found)
