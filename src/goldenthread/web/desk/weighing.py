"""A ticket's priority as a figure that opens to the matrix of impact and urgency it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from goldenthread.engine.priority import DEFAULT, priority
from goldenthread.web.desk import words
from goldenthread.web.ui.figure import Figure, FigureInput

if TYPE_CHECKING:
    from goldenthread.business.desk.models import Ticket

LEVELS = (1, 2, 3)


def priority_figure(ticket: Ticket) -> Figure:
    """The priority beside the whole matrix; where another desk set it, that is said."""
    names = dict(words.levels())
    level = ticket.work.priority
    rows = tuple(
        FigureInput(
            _("Impact %(level)s") % {"level": names[str(impact)]},
            " · ".join(str(DEFAULT[impact, urgency]) for urgency in LEVELS),
            _("this ticket") if impact == ticket.impact else "",
        )
        for impact in LEVELS
    )
    urgency = _("Urgency %(level)s") % {"level": names[str(ticket.urgency)]}
    place = _("column %(number)s of 3") % {"number": ticket.urgency}
    rule = _("Read from the matrix: a row for each impact, in it the priorities at high, medium and low urgency.")
    if priority(ticket.impact, ticket.urgency) != level:
        rule = _("Set by the desk it was taken over from; the matrix would say otherwise.")
    return Figure(
        f"priority-{ticket.key}",
        _("Priority"),
        _("impact %(impact)s, urgency %(urgency)s") % {"impact": ticket.impact, "urgency": ticket.urgency},
        rule,
        (*rows, FigureInput(urgency, place)),
        value=f"{level}, {words.priority(level)}",
    )
