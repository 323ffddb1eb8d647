"""Charts of the portfolio: value against promise, a measure against its target."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.portfolio.queries import ValueCurve
from goldenthread.web.format import Format
from goldenthread.web.ui.chart import LineChart, Series, Tick

Points = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True)
class Line:
    """One line of the value chart before it is drawn."""

    name: str
    points: Points
    hue: int
    is_forecast: bool = False
    is_named: bool = True

    def series(self, fmt: Format, currency: str) -> Series:
        end = fmt.money(self.points[-1][1], currency, short=True)
        return Series(f"{self.name} {end}", _placed(self.points), self.hue, self.is_forecast, is_named=self.is_named)


def value_chart(fmt: Format, curve: ValueCurve, today: date, currency: str) -> LineChart | None:
    """Net money, cumulative: the promise as a ghost, what is so far solid, the forecast dotted. None without any."""
    lines = [
        Line(_("Promised"), curve.promised, 0),
        Line(_("So far"), curve.actual, 1, is_named=not curve.expected),
        Line(_("Forecast"), curve.expected, 1, is_forecast=True),
    ]
    drawn = [line for line in lines if len(line.points) > 1]
    if not drawn:
        return None
    days = [day for line in drawn for day, _value in line.points]
    amounts = [float(value) for line in drawn for _day, value in line.points]
    return LineChart(
        id="value",
        title=_("Value against promise"),
        note=_("net, cumulative"),
        series=tuple(line.series(fmt, currency) for line in drawn),
        x_ticks=tuple(year_ticks(min(days), max(days))),
        y_ticks=tuple(money_ticks(fmt, min(amounts), max(amounts), currency)),
        spoken=_spoken(fmt, curve, currency),
        today=float(today.toordinal()) if min(days) <= today <= max(days) else None,
        today_word=_("Today"),
        table_head=(_("Year"), *(line.name for line in drawn)),
        table=tuple(_by_year(fmt, drawn, currency)),
    )


def _spoken(fmt: Format, curve: ValueCurve, currency: str) -> str:
    parts = (("promised", curve.promised), ("now", curve.actual), ("expected", curve.expected))
    ends = {name: fmt.money(points[-1][1], currency, short=True) if points else "–" for name, points in parts}
    return _("Net value, cumulative. Promised %(promised)s, so far %(now)s, forecast %(expected)s.") % ends


def _by_year(fmt: Format, drawn: Sequence[Line], currency: str) -> list[tuple[str, ...]]:
    years = sorted({day.year for line in drawn for day, _value in line.points})
    return [(str(year), *(_end_of(fmt, line, year, currency) for line in drawn)) for year in years]


def _end_of(fmt: Format, line: Line, year: int, currency: str) -> str:
    inside = [value for day, value in line.points if day.year == year]
    return fmt.money(inside[-1], currency) if inside else "–"


def measure_chart(fmt: Format, measure: Any, readings: Sequence[Any], since: date, today: date) -> LineChart | None:
    """A measure's readings against the straight way from its baseline to its target. None where nothing was read."""
    if not readings:
        return None
    first = min(since, readings[0].on)
    aim = _aim(measure, first, max(measure.target_on, today))
    read = [(reading.on, reading.value) for reading in readings]
    values = [float(value) for _day, value in [*aim, *read]]
    ends = [day for day, _value in [*aim, *read]]
    latest = fmt.number(read[-1][1], 1)
    return LineChart(
        id="measure",
        title=measure.name,
        note=measure.unit,
        series=(
            Series(_("Aim %(value)s") % {"value": fmt.number(measure.target, 1)}, _placed(aim), 0),
            Series(_("Read %(value)s") % {"value": latest}, _placed(read), 1),
        ),
        x_ticks=tuple(year_ticks(min(ends), max(ends))),
        y_ticks=tuple(Tick(at, fmt.number(at, 0 if at == int(at) else 1)) for at in steps(min(values), max(values))),
        spoken=_("%(name)s: read %(value)s, aim %(aim)s.")
        % {"name": measure.name, "value": latest, "aim": fmt.number(measure.target, 1)},
        today=float(today.toordinal()) if min(ends) <= today <= max(ends) else None,
        today_word=_("Today"),
        table_head=(_("Day"), _("Value"), _("Source")),
        table=tuple((fmt.date(it.on), fmt.number(it.value, 1), it.source or "–") for it in reversed(readings)),
    )


def _aim(measure: Any, first: date, last: date) -> list[tuple[date, Decimal]]:
    """The straight way to the target and on, in points close enough that no curve is drawn through it."""
    length = max((measure.target_on - first).days, 1)
    points = [(first + timedelta(days=length * place // 24), Decimal(place) / 24) for place in range(25)]
    way = [(day, measure.baseline + (measure.target - measure.baseline) * share) for day, share in points]
    return [*way, (last, measure.target)] if last > measure.target_on else way


def _placed(points: Points) -> tuple[tuple[float, float], ...]:
    return tuple((float(day.toordinal()), float(value)) for day, value in points)


def year_ticks(first: date, last: date) -> list[Tick]:
    """A mark at each new year, or at each quarter where there are fewer than two."""
    years = [date(year, 1, 1) for year in range(first.year, last.year + 2)]
    inside = [day for day in years if first <= day <= last]
    if len(inside) > 1:
        return [Tick(float(day.toordinal()), str(day.year)) for day in inside]
    quarters = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10)]
    return [Tick(float(day.toordinal()), f"{day.month}/{day.year}") for day in quarters if first <= day <= last]


def money_ticks(fmt: Format, low: float, high: float, currency: str) -> list[Tick]:
    return [
        Tick(at, fmt.money(Decimal(str(round(at, 2))), currency, short=True)) for at in steps(min(low, 0), max(high, 0))
    ]


def steps(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers that enclose the span, some five of them."""
    span = (high - low) or abs(high) or 1.0
    size = 10 ** math.floor(math.log10(span / wanted))
    size *= next(factor for factor in (1, 2, 2.5, 5, 10) if span / (size * factor) <= wanted)
    first, last = math.floor(low / size), math.ceil(high / size)
    return [round(place * size, 6) for place in range(first, last + 1)]
