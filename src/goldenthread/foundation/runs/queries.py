"""Runs as their readers see them."""

from __future__ import annotations

from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import seen, visible


def run(actor: Actor, key: str) -> Run:
    return seen(Run, actor, key)


def runs(actor: Actor, cursor: str | None = None, *, kind: str = "", about: str = "") -> Page[Run]:
    """Those the actor may see, newest first."""
    given = {name: value for name, value in (("kind", kind), ("about", about)) if value}
    return page_of(visible(Run, actor).filter(**given), ("-pk",), cursor)


def latest_run(actor: Actor, kind: str, about: str = "") -> Run | None:
    """The newest of a kind about a thing; None where nobody asked yet."""
    return visible(Run, actor).filter(kind=kind, about=about).order_by("-pk").first()
