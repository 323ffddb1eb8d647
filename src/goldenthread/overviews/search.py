"""Search over everything the reader may see, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from goldenthread.business.people.models import Person
from goldenthread.business.portfolio.models import Investment, Objective, Scenario
from goldenthread.business.projects.models import Project
from goldenthread.business.services.models import Measure, Service
from goldenthread.business.work.models import Work
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import visible

NEWEST = 1000  # never rank a whole match set: the newest so many are looked at
SHOWN = 20


@dataclass(frozen=True)
class Found:
    """One thing found: its key leads to its page."""

    key: str
    kind: str
    title: str
    note: str


NOUNS: tuple[tuple[str, type[Any], str], ...] = (
    ("objective", Objective, "description"),
    ("investment", Investment, "outcome"),
    ("scenario", Scenario, ""),
    ("project", Project, ""),
    ("service", Service, "outcome"),
    ("measure", Measure, "unit"),
    ("person", Person, "job"),
)


def search(actor: Actor, text: str) -> list[Found]:
    """What matches every word in name or title, or is the key itself; works first by newness. Eight queries."""
    words = text.split()[:8]
    if not words:
        return []
    exact = _by_key(actor, text.strip().upper())
    return exact + [found for found in [*_nouns(actor, words), *_works(actor, words)] if found not in exact]


def _by_key(actor: Actor, key: str) -> list[Found]:
    """A key typed in leads straight there: one look-up by index."""
    prefix, _, number = key.rpartition("-")
    if not prefix or not number.isdigit():
        return []
    for kind, model, note in NOUNS:
        if model.prefix == prefix:
            return [_found(kind, thing, note) for thing in visible(model, actor).filter(key=key)]
    return [Found(work.key, work.kind, work.title, work.status) for work in visible(Work, actor).filter(key=key)]


def _nouns(actor: Actor, words: list[str]) -> list[Found]:
    found: list[Found] = []
    for kind, model, note in NOUNS:
        matching = Q()
        for word in words:
            matching &= Q(name__icontains=word)
        found += [_found(kind, thing, note) for thing in visible(model, actor).filter(matching).order_by("-id")[:SHOWN]]
    return found


def _works(actor: Actor, words: list[str]) -> list[Found]:
    matching = Q()
    for word in words:
        matching &= Q(title__icontains=word)
    rows = visible(Work, actor).filter(matching).order_by("-opened_at", "-id")
    return [Found(*row) for row in rows.values_list("key", "kind", "title", "status")[:SHOWN]]


def _found(kind: str, thing: Any, note: str) -> Found:
    return Found(thing.key, kind, thing.name, str(getattr(thing, note)) if note else "")
