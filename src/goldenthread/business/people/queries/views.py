"""Views: the filters of a list that a person keeps under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from goldenthread.business.people.models import Listing, SavedView
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.kept import kept
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import visible

LISTINGS = dict(Listing.choices)
"""The lists whose filters can be kept, with their names."""


@dataclass(frozen=True)
class View:
    """A view as its list shows it."""

    key: str
    name: str
    filters: Mapping[str, str]


def views(actor: Actor, listing: str) -> list[View]:
    """One's own views of a list, the oldest first."""
    return [View(*row) for row in _views(actor.id or 0, listing)]


def saved_views(actor: Actor, cursor: str | None = None) -> Page[SavedView]:
    """All views of one's own, by list."""
    return page_of(visible(SavedView, actor), ("listing", "id"), cursor)


@kept
def _views(person_id: int, listing: str) -> QuerySet[SavedView, tuple[str, str, dict[str, str]]]:
    found = SavedView.objects.filter(person_id=person_id, listing=listing)
    return found.order_by("pk").values_list("key", "name", "filters")
