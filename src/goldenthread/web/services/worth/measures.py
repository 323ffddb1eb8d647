"""Measures: their readings against the way from baseline to target."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.business.services import queries
from goldenthread.business.services.actions import NewMeasure, add_measure, change_measure, read_measure
from goldenthread.business.services.policies import may_add_measure, may_keep_measure
from goldenthread.business.services.queries import MeasureFilters, MeasureRow
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.format import Format
from goldenthread.web.links import url_of
from goldenthread.web.pages import page, submit
from goldenthread.web.services.forms import MeasureForm, Options, ReadingForm
from goldenthread.web.services.months import months_before
from goldenthread.web.services.tiles import with_unit
from goldenthread.web.thread import thread_of
from goldenthread.web.ui.chart import LineChart, Series, Tick
from goldenthread.web.ui.figure import Figure, FigureInput

if TYPE_CHECKING:
    from goldenthread.business.services.models import Measure, MeasureReading
    from goldenthread.web.forms import Form

NAMES = ("service", "text")
FIELDS = ("name", "unit", "direction", "baseline", "target", "target_on", "service_id", "owner_id")


@signed_in
def measures(request: PageRequest) -> HttpResponse:
    """All measures the reader sees, by name."""
    asked = {name: request.GET.get(name, "").strip() for name in NAMES}
    filters = MeasureFilters(**asked)
    if wants_csv(request.GET):
        head = [_("Key"), _("Name"), _("Unit"), _("Starting value"), _("Target"), _("By"), _("Value"), _("Read on")]
        found = every(lambda cursor: queries.measures(request.actor, filters, cursor, 500))
        return csv_answer("measures", head, (_line(row) for row in found))
    listed = queries.measures(request.actor, filters, request.GET.get("after"))
    context = {
        "rows": listed.rows,
        "asked": asked,
        "is_filtered": any(asked.values()),
        "with_unit": lambda value, unit: with_unit(request.fmt, value, unit),
        "link": url_of,
        "csv": url("measures", {**asked, "format": "csv"}),
        "newer": url("measures", {**asked, "after": listed.previous}) if listed.previous else "",
        "older": url("measures", {**asked, "after": listed.next}) if listed.next else "",
        "may_add": may_add_measure(request.actor),
    }
    return page(request, "services/measures.html", context, block="rows")


@signed_in
def measure(request: PageRequest, key: str) -> HttpResponse:
    """One measure and its readings."""
    found = queries.measure(request.actor, key)
    readings = queries.readings_of(found.pk)
    fmt = request.fmt
    context = {
        "measure": found,
        "thread": thread_of(request, key),
        "readings": readings[::-1],
        "chart": _chart(fmt, found, readings, request.acting.at.date()),
        "now": _now(fmt, found, readings),
        "with_unit": lambda value: with_unit(fmt, value, found.unit),
        "service_url": url_of(found.service.key) if found.service else "",
        "may_keep": may_keep_measure(request.actor, found),
        "facts": _facts(fmt, found),
    }
    return page(request, "services/measure.html", context)


@signed_in
def new_measure(request: PageRequest) -> HttpResponse:
    """Name a figure to be watched."""

    def act(data: dict[str, Any]) -> str:
        return url_of(add_measure(request.acting, new=NewMeasure(**data)).key)

    def show(form: Form) -> dict[str, Any]:
        return {"title": _("Name a measure"), "act": _("Add measure"), "back": reverse("measures"), "version": None}

    asked = request.GET.get("service", "")
    service = next((one for one in queries.services(request.actor) if one.key == asked), None)
    initial = {"service_id": service.pk if service else None, "owner_id": request.actor.id}
    return submit(
        request, MeasureForm, show, act, template="services/form.html", initial=initial, options=_options(request)
    )


@signed_in
def edit_measure(request: PageRequest, key: str) -> HttpResponse:
    """Set a measure right, or move its aim."""
    found = queries.measure(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        change_measure(request.acting, key, new=NewMeasure(**data))
        return url_of(key)

    def show(form: Form) -> dict[str, Any]:
        title = _("Change %(name)s") % {"name": found.name}
        return {"title": title, "act": _("Save changes"), "back": url_of(key), "version": found.version}

    initial = {name: getattr(found, name) for name in FIELDS}
    return submit(
        request, MeasureForm, show, act, template="services/form.html", initial=initial, options=_options(request)
    )


@signed_in
def write_reading(request: PageRequest, key: str) -> HttpResponse:
    """Write down what a measure reads."""
    found = queries.measure(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        read_measure(request.acting, key, **data)
        return url_of(key)

    def show(form: Form) -> dict[str, Any]:
        title = _("Write a reading of %(name)s") % {"name": found.name}
        return {"title": title, "act": _("Write reading"), "back": url_of(key), "version": None}

    initial = {"on": request.fmt.local(request.acting.at).date()}
    return submit(request, ReadingForm, show, act, template="services/form.html", initial=initial)


def _line(row: MeasureRow) -> list[object]:
    one = row.measure
    return [one.key, one.name, one.unit, one.baseline, one.target, one.target_on, row.value, row.on]


def _options(request: PageRequest) -> Options:
    return {
        "service_id": [(service.pk, service.name) for service in queries.services(request.actor)],
        "owner_id": list(queries.staff_choices(request.actor)),
    }


def _facts(fmt: Format, found: Measure) -> list[tuple[str, str]]:
    facts = [
        (_("From"), with_unit(fmt, found.baseline, found.unit)),
        (_("to"), with_unit(fmt, found.target, found.unit)),
        (_("by"), fmt.date(found.target_on)),
    ]
    return [*facts, (_("Owned by"), found.owner.name)] if found.owner else facts


def _now(fmt: Format, found: Measure, readings: list[MeasureReading]) -> Figure | None:
    if not readings:
        return None
    last = readings[-1]
    share = (last.value - found.baseline) / (found.target - found.baseline)
    return Figure(
        id="now",
        label=found.name,
        text=with_unit(fmt, last.value, found.unit),
        rule=_("The newest reading, and how far it is on the way from baseline to target."),
        inputs=(
            FigureInput(_("Starting value"), with_unit(fmt, found.baseline, found.unit)),
            FigureInput(_("Target"), with_unit(fmt, found.target, found.unit), fmt.date(found.target_on)),
            FigureInput(
                _("Read on %(on)s") % {"on": fmt.date(last.on)}, with_unit(fmt, last.value, found.unit), last.source
            ),
            FigureInput(_("Of the way to the target"), fmt.percent(share)),
        ),
    )


def _chart(fmt: Format, found: Measure, readings: list[MeasureReading], today: date) -> LineChart | None:
    if len(readings) < 2:
        return None
    first = readings[0].on
    last = max(found.target_on, readings[-1].on)
    way = ((first.toordinal(), float(found.baseline)), (found.target_on.toordinal(), float(found.target)))
    promise = way if found.target_on > first else way[1:]
    points = tuple((float(reading.on.toordinal()), float(reading.value)) for reading in readings)
    span = (last - first).days // 30 + 1
    ticks = [months_before(last, back) for back in range(0, span, max(1, span // 8))]
    edges = sorted({float(found.baseline), float(found.target), float(readings[-1].value)})
    return LineChart(
        id="readings",
        title=_("Read against the way to the target"),
        series=(
            Series(_("Way to the target"), tuple((float(x), y) for x, y in promise), hue=0),
            Series(_("Read"), points, hue=1, end_note=with_unit(fmt, readings[-1].value, found.unit)),
        ),
        x_ticks=tuple(
            Tick(float(day.toordinal()), fmt.month(day).split()[0]) for day in reversed(ticks) if day >= first
        ),
        y_ticks=tuple(Tick(edge, fmt.number(Decimal(str(edge)))) for edge in edges),
        spoken=_("%(name)s: %(value)s read last")
        % {"name": found.name, "value": with_unit(fmt, readings[-1].value, found.unit)},
        today=float(today.toordinal()) if first <= today <= last else None,
        today_word=_("Today"),
        table_head=(_("Day"), _("Value")),
        table=tuple((fmt.date(r.on), with_unit(fmt, r.value, found.unit)) for r in readings[-60:]),
    )
