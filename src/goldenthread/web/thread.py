"""The thread line of an entity's page: what the overview found, with addresses and the acts that fill its gaps."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.overviews.thread import Bead, thread
from goldenthread.web.door import PageRequest
from goldenthread.web.links import url_of
from goldenthread.web.ui.thread import Knot, Other, ThreadLine


def thread_of(request: PageRequest, key: str) -> ThreadLine:
    """The line through the record with this key, as the reader may see it."""
    return ThreadLine(tuple(_knot(bead) for bead in thread(request.actor, key, request.acting.at)))


def _knot(bead: Bead) -> Knot:
    if not bead.key:
        return Knot(bead.kind, _missing(bead.kind), is_current=bead.is_current, is_missing=True)
    return Knot(
        bead.kind,
        bead.name,
        url_of(bead.key),
        bead.state,
        bead.shape,
        bead.spun,
        bead.is_current,
        count=max(1, len(bead.others)),
        others=tuple(Other(name, url_of(key)) for key, name in bead.others),
    )


def _missing(kind: str) -> str:
    return {
        "objective": _("No objective to show"),
        "investment": _("No investment to show"),
        "project": _("No project to show"),
        "service": _("No service to show"),
        "outcome": _("No outcome to show"),
    }[kind]
