"""What came of a service: what was spent on it, what was promised, and what its measures say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from goldenthread.business.portfolio.models import Benefit, Investment
from goldenthread.business.portfolio.queries import BenefitStanding, paid_for_service, promised
from goldenthread.business.portfolio.queries.value import standing_of
from goldenthread.business.services.models import MeasureReading
from goldenthread.business.work.policies import may_see_money
from goldenthread.business.work.queries import Costs, cost_between, together
from goldenthread.foundation.actors import Actor


@dataclass(frozen=True)
class PromiseMonth:
    """A measure at the end of a month: what was read last, and what was promised by then."""

    on: date
    value: Decimal
    promised: Decimal


@dataclass(frozen=True)
class ServiceValue:
    """The investments that paid for a service, as far as the reader sees them; money is None where it is not for them.

    `spent` and `returned` run to the day; `due` is what the promise comes to by then.
    """

    investments: tuple[Investment, ...]
    standings: tuple[BenefitStanding, ...]
    spent: Costs | None
    returned: Decimal | None
    due: Decimal | None
    currency: str

    @property
    def main(self) -> BenefitStanding | None:
        """The benefit that speaks for the service: the dearest promise that was read, else the dearest."""
        ranked = sorted(self.standings, key=lambda one: (one.reading is not None, one.promised_worth), reverse=True)
        return ranked[0] if ranked else None


def value_of(actor: Actor, service_id: int, on: date) -> ServiceValue:
    """What came of a service by a day. At most five queries."""
    investments = tuple(paid_for_service(actor, service_id))
    readings = Prefetch("measure__readings", MeasureReading.objects.filter(on__lte=on).order_by("on"))
    benefits = Benefit.objects.filter(measure__service_id=service_id, investment__in=investments)
    found = benefits.select_related("measure", "investment").prefetch_related(readings).order_by("sort_name", "id")
    standings = tuple(standing_of(benefit, on) for benefit in found)
    sees_money = may_see_money(actor) and bool(investments)
    accounts = [investment.account_id for investment in investments]
    currency = _currency(investments)
    lines = cost_between(accounts, None, on, into=currency) if sees_money else []
    return ServiceValue(
        investments,
        standings,
        spent=together(Costs(line.amount, line.foreign) for line in lines) if sees_money else None,
        returned=sum((one.worth for one in standings), Decimal(0)) if sees_money else None,
        due=sum((one.promised_worth for one in standings), Decimal(0)) if sees_money else None,
        currency=currency,
    )


def promise_by_month(standing: BenefitStanding, on: date, count: int = 8) -> list[PromiseMonth]:
    """The last months in which the measure was read, oldest first."""
    newest: dict[tuple[int, int], MeasureReading] = {}
    for reading in standing.benefit.measure.readings.all():
        if reading.on <= on:
            newest[(reading.on.year, reading.on.month)] = reading
    last = [newest[month] for month in sorted(newest)[-count:]]
    return [PromiseMonth(reading.on, reading.value, promised(standing.benefit, reading.on)) for reading in last]


def _currency(investments: tuple[Investment, ...]) -> str:
    return investments[0].account.currency if investments else "EUR"
