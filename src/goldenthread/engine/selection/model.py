"""A portfolio to choose from: candidates, the limits they share, and what a selection answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

NONE: Mapping[Any, Any] = MappingProxyType({})
LimitKind = Literal["money", "capacity", "risk", "balance", "exclusive", "prerequisite"]


def _nothing() -> Mapping[Any, Any]:
    return NONE


class LimitKey(NamedTuple):
    """Which limit: money of a fund or capacity of a skill in a period, the risk, a group's balance, or the names of
    candidates that exclude (or the candidate and what it needs).
    """

    kind: LimitKind
    name: str | tuple[str, ...]
    period: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An investment that may be chosen, once, with a start period from `earliest` to `latest`.

    `cost` by fund and `capacity` by skill are told period by period from the start on; `value` is one figure, or one by
    start. One that is under way enters with what is left of its cost and value and starts at 0; `stop_cost` by fund,
    from period 0 on, is then what it costs to stop it. The spreads are relative standard deviations.
    """

    id: str
    value: float | Mapping[int, float]
    cost: Mapping[str, Sequence[float]] = field(default_factory=_nothing)
    capacity: Mapping[str, Sequence[float]] = field(default_factory=_nothing)
    risk: float = 0
    earliest: int = 0
    latest: int = 0
    mandatory: bool = False
    groups: tuple[str, ...] = ()
    stop_cost: Mapping[str, Sequence[float]] = field(default_factory=_nothing)
    value_spread: float = 0
    cost_spread: float = 0

    @property
    def starts(self) -> range:
        """The periods it may start in."""
        return range(self.earliest, self.latest + 1)

    def value_at(self, start: int) -> float:
        """Its value when it starts then."""
        return float(self.value[start] if isinstance(self.value, Mapping) else self.value)

    @property
    def total_cost(self) -> float:
        """Its cost over all funds and periods."""
        return float(sum(sum(amounts) for amounts in self.cost.values()))


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """A candidate that is only chosen with another, and starts at least `lag` periods after that one's start."""

    candidate: str
    needs: str
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Balance:
    """A group's share of what is chosen, of its cost, its value or its number, between two fractions."""

    group: str
    least: float = 0.0
    most: float = 1.0
    of: Literal["cost", "value", "count"] = "cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What all that is chosen must keep to together; what has no limit here is free.

    Money by (fund, period), capacity by (skill, period), net of operations; of each `exclusive` set at most one.
    """

    money: Mapping[tuple[str, int], float] = field(default_factory=_nothing)
    capacity: Mapping[tuple[str, int], float] = field(default_factory=_nothing)
    exclusive: tuple[tuple[str, ...], ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
    balance: tuple[Balance, ...] = ()
    risk: float | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A candidate that is not chosen, and what it would take to add it to the others as they are.

    `limits` gives by limit how much it lacks for the start that lacks least (an exclusion or prerequisite lacks 1);
    without any, it is worth nothing. `priced` is what it would use, at the limits' prices, beside its `value`.
    """

    id: str
    limits: Mapping[LimitKey, float]
    value: float
    priced: float


@dataclass(frozen=True, slots=True)
class Use:
    """A limit, how much of it the selection uses, and of how much."""

    used: float
    limit: float


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen and when it starts, the value it brings, and a proven bound that no selection exceeds.

    `prices` is what one more unit of each limit of money, capacity and risk brings at the margin, by the duals of the
    linear relaxation. `stability` is the share of draws of uncertain values and costs in which each candidate is
    chosen (empty without draws). `level` is the multiple of the limits varied by `frontier`.
    """

    chosen: tuple[str, ...]
    starts: Mapping[str, int]
    value: float
    bound: float
    used: Mapping[LimitKey, Use]
    dropped: Mapping[str, Dropped]
    prices: Mapping[LimitKey, float]
    stability: Mapping[str, float] = field(default_factory=_nothing)
    level: float = 1.0

    @property
    def gap(self) -> float:
        """How far the bound is above the value, as a fraction of the value; 0 is proven best."""
        return 0.0 if self.bound <= self.value else (self.bound - self.value) / max(abs(self.value), 1e-12)

    @property
    def is_proven(self) -> bool:
        """Whether no better selection exists, within one part in a million."""
        return self.gap <= 1e-6
