"""The chance a simulation draws from: theory's means, spreads and percentiles, and independent rows."""

from math import sqrt
from statistics import NormalDist, stdev
from typing import Any

import numpy as np
import pytest
from tests.engine.plans import ALWAYS, HOUR, START

from goldenthread.engine import Link, Plan, Task
from goldenthread.engine.simulation import Fixed, Lognormal, Pert, Simulation, Triangular, simulate
from goldenthread.engine.simulation.chances import chance
from goldenthread.engine.simulation.chances.shapes import probability_of, scores_of


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
