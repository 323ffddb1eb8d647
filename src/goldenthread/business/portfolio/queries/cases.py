"""Business cases and what they are worth: versions, the promise, and the figures the engine makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from goldenthread.business.portfolio.models import BusinessCase, CashFlow, GateDecision, Investment, InvestmentState
from goldenthread.business.portfolio.policies import may_see_money_of
from goldenthread.engine import finance
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import NotFound

CENT = Decimal("0.01")
KINDS = tuple(CashFlow.Kind.values)


@dataclass(frozen=True)
class CaseFigures:
    """What a case comes to: present value, yearly rate and return as fractions, day of payback, sums in money."""

    npv: Decimal | None
    irr: float | None
    roi: Decimal | None
    payback_on: date | None
    cost: Decimal
    benefit: Decimal

    @property
    def net(self) -> Decimal:
        return self.benefit - self.cost

    def frozen(self) -> dict[str, str | None]:
        """As plain values, to be kept with a decision."""
        return {
            "npv": None if self.npv is None else str(self.npv),
            "irr": None if self.irr is None else f"{self.irr:.6f}",
            "roi": None if self.roi is None else f"{self.roi:.6f}",
            "payback_on": None if self.payback_on is None else self.payback_on.isoformat(),
            "cost": str(self.cost),
            "benefit": str(self.benefit),
        }


def figures(case: BusinessCase) -> CaseFigures:
    """The figures of a case, from its monthly flows at its yearly discount rate."""
    return figures_of(case.flows.all(), case.discount_percent)


def figures_of(flows: Iterable[CashFlow], discount_percent: Decimal) -> CaseFigures:
    dated = [_dated(flow) for flow in flows]
    value = finance.npv(discount_percent / 100, dated)
    return CaseFigures(
        npv=None if value is None else value.quantize(CENT),
        irr=finance.irr(dated),
        roi=finance.roi(dated),
        payback_on=finance.payback(dated),
        cost=finance.tco(dated) or Decimal(0),
        benefit=sum((flow.amount for flow in dated if flow.kind == "benefit"), Decimal(0)),
    )


def present_values(case: BusinessCase) -> list[tuple[str, str, Decimal]]:
    """What each line (kind, memo) adds to the present value; together they are the net present value."""
    flows = list(case.flows.all())
    start = min((flow.period for flow in flows), default=None)
    lines: dict[tuple[str, str], list[finance.CashFlow]] = {}
    for flow in flows:
        lines.setdefault((flow.kind, flow.memo), []).append(_dated(flow))
    worth = {
        line: finance.npv(case.discount_percent / 100, dated, start) or Decimal(0) for line, dated in lines.items()
    }
    ordered = sorted(worth, key=lambda line: (KINDS.index(line[0]), line[1]))
    return [(kind, memo, worth[kind, memo].quantize(CENT)) for kind, memo in ordered]


def dated(kind: str, period: date, amount: Decimal) -> finance.CashFlow:
    """A line's amount as the engine reckons with it: what is spent goes out."""
    sign = 1 if kind == CashFlow.Kind.BENEFIT else -1
    return finance.CashFlow(period, sign * amount, kind)  # type: ignore[arg-type]


def _dated(flow: CashFlow) -> finance.CashFlow:
    return dated(flow.kind, flow.period, flow.amount)


def cases(actor: Actor, investment: Investment) -> list[BusinessCase]:
    """All versions, the newest first, with their flows. What they cost is not there for those who see no money."""
    require_money(actor, investment)
    return list(investment.cases.order_by("-number").prefetch_related("flows"))


def case(actor: Actor, investment: Investment, number: int) -> BusinessCase:
    for version in cases(actor, investment):
        if version.number == number:
            return version
    raise NotFound(_("There is no version %(number)s of this case.") % {"number": number})


def require_money(actor: Actor, investment: Investment) -> None:
    if not may_see_money_of(actor, investment):
        raise NotFound(_("There is no %(key)s, or it is not open to you.") % {"key": investment.key})


def newest_case(investment: Investment) -> BusinessCase:
    return investment.cases.order_by("-number").prefetch_related("flows")[:1].get()


def promise(investment: Investment) -> BusinessCase | None:
    """The version that the money was approved on; before that the newest one a gate has frozen."""
    approval = Q(choice=GateDecision.Choice.GO, gate__leads_to=InvestmentState.APPROVED)
    decided = GateDecision.objects.filter(approval, gate__investment=investment).order_by("-id").first()
    frozen = investment.cases.exclude(frozen_at=None).order_by("-number").prefetch_related("flows")
    return (frozen.filter(decisions=decided) if decided else frozen).first()


@dataclass
class CaseRow:
    """One line of a case by year, with its sum and what the promise said."""

    kind: str
    memo: str
    by_year: dict[int, Decimal] = field(default_factory=dict)
    promised: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        return sum(self.by_year.values(), Decimal(0))

    @property
    def sign(self) -> int:
        return 1 if self.kind == CashFlow.Kind.BENEFIT else -1


def case_rows(case: BusinessCase, against: BusinessCase | None) -> list[CaseRow]:
    """The lines of a case, costs first, each by calendar year, beside the version that was promised."""
    rows: dict[tuple[str, str], CaseRow] = {}
    for flow in case.flows.all():
        row = rows.setdefault((flow.kind, flow.memo), CaseRow(flow.kind, flow.memo))
        row.by_year[flow.period.year] = row.by_year.get(flow.period.year, Decimal(0)) + flow.amount
    for flow in against.flows.all() if against else ():
        rows.setdefault((flow.kind, flow.memo), CaseRow(flow.kind, flow.memo)).promised += flow.amount
    return sorted(rows.values(), key=lambda row: (KINDS.index(row.kind), row.memo))


def open_flows(case: BusinessCase) -> list[dict[str, Any]]:
    """The flows of a case as plain values, oldest first."""
    ordered = sorted(case.flows.all(), key=lambda flow: (KINDS.index(flow.kind), flow.memo, flow.period))
    return [{"kind": f.kind, "memo": f.memo, "period": f.period, "amount": f.amount} for f in ordered]
