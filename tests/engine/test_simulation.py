"""What a simulation promises: the plain loop's percentiles, and each run the plan's own schedule."""

from dataclasses import replace
from datetime import timedelta
from math import sqrt
from statistics import fmean, quantiles
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.plans import HOUR, OFFICE, START, WEEKEND, ZERO, bound_plans, free_plans, point
from tests.engine.simulation_plans import ESTIMATES, PLAN, runs_one_by_one

from goldenthread.engine import Link, Plan, Task, schedule
from goldenthread.engine.simulation import Pert, Triangular, simulate
from goldenthread.engine.simulation.chances import chance


def test_percentiles_and_criticality_are_those_of_a_plain_loop() -> None:
    loop = runs_one_by_one(PLAN, ESTIMATES, 6_000, seed=7)
    found = simulate(PLAN, ESTIMATES, iterations=60_000, seed=3)
    lengths = sorted(point(run.finish) / HOUR for run in loop)
    for share in (10, 50, 80, 95):
        told = point(found.finish_at(share / 100)) / HOUR
        spread = 3 * sqrt(share / 100 * (1 - share / 100) / len(loop))  # the loop's own chance, in ranks
        low = lengths[max(0, int((share / 100 - spread) * len(loop)))]
        high = lengths[min(len(loop) - 1, int((share / 100 + spread) * len(loop)))]
        assert low * 0.995 <= told <= high * 1.005
    for task in found.tasks:
        assert task.criticality == pytest.approx(fmean(run[task.id].is_critical for run in loop), abs=0.03)
    assert found.planned_finish == schedule(PLAN).finish


def test_each_run_is_that_of_a_plain_loop_over_the_same_chance() -> None:
    """The loop turns the same probabilities into durations by the textbook, and passes over the plan run by run."""
    runs = 400
    found = simulate(PLAN, ESTIMATES, iterations=runs, seed=3)
    chances = {name: chance.chance_of(3, "task", name, 0, runs).tolist() for name in ESTIMATES}
    lengths = []
    for run in range(runs):
        drawn = {name: triangular(told, chances[name][run]) for name, told in ESTIMATES.items()}
        tasks = tuple(replace(task, duration=timedelta(seconds=round(drawn[task.id]))) for task in PLAN.tasks)
        lengths.append(point(schedule(replace(PLAN, tasks=tasks)).finish) / HOUR)
    lengths.sort()
    for share in (0.05, 0.1, 0.25, 0.5, 0.8, 0.9, 0.95, 1.0):
        told = point(found.finish_at(share)) / HOUR
        assert told == pytest.approx(lengths[round(share * runs) - 1], rel=0.005)


def triangular(told: Any, u: float) -> float:
    low, likely, high = (end.total_seconds() for end in (told.low, told.likely, told.high))
    if u < (likely - low) / (high - low):
        return low + sqrt(u * (high - low) * (likely - low))
    return high - sqrt((1 - u) * (high - low) * (high - likely))


@given(bound_plans(with_alap=False, with_resources=True))
def test_without_uncertainty_the_finish_is_the_schedules(drawn: Plan) -> None:
    found = simulate(drawn, {}, iterations=3)
    right = schedule(drawn).finish
    assert len(set(found.finishes)) == 1
    for told in (found.planned_finish, found.finish_at(0.5)):
        assert OFFICE.between(min(told, right), max(told, right)) == ZERO


@given(free_plans(), st.integers(0, 10))
def test_without_uncertainty_the_critical_tasks_are_the_schedules(drawn: Plan, seed: int) -> None:
    found = simulate(drawn, {}, iterations=2, seed=seed)
    right = schedule(drawn)
    assert {task.id for task in found.tasks if task.criticality == 1} == set(right.critical)
    assert all(task.criticality in (0, 1) for task in found.tasks)


@settings(max_examples=25)
@given(bound_plans(with_alap=False), st.integers(0, 99))
def test_each_run_is_the_schedule_of_its_durations(drawn: Plan, seed: int) -> None:
    """One run with lengthened durations against `schedule` of the same plan so lengthened."""
    told = {
        task.id: task.duration + (seed % 7) * HOUR
        for task in drawn.tasks
        if task.parent is None and task.id != "S" and task.remaining is None and task.actual_start is None
    }
    found = simulate(drawn, told, iterations=1, seed=seed)
    right = schedule(
        replace(drawn, tasks=tuple(replace(t, duration=told.get(t.id, t.duration)) for t in drawn.tasks))
    ).finish
    at_half = found.finish_at(0.5)
    assert OFFICE.between(min(at_half, right), max(at_half, right)) == ZERO


def test_tasks_on_calendars_of_their_own_wait_for_their_hours() -> None:
    tasks = (Task("A", 6 * HOUR), Task("B", 4 * HOUR, WEEKEND), Task("C", 2 * HOUR))
    plan = Plan(tasks, (Link("A", "B"), Link("B", "C", lag=HOUR, lag_calendar="elapsed")), OFFICE, START)
    told = {"A": Triangular(2 * HOUR, 6 * HOUR, 30 * HOUR), "B": Pert(2 * HOUR, 4 * HOUR, 9 * HOUR)}
    loop = runs_one_by_one(plan, {"A": told["A"]}, 1_500, seed=1)
    found = simulate(plan, {"A": told["A"]}, iterations=20_000)
    for n, cut in enumerate(quantiles([run.finish.timestamp() for run in loop], n=10)):
        share = float((found.finishes / 1e6 <= cut + 1).mean())
        right = fmean(run.finish.timestamp() <= cut + 1 for run in loop)
        assert share == pytest.approx(right, abs=0.04), n
    for task in found.tasks:
        assert task.criticality == pytest.approx(fmean(run[task.id].is_critical for run in loop), abs=0.04)
