"""The thread line of an entity's page: what the overview found, with addresses and the acts that fill its gaps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from goldenthread.overviews.thread import Bead, Gap, thread
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.links import url_of
from goldenthread.web.ui.thread import Knot, Other, StepKind, ThreadLine


def thread_of(request: PageRequest, key: str, record: Any = None) -> ThreadLine:
    """The line through the record with this key, as the reader may see it; `record` where it is at hand."""
    return ThreadLine(tuple(_knot(bead) for bead in thread(request.actor, key, request.acting.at, record)))


def _knot(bead: Bead) -> Knot:
    if not bead.key:
        return _missing(bead.kind, bead.gap or Gap(), is_current=bead.is_current)
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
        sentence=bead.sentence,
    )


def _missing(kind: StepKind, gap: Gap, *, is_current: bool) -> Knot:
    """An empty knot: the act that fills it where there is one, else what can be said of it."""
    name, address = _act(gap) if gap.act else (_later(kind) if gap.is_later else _none(kind), "")
    state = _("not yet") if gap.act or gap.is_later else ""
    return Knot(kind, name, address, state, is_current=is_current, is_missing=True)


def _act(gap: Gap) -> tuple[str, str]:
    match gap.act:
        case "weigh":
            return _("Name an objective"), url("edit-investment", key=gap.key)
        case "propose":
            return _("Propose an investment"), url("new-investment", {"objective": gap.key})
        case "charter":
            return _("Charter the project"), url("charter-investment", key=gap.key)
        case "promise":
            return _("Promise a benefit"), url("new-benefit", key=gap.key)
    return _("Name a measure"), url("new-measure", {"service": gap.key})


def _later(kind: str) -> str:
    return _("Opens with the charter") if kind == "project" else _("Named in the charter")


def _none(kind: str) -> str:
    return {
        "objective": _("No objective to show"),
        "investment": _("No investment to show"),
        "project": _("No project to show"),
        "service": _("No service to show"),
        "outcome": _("No outcome to show"),
    }[kind]
