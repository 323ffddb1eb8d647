"""The five beads of the thread, each with its state in one word and how far its strand is spun."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from goldenthread.business.portfolio.models import Benefit, Investment, InvestmentState, Objective
from goldenthread.business.portfolio.queries import promised
from goldenthread.business.projects.models import Project
from goldenthread.business.services.models import Measure, MeasureReading, PortfolioState, Service
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.words import within, written
from goldenthread.overviews.thread.gaps import BEFORE_CHARTER, Gap, gap
from goldenthread.overviews.thread.sentences import investment_sentence
from goldenthread.overviews.thread.ties import Ties, ties

Kind = Literal["objective", "investment", "project", "service", "outcome"]
Shape = Literal["none", "way", "done", "trouble"]

SPUN = {
    InvestmentState.PROPOSED: 0.2,
    InvestmentState.DEFINED: 0.4,
    InvestmentState.ANALYSED: 0.6,
    InvestmentState.APPROVED: 0.8,
}
"""How far an investment is on its way to a project; from chartering on, all the way."""


@dataclass(frozen=True)
class Bead:
    """One step: the nearest record's key and name, its state, and the keys and names of the others beside it.

    `key` is empty where there is none yet, and `gap` then tells why. `spun` is the share, 0 to 1, of the strand to the
    next step that is true.
    """

    kind: Kind
    key: str = ""
    name: str = ""
    state: str = ""
    shape: Shape = "none"
    spun: float = 0.0
    is_current: bool = False
    others: tuple[tuple[str, str], ...] = ()
    gap: Gap | None = None
    sentence: str = ""


class Standing(NamedTuple):
    """Where one record stands: in a word, as a shape, as a share of its strand, and in a sentence."""

    state: str
    shape: Shape
    spun: float
    sentence: str


def thread(actor: Actor, key: str, at: datetime, record: Any = None) -> tuple[Bead, ...]:
    """The thread through the record with this key, as this reader may see it at this instant. At most eight queries.

    `record` saves one of them where the caller has found it already: what is on the thread, of a task its project.
    """
    found = ties(actor, key, record)
    groups: tuple[tuple[Kind, list[Any]], ...] = (
        ("objective", found.objectives),
        ("investment", found.investments),
        ("project", found.projects),
        ("service", found.services),
        ("outcome", found.outcomes),
    )
    readings = _latest([_measure(thing) for thing in [*found.outcomes[:1], *found.objectives[:1]]])
    beads = [
        _bead(kind, things, found.current, readings, at) if things else _missing(kind, found, actor, key)
        for kind, things in groups
    ]
    return tuple(_joined(beads))


def _missing(kind: Kind, found: Ties, actor: Actor, key: str) -> Bead:
    return Bead(kind, is_current=kind == found.current, gap=gap(kind, found, actor, key))


def _bead(kind: Kind, things: list[Any], current: str, readings: dict[int, Decimal], at: datetime) -> Bead:
    nearest = things[0]
    found = _standing(nearest, readings, at)
    others = tuple((_key(thing), thing.name) for thing in things) if len(things) > 1 else ()
    told = Bead(kind, _key(nearest), nearest.name, found.state, found.shape, found.spun, kind == current, others)
    return replace(told, sentence=found.sentence)


def _joined(beads: list[Bead]) -> list[Bead]:
    """The service's strand is spun as far as its outcome is reached; no strand is spun towards what is not there."""
    objective, investment, _project, service, outcome = beads
    if not investment.key:
        beads[0] = replace(objective, spun=0.0)
    if service.shape == "done":
        beads[3] = replace(service, spun=outcome.spun if outcome.key else 0.0)
    beads[4] = replace(outcome, spun=1.0 if outcome.shape == "done" else 0.0)
    return beads


def _standing(thing: Any, readings: dict[int, Decimal], at: datetime) -> Standing:
    if isinstance(thing, Objective):
        return _of_objective(thing, readings)
    if isinstance(thing, Investment):
        return _of_investment(thing)
    if isinstance(thing, Project):
        return _of_project(thing)
    if isinstance(thing, Service):
        return _of_service(thing)
    return _of_outcome(thing, readings, at)


def _of_objective(objective: Objective, readings: dict[int, Decimal]) -> Standing:
    if _share(objective.measure, readings.get(objective.measure_id)) >= 1:
        return Standing(_("reached"), "done", 1.0, _("It is reached."))
    wanted = _("We want to reach it by %(on)s.") % {"on": written(objective.due_on, "MMMM y")}
    return Standing(_("aim for %(year)s") % {"year": objective.due_on.year}, "way", 1.0, wanted)


def _of_investment(investment: Investment) -> Standing:
    state = InvestmentState(investment.state)
    said = investment_sentence(state)
    if state == InvestmentState.REJECTED:
        return Standing(_("turned down"), "trouble", 0.0, said)
    if state == InvestmentState.ON_HOLD:
        spun = SPUN.get(InvestmentState(investment.held_in or "proposed"), 1.0)
        return Standing(_("on hold"), "way", spun, said)
    is_funded = state not in BEFORE_CHARTER
    return Standing(within(state.label), "done" if is_funded else "way", SPUN.get(state, 1.0), said)


def _of_project(project: Project) -> Standing:
    if project.state == Project.State.CLOSED:
        known = {"on": written(project.closed_at, _("d MMM y")) if project.closed_at else ""}
        return Standing(_("closed %(on)s") % known, "done", 1.0, _("It was closed on %(on)s.") % known)
    if project.state == Project.State.STOPPED:
        return Standing(_("stopped"), "trouble", 0.0, _("It was stopped."))
    share = float(project.percent) / 100
    done = {"percent": round(share * 100)}
    said = _("It is under way: %(percent)s %% of the work is done.") % done
    return Standing(_("under way, %(percent)s %%") % done, "way", share, said)


def _of_service(service: Service) -> Standing:
    if service.state == PortfolioState.PIPELINE:
        return Standing(_("in the pipeline"), "none", 0.0, _("It goes live with its hand-over."))
    if service.state == PortfolioState.RETIRED:
        return Standing(_("retired"), "done", 1.0, _("It is no longer provided."))
    known = {"on": written(service.live_at, "MMM y") if service.live_at else ""}
    return Standing(
        _("provided since %(on)s") % known, "done", 1.0, _("It has been in daily use since %(on)s.") % known
    )


def _of_outcome(thing: Benefit | Measure, readings: dict[int, Decimal], at: datetime) -> Standing:
    measure = _measure(thing)
    value = readings.get(measure.pk)
    if value is None:
        return Standing(_("not read yet"), "none", 0.0, _("Nobody has read it yet."))
    share = _share(measure, value)
    due = promised(thing, at.date()) if isinstance(thing, Benefit) else measure.target
    words = {"value": _written(value), "due": _written(due), "unit": measure.unit}
    is_kept = value >= due if measure.direction == Measure.Direction.UP else value <= due
    if is_kept:
        said = _("%(value)s %(unit)s was read; %(due)s %(unit)s was promised by now, so it is kept.") % words
        return Standing(_("%(value)s %(unit)s, as promised") % words, "done", min(share, 1.0), said)
    said = _("%(value)s %(unit)s was read; %(due)s %(unit)s was promised by now.") % words
    spun = max(0.0, min(share, 1.0))
    return Standing(_("%(value)s %(unit)s, promised %(due)s %(unit)s") % words, "trouble", spun, said)


def _share(measure: Measure, value: Decimal | None) -> float:
    """How far a value is from baseline (0) to target (1)."""
    if value is None or measure.target == measure.baseline:
        return 0.0
    return float((value - measure.baseline) / (measure.target - measure.baseline))


def _written(value: Decimal) -> str:
    """At most one decimal, in the reader's notation."""
    rounded = round(value, 1)
    return number_format(rounded, 0 if rounded == rounded.to_integral_value() else 1)


def _latest(measures: list[Measure]) -> dict[int, Decimal]:
    wanted = {measure.pk for measure in measures}
    found = MeasureReading.objects.filter(measure_id__in=wanted).order_by("measure_id", "-on").distinct("measure_id")
    return dict(found.values_list("measure_id", "value")) if wanted else {}


def _measure(thing: Any) -> Measure:
    measure: Measure = thing if isinstance(thing, Measure) else thing.measure
    return measure


def _key(thing: Any) -> str:
    """A benefit is opened at its measure."""
    return str(thing.measure.key if isinstance(thing, Benefit) else thing.key)
