"""The runs of a simulation: the same by the same seed, the first of more, counted, and kept when stopped."""

from typing import Any

import numpy as np
from tests.engine.plans import HOUR, at
from tests.engine.simulation_plans import COSTS, ESTIMATES, PLAN, RISKS

from goldenthread.engine.simulation import Risk, Targets, simulate


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
