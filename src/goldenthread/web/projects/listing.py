"""The list of projects."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.people.policies import runs_projects
from goldenthread.business.projects import queries
from goldenthread.business.work.policies import may_see_money
from goldenthread.web.context import Reader, initials, tone
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.links import url_of
from goldenthread.web.pages import page
from goldenthread.web.projects.words import state_of, word_of
from goldenthread.web.ui.lists import Tab


def face(person: Any) -> Reader | None:
    """A person as the avatar macros draw them."""
    if person is None:
        return None
    return Reader(person.pk, person.name, initials(person.name), tone(person.pk), "")


@signed_in
def projects(request: PageRequest) -> HttpResponse:
    """Every project the reader may see, narrowed by state, manager and light."""
    filters = queries.ProjectFilters(**{name: request.GET.get(name, "") for name in ("state", "manager", "light", "q")})
    at = request.acting.at
    if wants_csv(request.GET):
        return _csv(request, filters)
    found = queries.projects(request.actor, filters, at, request.GET.get("after"))
    asked = {name: value for name, value in vars(filters).items() if value}
    context = {
        "views": _views(request, filters),
        "rows": [_row(request, row) for row in found.rows],
        "filters": filters,
        "states": [("", _("Any")), *queries.PROJECT_STATES],
        "managers": [("", _("Anyone")), *((one.key, one.name) for one in queries.managers(request.actor))],
        "lights": [("", _("Any")), *queries.LIGHTS],
        "newer": url("projects", {**asked, "after": found.previous}) if found.previous else "",
        "older": url("projects", {**asked, "after": found.next}) if found.next else "",
        "csv": url("projects", {**asked, "format": "csv"}),
        "sees_money": may_see_money(request.actor),
    }
    return page(request, "projects/projects.html", context, block="items")


def led_by_me(request: PageRequest) -> dict[str, str]:
    """The filter that leaves what the reader leads."""
    return {"manager": request.user.key} if request.user.is_authenticated else {}


def _views(request: PageRequest, filters: queries.ProjectFilters) -> list[Tab]:
    """The views one comes back to: each is nothing but an address."""
    asked = {name: value for name, value in vars(filters).items() if value}
    offers: list[tuple[dict[str, str], str]] = [
        ({}, _("All")),
        ({"state": "open"}, _("Under way")),
        ({"light": "bad"}, _("In trouble")),
        ({"state": "closed"}, _("Closed")),
    ]
    if runs_projects(request.actor):
        offers.insert(1, (led_by_me(request), _("Led by me")))
    return [Tab(word, url("projects", query), asked == query) for query, word in offers]


def _row(request: PageRequest, row: queries.ProjectRow) -> dict[str, Any]:
    kind, word = state_of(row.project, row.standing.light)
    return {
        "project": row.project,
        "url": url_of(row.project.key),
        "kind": kind,
        "word": word,
        "because": row.standing.reasons[0] if row.standing.reasons else "",
        "phase": word_of(queries.PHASES, row.phase),
        "manager": face(row.project.manager),
        "standing": row.standing,
    }


def _csv(request: PageRequest, filters: queries.ProjectFilters) -> HttpResponse:
    sees = may_see_money(request.actor)
    head = ["key", "name", "state", "light", "phase", "manager", "percent", "finish", "baseline_finish", "spi"]
    head += ["budget", "forecast", "spent", "cpi", "currency"] if sees else []
    rows = every(lambda cursor: queries.projects(request.actor, filters, request.acting.at, cursor))
    return csv_answer("projects", head, (_cells(row, sees=sees) for row in rows))


def _cells(row: queries.ProjectRow, *, sees: bool) -> list[object]:
    found, standing = row.project, row.standing
    cells: list[object] = [found.key, found.name, found.state, standing.light, row.phase, found.manager.name]
    cells += [round(standing.percent, 2), standing.finish_at, standing.baseline_finish_at, standing.value.spi]
    return cells + ([standing.budget, standing.eac, standing.ac, standing.value.cpi, standing.currency] if sees else [])
