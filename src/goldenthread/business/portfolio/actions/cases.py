"""The business case: its lines spread over months, its versions, its freezing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from goldenthread.business.portfolio.actions.checks import money, said
from goldenthread.business.portfolio.events import CaseRevised
from goldenthread.business.portfolio.models import BusinessCase, CashFlow, Investment
from goldenthread.business.portfolio.policies import may_shape
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record

CENT = Decimal("0.01")
MOST_LINES = 60
MOST_MONTHS = 480
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True)
class Amount:
    """Money spread evenly over so many months (1, 3 or 12) from the month of a day."""

    since: date
    amount: Decimal
    months: int = 1


@dataclass(frozen=True)
class NewLine:
    """One line of a case: kind capex, opex or benefit; what it is; when how much. A benefit is called by its name."""

    kind: str
    memo: str
    amounts: tuple[Amount, ...]


@action(on=Investment, may=may_shape)
def revise_case(
    acting: Acting,
    investment: Investment,
    *,
    lines: Sequence[NewLine],
    discount_percent: Decimal | None = None,
    note: str = "",
) -> BusinessCase:
    """Write all lines of the newest version anew; where a gate has frozen it, the next version opens."""
    investment.require_under_way()
    newest = investment.cases.order_by("-number")[0]
    rate = newest.discount_percent if discount_percent is None else discount_percent
    is_new = newest.frozen_at is not None
    case = open_case(acting, investment, newest.number + 1, rate) if is_new else newest
    case.require_open()
    case.discount_percent, case.note = _rate(rate), note.strip()
    case.save()
    _write(case, lines)
    investment.save()
    record(CaseRevised(subject=investment.key, number=case.number, is_new=is_new), version=investment.version)
    return case


def open_case(acting: Acting, investment: Investment, number: int, rate: Decimal) -> BusinessCase:
    """A version without a line yet."""
    return BusinessCase.objects.create(
        investment=investment, number=number, discount_percent=_rate(rate), opened_at=acting.at
    )


def write_lines(case: BusinessCase, lines: Sequence[NewLine]) -> None:
    """The first lines of a version, called by the proposal."""
    case.require_open()
    _write(case, lines)


def freeze(acting: Acting, case: BusinessCase) -> BusinessCase:
    """From now on it never changes; freezing it twice keeps the first instant."""
    if case.frozen_at is None:
        case.frozen_at = acting.at
        case.save(update_fields=["frozen_at"])
    return case


def spread(amount: Amount) -> list[tuple[date, Decimal]]:
    """By month, in cents that add up to the amount: the cents left over go to the first months."""
    start, months = amount.since.replace(day=1), amount.months
    share = (amount.amount / months).quantize(CENT, ROUND_DOWN)
    left = int((amount.amount - share * months) / CENT)
    return [(_month(start, place), share + (CENT if place < left else Decimal(0))) for place in range(months)]


def _month(start: date, place: int) -> date:
    years, month = divmod(start.month - 1 + place, 12)
    return date(start.year + years, month + 1, 1)


def _write(case: BusinessCase, lines: Sequence[NewLine]) -> None:
    if len(lines) > MOST_LINES:
        raise Invalid(_("A case has at most %(most)s lines.") % {"most": MOST_LINES})
    flows: dict[tuple[str, str, date], Decimal] = {}
    names = set(case.investment.benefits.values_list("name", flat=True))
    for line in lines:
        memo = _check(line, names)
        for month, amount in (part for given in line.amounts for part in spread(given)):
            place = (line.kind, memo, month)
            flows[place] = flows.get(place, Decimal(0)) + amount
    case.flows.all().delete()
    CashFlow.objects.bulk_create(
        CashFlow(case=case, kind=kind, memo=memo, period=period, amount=amount)
        for (kind, memo, period), amount in flows.items()
        if amount
    )


def _check(line: NewLine, benefits: set[str]) -> str:
    memo = said(line.memo, "lines", _("Say of each line what it is."))
    if line.kind not in CashFlow.Kind.values:
        raise Invalid(fields={"lines": _("A line is a project cost, a running cost or a benefit.")})
    if line.kind == CashFlow.Kind.BENEFIT and memo not in benefits:
        sentence = _("“%(name)s” has no measure yet. Add the benefit with its measure first.")
        raise Invalid(fields={"lines": sentence % {"name": memo}})
    for amount in line.amounts:
        money(amount.amount, "lines")
        if amount.months not in (1, 3, 12) or not EARLIEST <= amount.since.year <= LATEST:
            raise Invalid(fields={"lines": _("An amount is for a month, a quarter or a year of this century.")})
    if sum(amount.months for amount in line.amounts) > MOST_MONTHS:
        raise Invalid(fields={"lines": _("A line reaches at most 40 years.")})
    return memo


def _rate(rate: Decimal) -> Decimal:
    if not rate.is_finite() or not 0 <= rate <= 100:
        raise Invalid(fields={"discount_percent": _("A discount rate lies between 0 and 100 percent.")})
    return rate
