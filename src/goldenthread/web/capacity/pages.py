"""Load of every team by week, and what one figure of it is made of."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.projects.policies import weighs_projects
from goldenthread.business.projects.queries.schedule import is_within_years
from goldenthread.overviews.capacity import Capacity, LoadRow, LoadWeek, may_see_people, monday_of
from goldenthread.overviews.capacity import capacity as read_capacity
from goldenthread.web.capacity.figure import cell_figure, people_word, percent
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.pages import page
from goldenthread.web.ui.lists import Tab
from goldenthread.web.ui.measures import Heat, HeatCell, HeatRow

WEEKS = 12


@signed_in
def capacity(request: PageRequest) -> HttpResponse:
    """Twelve weeks from `since`, by team or person (`by`), of one `team` or all; `row` and `week` open one figure."""
    today = request.fmt.local(request.acting.at).date()
    since = monday_of(_day(request.GET.get("since")) or today)
    is_by_person = request.GET.get("by") == "person"
    read = read_capacity(request.actor, since, WEEKS, people=is_by_person, team=request.GET.get("team", ""))
    if wants_csv(request.GET):
        return _file(read)
    asked = {"by": "person" if is_by_person else "", "team": request.GET.get("team", "")}
    here = {**asked, "since": "" if since == monday_of(today) else since.isoformat()}
    chosen = _chosen(request, read)
    context = {
        "views": _views(request, is_by_person=is_by_person),
        "heat": _heat(request, read, chosen, here),
        "figure": cell_figure(request, read, chosen) if chosen else None,
        "may_level": weighs_projects(request.actor),
        "over_word": _over_word(read, is_by_person=is_by_person),
        "before": url("capacity", {**asked, "since": (since - timedelta(weeks=WEEKS)).isoformat()}),
        "after": url("capacity", {**asked, "since": (since + timedelta(weeks=WEEKS)).isoformat()}),
        "now": url("capacity", asked) if here["since"] else "",
        "exports": [(_("CSV"), url("capacity", {**here, "format": "csv"}))],
    }
    return page(request, "capacity/capacity.html", context, block="figures")


def _views(request: PageRequest, *, is_by_person: bool) -> list[Tab]:
    views = [Tab(_("Teams by week"), url("capacity"), not is_by_person)]
    if may_see_people(request.actor):
        views.append(Tab(_("People by week"), url("capacity", {"by": "person"}), is_by_person))
    return views


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if is_within_years(found) else None


def _chosen(request: PageRequest, read: Capacity) -> LoadWeek | None:
    """The figure that was opened; else the worst of all; None where there is no row."""
    week = _day(request.GET.get("week"))
    found = read.cell(request.GET.get("row", ""), week) if week else None
    return found or max(
        (cell for row in read.rows for cell in row.weeks), key=lambda cell: cell.load or 0, default=None
    )


def _over_word(read: Capacity, *, is_by_person: bool) -> str:
    count = len(read.overloaded)
    if not count:
        return ""
    if is_by_person:
        return ngettext("%(count)s person over", "%(count)s people over", count) % {"count": count}
    return ngettext("%(count)s team over", "%(count)s teams over", count) % {"count": count}


def _heat(request: PageRequest, read: Capacity, chosen: LoadWeek | None, here: dict[str, str]) -> Heat:
    def cells(row: LoadRow) -> tuple[HeatCell, ...]:
        return tuple(
            HeatCell(
                cell.load,
                cell.running.hours / cell.asked if cell.asked else None,
                url("capacity", {**here, "row": row.key, "week": cell.week.isoformat()}) + "#figure",
                cell.is_frozen,
                chosen is not None and (cell.row, cell.week) == (chosen.row, chosen.week),
            )
            for cell in row.weeks
        )

    is_by_person = here["by"] == "person"
    return Heat(
        _("Load by week, in percent of what calendars give less absences"),
        _("Person") if is_by_person else _("Team"),
        tuple(request.fmt.day(week) for week in read.weeks),
        tuple(HeatRow(row.name, "" if is_by_person else people_word(row.people), cells(row)) for row in read.rows),
        HeatRow(_("All together"), people_word(read.total.people), cells(read.total)),
    )


def _file(read: Capacity) -> HttpResponse:
    words = (
        _("Name"),
        _("Week"),
        _("Hours given"),
        _("Hours away"),
        _("Running the services"),
        _("Projects"),
        _("Load"),
    )
    rows = (
        (row.name, cell.week, *map(_hours, (cell.gives, cell.away, cell.running.hours, cell.changing)), percent(cell))
        for row in read.rows
        for cell in row.weeks
    )
    return csv_answer("capacity", words, rows)


def _hours(span: timedelta) -> float:
    return round(span / timedelta(hours=1), 2)
