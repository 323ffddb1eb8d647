"""Search: a key leads straight to its page, words to everything that holds them."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from goldenthread.business.work.queries import WORK_KINDS
from goldenthread.overviews.search import search
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.links import url_of
from goldenthread.web.pages import page


@signed_in
def search_page(request: PageRequest) -> HttpResponse:
    """What matches, newest first; one exact key is opened at once."""
    text = request.GET.get("q", "").strip()[:200]
    found = search(request.actor, text)
    if len(found) == 1 and found[0].key == text.upper() and url_of(found[0].key):
        return HttpResponseRedirect(url_of(found[0].key))
    context = {"search_for": text, "found": found, "link": url_of, "kinds": _kinds(), "states": _states()}
    return page(request, "search/search.html", context, block="found")


def _kinds() -> dict[str, str]:
    return {
        "objective": _("Objective"),
        "investment": _("Investment"),
        "scenario": _("Scenario"),
        "project": _("Project"),
        "service": _("Service"),
        "measure": _("Measure"),
        "person": _("Person"),
        **{kind: str(label) for kind, label in WORK_KINDS},
    }


def _states() -> dict[str, tuple[str, str]]:
    """The shape and the word of where a ticket or a task stands."""
    return {
        "new": ("still", _("New")),
        "active": ("live", _("Active")),
        "waiting": ("wait", _("Waiting")),
        "done": ("good", _("Done")),
    }
