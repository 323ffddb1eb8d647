"""What every page about one project shows: its thread, head, light and tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from goldenthread.business.projects import queries
from goldenthread.business.projects.policies import is_on_project, may_close, may_note_risk, may_plan, may_stop
from goldenthread.business.work.policies import may_see_money
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.links import url_of
from goldenthread.web.projects.words import state_of, word_of
from goldenthread.web.thread import thread_of
from goldenthread.web.ui.lists import Tab

if TYPE_CHECKING:
    from goldenthread.business.projects.models import Project


def frame(
    request: PageRequest, project: Project, current: str, standing: queries.Standing | None = None
) -> dict[str, Any]:
    """The context of a project's page; `current` is the name of its tab."""
    actor = request.actor
    standing = standing or queries.standings_of([project], request.acting.at)[project.pk]
    kind, word = state_of(project, standing.light)
    is_open = project.state == "open"
    counts = queries.counts(actor, project)
    return {
        "project": project,
        "standing": standing,
        "thread": thread_of(request, project.key, project),
        "state_kind": kind,
        "state_word": word,
        "facts": _facts(request, project, standing),
        "tabs": _tabs(request, project, counts, current),
        "may_plan": is_open and may_plan(actor, project),
        "may_report": is_open and is_on_project(actor, project),
        "may_note_risk": is_open and may_note_risk(actor, project),
        "may_close": is_open and counts.is_delivered and may_close(actor, project),
        "may_stop": is_open and may_stop(actor, project),
        "sees_money": may_see_money(actor),
        "link": url_of,
    }


def form_frame(
    request: PageRequest, key: str, heading: str, act: str, back: str, version: int | None = None
) -> dict[str, Any]:
    """The context of a form's own page, about the record with this key."""
    return {
        "heading": heading,
        "act": act,
        "back": back,
        "said": "",
        "version": version,
        "thread": thread_of(request, key),
        "key": key,
    }


def _facts(request: PageRequest, project: Project, standing: queries.Standing) -> list[tuple[str, str]]:
    fmt = request.fmt
    facts = [(_("Led by"), project.manager.name)]
    phase = next((one for one in reversed(queries.phases(project)) if one.started_at), None)
    if phase is not None and project.state == "open":
        facts.append((_("Phase"), word_of(queries.PHASES, phase.kind)))
    if standing.baseline_number and standing.baseline_at:
        said = _("%(number)s, frozen %(on)s") % {
            "number": standing.baseline_number,
            "on": fmt.date(standing.baseline_at),
        }
        facts.append((_("Baseline"), said))
    else:
        facts.append((_("Baseline"), _("none yet")))
    if project.closed_at:
        facts.append((_("Ended"), fmt.date(project.closed_at)))
    elif project.status_at:
        facts.append((_("Progress told"), fmt.instant(project.status_at)))
    return facts


def _tabs(request: PageRequest, project: Project, counts: queries.Counts, current: str) -> list[Tab]:
    offers: list[tuple[str, str, int | str | None]] = [
        ("project", _("Cockpit"), None),
        ("project-plan", _("Plan"), None),
        ("project-deliverables", _("Deliverables"), counts.deliverables or None),
        ("project-risks", _("Risks"), counts.risks or None),
        ("project-confidence", _("Confidence"), None),
        ("project-money", _("Money"), None),
        ("project-team", _("Team"), None),
        ("project-history", _("What happened"), None),
        ("project-handover", _("Hand-over"), _share(counts)),
    ]
    if not may_see_money(request.actor):
        offers = [offer for offer in offers if offer[0] not in ("project-money", "project-confidence")]
    return [Tab(label, url(name, key=project.key), name == current, count) for name, label, count in offers]


def _share(counts: queries.Counts) -> str | None:
    if not counts.wanted:
        return None
    return _("%(ready)s of %(wanted)s") % {"ready": counts.ready, "wanted": counts.wanted}
