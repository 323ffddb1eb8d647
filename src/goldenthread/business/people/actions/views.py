"""Views: a list's filters kept under a name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from goldenthread.business.people.actions.values import self_id
from goldenthread.business.people.events import ViewDropped, ViewSaved
from goldenthread.business.people.models import Listing, SavedView
from goldenthread.business.people.policies import may_keep_view, may_keep_views
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key

MOST = 20
"""So many views a person keeps of one list."""
MOST_FILTERS = 20
LONGEST = 200
FILTER = re.compile(r"[a-z_]{1,40}")


@action(may=may_keep_views)
def save_view(acting: Acting, *, listing: str, name: str, filters: Mapping[str, str]) -> SavedView:
    """Keep these filters of a list, by name, under a name of one's own. Filters without a value are left out."""
    name = name.strip()
    wanted = {filter_: value for filter_, value in sorted(filters.items()) if value}
    if wrong := _wrong(listing, name, wanted):
        raise Invalid(fields=wrong)
    mine = SavedView.objects.filter(person_id=self_id(acting), listing=listing)
    if mine.count() >= MOST:
        raise Refused(_("Twenty views of one list are enough. Drop one you no longer need."))
    view, is_new = mine.get_or_create(
        name=name,
        defaults={
            "person_id": self_id(acting),
            "listing": listing,
            "filters": wanted,
            "key": next_key(SavedView.prefix),
        },
    )
    if not is_new:
        raise Invalid(fields={"name": _("You have a view of this name. Choose another, or drop that one first.")})
    record(ViewSaved(subject=view.key, name=name, listing=listing, filters=wanted), version=view.version)
    return view


@action(on=SavedView, may=may_keep_view)
def drop_view(acting: Acting, view: SavedView) -> SavedView:
    """Keep a view no longer; what it listed stays as it is. Tells the view as it was."""
    record(ViewDropped(subject=view.key, name=view.name))
    view.delete()
    return view


def _wrong(listing: str, name: str, filters: Mapping[str, str]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if listing not in Listing.values:
        wrong["listing"] = _("Choose one of: %(values)s.") % {"values": ", ".join(Listing.values)}
    if not name:
        wrong["name"] = _("Give the view a name.")
    elif len(name) > 80:
        wrong["name"] = _("Keep the name under 80 characters.")
    if not filters:
        wrong["filters"] = _("Nothing is narrowed yet. Choose a filter first.")
    elif len(filters) > MOST_FILTERS or any(
        not FILTER.fullmatch(filter_) or len(value) > LONGEST for filter_, value in filters.items()
    ):
        wrong["filters"] = _("A view keeps up to twenty filters, each with a value of up to 200 characters.")
    return wrong
