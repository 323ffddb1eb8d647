"""What of a project is simulated: its plan, estimates, risks and money, as they stand, with nothing typed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from goldenthread.business.projects.models import Project, Risk
from goldenthread.business.projects.queries.confidence.spread import Spread, spread
from goldenthread.business.projects.queries.schedule.kept import KeptPlan, kept_plan, stamp_of
from goldenthread.business.projects.queries.schedule.rows import PlanRow
from goldenthread.business.projects.queries.standing import Standing, standing
from goldenthread.engine.network import Plan
from goldenthread.engine.simulation import Costs, Mitigation, Pert, Targets, TaskCost
from goldenthread.engine.simulation import Risk as EngineRisk

KIND = "simulate_project"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Inputs:
    """Everything `what_if` is told of a project; risks and tasks by key, money in `currency`."""

    plan: Plan
    estimates: Mapping[str, Pert]
    risks: tuple[EngineRisk, ...]
    treatments: Mapping[str, Mitigation]
    costs: Costs
    targets: Targets
    currency: str
    spread: Spread
    own_estimates: int
    stamp: str


def inputs(project: Project, at: datetime) -> Inputs:
    """A project as it is simulated. Refused where its plan cannot be computed."""
    kept, now, usual = kept_plan(project), standing(project.pk, at), spread()
    to_do = [row for row in kept.rows.values() if row.pk not in kept.summaries and row.percent < 100 and row.length]
    risks = open_risks(project)
    deadline = kept.hours.project.instant(project.charter.deadline, "24:00")
    return Inputs(
        plan=kept.schedule.plan,
        estimates={row.key: _estimate(row, usual) for row in to_do},
        risks=tuple(_risk(risk, kept) for risk in risks),
        treatments={risk.key: _treatment(risk) for risk in risks if risk.residual_probability is not None},
        costs=_costs(now, kept, to_do),
        targets=Targets(finish=deadline, cost=float(project.charter.budget)),
        currency=project.charter.currency,
        spread=usual,
        own_estimates=sum(row.pessimistic_minutes is not None for row in to_do),
        stamp=stamp_text(project, risks),
    )


def open_risks(project: Project) -> list[Risk]:
    found = Risk.objects.filter(project=project, state=Risk.State.OPEN)
    return list(found.select_related("task__work").order_by("pk"))


def stamp_text(project: Project, risks: list[Risk]) -> str:
    """Equal stamps are equal plans and risks: told apart, the answer is of before."""
    return repr((stamp_of(project.pk), [(risk.key, risk.version) for risk in risks]))


def _estimate(row: PlanRow, usual: Spread) -> Pert:
    if row.optimistic_minutes is None or row.pessimistic_minutes is None:
        return Pert(row.length * usual.low, row.length, row.length * usual.high)
    low, high = (timedelta(minutes=end) for end in (row.optimistic_minutes, row.pessimistic_minutes))
    return Pert(min(low, row.length), row.length, max(high, row.length))


def _risk(risk: Risk, kept: KeptPlan) -> EngineRisk:
    """Without a task of its own it delays what nothing else waits for: the end of the plan."""
    tasks: tuple[str, ...] = ()
    if risk.days:
        tasks = (risk.task.key,) if risk.task else _ends(kept)
    return EngineRisk(
        id=risk.key,
        probability=risk.probability / 100,
        tasks=tasks,
        delay=risk.days * _working_day(kept),
        cost=float(risk.cost),
    )


def _treatment(risk: Risk) -> Mitigation:
    assert risk.residual_probability is not None
    return Mitigation(cost=float(risk.response_cost), probability=risk.residual_probability / 100)


def _ends(kept: KeptPlan) -> tuple[str, ...]:
    waited_for = {link.predecessor for link in kept.schedule.plan.links}
    leaves = [row for row in kept.rows.values() if row.pk not in kept.summaries]
    return tuple(row.key for row in leaves if row.key not in waited_for and row.percent < 100)


def _working_day(kept: KeptPlan) -> timedelta:
    """The mean of the open days of the project's week."""
    hours = kept.hours.project
    begin = hours.instant(kept.schedule.plan.start.date(), "00:00")
    week = hours.between(begin, begin + timedelta(days=28))
    return week / 20


def _costs(now: Standing, kept: KeptPlan, to_do: list[PlanRow]) -> Costs:
    """What is left of each task's budget, at the cost rate so far, grows with the work that is left."""
    rate = float(now.value.cpi) if now.value.cpi else 1.0
    left = {row.key: _left(row, kept) for row in to_do}
    tasks = {
        row.key: TaskCost(per_hour=float(row.budget) * (100 - row.percent) / 100 / rate / (left[row.key] / HOUR))
        for row in to_do
        if left[row.key]
    }
    return Costs(spent=float(now.ac or 0), tasks=tasks)


def _left(row: PlanRow, kept: KeptPlan) -> timedelta:
    """The work of a task that the schedule still has before it."""
    if row.actual_start_at is None:
        return row.length
    if row.remaining_minutes is not None:
        return timedelta(minutes=row.remaining_minutes)
    status = kept.schedule.plan.status_at
    hours = kept.hours.of(row) or kept.hours.project
    return row.length if status is None else row.length - min(row.length, hours.between(row.actual_start_at, status))
