"""The desk's figures; every one opens to its rule, and from there to the list behind it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.overviews.desk_report import DeskReport, desk_report
from goldenthread.web.desk import words
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.format import Format
from goldenthread.web.pages import page
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput, Tile


@signed_in
def report(request: PageRequest) -> HttpResponse:
    """Incidents by the last state of each."""
    found = desk_report(request.actor, timezone.now())
    if wants_csv(request.GET):
        return _csv(found)
    context = {
        "report": found,
        "tiles": _tiles(found, request.fmt),
        "priorities": [
            (words.priority(level), met, missed, _list(priority=level, sla="met"), _list(priority=level, sla="missed"))
            for level, (met, missed) in found.by_priority.items()
        ],
    }
    return page(request, "desk/report.html", context)


def _list(**narrowed: Any) -> str:
    return url("desk", {"tab": "all", "kind": "incident", **narrowed})


def _csv(found: DeskReport) -> HttpResponse:
    figures = found.figures()
    rows: list[tuple[str, object]] = [("incidents", figures["incidents"])]
    rows += [(f"sla.{name}", figures["sla"][name]) for name in ("met", "missed")]
    for level, row in figures["sla"]["by_priority"].items():
        rows += [(f"sla.by_priority.{level}.{name}", count) for name, count in row.items()]
    rows += [(f"resolve_hours.{name}", hours) for name, hours in figures["resolve_hours"].items()]
    rows += [(name, figures[name]) for name in ("reopened", "reassigned", "unresolved")]
    return csv_answer("desk-report", (_("Figure"), _("Value")), rows)


def _tiles(found: DeskReport, fmt: Format) -> list[Tile]:
    read_at = _("Read %(when)s") % {"when": fmt.instant(found.read_at)}
    measured, number = found.met + found.missed, fmt.number
    handed_on = _("Incidents that changed hands at least once.")
    opened_again = _("Incidents that were opened again at least once.")
    said = ngettext("%(count)s incident measured", "%(count)s incidents measured", measured)
    kept = Figure(
        id="kept",
        label=_("Kept what was promised"),
        text=fmt.percent(found.met / measured if measured else None, 1),
        rule=_("Incidents that were solved within their target, over all that have a decided one."),
        inputs=(
            FigureInput(_("Kept"), fmt.number(found.met), _("last state of each incident"), _list(sla="met")),
            FigureInput(_("Missed"), fmt.number(found.missed), _("last state of each incident"), _list(sla="missed")),
        ),
        sum_label=_("Share kept"),
        acts=(FigureAct(_("Open what was missed"), _list(sla="missed")),),
        read_at=read_at,
    )
    return [
        Tile(
            kept,
            said % {"count": number(measured)},
        ),
        Tile(
            _count(
                "incidents", _("Incidents"), number(found.incidents), _("All that are open to you."), _list(), read_at
            )
        ),
        Tile(
            _hours(found, fmt, read_at), _("half of them within %(hours)s h") % {"hours": number(found.median_hours, 1)}
        ),
        Tile(
            _count("reassigned", _("Handed on"), number(found.reassigned), handed_on, _list(reassigned="yes"), read_at)
        ),
        Tile(
            _count("reopened", _("Opened again"), number(found.reopened), opened_again, _list(reopened="yes"), read_at),
            _("%(count)s not solved") % {"count": number(found.unresolved)},
        ),
    ]


def _count(name: str, label: str, value: str, rule: str, where: str, read_at: str) -> Figure:
    return Figure(
        id=name,
        label=label,
        text=value,
        rule=rule,
        inputs=(FigureInput(label, value, _("counted from the tickets"), where),),
        acts=(FigureAct(_("Open the list"), where),),
        read_at=read_at,
    )


def _hours(found: DeskReport, fmt: Format, read_at: str) -> Figure:
    return Figure(
        id="hours",
        label=_("Time to solve"),
        text=_("%(hours)s h") % {"hours": fmt.number(found.mean_hours, 1)},
        rule=_("Elapsed time from opened to solved, on average over the incidents that have a time of solution."),
        inputs=(
            FigureInput(_("Solved"), fmt.number(found.resolved), _("incidents"), _list(resolved="yes")),
            FigureInput(_("Half of them within"), _("%(hours)s h") % {"hours": fmt.number(found.median_hours, 1)}),
            FigureInput(_("Not solved"), fmt.number(found.unresolved), _("left out"), _list(resolved="no")),
        ),
        acts=(FigureAct(_("Open those not solved"), _list(resolved="no")),),
        read_at=read_at,
    )
