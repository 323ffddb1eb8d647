"""Total cost of ownership as a figure that opens to what it is made of."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.overviews.ownership import Ownership
from goldenthread.web.environment import url
from goldenthread.web.exchange import foreign_inputs
from goldenthread.web.format import Format
from goldenthread.web.ui.figure import Figure, FigureInput, unknown


def ownership_figure(fmt: Format, found: Ownership) -> Figure:
    """Investment, running cost and support, from the first entry of the ledger to today."""
    label = _("Cost over its life")
    rule = _(
        "Total cost of ownership: what was invested to build and change the service, what runs it, and the work that "
        "supports it, from the first entry in the ledger to today. An investment counts whole, whatever else it served."
    )
    if found.total is None:
        return unknown("tco", label, rule, (FigureInput(_("Ledger entries")),))
    inputs = (
        *(
            FigureInput(
                one.name, fmt.money(costs.amount, found.currency), _("investment"), url("investment", key=one.key)
            )
            for one, costs in found.investments
        ),
        FigureInput(_("Running cost"), fmt.money(found.running.amount, found.currency), _("contracts and purchases")),
        FigureInput(_("Support"), fmt.money(found.support.amount, found.currency), _("work at its dated rates")),
        *foreign_inputs(fmt, (*found.invested.foreign, *found.running.foreign, *found.support.foreign)),
    )
    since = _("since %(month)s") % {"month": fmt.month(found.since)} if found.since else ""
    return Figure(
        "tco",
        label,
        fmt.money(found.total, found.currency, short=True),
        rule,
        inputs,
        sum_label=_("Sum"),
        sum_note=since,
        value=fmt.money(found.total, found.currency),
    )
