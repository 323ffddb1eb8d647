"""The views a person keeps of a list, above the list: its filters under names, and what saves or drops one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from goldenthread.business.people import queries as people
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.ui.lists import Tab

PAGES = {
    "tickets": "desk",
    "projects": "projects",
    "investments": "portfolio-list",
    "services": "services",
    "items": "items",
    "measures": "measures",
    "events": "audit",
}
"""The page of each list whose filters can be kept."""
LISTINGS = {page: listing for listing, page in PAGES.items()}
NO_FILTERS = ("after", "before", "cursor", "format", "ticket")
"""What an address says besides what its list is narrowed to: where in it one reads, and how."""
PLACES = ("tab",)
"""Kept with the filters, but nothing to keep alone: every such place has its own tab already."""


@dataclass(frozen=True)
class ViewBar:
    """The views of the list at hand; `filters` are what may be saved now, `drop_url` ends the view that is lit."""

    tabs: list[Tab]
    listing: str
    filters: str
    drop_url: str


def view_bar(request: PageRequest) -> ViewBar | None:
    """The bar above a list; none where the page lists nothing that can be kept, or there is nothing to show."""
    match = request.resolver_match
    listing = LISTINGS.get(match.url_name or "") if match else None
    if listing is None or not request.actor.is_known:
        return None
    asked = filters_of(request.GET.dict().items())
    views = people.views(request.actor, listing)
    lit = next((view for view in views if view.filters == asked), None)
    is_narrowed = any(name not in PLACES for name in asked)
    if not views and not is_narrowed:
        return None
    return ViewBar(
        tabs=[Tab(view.name, listed(listing, view.filters), view is lit) for view in views],
        listing=listing,
        filters=urlencode(asked) if is_narrowed and lit is None else "",
        drop_url=url("drop-view", key=lit.key) if lit else "",
    )


def filters_of(given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a list is narrowed to, of all that its address says."""
    return {name: value.strip() for name, value in given if value.strip() and name not in NO_FILTERS}


def listed(listing: str, filters: Mapping[str, str]) -> str:
    """The address of a list, narrowed."""
    return url(PAGES[listing], dict(filters))
