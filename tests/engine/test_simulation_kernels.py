"""A simulation is the same without numba, and by plain passes instead of kernels."""

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.plans import HOUR, bound_plans
from tests.engine.simulation_plans import COSTS, ESTIMATES, PLAN, RISKS

from goldenthread.engine import Plan
from goldenthread.engine.simulation import Fixed, Lognormal, Pert, Triangular, simulate
from goldenthread.engine.simulation.chances import chance, draws
from goldenthread.engine.simulation.runs import kernel

WITHOUT_NUMBA = """
import json, sys
sys.modules["numba"] = None
from tests.engine.test_simulation_kernels import told_of_all_kinds
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
