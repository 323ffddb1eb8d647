"""The three-point estimate of a network's duration along its critical path (PERT)."""

from collections.abc import Iterable, Mapping
from math import isfinite, sqrt

from goldenthread.engine.errors import EngineError
from goldenthread.engine.network.plan import ZERO, Link, Task
from goldenthread.engine.network.structure import structure_of


def path_estimate(
    activities: Mapping[str, tuple[float, float, float]], links: Iterable[tuple[str, str]]
) -> tuple[float, float]:
    """Mean and standard deviation of the duration, in the unit of the estimates.

    Each activity is (optimistic, likely, pessimistic): mean (o + 4m + p) / 6, deviation (p - o) / 6 (Malcolm,
    Roseboom, Clark and Fazar, 1959). Along the path with the largest mean, and among equals the largest deviation,
    means and variances add up. Refused: estimates out of order (`bad_estimate`), unknown activities, cycles.
    """
    longest: dict[str, tuple[float, float]] = {}
    structure = structure_of([Task(name, ZERO) for name in activities], [Link(p, s) for p, s in links])
    for i in range(structure.size):
        name = structure.leaf(i).id
        mean, variance = _moments(name, activities[name])
        before = [longest[structure.leaf(p).id] for p in structure.p[structure.into[i] : structure.into[i + 1]]]
        path_mean, path_variance = max(before, default=(0.0, 0.0))
        longest[name] = (path_mean + mean, path_variance + variance)
    mean, variance = max(longest.values(), default=(0.0, 0.0))
    return mean, sqrt(variance)


def _moments(name: str, estimate: tuple[float, float, float]) -> tuple[float, float]:
    low, likely, high = estimate
    if not (isfinite(low) and isfinite(high) and low <= likely <= high):
        raise EngineError("bad_estimate", task=name, estimate=tuple(estimate))
    return (low + 4 * likely + high) / 6, ((high - low) / 6) ** 2
