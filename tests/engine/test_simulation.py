"""What a simulation promises: theory's means, the plain loop's percentiles, laws of confidence, and the same chance."""

import itertools
import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from math import sqrt
from statistics import NormalDist, fmean, quantiles, stdev
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.plans import ALWAYS, HOUR, OFFICE, START, WEEKEND, ZERO, at, bound_plans, free_plans, point
from tests.engine.simulation_plans import ESTIMATES, PLAN, runs_one_by_one

from goldenthread.engine import Link, Plan, Project, Task, schedule
from goldenthread.engine.simulation import (
    Costs,
    Fixed,
    Lognormal,
    Mitigation,
    Pert,
    Risk,
    Simulation,
    Targets,
    TaskCost,
    Triangular,
    chance,
    draws,
    kernel,
    simulate,
)
from goldenthread.engine.simulation.shapes import probability_of, scores_of

RISKS = (
    Risk(id="late supplier", probability=0.3, tasks=("B",), delay=Triangular(8 * HOUR, 16 * HOUR, 60 * HOUR), cost=900),
    Risk(id="easy tests", probability=0.2, tasks=("E", "F"), delay=-4 * HOUR),
)
COSTS = Costs(
    spent=500,
    per_hour=20,
    tasks={
        "A": TaskCost(per_hour=80),
        "E": TaskCost(fixed=Pert(1000, 1500, 4000), per_hour=50),
        "F": TaskCost(fixed=70),
    },
)


@pytest.fixture
def without_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (chance, draws, kernel):
        monkeypatch.setattr(room, "compiled", lambda _: None)


def one_task(distribution: Any, **more: Any) -> Simulation:
    return simulate(Plan((Task("A", 10 * HOUR),), (), ALWAYS, START), {"A": distribution}, **more)


def hours_of(simulation: Simulation) -> np.ndarray:
    return (simulation.finishes / 1e6 - START.timestamp()) / 3600


@pytest.mark.parametrize(
    ("distribution", "mean", "deviation"),
    [
        (Triangular(6 * HOUR, 10 * HOUR, 26 * HOUR), 14, sqrt((36 + 100 + 676 - 60 - 156 - 260) / 18)),
        (Pert(6 * HOUR, 10 * HOUR, 26 * HOUR), 12, sqrt((12 - 6) * (26 - 12) / 7)),
        (Pert(6 * HOUR, 6 * HOUR, 26 * HOUR, weight=2), (6 + 12 + 26) / 4, sqrt((11 - 6) * (26 - 11) / 5)),
        (Lognormal(12 * HOUR, 5 * HOUR), 12, 5),
        (Fixed(9 * HOUR), 9, 0),
        (9 * HOUR, 9, 0),
    ],
)
def test_mean_and_deviation_are_those_of_the_theory(distribution: Any, mean: float, deviation: float) -> None:
    found = hours_of(one_task(distribution, iterations=200_000))
    assert found.mean() == pytest.approx(mean, rel=2e-3)
    assert found.std() == pytest.approx(deviation, rel=1e-2, abs=1e-9)


def test_a_triangle_lies_between_its_ends() -> None:
    found = hours_of(one_task(Triangular(6 * HOUR, 10 * HOUR, 26 * HOUR), iterations=100_000))
    assert 6 <= found.min() < 6.2
    assert 25.7 < found.max() <= 26


def test_percentiles_of_a_lognormal_are_those_of_the_theory() -> None:
    found = one_task(Lognormal(10 * HOUR, 4 * HOUR), iterations=200_000)
    sigma = sqrt(np.log(1 + 0.16))
    for share in (0.1, 0.5, 0.9, 0.99):
        told = (found.finish_at(share) - START) / HOUR
        assert told == pytest.approx(10 * np.exp(sigma * NormalDist().inv_cdf(share) - sigma**2 / 2), rel=0.01)


def test_scores_and_probabilities_are_those_of_the_normal_distribution() -> None:
    told = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 999), [1e-9, 0.02425, 0.97575, 1 - 1e-9]])
    right = np.array([NormalDist().inv_cdf(value) for value in told])
    assert np.abs(scores_of(told) - right).max() < 1e-7
    assert np.abs(probability_of(right) - told).max() < 1e-7


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


WITHOUT_NUMBA = """
import json, sys
sys.modules["numba"] = None
from tests.engine.test_simulation import told_of_all_kinds
print(json.dumps(told_of_all_kinds()))
"""


def told_of_all_kinds() -> dict[str, Any]:
    """Of every kind of distribution and of correlation: finishes in seconds, costs, criticality."""
    mixed = {
        **ESTIMATES,
        "B": Pert(20 * HOUR, 30 * HOUR, 70 * HOUR),
        "C": Lognormal(24 * HOUR, 9 * HOUR),
        "F": Fixed(9 * HOUR),
    }
    told = {}
    for name, correlation in {"none": None, "common": 0.4, "pairs": {("A", "B"): 0.7, ("C", "E"): -0.4}}.items():
        found = simulate(PLAN, mixed, RISKS, COSTS, iterations=3_000, seed=9, correlation=correlation)
        told[name] = {
            "finishes": (found.finishes // 10**6).tolist(),
            "costs": found.costs.tolist(),
            "critical": [task.criticality for task in found.tasks],
        }
    return told


def test_without_numba_the_answer_is_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_NUMBA], capture_output=True, text=True, check=True)
    plain, fast = json.loads(done.stdout), told_of_all_kinds()
    assert draws.compiled(draws.triangular_work) is not None
    for name, right in fast.items():
        apart = np.abs(np.subtract(plain[name]["finishes"], right["finishes"]))
        assert np.median(apart) == 0
        assert np.quantile(apart, 0.99) <= 2  # seconds: a duration rounded the other way
        assert plain[name]["costs"] == pytest.approx(right["costs"], rel=1e-4)
        assert plain[name]["critical"] == pytest.approx(right["critical"], abs=0.002)


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


def spread(plan: Plan) -> dict[str, Any]:
    kinds = (Triangular, Pert)
    told: dict[str, Any] = {}
    parents = {task.parent for task in plan.tasks}
    for n, task in enumerate(task for task in plan.tasks if task.id not in parents):
        told[task.id] = kinds[n % 2](0.5 * task.duration, task.duration, 2 * task.duration + n * HOUR)
        if n % 5 == 4:
            told[task.id] = Lognormal(task.duration + HOUR, 3 * HOUR)
    return told


@settings(max_examples=30)
@given(bound_plans(with_alap=False, with_resources=True), st.integers(0, 99))
def test_kernels_and_plain_passes_give_the_same(drawn: Plan, seed: int) -> None:
    fast = simulate(drawn, spread(drawn), iterations=70, seed=seed)
    with pytest.MonkeyPatch.context() as patched:
        for room in (chance, draws, kernel):
            patched.setattr(room, "compiled", lambda _: None)
        plain = simulate(drawn, spread(drawn), iterations=70, seed=seed)
    assert np.abs(fast.finishes - plain.finishes).max() <= 2_000_000
    for one, other in zip(fast.tasks, plain.tasks, strict=True):
        assert one.id == other.id
        assert one.criticality == pytest.approx(other.criticality, abs=0.05)


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


def test_the_same_seed_gives_the_same_answer_and_another_another() -> None:
    first, again = (simulate(PLAN, ESTIMATES, RISKS, COSTS, iterations=500, seed=4) for _ in range(2))
    other = simulate(PLAN, ESTIMATES, RISKS, COSTS, iterations=500, seed=5)
    assert np.array_equal(first.finishes, again.finishes)
    assert np.array_equal(first.costs, again.costs)
    assert first.tasks == again.tasks
    assert first.tornado() == again.tornado()
    assert not np.array_equal(first.finishes, other.finishes)


def test_fewer_runs_are_the_first_of_more() -> None:
    few = simulate(PLAN, ESTIMATES, RISKS, COSTS, iterations=100, seed=4)
    many = simulate(PLAN, ESTIMATES, RISKS, COSTS, iterations=50_000, seed=4)
    assert np.array_equal(few.finishes, many.finishes[:100])
    assert np.array_equal(few.costs, many.costs[:100])


def test_a_risk_that_is_added_leaves_the_chance_of_all_else_alone() -> None:
    before = simulate(PLAN, ESTIMATES, RISKS[:1], COSTS, iterations=2_000)
    after = simulate(
        PLAN,
        ESTIMATES,
        (Risk(id="storm", probability=0.1, tasks=("F",), delay=9 * HOUR), *RISKS[:1]),
        COSTS,
        iterations=2_000,
    )
    happened = after.finishes != before.finishes
    assert 0.07 < happened.mean() < 0.13
    assert (after.finishes >= before.finishes).all()


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


def test_correlated_durations_spread_the_finish() -> None:
    chain = Plan(
        tuple(Task(f"T{n}", 10 * HOUR) for n in range(9)),
        tuple(Link(f"T{n}", f"T{n + 1}") for n in range(8)),
        ALWAYS,
        START,
    )
    told: dict[str, Any] = {task.id: Triangular(8 * HOUR, 10 * HOUR, 15 * HOUR) for task in chain.tasks}
    told["T0"] = Lognormal(11 * HOUR, HOUR * sqrt((64 + 100 + 225 - 80 - 120 - 150) / 18))
    told["T1"] = Pert(7 * HOUR, 10.5 * HOUR, 17 * HOUR)
    spreads = [hours_of(simulate(chain, told, iterations=20_000, correlation=r)).std() for r in (None, 0.0, 0.5, 1.0)]
    assert spreads[1] == pytest.approx(spreads[0], rel=0.03)
    assert spreads[2] == pytest.approx(spreads[0] * sqrt(1 + 8 * 0.5), rel=0.06)
    assert spreads[3] == pytest.approx(spreads[0] * 3, rel=0.04)
    pairs = simulate(chain, told, iterations=20_000, correlation={("T2", "T3"): -1.0})
    assert hours_of(pairs).std() == pytest.approx(spreads[0] * sqrt(7 / 9), rel=0.05)


def test_chance_is_even_and_its_rows_know_nothing_of_each_other() -> None:
    room = np.empty((200, 20_000), np.float32)
    chance.fill_with_chance(room, chance.keys_of(1, "task", [f"T{n}" for n in range(200)]), chance.runs_of(0, 20_000))
    assert room.min() > 0
    assert room.max() < 1
    assert np.abs(room.mean(axis=1) - 0.5).max() < 5 * sqrt(1 / 12 / 20_000)
    together = np.corrcoef(room)
    np.fill_diagonal(together, 0)
    assert np.abs(together).max() < 5.5 / sqrt(20_000)
    assert stdev(together.ravel()) == pytest.approx(1 / sqrt(20_000), rel=0.05)
    for row in room[:20]:
        assert np.abs(np.sort(row) - (np.arange(20_000) + 0.5) / 20_000).max() < 2 / sqrt(20_000)
        assert abs(np.corrcoef(row[1:], row[:-1])[0, 1]) < 5 / sqrt(20_000)


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


def test_it_tells_the_share_of_the_runs_that_are_done() -> None:
    heard: list[float] = []
    simulate(PLAN, ESTIMATES, iterations=500_000, on_progress=heard.append)
    assert heard == sorted(set(heard))
    assert len(heard) > 3
    assert 0 < heard[0] < 0.5
    assert heard[-1] == 1


def test_stopped_it_answers_by_the_first_of_the_runs() -> None:
    heard: list[float] = []
    targets = Targets(tasks={"D": at(100)})
    more: dict[str, Any] = {"seed": 4, "targets": targets}
    cut = simulate(
        PLAN, ESTIMATES, RISKS, COSTS, iterations=500_000, should_stop=lambda: True, on_progress=heard.append, **more
    )
    assert len(heard) == 1
    assert cut.iterations == len(cut.costs) == round(heard[0] * 500_000)
    whole = simulate(PLAN, ESTIMATES, RISKS, COSTS, iterations=cut.iterations, **more)
    assert np.array_equal(cut.finishes, whole.finishes)
    assert np.array_equal(cut.costs, whole.costs)
    assert cut.tasks == whole.tasks
    assert cut.risks == whole.risks
    assert cut.tornado() == whole.tornado()
    assert cut.milestones["D"].probability == whole.milestones["D"].probability
