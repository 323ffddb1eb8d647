"""A ticket's priority and a change's risk as figures that open to what they were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from goldenthread.business.desk.queries import change_facts
from goldenthread.engine.priority import DEFAULT, ChangeFacts, RiskReason, change_risk, priority
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


def risk_figure(ticket: Ticket) -> Figure:
    """A change's risk beside each reason for it with its points, the heaviest first."""
    facts = change_facts(ticket)
    risk = change_risk(facts)
    level = {"low": _("low"), "medium": _("medium"), "high": _("high"), "very high": _("very high")}[risk.level]
    return Figure(
        f"risk-{ticket.key}",
        _("Risk of the change"),
        _("%(level)s, %(score)s of 100") % {"level": level, "score": risk.score},
        _("The points of its reasons, together no more than 100: medium from 25, high from 50, very high from 75."),
        tuple(FigureInput(_reason(one, facts), f"+{one.points}") for one in risk.reasons),
        sum_label=_("Together"),
    )


def _reason(one: RiskReason, facts: ChangeFacts) -> str:
    """What adds to the risk, in words."""
    known = {
        "services": facts.critical_services,
        "items": facts.dependent_items,
        "changes": facts.conflicting_changes,
        "failed": facts.similar_failed,
        "made": facts.similar_made,
    }
    words_of = {
        "impact": _("How many are affected"),
        "critical_services": _("Other services on the same components: %(services)s"),
        "dependent_items": _("Components that depend on it: %(items)s"),
        "conflicting_changes": _("Other changes of the service in its window: %(changes)s"),
        "failed_before": _("%(failed)s of %(made)s like it went wrong"),
        "never_made_before": _("Never made before"),
        "not_tested": _("Not tested"),
        "no_backout": _("No way back is told"),
        "needs_outage": _("Needs an outage"),
        "in_freeze": _("Inside a freeze"),
        "emergency": _("An emergency"),
    }
    return words_of[one.code] % known
