"""One figure of capacity, opened: calendar, absences, running the services, each project, and the sum."""

from __future__ import annotations

from datetime import timedelta
from math import isinf

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.overviews.capacity import Capacity, LoadWeek, Running
from goldenthread.web.door import PageRequest
from goldenthread.web.format import Format
from goldenthread.web.links import url_of
from goldenthread.web.ui.figure import Figure, FigureInput


def percent(cell: LoadWeek) -> str:
    """Load in whole percent; ∞ where nobody is there."""
    if cell.load is None:
        return "–"
    return "∞" if isinf(cell.load) else str(round(cell.load * 100))


def cell_figure(request: PageRequest, read: Capacity, cell: LoadWeek) -> Figure:
    fmt = request.fmt
    rows = {row.key: row for row in (*read.rows, read.total)}
    name = rows[cell.row].name or _("All together")
    return Figure(
        id="cell",
        label=_("%(name)s, week of %(day)s") % {"name": name, "day": fmt.date(cell.week)},
        text=fmt.with_unit(percent(cell), "%"),
        rule=_("Hours asked for, divided by hours there are. Over 100 % work will wait or someone stays late."),
        inputs=(
            FigureInput(_("Calendar gives"), hours(fmt, cell.gives), people_word(rows[cell.row].people)),
            FigureInput(_("Absences"), f"−{hours(fmt, cell.away)}" if cell.away else hours(fmt, cell.away)),
            FigureInput(_("Running the services"), hours(fmt, cell.running.hours), running_words(fmt, cell.running)),
            *(
                FigureInput(
                    booking.name or _("Other projects"),
                    hours(fmt, booking.hours),
                    booking.key,
                    url_of(booking.key) if booking.key else "",
                )
                for booking in cell.bookings
            ),
        ),
        sum_label=f"{hours(fmt, cell.asked)} ÷ {hours(fmt, cell.has)}",
        sum_note=_rest(fmt, cell),
        read_at=fmt.time(request.acting.at),
    )


def hours(fmt: Format, span: timedelta) -> str:
    return fmt.with_unit(fmt.number(span / timedelta(hours=1)), "h")


def people_word(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _rest(fmt: Format, cell: LoadWeek) -> str:
    if cell.is_over:
        return _("%(hours)s too many") % {"hours": hours(fmt, cell.asked - cell.has)}
    return _("%(hours)s free") % {"hours": hours(fmt, cell.has - cell.asked)}


def running_words(fmt: Format, running: Running) -> str:
    """Where the hours come from: measured, or forecast with its band and how good the forecast has been."""
    if running.read_at is None and not running.hours:
        return _("nothing measured, and the history is too short for a forecast")
    if not running.is_forecast:
        return _("measured: time logged on tickets")
    band = _("forecast from the desk's history, 8 times in 10 between %(low)s and %(high)s") % {
        "low": hours(fmt, running.low),
        "high": hours(fmt, running.high),
    }
    if running.error is None or running.naive_error is None:
        return band
    tried = _("off by %(error)s a week when tried on the past; taking the last season as it was, by %(naive)s") % {
        "error": hours(fmt, running.error),
        "naive": hours(fmt, running.naive_error),
    }
    return f"{band}; {tried}"
