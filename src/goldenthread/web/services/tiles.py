"""The headline figures of a service, each with its rule, its inputs and its curve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.services.queries import Availability, MeasureRow
from goldenthread.business.work.queries import CostLine
from goldenthread.overviews.service_desk import Satisfaction
from goldenthread.overviews.service_value import ServiceValue, promise_by_month
from goldenthread.web.environment import url
from goldenthread.web.exchange import foreign_inputs
from goldenthread.web.format import Format
from goldenthread.web.links import url_of
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput, Tile, spark, unknown

AvailabilityMonth = tuple[date, Availability]


def availability_tile(fmt: Format, key: str, months: Sequence[AvailabilityMonth], agreed: Decimal | None) -> Tile:
    """Availability of the running month beside what was agreed."""
    label = _("Available, this month")
    now = months[-1][1]
    rule = _("Agreed service time less outages, divided by agreed service time. Planned maintenance counts in neither.")
    if now.share is None:
        missing = (FigureInput(_("Agreed service time so far")),)
        return Tile(unknown("availability", label, rule, missing), _("No service time yet this month"))
    figure = Figure(
        id="availability",
        label=label,
        text=fmt.percent(now.share, 2),
        rule=rule,
        inputs=(
            FigureInput(_("Agreed service time"), fmt.worked(now.agreed), _("service calendar, month to date")),
            FigureInput(_("Lost to outages"), fmt.worked(now.lost), "", url("service-outages", key=key)),
        ),
        sum_label=_("Time it was up ÷ agreed time"),
        acts=(FigureAct(_("Show the outages"), url("service-outages", key=key)),),
        was=_before(fmt, months),
    )
    shares = [float(found.share) for _month, found in months if found.share is not None]
    aim = float(agreed) / 100 if agreed is not None else None
    note = (
        _("Agreed %(share)s") % {"share": fmt.percent(agreed / 100, 1)}
        if agreed is not None
        else _("No availability is agreed")
    )
    return Tile(figure, note, spark(shares, aim))


def _before(fmt: Format, months: Sequence[AvailabilityMonth]) -> str:
    if len(months) < 2 or months[-2][1].share is None:
        return ""
    month, found = months[-2]
    return _("%(month)s: %(share)s") % {"month": fmt.month(month), "share": fmt.percent(found.share, 2)}


def kept_tile(fmt: Format, key: str, months: Sequence[tuple[date, int, int]]) -> Tile:
    """All targets of the running month together."""
    label = _("Agreements kept, this month")
    _month, kept, cases = months[-1]
    rule = _("Cases whose clock stopped this month in time, over all targets, divided by all whose clock stopped.")
    if not cases:
        return Tile(unknown("kept", label, rule, (FigureInput(_("Cases decided this month")),)), _("No case yet"))
    figure = Figure(
        id="kept",
        label=label,
        text=fmt.percent(Decimal(kept) / cases, 1),
        rule=rule,
        inputs=(
            FigureInput(_("Kept"), fmt.number(kept)),
            FigureInput(_("Decided"), fmt.number(cases)),
        ),
        sum_label=_("Kept ÷ decided"),
        acts=(FigureAct(_("Show the agreements"), url("service-agreements", key=key)),),
    )
    values = {"kept": fmt.number(kept), "cases": fmt.number(cases)}
    shares = [part / whole for _first, part, whole in months if whole]
    return Tile(figure, _("%(kept)s of %(cases)s cases") % values, spark(shares))


def cost_tile(fmt: Format, key: str, lines: Sequence[CostLine], month: date, currency: str) -> Tile:
    """What the last whole month cost, of every kind."""
    label = _("Running cost, %(month)s") % {"month": fmt.month(month)}
    of_month = [line for line in lines if line.month == month]
    rule = _("Everything the ledger holds for this service in the last whole month: work, contracts and purchases.")
    if not of_month:
        return Tile(unknown("cost", label, rule, (FigureInput(_("Ledger entries of the month")),)), "")
    words = {"labour": _("Work"), "purchase": _("Purchases"), "running": _("Contracts")}
    total = sum((line.amount for line in of_month), Decimal(0))
    figure = Figure(
        id="cost",
        label=label,
        text=fmt.money(total, currency, short=True),
        value=fmt.money(total, currency),
        rule=rule,
        inputs=tuple(
            FigureInput(words[line.kind], fmt.money(line.amount, currency), url=url("service-cost", key=key))
            for line in of_month
        )
        + foreign_inputs(fmt, [one for line in of_month for one in line.foreign]),
        sum_label=_("Sum"),
        acts=(FigureAct(_("Show the entries"), url("service-ledger", {"month": month.isoformat()[:7]}, key=key)),),
    )
    by_month: dict[date, Decimal] = {}
    for line in lines:
        by_month[line.month] = by_month.get(line.month, Decimal(0)) + line.amount
    curve = [float(by_month[first]) for first in sorted(by_month) if first <= month]
    return Tile(figure, _cost_note(fmt, by_month, month, currency), spark(curve[-6:]))


def _cost_note(fmt: Format, by_month: dict[date, Decimal], month: date, currency: str) -> str:
    before = by_month.get(month.replace(year=month.year - 1))
    return _("A year before %(money)s") % {"money": fmt.money(before, currency, short=True)} if before else ""


def outcome_tile(fmt: Format, value: ServiceValue, measures: Sequence[MeasureRow], on: date) -> Tile:
    """The outcome against its promise; without a promise, the first measure against its target."""
    main = value.main
    if main is not None:
        measure, read, due = main.benefit.measure, main.reading, main.promised
        note = _("Promised %(due)s by now") % {"due": with_unit(fmt, due, measure.unit)}
        curve = [float(point.value) for point in promise_by_month(main, on)]
        reading = (read.value, read.on, read.source) if read else None
    elif measures:
        row = measures[0]
        measure, due = row.measure, row.measure.target
        note = _("To be %(due)s by %(on)s") % {
            "due": with_unit(fmt, due, measure.unit),
            "on": fmt.date(measure.target_on),
        }
        curve = []
        reading = (row.value, row.on, "") if row.value is not None and row.on is not None else None
    else:
        rule = _("A service is judged by a measure: a figure with a baseline and a target, read where it runs.")
        return Tile(unknown("outcome", _("Outcome"), rule, (FigureInput(_("Measure")),)), _("No measure is named"))
    rule = _("The newest reading of the measure, beside what is due by today on the way from baseline to target.")
    if reading is None:
        return Tile(unknown("outcome", measure.name, rule, (FigureInput(_("Reading"), url=url_of(measure.key)),)), note)
    value_read, read_on, source = reading
    figure = Figure(
        id="outcome",
        label=measure.name,
        text=with_unit(fmt, value_read, measure.unit),
        rule=rule,
        inputs=(
            FigureInput(_("Starting value"), with_unit(fmt, measure.baseline, measure.unit)),
            FigureInput(_("Due by now"), with_unit(fmt, due, measure.unit)),
            FigureInput(
                _("Read on %(on)s") % {"on": fmt.date(read_on)}, with_unit(fmt, value_read, measure.unit), source
            ),
        ),
        acts=(FigureAct(_("Show the readings"), url_of(measure.key)),),
    )
    return Tile(figure, note, spark(curve, float(due)))


def rating_tile(fmt: Format, key: str, found: Satisfaction) -> Tile:
    """What those who asked said of the answer, in ninety days."""
    rule = _("The mean of the ratings from 1 to 5 given to tickets solved in the last 90 days.")
    if found.mean is None:
        return Tile(unknown("rating", _("People say"), rule, (FigureInput(_("Ratings")),)), _("Nobody has rated yet"))
    answers = ngettext("%(count)s answer in 90 days", "%(count)s answers in 90 days", found.answers) % {
        "count": fmt.number(found.answers)
    }
    figure = Figure(
        id="rating",
        label=_("People say"),
        text=_("%(mean)s of 5") % {"mean": fmt.number(found.mean, 1)},
        rule=rule,
        inputs=(
            FigureInput(_("Rated"), fmt.number(found.answers)),
            FigureInput(_("Solved"), fmt.number(found.asked), url=url("service-tickets", {"status": "done"}, key=key)),
        ),
    )
    return Tile(figure, answers, spark([float(mean) for _month, mean in found.by_month]))


def with_unit(fmt: Format, value: Decimal, unit: str) -> str:
    """29 %, 610 calls: at most one decimal."""
    digits = 0 if value == value.to_integral_value() else 1
    return fmt.with_unit(fmt.number(value, digits), unit)
