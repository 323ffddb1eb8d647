"""Where each kind of run shows what it found, and how one is drawn while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.foundation.runs import keeps_best
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.links import url_of
from goldenthread.web.ui.status import Kind


@dataclass(frozen=True)
class RunFace:
    """What a kind of run is called, the unit it counts in, and the page that shows its answer (`place`, by run)."""

    title: Callable[[], str]
    counted: Callable[[int, int], str]
    place: Callable[[Any], str]


FACES: dict[str, RunFace] = {}
"""By kind; each page of an answer enters its own."""

STATES: dict[str, Kind] = {"queued": "none", "running": "live", "done": "good", "failed": "bad", "cancelled": "still"}


def shown(request: PageRequest, run: Any) -> dict[str, Any]:
    """A run in the words of a page: for the region `progress` of ui/run.html."""
    face = FACES.get(run.kind)
    return {
        "key": run.key,
        "title": face.title() if face else run.kind,
        "about": run.about,
        "about_url": url_of(run.about) if run.about else "",
        "state": STATES[run.state],
        "state_word": run.get_state_display(),
        "is_over": run.is_over,
        "keeps_best": keeps_best(run),
        "is_unwanted": run.is_unwanted and not run.is_over,
        "counted": counted(run, face),
        "share": run.done / run.of if run.of else None,
        "why": run.why,
        "asked": request.fmt.instant(run.asked_at),
        "stop_url": url("stop-run", key=run.key),
        "version": run.version,
    }


def counted(run: Any, face: RunFace | None) -> str:
    """How far it is, in words."""
    if run.state == "queued":
        return _("begins as soon as a worker is free")
    if not run.of:
        return _("has begun")
    if face:
        return face.counted(run.done, run.of)
    return ngettext("%(done)s of %(of)s step", "%(done)s of %(of)s steps", run.of) % {"done": run.done, "of": run.of}
