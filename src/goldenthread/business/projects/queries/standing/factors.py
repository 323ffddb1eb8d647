"""The seven lights of a project, each a rule over figures that can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.projects.models import Deliverable, Project, Risk
from goldenthread.business.projects.queries.standing.reading import Known, RiskRow

Light = Literal["good", "risk", "bad", "none"]

SPI_RISK, SPI_BAD = Decimal("0.95"), Decimal("0.85")
LATE_DELIVERABLE_BAD = 10
MISSED_BAD = Decimal("0.25")
HANDOVER_NEAR = timedelta(days=30)
ORDER: tuple[Light, ...] = ("bad", "risk", "good", "none")


@dataclass(frozen=True)
class Factor:
    """One light: its name in code, what it shows, why, and the rule it follows."""

    name: str
    light: Light
    because: str
    rule: str
    counted: tuple[int, int] | None = None
    """How many of how many, where the light counts things."""


@dataclass(frozen=True)
class Sums:
    """The figures the rules are asked of."""

    slip_days: int | None
    spi: Decimal | None
    eac: Decimal | None
    missed: int
    promised: int


def factors(known: Known, sums: Sums) -> tuple[Factor, ...]:
    return (
        _time(known, sums),
        _progress(sums),
        _money(known.project, sums),
        _scope(known),
        _milestones(sums),
        _risks(known, sums),
        _handover(known),
    )


def worst(found: Sequence[Factor]) -> Light:
    """The light of the whole: its worst factor; what is not known yet does not count."""
    shown: list[Light] = [factor.light for factor in found if factor.light != "none"]
    return min(shown, key=ORDER.index, default="good")


def reasons(found: Sequence[Factor]) -> tuple[str, ...]:
    """Why it is not good, the worst first."""
    wrong = [factor for factor in found if factor.light in ("bad", "risk")]
    return tuple(factor.because for factor in sorted(wrong, key=lambda factor: ORDER.index(factor.light)))


def _time(known: Known, sums: Sums) -> Factor:
    charter, finish = known.project.charter, known.project.finish_at
    days = charter.time_tolerance_days
    rule = _(
        "At risk once the finish is later than promised, in trouble past the tolerance of %(days)s working days."
    ) % {"days": days}
    slip = sums.slip_days
    if slip is None or finish is None:
        return Factor("time", "none", _("Nothing is planned yet."), rule)
    if slip <= 0:
        return Factor("time", "good", _("The finish holds."), rule)
    said = ngettext("The finish is %(days)s working day late.", "The finish is %(days)s working days late.", slip)
    return Factor("time", "bad" if slip > days else "risk", said % {"days": slip}, rule)


def _progress(sums: Sums) -> Factor:
    rule = _("Earned value divided by planned value: at risk below 0.95, in trouble below 0.85.")
    if sums.spi is None:
        return Factor("progress", "none", _("No value was planned up to now."), rule)
    light: Light = "bad" if sums.spi < SPI_BAD else "risk" if sums.spi < SPI_RISK else "good"
    said = {
        "bad": _("Far less is done than was planned by now."),
        "risk": _("Less is done than was planned by now."),
        "good": _("As much is done as was planned by now."),
    }
    return Factor("progress", light, said[light], rule)


def _money(project: Project, sums: Sums) -> Factor:
    tolerance = project.charter.cost_tolerance_percent
    rule = _(
        "Forecast against the approved budget: at risk past half the tolerance of %(percent)s %%, in trouble past it."
    ) % {"percent": f"{tolerance.normalize():f}"}
    if sums.eac is None or not project.charter.budget:
        return Factor("money", "none", _("No cost is recorded yet."), rule)
    over = 100 * (sums.eac - project.charter.budget) / project.charter.budget
    if over > tolerance:
        return Factor("money", "bad", _("The forecast is over budget and past the tolerance."), rule)
    if over > tolerance / 2:
        return Factor("money", "risk", _("The forecast is over budget, within the tolerance."), rule)
    return Factor("money", "good", _("The forecast is within the budget."), rule)


def _scope(known: Known) -> Factor:
    rule = _("At risk once a deliverable is late for its acceptance, in trouble past 10 days.")
    today = known.at.astimezone(known.project.calendar.hours().zone).date()
    open_ones = [found for found in known.deliverables if found.state != Deliverable.State.ACCEPTED]
    late = [found for found in open_ones if found.due_on is not None and found.due_on < today]
    if not known.deliverables:
        return Factor("scope", "none", _("No deliverable is named yet."), rule)
    counted = (len(known.deliverables) - len(open_ones), len(known.deliverables))
    if late:
        worst_days = max((today - found.due_on).days for found in late if found.due_on)
        said = ngettext("%(count)s deliverable is late.", "%(count)s deliverables are late.", len(late))
        light: Light = "bad" if worst_days > LATE_DELIVERABLE_BAD else "risk"
        return Factor("scope", light, said % {"count": len(late)}, rule, counted)
    if not open_ones:
        return Factor("scope", "good", _("All deliverables are accepted."), rule, counted)
    said = ngettext(
        "%(count)s deliverable is still to be accepted.",
        "%(count)s deliverables are still to be accepted.",
        len(open_ones),
    )
    return Factor("scope", "good", said % {"count": len(open_ones)}, rule, counted)


def _milestones(sums: Sums) -> Factor:
    rule = _(
        "Milestones promised by now and not reached by their day: at risk from the first, in trouble past a quarter."
    )
    if not sums.promised:
        return Factor("milestones", "none", _("No milestone was promised by now."), rule)
    known = {"missed": sums.missed, "promised": sums.promised}
    if not sums.missed:
        return Factor("milestones", "good", _("Every milestone was reached in time."), rule)
    said = ngettext("%(missed)s milestone was missed.", "%(missed)s milestones were missed.", sums.missed) % known
    return Factor("milestones", "bad" if Decimal(sums.missed) / sums.promised > MISSED_BAD else "risk", said, rule)


def _risks(known: Known, sums: Sums) -> Factor:
    rule = _(
        "What open risks cost on average against what the tolerance leaves: at risk past it, in trouble past twice it."
    )
    if not known.risks:
        return Factor("risks", "none", _("No risk is noted yet."), rule)
    charter = known.project.charter
    expected = exposure(known.risks)
    over = max(Decimal(0), (sums.eac or charter.budget) - charter.budget)
    reserve = max(Decimal(0), charter.budget * charter.cost_tolerance_percent / 100 - over)
    if expected > reserve:
        light: Light = "bad" if expected > 2 * reserve and reserve else "risk"
        return Factor("risks", light, _("Open risks are expected to cost more than the tolerance leaves."), rule)
    return Factor("risks", "good", _("The tolerance covers what open risks are expected to cost."), rule)


def exposure(risks: Sequence[RiskRow]) -> Decimal:
    """What open risks cost on average: each its cost by its chance."""
    return sum((risk.cost * risk.probability / 100 for risk in risks if risk.state == Risk.State.OPEN), Decimal(0))


def _handover(known: Known) -> Factor:
    rule = _("At risk when the finish is within 30 days and not all is ready, in trouble once it has passed.")
    handovers = known.handovers
    if not handovers:
        return Factor("handover", "none", _("No hand-over has begun."), rule)
    open_ones = [found for found in handovers if not found.has_passed]
    if not open_ones:
        return Factor("handover", "good", _("Handed over."), rule)
    ready = sum(found.ready for found in open_ones)
    wanted = sum(found.wanted for found in open_ones)
    said = _("All is ready.") if ready == wanted else _("Not everything is ready yet.")
    finish = known.project.finish_at
    if finish is None or ready == wanted or finish - known.at > HANDOVER_NEAR:
        return Factor("handover", "good", said, rule, (ready, wanted))
    return Factor("handover", "bad" if finish < known.at else "risk", said, rule, (ready, wanted))
