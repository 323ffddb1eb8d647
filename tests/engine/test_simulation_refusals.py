"""What a simulation refuses, with the culprit's name."""

from datetime import timedelta
from typing import Any

import pytest
from tests.engine.plans import HOUR, OFFICE, START
from tests.engine.simulation_plans import ESTIMATES, PLAN

from goldenthread.engine import EngineError, Link, Plan, Task
from goldenthread.engine.simulation import Costs, Lognormal, Pert, Risk, Targets, TaskCost, Triangular, simulate

SUMMARY = Plan((Task("S", 0 * HOUR), Task("A", HOUR, parent="S")), (), OFFICE, START)


def refused(*given: Any, plan: Plan = PLAN, **more: Any) -> EngineError:
    with pytest.raises(EngineError) as error:
        simulate(plan, *(given or ({},)), **more)
    return error.value


@pytest.mark.parametrize(
    "told",
    [
        Triangular(3 * HOUR, 2 * HOUR, 4 * HOUR),
        Triangular(-1 * HOUR, 2 * HOUR, 4 * HOUR),
        Triangular(1, 2, 3),
        Pert(HOUR, 2 * HOUR, 3 * HOUR, weight=-1),
        Pert(HOUR, 5 * HOUR, 3 * HOUR),
        Pert(HOUR, 2 * HOUR, 3 * HOUR, weight=float("nan")),
        Lognormal(0 * HOUR, HOUR),
        Lognormal(HOUR, -HOUR),
        -HOUR,
        3,
    ],
)
def test_a_bad_distribution_names_its_task(told: Any) -> None:
    error = refused({"A": told})
    assert (error.code, error.values["of"]) == ("bad_distribution", "A")


def test_tasks_that_are_not_there_are_named() -> None:
    assert refused({"X": HOUR}).values == {"task": "X"}
    assert refused({}, (Risk(id="R", probability=0.1, tasks=("X",)),)).values == {"task": "X", "risk": "R"}
    for more in (
        {"costs": Costs(tasks={"X": TaskCost()})},
        {"targets": Targets(tasks={"X": START})},
        {"correlation": {("A", "X"): 0.5}},
    ):
        error = refused(**more)
        assert (error.code, error.values["task"]) == ("unknown_task", "X")


def test_a_summary_has_neither_an_estimate_nor_a_cost() -> None:
    assert refused({"S": HOUR}, plan=SUMMARY).code == "uncertain_summary"
    assert refused(plan=SUMMARY, costs=Costs(tasks={"S": TaskCost()})).code == "cost_of_summary"
    told = simulate(
        SUMMARY, {}, (Risk(id="R", probability=1, tasks=("S",), delay=HOUR),), targets=Targets(tasks={"S": START})
    )
    assert told.milestones["S"].finish_at(1) == START + timedelta(hours=2)


def test_a_risk_is_once_there_and_its_probability_is_one() -> None:
    risk = Risk(id="R", probability=0.1)
    assert refused({}, (risk, risk)).code == "duplicate_risk"
    assert refused({}, (Risk(id="R", probability=1.1),)).values == {"risk": "R", "probability": 1.1}
    assert refused({}, (Risk(id="R", probability=0.1, delay=Triangular(1, 2, 3)),)).values["of"] == "R"
    assert refused({}, (Risk(id="R", probability=0.1, cost=HOUR),)).code == "bad_distribution"


def test_correlations_that_contradict_each_other_are_named() -> None:
    told = {("A", "B"): 0.9, ("B", "C"): 0.9, ("A", "C"): -0.9}
    error = refused(ESTIMATES, correlation=told)
    assert error.code == "correlation_not_possible"
    assert set(error.values["tasks"]) == {"A", "B", "C"}
    for bad in (1.5, -0.1, {("A", "B"): 2.0}, {("A", "A"): 0.5}, {("A", "B"): 0.5, ("B", "A"): 0.4}):
        assert refused(ESTIMATES, correlation=bad).code == "bad_correlation"


def test_counts_and_confidences_stay_within_their_bounds() -> None:
    assert refused(iterations=0).code == "bad_iterations"
    assert refused(seed=-1).code == "bad_seed"
    assert refused(plan=Plan((), (), OFFICE, START)).code == "no_tasks"
    found = simulate(PLAN, {}, iterations=10)
    for confidence in (0, 1.01, float("nan")):
        with pytest.raises(EngineError, match="bad_confidence"):
            found.finish_at(confidence)


def test_a_cycle_is_refused_with_its_path() -> None:
    plan = Plan(PLAN.tasks, (Link("A", "B"), Link("B", "A")), OFFICE, START)
    assert refused(plan=plan).values == {"path": ["A", "B", "A"]}
