"""Runs as their readers see them: without what is private to others in an answer."""

from __future__ import annotations

from dataclasses import replace

from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import seen, visible
from goldenthread.foundation.runs.kinds import RUN_KINDS


def run(actor: Actor, key: str) -> Run:
    return _as_seen(actor, seen(Run, actor, key))


def runs(actor: Actor, cursor: str | None = None, *, kind: str = "", about: str = "") -> Page[Run]:
    """Those the actor may see, newest first."""
    given = {name: value for name, value in (("kind", kind), ("about", about)) if value}
    found = page_of(visible(Run, actor).filter(**given), ("-pk",), cursor)
    return replace(found, rows=[_as_seen(actor, one) for one in found.rows])


def latest_run(actor: Actor, kind: str, about: str = "") -> Run | None:
    """The newest of a kind about a thing; None where nobody asked yet."""
    found = visible(Run, actor).filter(kind=kind, about=about).order_by("-pk").first()
    return None if found is None else _as_seen(actor, found)


def keeps_best(found: Run) -> bool:
    """Whether there is something to keep of it before it is done."""
    kind = RUN_KINDS.get(found.kind)
    return kind is not None and kind.keeps_best


def _as_seen(actor: Actor, found: Run) -> Run:
    kind = RUN_KINDS.get(found.kind)
    if kind is not None and found.answer is not None:
        found.answer = dict(kind.as_seen(actor, found.answer))
    return found
