"""What a simulation is told besides the plan: risks and their mitigation, costs that grow with time, targets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from goldenthread.engine.network.plan import ZERO
from goldenthread.engine.simulation.chances.distributions import Amount, Distribution

Impact = Distribution | Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigation:
    """What is done about a risk: its cost is spent for certain; what is None stays as it would be without it."""

    cost: float = 0
    probability: float | None = None
    delay: Distribution | timedelta | None = None
    impact: Impact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Something that may happen once: it then adds `delay` of work to each of its tasks, and `cost` in money.

    Negative figures are an opportunity. With a mitigation it is simulated as mitigated. The same risk meets the same
    chance in every simulation of a seed, with and without its mitigation and whatever other risks there are, so that
    two simulations differ by what was changed.
    """

    id: str
    probability: float
    tasks: tuple[str, ...] = ()
    delay: Distribution | timedelta = ZERO
    cost: Impact = 0
    mitigation: Mitigation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCost:
    """A task's cost: `fixed` when it is done, and `per_hour` of the work that is left."""

    fixed: Impact = 0
    per_hour: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What the plan costs, in one currency: `spent` already, and from the status date (or the start) on the rest.

    `per_hour` runs in working time on the plan's calendar until the last task is finished. Finished tasks cost nothing
    more: their money is in `spent`.
    """

    spent: float = 0
    per_hour: float = 0
    tasks: Mapping[str, TaskCost] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What was promised: a finish, a cost, and the finish of tasks (milestones) by id."""

    finish: datetime | None = None
    cost: float | None = None
    tasks: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
