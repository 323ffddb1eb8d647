"""Money against time as a chart: planned, earned, spent, and the forecast to the finish."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from goldenthread.business.projects import queries
from goldenthread.web.format import Format
from goldenthread.web.ui.chart import LineChart, Series, Tick

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def money_chart(curve: queries.Curve, standing: queries.Standing | queries.Rollup, fmt: Format) -> LineChart | None:
    """None while there is neither a frozen plan nor any cost: an empty pair of axes says nothing."""
    if standing.pv is None and standing.ac is None:
        return None
    money = standing.currency
    planned = _points((point.on, point.pv) for point in curve.points)
    earned = _points((point.on, point.ev) for point in curve.points)
    spent = _points((point.on, point.ac) for point in curve.points)
    forecast = _points(curve.forecast)
    series = [
        Series(_("Plan %(sum)s") % {"sum": fmt.money(standing.bac, money, short=True)}, planned, hue=0),
        Series(_("Spent %(sum)s") % {"sum": fmt.money(standing.ac, money, short=True)}, spent, hue=2),
        Series(_("Earned %(sum)s") % {"sum": fmt.money(standing.ev, money, short=True)}, earned, hue=1),
        Series(
            _("Forecast %(sum)s") % {"sum": fmt.money(standing.eac, money, short=True)},
            forecast,
            hue=2,
            is_forecast=True,
            end_note=fmt.date(standing.finish_at),
        ),
    ]
    shown = tuple(one for one in series if len(one.points) > 1)
    if not shown:
        return None
    top = max(value for one in shown for _x, value in one.points)
    return LineChart(
        id="money",
        title=_finding(standing, fmt),
        note=_("money against time"),
        spoken=_finding(standing, fmt),
        series=shown,
        x_ticks=tuple(_months(curve, fmt)),
        y_ticks=tuple(Tick(float(at), fmt.money(at, money, short=True) if at else "0") for at in _heights(top)),
        today=float(curve.today.toordinal()),
        today_word=_("Today"),
        table_head=(_("Day"), _("Planned"), _("Earned"), _("Spent")),
        table=tuple(
            (fmt.date(point.on), fmt.money(point.pv, money), fmt.money(point.ev, money), fmt.money(point.ac, money))
            for point in curve.points
        ),
    )


def _points(rows: object) -> tuple[tuple[float, float], ...]:
    return tuple((float(on.toordinal()), float(value)) for on, value in rows if value is not None)  # type: ignore[attr-defined]


def _finding(standing: queries.Standing | queries.Rollup, fmt: Format) -> str:
    """What the curve says, as its title."""
    deviation = standing.budget_deviation
    if deviation is None:
        return _("Nothing is spent yet")
    amount = fmt.money(abs(deviation), standing.currency, short=True)
    if deviation > 0:
        return _("It will cost %(amount)s more than approved") % {"amount": amount}
    return _("It will stay %(amount)s below the approved budget") % {"amount": amount}


def _months(curve: queries.Curve, fmt: Format) -> list[Tick]:
    return months_between(curve.points[0].on.toordinal(), curve.points[-1].on.toordinal(), fmt)


def months_between(low: float, high: float, fmt: Format) -> list[Tick]:
    """At most some nine months between two days (as ordinals); days where hardly a month begins there."""
    first, last = date.fromordinal(int(low)), date.fromordinal(int(high))
    ticks, month = [], first.replace(day=1)
    while month <= last:
        if month >= first:
            ticks.append(Tick(float(month.toordinal()), fmt.month(month)))
        month = (month + timedelta(days=32)).replace(day=1)
    if len(ticks) < 3:
        step = max((last - first) // 4, timedelta(days=1))
        days = [first + n * step for n in range(5) if first + n * step <= last]
        return [Tick(float(day.toordinal()), fmt.day(day)) for day in days]
    return ticks[:: 1 + len(ticks) // 9]


def _heights(top: float) -> list[Decimal]:
    """Three or four round heights up to the top."""
    if top <= 0:
        return [Decimal(0)]
    rough = Decimal(str(top)) / 3
    scale = Decimal(10) ** (len(str(int(rough))) - 1)
    step = next(factor * scale for factor in STEPS if factor * scale >= rough)
    return [step * number for number in range(4) if step * number <= Decimal(str(top)) + step / 2]
