"""Value against promise: what a benefit should be by now, what it brought, what was spent, and the curve of it all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from goldenthread.business.portfolio.models import Benefit, BusinessCase, CashFlow, Investment
from goldenthread.business.services.models import Measure, MeasureReading
from goldenthread.business.work.queries import Asked, CostLine, Costs, cost_between, spent, together

YEAR = Decimal(365)
CENT = Decimal("0.01")
HALF = Decimal("0.5")
Kept = Literal["kept", "below", "far_below", "unread"]


@dataclass(frozen=True)
class BenefitStanding:
    """A benefit on a day: the newest reading, what was promised for that day, and the money both come to."""

    benefit: Benefit
    reading: MeasureReading | None
    promised: Decimal
    worth: Decimal
    promised_worth: Decimal

    @property
    def kept(self) -> Kept:
        """Kept: at least what was promised; below: at least half the way there; far below: less."""
        if self.reading is None:
            return "unread"
        measure = self.benefit.measure
        reached, due = better_by(measure, self.reading.value), better_by(measure, self.promised)
        if reached >= due:
            return "kept"
        return "below" if reached >= due * HALF else "far_below"


def better_by(measure: Measure, value: Decimal) -> Decimal:
    """How much better than the baseline, in the measure's unit; negative when worse."""
    return value - measure.baseline if measure.direction == Measure.Direction.UP else measure.baseline - value


def promised(benefit: Benefit, on: date) -> Decimal:
    """What the measure should read on a day: in a straight line from baseline to target, flat before and after."""
    measure = benefit.measure
    length = (measure.target_on - benefit.starts_on).days
    if on >= measure.target_on:
        return measure.target
    if on <= benefit.starts_on or length <= 0:
        return measure.baseline
    share = Decimal((on - benefit.starts_on).days) / length
    return measure.baseline + (measure.target - measure.baseline) * share


def promised_worth(benefit: Benefit, on: date) -> Decimal:
    """The money that the promise comes to from its first day to this one."""
    if on <= benefit.starts_on:
        return Decimal(0)
    turn = min(max(benefit.measure.target_on, benefit.starts_on), on)
    end, full = better_by(benefit.measure, promised(benefit, turn)), better_by(benefit.measure, benefit.measure.target)
    rising = end / 2 * (turn - benefit.starts_on).days
    return ((rising + full * (on - turn).days) / YEAR * benefit.worth_per_unit).quantize(CENT)


def returned(benefit: Benefit, readings: Iterable[MeasureReading], until: date) -> Decimal:
    """The money that readings come to: each holds from its day to the next reading's, none counts before the start."""
    ordered = sorted(readings, key=lambda reading: reading.on)
    units = Decimal(0)
    for place, reading in enumerate(ordered):
        since = max(reading.on, benefit.starts_on)
        end = min(ordered[place + 1].on if place + 1 < len(ordered) else until, until)
        units += better_by(benefit.measure, reading.value) * max((end - since).days, 0)
    return (units / YEAR * benefit.worth_per_unit).quantize(CENT)


def standing_of(benefit: Benefit, on: date) -> BenefitStanding:
    """Of a benefit whose measure's readings are at hand."""
    readings = sorted((r for r in benefit.measure.readings.all() if r.on <= on), key=lambda reading: reading.on)
    return BenefitStanding(
        benefit,
        readings[-1] if readings else None,
        promised(benefit, on),
        returned(benefit, readings, on),
        promised_worth(benefit, on),
    )


def benefits(investment: Investment, on: date) -> list[BenefitStanding]:
    found = investment.benefits.select_related("measure", "owner", "measure__service").order_by("sort_name", "id")
    return [standing_of(benefit, on) for benefit in found.prefetch_related("measure__readings")]


def spent_on(account_ids: Iterable[int], until: date | None = None) -> dict[int, Costs]:
    """What was spent (up to a day), by account, on it and all accounts below, each in its own currency."""
    found = spent({Asked(number, until or date.max) for number in account_ids})
    return {one.account_id: together(costs for _month, costs in months) for one, months in found.items()}


def cost_lines(investment: Investment, until: date) -> list[CostLine]:
    """What was spent, by month and kind, on the investment and everything below it."""
    return cost_between([investment.account_id], None, until, into=investment.account.currency)


@dataclass(frozen=True)
class ValueCurve:
    """Net money, cumulative, at the end of each month: as promised, as it is until today, and as now expected."""

    promised: list[tuple[date, Decimal]]
    actual: list[tuple[date, Decimal]]
    expected: list[tuple[date, Decimal]]


def value_curve(
    case: BusinessCase,
    promise: BusinessCase | None,
    standings: list[BenefitStanding],
    lines: Iterable[CostLine],
    on: date,
) -> ValueCurve:
    """Until today the ledger's lines and the readings speak, from then on the newest case."""
    spent: dict[date, Decimal] = {}
    for line in lines:
        spent[line.month] = spent.get(line.month, Decimal(0)) + line.amount
    actual = _actual(spent, standings, min([*spent, _first(case), _first(promise)], default=on), on)
    here = actual[-1][1] if actual else Decimal(0)
    rest = [flow for flow in case.flows.all() if flow.period > on]
    expected = [(on, here), *((day, here + amount) for day, amount in _cumulative(rest))] if rest else []
    return ValueCurve(_cumulative(promise.flows.all()) if promise else [], actual, expected)


def _first(case: BusinessCase | None) -> date:
    return min((flow.period for flow in case.flows.all()), default=date.max) if case else date.max


def _actual(
    spent: dict[date, Decimal], standings: list[BenefitStanding], since: date, on: date
) -> list[tuple[date, Decimal]]:
    if since > on:
        return []
    points, month = [(since, Decimal(0))], since.replace(day=1)
    while month <= on:
        end = min(month_after(month) - timedelta(days=1), on)
        out = sum((amount for day, amount in spent.items() if day <= end), Decimal(0))
        back = sum((returned(s.benefit, s.benefit.measure.readings.all(), end) for s in standings), Decimal(0))
        points.append((end, back - out))
        month = month_after(month)
    return points


def _cumulative(flows: Iterable[CashFlow]) -> list[tuple[date, Decimal]]:
    by_month: dict[date, Decimal] = {}
    for flow in flows:
        signed = flow.amount if flow.kind == CashFlow.Kind.BENEFIT else -flow.amount
        by_month[flow.period] = by_month.get(flow.period, Decimal(0)) + signed
    points: list[tuple[date, Decimal]] = []
    total = Decimal(0)
    for month in sorted(by_month):
        if not points:
            points.append((month, Decimal(0)))
        total += by_month[month]
        points.append((month_after(month) - timedelta(days=1), total))
    return points


def month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
