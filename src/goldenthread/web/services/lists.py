"""The services, with how each does."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.services import queries
from goldenthread.business.services.policies import may_freeze, may_plan_service
from goldenthread.business.services.queries import ServiceFilters, ServiceRow
from goldenthread.overviews.service_desk import open_tickets
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.pages import page
from goldenthread.web.services.frame import state_of
from goldenthread.web.ui.lists import Tab

NAMES = ("state", "owner", "team", "text")


@signed_in
def services(request: PageRequest) -> HttpResponse:
    """All services the reader sees."""
    asked = {name: request.GET.get(name, "").strip() for name in NAMES}
    filters = ServiceFilters(**asked)
    if wants_csv(request.GET):
        return _file(request, filters)
    rows = queries.service_rows(request.actor, filters, request.acting.at, request.GET.get("after"))
    context = {
        "rows": rows.rows,
        "state_of": state_of,
        "stages": dict(queries.STAGES),
        "open": open_tickets(request.actor, [row.service.pk for row in rows.rows]),
        "views": _views(asked),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "csv": url("services", {**asked, "format": "csv"}),
        "newer": url("services", {**asked, "after": rows.previous}) if rows.previous else "",
        "older": url("services", {**asked, "after": rows.next}) if rows.next else "",
        "may_plan": may_plan_service(request.actor),
        "may_freeze": may_freeze(request.actor),
    }
    return page(request, "services/services.html", context, block="rows")


def _views(asked: dict[str, Any]) -> list[Tab]:
    others = {**asked, "state": ""}
    words = [("", _("All")), *((value, str(label)) for value, label in queries.STATES)]
    return [Tab(word, url("services", {**others, "state": state}), asked["state"] == state) for state, word in words]


def _file(request: PageRequest, filters: ServiceFilters) -> HttpResponse:
    at = request.acting.at
    rows = every(lambda cursor: queries.service_rows(request.actor, filters, at, cursor, 500))
    head = [_("Key"), _("Name"), _("State"), _("Stage"), _("Owner"), _("Team"), _("Kept"), _("Cases"), _("Down")]
    return csv_answer("services", head, (_line(row) for row in rows))


def _line(row: ServiceRow) -> list[object]:
    one = row.service
    team = one.team.name if one.team else ""
    down = _("yes") if row.is_down else _("no")
    return [one.key, one.name, one.state, one.stage, one.owner.name, team, row.kept, row.cases, down]
