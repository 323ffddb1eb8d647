"""Where projects stand at an instant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from goldenthread.business.projects.models import Project
from goldenthread.business.projects.queries.standing.earned import earned, leaf_rows, mean_percent, valued
from goldenthread.business.projects.queries.standing.factors import (
    Factor,
    Light,
    Sums,
    exposure,
    factors,
    reasons,
    worst,
)
from goldenthread.business.projects.queries.standing.frozen import working_days
from goldenthread.business.projects.queries.standing.reading import Known, known, known_of
from goldenthread.business.work.queries import Foreign, Spent
from goldenthread.engine.earned_value import EarnedValue, milestones_missed


@dataclass(frozen=True)
class Standing:
    """Where a project stands: money, progress and dates, its light and why. What is not known is None, never 0 or 1.

    `light` is good, risk or bad: the worst of `factors`; `percent` is value earned of all budget (of length where the
    plan has no money); `value` holds every measure, its periods in working days; `eac` is the forecast at completion
    at the present cost rate, at the budgeted one before anything is earned.
    """

    project_id: int
    at: datetime
    bac: Decimal
    pv: Decimal | None
    ev: Decimal
    ac: Decimal | None
    percent: Decimal
    finish_at: datetime | None
    baseline_finish_at: datetime | None
    light: Light
    reasons: tuple[str, ...]
    factors: tuple[Factor, ...]
    value: EarnedValue
    eac: Decimal | None
    budget: Decimal
    currency: str
    budget_deviation: Decimal | None
    slip_days: int | None
    missed: tuple[str, ...]
    promised: int
    exposure: Decimal
    baseline_number: int | None
    baseline_at: datetime | None
    foreign: tuple[Foreign, ...] = ()
    """What of the cost was counted in another currency, and the rates that turned it."""

    @property
    def share_missed(self) -> Decimal | None:
        """Milestones missed of those promised by now; None where none was."""
        return Decimal(len(self.missed)) / self.promised if self.promised else None


def standing(project_id: int, at: datetime) -> Standing:
    """One project's standing. The caller has made sure that it may be seen."""
    return standings([project_id], at)[project_id]


def standings(project_ids: Collection[int], at: datetime) -> dict[int, Standing]:
    """Many projects' standings by id, in a fixed number of queries."""
    return {number: standing_of(one) for number, one in known(project_ids, at).items()}


def standings_of(projects: Iterable[Project], at: datetime, money: Spent | None = None) -> dict[int, Standing]:
    """The same of projects at hand, each with its charter and calendar; `money` where `asked_of` was asked before."""
    return {number: standing_of(one) for number, one in known_of(projects, at, money).items()}


def standing_of(one: Known) -> Standing:
    frozen = one.frozen
    bac, ev = earned(one.tasks, one.percent, frozen, one.at)
    value = valued(one, bac, ev, one.spent, one.at)
    eac = value.eac_cpi if value.eac_cpi is not None else value.eac_budget_rate
    missed = _missed(one)
    promised = sum(1 for due in frozen.milestones.values() if due < one.at) if frozen else 0
    slip = _slip(one)
    found = factors(one, Sums(slip, value.spi, eac, len(missed), promised))
    charter = one.project.charter
    return Standing(
        project_id=one.project.pk,
        at=one.at,
        bac=bac,
        pv=value.pv,
        ev=ev,
        ac=one.spent,
        percent=100 * ev / bac if bac else mean_percent(leaf_rows(one.tasks), one.percent),
        finish_at=one.project.finish_at,
        baseline_finish_at=frozen.baseline.finish_at if frozen else None,
        light=worst(found),
        reasons=reasons(found),
        factors=found,
        value=value,
        eac=eac,
        budget=charter.budget,
        currency=charter.currency,
        budget_deviation=None if eac is None else eac - charter.budget,
        slip_days=slip,
        missed=missed,
        promised=promised,
        exposure=exposure(one.risks),
        baseline_number=frozen.baseline.number if frozen else None,
        baseline_at=frozen.baseline.frozen_at if frozen else None,
        foreign=one.foreign,
    )


def _missed(one: Known) -> tuple[str, ...]:
    if one.frozen is None:
        return ()
    reached = {task.key: task.actual_finish_at for task in one.tasks}
    actual = {key: at if (at := reached.get(key)) and at <= one.at else None for key in one.frozen.milestones}
    return tuple(milestones_missed(one.frozen.milestones, actual, one.at))


def _slip(one: Known) -> int | None:
    """Working days between what was promised and the computed finish: the baseline's, without one the deadline."""
    finish = one.project.finish_at
    if finish is None:
        return None
    hours = one.frozen.hours if one.frozen else one.project.calendar.hours()
    if one.frozen:
        promised = one.frozen.baseline.finish_at
    else:
        promised = hours.instant(one.project.charter.deadline, "24:00")
        promised = hours.previous_open(promised)
    return working_days(hours, promised, finish)
