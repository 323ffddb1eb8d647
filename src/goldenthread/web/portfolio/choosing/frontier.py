"""The frontier as a drawing: value over budget, a mark for each point, a line at the scenario's own budget."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from goldenthread.web.portfolio.charts import money_ticks, steps
from goldenthread.web.portfolio.choosing.shown import ChoiceTold
from goldenthread.web.ui.chart import LineChart, LineDrawing, Series, Tick, draw_lines


@dataclass(frozen=True)
class Frontier:
    """A chart and its two drawings; after the line come its points, one by one."""

    chart: LineChart
    wide: LineDrawing
    phone: LineDrawing

    @property
    def margins(self) -> tuple[tuple[str, str, str], ...]:
        """Beside the plot, for the rail of the slider below it: for which room, and the shares left and right of it."""
        drawings = (("on-roomy", self.wide), ("on-narrow", self.phone))
        return tuple(
            (room, f"{100 * d.left / d.width:.2f}%", f"{100 - 100 * d.right / d.width:.2f}%") for room, d in drawings
        )


def frontier(told: ChoiceTold) -> Frontier:
    """Value over budget, in the reader's words."""
    points = [(point.plain["budget"], point.plain["value"]) for point in told.points]
    bound = [(point.plain["budget"], point.plain["bound"]) for point in told.points]
    is_proven = all(high - value <= 1e-3 * abs(value) for (_x, value), (_same, high) in zip(points, bound, strict=True))
    line = Series(_("Value"), tuple(points), is_named=False)
    marks = tuple(Series("", (place,), is_named=False) for place in points)
    most = () if is_proven else (Series(_("No choice can bring more"), tuple(bound), hue=0, is_named=False),)
    budgets, values = [x for x, _y in points], [y for _x, y in points]
    chart = LineChart(
        id="frontier",
        title=_("What more money would bring"),
        note=_("value over the budget of all years"),
        spoken=_("Value rises from %(low)s at %(less)s to %(high)s at %(more)s.")
        % {
            "low": told.money(values[0]),
            "less": told.money(budgets[0]),
            "high": told.money(values[-1]),
            "more": told.money(budgets[-1]),
        },
        series=(line, *marks, *most),
        x_ticks=tuple(Tick(at, told.money(at)) for at in steps(budgets[0], budgets[-1], 6)),
        y_ticks=tuple(money_ticks(told.fmt, min(values), max(values), told.currency)),
        today=told.points[told.own].plain["budget"],
        today_word=_("This scenario"),
        table_head=(_("Budget"), _("Value"), _("Investments")),
        table=tuple(
            (told.full(x), told.full(y), str(len(point.plain["starts"])))
            for (x, y), point in zip(points, told.points, strict=True)
        ),
    )
    return Frontier(chart, draw_lines(chart, 800, 236, right_margin=20), draw_lines(chart, 358, 220, right_margin=10))
