"""Lost service time and the mean times of a service, each opening to the outages that made it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.services import queries
from goldenthread.web.environment import url
from goldenthread.web.format import Format
from goldenthread.web.services.agreed.promises import Span
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput, unknown

if TYPE_CHECKING:
    from goldenthread.business.services.models import Outage, Service

SHOWN = 8


def outage_figure(fmt: Format, service: Service, found: queries.Availability, span: Span) -> Figure:
    """How much of the agreed time was lost, with the outages that took it."""
    values = {"count": found.failures, "lost": fmt.duration(found.lost)}
    return Figure(
        id="lost",
        label=_("Lost service time"),
        text=ngettext("%(count)s outage, %(lost)s", "%(count)s outages, %(lost)s", found.failures) % values,
        value=fmt.duration(found.lost),
        rule=_(
            "Agreed service time lost. A partial outage counts by its share, overlapping ones once, planned "
            "maintenance not at all; an item that others stand in for takes none while enough of them work."
        ),
        inputs=_outages(fmt, service, found),
        sum_label=_("Lost, of %(agreed)s agreed") % {"agreed": fmt.duration(found.agreed)},
        acts=(FigureAct(_("Show the outages"), url("service-outages", key=service.key)),),
        read_at=fmt.instant(span.until),
    )


def mean_figures(fmt: Format, service: Service, found: queries.Availability, span: Span) -> tuple[Figure, ...]:
    """Mean time to restore, between failures, and between service incidents."""
    up = found.agreed - found.impaired
    return (
        _mean(
            fmt,
            ("mtrs", _("Mean time to restore"), found.mtrs),
            _("How long something was down or impaired, in agreed service time, divided by the number of outages."),
            (_("Down or impaired"), found.impaired),
            found,
        ),
        _mean(
            fmt,
            ("mtbf", _("Mean time between failures"), found.mtbf),
            _("Agreed service time without any loss, divided by the number of outages."),
            (_("Without loss"), up),
            found,
        ),
        _mean(
            fmt,
            ("mtbsi", _("Mean time between incidents"), found.mtbsi),
            _("Agreed service time divided by the number of outages: time to restore and time between failures."),
            (_("Agreed service time"), found.agreed),
            found,
        ),
    )


def _mean(
    fmt: Format,
    named: tuple[str, str, timedelta | None],
    rule: str,
    part: tuple[str, timedelta],
    found: queries.Availability,
) -> Figure:
    name, label, mean = named
    inputs = (
        FigureInput(part[0], fmt.duration(part[1])),
        FigureInput(
            _("Outages"), fmt.number(found.failures) if found.failures else "", _("those that touch count as one")
        ),
    )
    if mean is None:
        return unknown(name, label, rule, inputs)
    return Figure(name, label, fmt.duration(mean), rule, inputs, sum_label=_("divided"))


def _outages(fmt: Format, service: Service, found: queries.Availability) -> tuple[FigureInput, ...]:
    return tuple(_outage(fmt, service, outage) for outage in found.outages[-SHOWN:])


def _outage(fmt: Format, service: Service, outage: Outage) -> FigureInput:
    length = fmt.duration(outage.ended_at - outage.started_at) if outage.ended_at else _("lasts")
    own = outage.service_id == service.pk
    item = outage.item.name if outage.item else ""
    words = [fmt.instant(outage.started_at), item if own else _("reported elsewhere")]
    if outage.is_planned:
        words.append(_("planned"))
    elif outage.is_partial:
        words.append(_("partial, %(share)s lost") % {"share": fmt.percent(outage.share)})
    return FigureInput(outage.title if own else item, length, ", ".join(word for word in words if word))
