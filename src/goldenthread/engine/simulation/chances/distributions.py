"""How long something may take, or what it may cost: triangular, PERT-beta, lognormal, or certain."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

Amount = timedelta | float | Decimal
"""Working time for durations and delays, one currency's money (as a plain number) for costs."""


@dataclass(frozen=True, slots=True)
class Triangular:
    """Between two ends, most often the likely value, falling off in straight lines; mean (low + likely + high) / 3."""

    low: Amount
    likely: Amount
    high: Amount


@dataclass(frozen=True, slots=True)
class Pert:
    """A beta distribution between two ends with mean (low + weight · likely + high) / (weight + 2).

    The shape is that of PERT (Malcolm, Roseboom, Clark and Fazar, 1959) with its usual weight of 4: less in the tails
    than a triangle.
    """

    low: Amount
    likely: Amount
    high: Amount
    weight: float = 4.0


@dataclass(frozen=True, slots=True)
class Lognormal:
    """A distribution without an upper end, told by its own mean and standard deviation."""

    mean: Amount
    deviation: Amount


@dataclass(frozen=True, slots=True)
class Fixed:
    """Certain."""

    value: Amount


Distribution = Triangular | Pert | Lognormal | Fixed


def amounts_of(distribution: Distribution) -> tuple[Amount, ...]:
    """The amounts that tell a distribution, lowest first for those with ends."""
    if isinstance(distribution, Triangular | Pert):
        return distribution.low, distribution.likely, distribution.high
    if isinstance(distribution, Lognormal):
        return distribution.mean, distribution.deviation
    return (distribution.value,)
