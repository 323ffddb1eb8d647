"""What a simulation answers with: joint confidence, pairs of finish and cost, odds of its parts, drawings."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.plans import HOUR, OFFICE, START
from tests.engine.simulation_plans import COSTS, ESTIMATES, PLAN, RISKS, runs_one_by_one

from goldenthread.engine import Plan, Project, Task
from goldenthread.engine.simulation import Targets, simulate


@given(st.integers(0, 2**32), st.floats(0.01, 1), st.floats(0.01, 1))
@settings(max_examples=30)
def test_joint_confidence_is_never_more_than_either_alone(seed: int, in_time: float, in_money: float) -> None:
    found = simulate(PLAN, ESTIMATES, RISKS, COSTS, iterations=400, seed=seed)
    finish, cost = found.finish_at(in_time), found.cost_at(in_money)
    joint = found.confidence(finish=finish, cost=cost)
    alone = found.confidence(finish=finish), found.confidence(cost=cost)
    assert joint <= min(alone)
    assert joint >= sum(alone) - 1 - 1e-9
    assert alone[0] >= in_time - 1e-9
    assert alone[1] >= in_money - 1e-9
    told = simulate(PLAN, ESTIMATES, RISKS, COSTS, iterations=400, seed=seed, targets=Targets(finish=finish, cost=cost))
    assert (told.odds.finish, told.odds.cost, told.odds.joint) == (*alone, joint)


@given(st.integers(0, 2**32), st.sampled_from([0.3, 0.7, 0.9, 1.0]))
@settings(max_examples=20)
def test_every_pair_of_the_frontier_is_kept_and_none_is_worse_than_another(seed: int, confidence: float) -> None:
    found = simulate(PLAN, ESTIMATES, RISKS, COSTS, iterations=300, seed=seed)
    pairs = found.frontier(confidence)
    assert pairs
    for pair in pairs:
        assert found.confidence(finish=pair.finish, cost=pair.cost) >= confidence - 1e-9
        assert found.confidence(finish=pair.finish, cost=pair.cost - 0.01) < confidence
    for earlier, later in itertools.pairwise(pairs):
        assert earlier.finish < later.finish
        assert earlier.cost > later.cost


def test_milestones_have_odds_of_their_own() -> None:
    loop = runs_one_by_one(PLAN, ESTIMATES, 2_000, seed=2)
    target = sorted(run["D"].early_finish for run in loop)[1_400]
    found = simulate(PLAN, ESTIMATES, iterations=20_000, targets=Targets(tasks={"D": target}))
    assert found.milestones["D"].probability == pytest.approx(0.7, abs=0.04)
    assert found.milestones["D"].finish_at(0.9) <= found.finish_at(0.9)
    assert found.odds.joint is None


def test_each_task_is_critical_for_its_own_project() -> None:
    tasks = (Task("A", 9 * HOUR, project="P"), Task("B", 5 * HOUR, project="P"), Task("C", 50 * HOUR, project="Q"))
    plan = Plan(tasks, (), OFFICE, START, projects=(Project("P"), Project("Q")))
    found = simulate(plan, {}, iterations=10)
    assert [(task.id, task.criticality) for task in found.tasks] == [("A", 1), ("B", 0), ("C", 1)]


def test_a_drawing_gets_its_points_and_its_bins() -> None:
    found = simulate(PLAN, ESTIMATES, RISKS, COSTS, iterations=1_000)
    assert len(found.scatter(300)) == 300
    for of in ("finish", "cost"):
        bins = found.spread(of, 20)
        assert sum(part.share for part in bins) == pytest.approx(1)
        assert all(one.high == other.low for one, other in itertools.pairwise(bins))
    assert found.finish_at(0.01) <= found.mean_finish <= found.finish_at(1)
