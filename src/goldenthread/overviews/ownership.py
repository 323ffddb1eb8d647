"""What a service has cost over its life: the investments that built it, what runs it, and the work that supports it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldenthread.business.portfolio.models import Investment
from goldenthread.business.portfolio.queries import paid_for_service
from goldenthread.business.services.models import Service
from goldenthread.business.work.queries import CostLine, Costs, cost_of_each, together
from goldenthread.engine.finance import CashFlow, tco
from goldenthread.foundation.actors import Actor


@dataclass(frozen=True)
class Ownership:
    """Total cost of ownership up to a day, in the currency of the service's account; `total` is None for nothing."""

    investments: tuple[tuple[Investment, Costs], ...]
    """Each that built or changed the service, whole, whatever else it served."""
    running: Costs
    """Contracts and purchases of the service itself."""
    support: Costs
    """Work logged on it."""
    total: Decimal | None
    currency: str
    since: date | None

    @property
    def invested(self) -> Costs:
        return together(costs for _investment, costs in self.investments)


def ownership_of(actor: Actor, service: Service, on: date) -> Ownership:
    """What the reader may see of it; the caller has made sure that they see money."""
    into = service.account.currency
    seen = paid_for_service(actor, service.pk)[::-1]
    found = cost_of_each([service.account_id, *(one.account_id for one in seen)], on, into=into)
    built = [(one, found[one.account_id]) for one in seen]
    own = found[service.account_id]
    lines = [*own, *(line for _one, part in built for line in part)]
    flows = [CashFlow(line.month, -line.amount, line.nature) for line in lines]  # type: ignore[arg-type]
    return Ownership(
        tuple((one, _sum(part)) for one, part in built if part),
        running=_sum([line for line in own if line.kind != "labour"]),
        support=_sum([line for line in own if line.kind == "labour"]),
        total=tco(flows),
        currency=into,
        since=min((line.month for line in lines), default=None),
    )


def _sum(lines: list[CostLine]) -> Costs:
    return together(Costs(line.amount, line.foreign) for line in lines)
