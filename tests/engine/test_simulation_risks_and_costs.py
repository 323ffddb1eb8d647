"""Risks, their mitigation and costs in a simulation, and the tornado that names what pulls most."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.engine.plans import ALWAYS, HOUR, OFFICE, START, ZERO, at, point
from tests.engine.simulation_plans import COSTS, ESTIMATES, PLAN, RISKS

from goldenthread.engine import Link, Plan, Task
from goldenthread.engine.simulation import Costs, Mitigation, Risk, TaskCost, Triangular, simulate


def test_a_mitigation_costs_for_certain_and_takes_away_what_it_says() -> None:
    bare = simulate(PLAN, ESTIMATES, RISKS[:1], COSTS, iterations=20_000)
    done = Mitigation(cost=120, probability=0.1, delay=4 * HOUR, impact=0)
    mitigated = simulate(PLAN, ESTIMATES, (replace(RISKS[0], mitigation=done),), COSTS, iterations=20_000)
    none = simulate(PLAN, ESTIMATES, (), COSTS, iterations=20_000)
    assert bare.risks[0].happened == pytest.approx(0.3, abs=0.01)
    assert mitigated.risks[0].happened == pytest.approx(0.1, abs=0.01)
    assert none.mean_finish <= mitigated.mean_finish < bare.mean_finish
    assert bare.mean_cost > none.mean_cost + 0.29 * 900
    assert mitigated.mean_cost > none.mean_cost + 119
    assert (mitigated.finishes <= bare.finishes).all()


def test_cost_grows_with_the_work_and_with_the_time_it_takes() -> None:
    plan = Plan((Task("A", 10 * HOUR), Task("B", 40 * HOUR)), (), OFFICE, START)
    told = Costs(spent=5, per_hour=2, tasks={"A": TaskCost(fixed=100, per_hour=3)})
    found = simulate(plan, {"A": Triangular(5 * HOUR, 10 * HOUR, 20 * HOUR)}, costs=told, iterations=5_000)
    assert found.mean_cost == pytest.approx(5 + 40 * 2 + 100 + 3 * 35 / 3, rel=0.01)
    assert found.cost_at(1.0) <= 5 + 80 + 100 + 60


def test_what_is_done_is_certain_and_costs_nothing_more() -> None:
    tasks = (
        Task("A", 8 * HOUR, actual_start=START, actual_finish=at(6)),
        Task("B", 10 * HOUR, actual_start=at(6), remaining=5 * HOUR),
    )
    plan = Plan(tasks, (Link("A", "B"),), OFFICE, START, status_at=at(11))
    told = {"A": Triangular(1 * HOUR, 8 * HOUR, 99 * HOUR), "B": Triangular(10 * HOUR, 10 * HOUR, 16 * HOUR)}
    costs = Costs(tasks={"A": TaskCost(fixed=7), "B": TaskCost(per_hour=1)})
    found = simulate(plan, told, costs=costs, iterations=20_000)
    assert point(found.finish_at(1.0)) <= timedelta(hours=11 + 8)
    assert found.mean_cost == pytest.approx(6, rel=0.01)  # the half that is left, in proportion: 5, 5, 8


def test_the_tornado_names_what_pulls_most() -> None:
    tasks = (Task("long", 40 * HOUR), Task("short", 10 * HOUR), Task("beside", 5 * HOUR))
    plan = Plan(tasks, (Link("long", "short"),), ALWAYS, START)
    told = {
        "long": Triangular(20 * HOUR, 40 * HOUR, 80 * HOUR),
        "short": Triangular(9 * HOUR, 10 * HOUR, 12 * HOUR),
        "beside": Triangular(1 * HOUR, 5 * HOUR, 6 * HOUR),
    }
    risk = Risk(id="flood", probability=0.25, tasks=("short",), delay=20 * HOUR)
    found = simulate(plan, told, (risk,), iterations=20_000)
    bars = found.tornado()
    assert [bar.id for bar in bars[:2]] == ["long", "flood"]
    ends = np.percentile(np.random.default_rng(1).triangular(20, 40, 80, 400_000), [10, 90]) - 140 / 3
    assert bars[0].low / HOUR == pytest.approx(ends[0], rel=0.03)
    assert bars[0].high / HOUR == pytest.approx(ends[1], rel=0.03)
    assert (bars[1].low / HOUR, bars[1].high / HOUR) == pytest.approx((-5, 15), rel=0.05)
    assert bars[0].correlation > 0.8
    assert max((bar.high - bar.low for bar in bars if bar.id == "beside"), default=ZERO) < HOUR
    assert found.tornado("cost") == ()
