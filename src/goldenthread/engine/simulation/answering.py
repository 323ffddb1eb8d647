"""From the outcomes of all runs to the answer."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.instants import SECOND, instant_of, micros_of
from goldenthread.engine.simulation.answer import MilestoneOdds, Odds, RiskOdds, Simulation, TaskOdds
from goldenthread.engine.simulation.inputs import Targets
from goldenthread.engine.simulation.runs.bars import Bars
from goldenthread.engine.simulation.runs.case import Case, Outcomes
from goldenthread.engine.simulation.runs.course import NEVER
from goldenthread.engine.simulation.runs.kernel import passes_of
from goldenthread.engine.simulation.runs.passes import Room


def answer_of(case: Case, outcomes: Outcomes, seed: int, targets: Targets) -> Simulation:
    """What the runs say."""
    for values in (outcomes.finishes, outcomes.points, outcomes.costs, *outcomes.watched.values()):
        values.setflags(write=False)
    return Simulation(
        iterations=len(outcomes.costs),
        seed=seed,
        planned_finish=_planned_finish(case),
        finishes=outcomes.finishes,
        costs=outcomes.costs,
        tasks=_tasks(case, outcomes),
        risks=tuple(_risk(risk.id, outcomes, n) for n, risk in enumerate(case.risks)),
        odds=_odds(outcomes, targets),
        milestones={name: _milestone(name, at, outcomes.watched[name]) for name, at in targets.tasks.items()},
        draw_bars=Bars(case, outcomes.points, outcomes.costs),
    )


def finishes_of(case: Case, room: Room) -> tuple[NDArray[Any], NDArray[Any]]:
    """Each run's finish as a point of the plan's axis, and as seconds since 1970, told at a closing."""
    course, ends = case.course, room.ends[0]
    if not course.is_plain:
        return course.timeline.point(ends), ends
    # What is finished may have been so outside of all hours, which no point can tell.
    known = int(course.finished_at.max(initial=NEVER))
    return ends, np.maximum(course.timeline.closing(ends), known)


def _planned_finish(case: Case) -> datetime:
    room = Room.of(case.course, 1, np.int64)
    room.work[:] = case.planned[:, None]
    passes_of(case.course).forward(room)
    return instant_of(int(finishes_of(case, room)[1][0]) * SECOND)


def _tasks(case: Case, outcomes: Outcomes) -> tuple[TaskOdds, ...]:
    runs = len(outcomes.costs)
    expected = case.course.work.astype(np.float64)
    expected[case.places] = case.means
    expected[case.touched] = outcomes.work[case.touched] / runs
    told = zip(case.course.names, outcomes.critical, case.planned, expected, strict=True)
    return tuple(
        TaskOdds(name, int(critical) / runs, timedelta(seconds=int(planned)), timedelta(seconds=round(float(work))))
        for name, critical, planned, work in told
    )


def _risk(name: str, outcomes: Outcomes, n: int) -> RiskOdds:
    happened = outcomes.happened[n]
    share = float(happened.mean())
    if share in (0.0, 1.0):
        return RiskOdds(name, share, None, None)
    delay = outcomes.points[happened].mean() - outcomes.points[~happened].mean()
    cost = outcomes.costs[happened].mean() - outcomes.costs[~happened].mean()
    return RiskOdds(name, share, timedelta(seconds=round(float(delay))), float(cost))


def _odds(outcomes: Outcomes, targets: Targets) -> Odds:
    in_time = None if targets.finish is None else outcomes.finishes <= micros_of(targets.finish)
    in_money = None if targets.cost is None else outcomes.costs <= targets.cost
    return Odds(
        finish=None if in_time is None else float(in_time.mean()),
        cost=None if in_money is None else float(in_money.mean()),
        joint=None if in_time is None or in_money is None else float((in_time & in_money).mean()),
    )


def _milestone(name: str, target: datetime, finishes: NDArray[np.int64]) -> MilestoneOdds:
    return MilestoneOdds(name, target, float((finishes <= micros_of(target)).mean()), finishes)
