"""Distributions in numbers: moments, quantiles and samples from normal scores."""

from dataclasses import dataclass, replace
from datetime import timedelta
from math import exp, isfinite, log, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.errors import EngineError
from goldenthread.engine.simulation.chances.distributions import (
    Amount,
    Distribution,
    Fixed,
    Lognormal,
    Pert,
    Triangular,
    amounts_of,
)

Floats = NDArray[np.floating[Any]]
Kind = Literal["triangular", "table", "lognormal", "fixed"]

KNOTS = 1024
"""Cells of a quantile table, evenly spaced in probability."""

HEAVIEST = 100.0
"""The weight of a likely value up to which a PERT is told by a table."""

_GRID = 2048
_TAIL = 0.02425
_NEAR = (
    -39.69683028665376,
    220.9460984245205,
    -275.9285104469687,
    138.357751867269,
    -30.66479806614716,
    2.506628277459239,
)
_NEAR_UNDER = (-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1.0)
_FAR = (
    -7.78489400243029e-3,
    -0.322396458041136,
    -2.40075827716184,
    -2.54973253934373,
    4.37466414146497,
    2.93816398269878,
)
_FAR_UNDER = (0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1.0)
_TOP = 7.0  # a lognormal sample lies at most so many deviations above its median: one in 10¹²


@dataclass(frozen=True, slots=True)
class Shape:
    """A distribution's figures; `a`, `b` are the beta's exponents of a table, mu and sigma of a lognormal."""

    kind: Kind
    low: float
    likely: float
    high: float
    mean: float
    deviation: float
    a: float = 0.0
    b: float = 0.0

    def from_scores(self, scores: Floats) -> Floats:
        """Samples of the distribution from standard normal scores, rising with them."""
        if self.kind == "fixed":
            return np.full(scores.shape, self.mean)
        if self.kind == "lognormal":
            return self._lognormal(scores)
        return self.quantile(probability_of(scores))

    def quantile(self, probability: Floats) -> Floats:
        """The values below which the distribution lies with these probabilities, each within 0 and 1."""
        if self.kind == "fixed":
            return np.full(probability.shape, self.mean)
        if self.kind == "triangular":
            return _triangular_quantile(self, probability)
        if self.kind == "table":
            table = beta_tables(np.array([[self.a, self.b]]))[0]
            unit = np.interp(probability * KNOTS, np.arange(KNOTS + 1), table)
            found: Floats = self.low + (self.high - self.low) * unit
            return found
        return self._lognormal(scores_of(probability))

    def _lognormal(self, scores: Floats) -> Floats:
        found: Floats = np.exp(self.a + self.b * np.clip(scores, -_TOP, _TOP))
        return found


def shape_of(of: str, told: Distribution | Amount, *, is_time: bool, may_be_negative: bool = False) -> Shape:
    """The figures of a distribution, a bare amount being certain, as one without any spread is.

    Refused as `bad_distribution`, naming `of`: ends out of order, a negative or infinite figure, time where money is
    meant or the other way round.
    """
    distribution = told if isinstance(told, Triangular | Pert | Lognormal | Fixed) else Fixed(told)
    amounts = amounts_of(distribution)
    figures = [amount.total_seconds() if isinstance(amount, timedelta) else float(amount) for amount in amounts]
    if any(isinstance(amount, timedelta) is not is_time for amount in amounts) or not _is_sound(
        distribution, figures, may_be_negative=may_be_negative
    ):
        raise EngineError("bad_distribution", of=of, distribution=distribution)
    if isinstance(distribution, Fixed):
        return _fixed(figures[0])
    if isinstance(distribution, Lognormal):
        mean, deviation = figures
        if deviation == 0:
            return _fixed(mean)
        sigma = sqrt(log(1 + (deviation / mean) ** 2))
        mu = log(mean) - sigma**2 / 2
        return Shape("lognormal", 0.0, exp(mu - sigma**2), exp(mu + _TOP * sigma), mean, deviation, mu, sigma)
    low, likely, high = figures
    if low == high:
        return _fixed(low)
    if isinstance(distribution, Pert):
        return _pert(low, likely, high, distribution.weight)
    mean = (low + likely + high) / 3
    variance = (low**2 + likely**2 + high**2 - low * likely - low * high - likely * high) / 18
    return Shape("triangular", low, likely, high, mean, sqrt(variance))


def _is_sound(distribution: Distribution, figures: list[float], *, may_be_negative: bool) -> bool:
    if not all(map(isfinite, figures)):
        return False
    if isinstance(distribution, Lognormal):
        return figures[0] > 0 and figures[1] >= 0
    if isinstance(distribution, Pert) and not (isfinite(distribution.weight) and 0 <= distribution.weight <= HEAVIEST):
        return False
    return figures == sorted(figures) and (may_be_negative or figures[0] >= 0)


def scaled(shape: Shape, share: float) -> Shape:
    """The shape of a part of what was told, the same in proportion."""
    if share == 1:
        return shape
    if shape.kind == "fixed" or share == 0:
        return _fixed(shape.mean * share)
    return replace(
        shape,
        low=shape.low * share,
        likely=shape.likely * share,
        high=shape.high * share,
        mean=shape.mean * share,
        deviation=shape.deviation * share,
        a=shape.a + (log(share) if shape.kind == "lognormal" else 0.0),
    )


def beta_tables(exponents: Floats) -> NDArray[np.float32]:
    """For each row (a, b), both at least 1, the quantiles of the beta distribution at KNOTS + 1 even probabilities."""
    edges = np.linspace(0.0, 1.0, _GRID + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    knots = np.linspace(0.0, 1.0, KNOTS + 1)
    logs = np.stack([np.log(middles), np.log1p(-middles)])
    tables = np.empty((len(exponents), KNOTS + 1), np.float32)
    reached = np.zeros(_GRID + 1)
    for row, pair in enumerate(exponents):
        density = (pair - 1) @ logs
        np.cumsum(np.exp(density - density.max()), out=reached[1:])
        tables[row] = np.interp(knots * reached[-1], reached, edges)
    return tables


def probability_of(scores: Floats) -> Floats:
    """The standard normal distribution function, to 10⁻⁷ (Abramowitz and Stegun, 1964, 26.2.17)."""
    t = 1 / (1 + 0.2316419 * np.abs(scores))
    series = ((((1.330274429 * t - 1.821255978) * t + 1.781477937) * t - 0.356563782) * t + 0.319381530) * t
    tail = 0.3989422804014327 * np.exp(-0.5 * scores * scores) * series
    above: Floats = np.where(scores > 0, 1 - tail, tail)
    return above


def scores_of(probability: Floats) -> Floats:
    """The standard normal quantiles of probabilities within 0 and 1, to 10⁻⁸ of themselves (Acklam, 2003)."""
    centre = probability - 0.5
    square = centre * centre
    score: Floats = centre * _polynomial(_NEAR, square) / _polynomial(_NEAR_UNDER, square)
    far = np.abs(centre) > 0.5 - _TAIL
    if far.any():
        tail = np.sqrt(-2 * np.log(np.minimum(probability[far], 1 - probability[far])))
        beyond = _polynomial(_FAR, tail) / _polynomial(_FAR_UNDER, tail)
        score[far] = np.where(centre[far] < 0, beyond, -beyond)
    return score


def _polynomial(factors: tuple[float, ...], at: Floats) -> Floats:
    value: Floats = np.full_like(at, factors[0])
    for factor in factors[1:]:
        value *= at
        value += factor
    return value


def _fixed(value: float) -> Shape:
    return Shape("fixed", value, value, value, value, 0.0)


def _pert(low: float, likely: float, high: float, weight: float) -> Shape:
    """Beta exponents of PERT; mean and variance are those of the beta distribution with them, exactly."""
    lean = (likely - low) / (high - low)
    a, b = 1 + weight * lean, 1 + weight * (1 - lean)
    mean, variance = a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))
    return Shape("table", low, likely, high, low + (high - low) * mean, (high - low) * sqrt(variance), a, b)


def _triangular_quantile(shape: Shape, probability: Floats) -> Floats:
    width = shape.high - shape.low
    rise, fall = width * (shape.likely - shape.low), width * (shape.high - shape.likely)
    rising = shape.low + np.sqrt(probability * rise)
    falling = shape.high - np.sqrt((1 - probability) * fall)
    quantile: Floats = np.where(probability * width < shape.likely - shape.low, rising, falling)
    return quantile
