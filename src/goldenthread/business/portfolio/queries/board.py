"""The board: a portfolio's investments with their money, value, gate and project, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from goldenthread.business.people.queries import house_currency
from goldenthread.business.portfolio.models import (
    COMMITTED,
    ENDED,
    Benefit,
    BusinessCase,
    CashFlow,
    Contribution,
    Delivery,
    Gate,
    GateDecision,
    Investment,
    InvestmentState,
    Objective,
    Portfolio,
)
from goldenthread.business.portfolio.policies import may_see_money_of
from goldenthread.business.portfolio.queries.gates import is_next
from goldenthread.business.portfolio.queries.investments import InvestmentFilter, found_by
from goldenthread.business.portfolio.queries.value import BenefitStanding, spent_on, standing_of
from goldenthread.business.projects.models import Project
from goldenthread.business.work.queries import NOTHING, Costs, Money, together
from goldenthread.foundation.actors import Actor

MOST = 500
"""So many investments a board holds; past that, the list leads on."""


@dataclass(frozen=True)
class Sums:
    """What a case asks and brings."""

    capex: Decimal = Decimal(0)
    opex: Decimal = Decimal(0)
    benefit: Decimal = Decimal(0)

    @property
    def multiple(self) -> Decimal | None:
        """How many times the money comes back."""
        cost = self.capex + self.opex
        return self.benefit / cost if cost and self.benefit else None


@dataclass(frozen=True)
class BoardRow:
    """An investment as its card shows it; the sums are empty for those who do not see its money."""

    investment: Investment
    sees_money: bool
    asked: Sums
    promised: Sums | None
    released: Decimal
    costs: Costs
    gate: Gate | None
    project: Project | None
    benefits: list[BenefitStanding]
    objectives: list[Objective]
    on: date

    @property
    def spent(self) -> Decimal:
        return self.costs.amount

    @property
    def is_waiting(self) -> bool:
        """Every criterion of its gate is met with evidence, or the gate's day has come."""
        if self.gate is None:
            return False
        return self.gate.unproven == 0 or (self.gate.due_on is not None and self.gate.due_on <= self.on)  # type: ignore[attr-defined]

    @property
    def waits_since(self) -> date:
        return (self.investment.decided_at or self.investment.proposed_at).date()

    @property
    def returned(self) -> Decimal:
        return sum((standing.worth for standing in self.benefits), Decimal(0))

    @property
    def returned_promised(self) -> Decimal:
        return sum((standing.promised_worth for standing in self.benefits), Decimal(0))

    @property
    def currency(self) -> str:
        return self.investment.portfolio.currency


@dataclass(frozen=True)
class Board:
    """The rows a filter leaves, and the headline figures over all that the reader sees of the portfolio."""

    portfolio: Portfolio | None
    rows: list[BoardRow]
    everything: list[BoardRow] = field(repr=False)
    currency: str
    """What its sums are in: the portfolio's currency, the house's where there are several portfolios."""
    on: date
    _money: Money = field(default_factory=Money, repr=False)

    def worth(self, row: BoardRow, amount: Decimal) -> Costs:
        """An amount of one investment in the board's currency, at the rate of the day."""
        return self._money.turned(amount, row.currency, self.currency, self.on)

    def sum(self, rows: list[BoardRow], amount: Callable[[BoardRow], Decimal]) -> Costs:
        """What these rows come to in the board's currency."""
        return together(self.worth(row, amount(row)) for row in rows)

    @property
    def with_money(self) -> list[BoardRow]:
        return [row for row in self.everything if row.sees_money]

    @property
    def committed(self) -> list[BoardRow]:
        """What was approved and has not ended: its promised investment counts against the limit."""
        return [row for row in self.with_money if row.investment.state in COMMITTED and row.promised]

    @property
    def waiting(self) -> list[BoardRow]:
        return sorted((row for row in self.everything if row.is_waiting), key=lambda row: row.waits_since)

    @property
    def sponsors(self) -> dict[str, str]:
        people = {row.investment.sponsor.key: row.investment.sponsor.name for row in self.everything}
        return dict(sorted(people.items(), key=lambda pair: pair[1]))

    @property
    def objectives(self) -> dict[str, str]:
        names = {objective.key: objective.name for row in self.everything for objective in row.objectives}
        return dict(sorted(names.items(), key=lambda pair: pair[1]))


def board(actor: Actor, portfolio: Portfolio | None, wanted: InvestmentFilter, on: date) -> Board:
    """The portfolio's board (None: all that the actor sees), filtered by objective, sponsor and state."""
    everything = InvestmentFilter(portfolio=portfolio.key if portfolio else "", state="all")
    found = found_by(actor, everything).order_by("-proposed_at", "-id")[:MOST]
    rows = _rows(actor, found, on)
    currencies = {row.currency for row in rows} or {portfolio.currency if portfolio else ""}
    currency = currencies.pop() if len(currencies) == 1 else house_currency()
    return Board(portfolio, [row for row in rows if _fits(row, wanted)], rows, currency, on)


def rows_for_export(actor: Actor, wanted: InvestmentFilter, on: date, size: int = 200) -> Iterator[BoardRow]:
    """Every row the filter finds, in portions, for a file of any length."""
    last: int | None = None
    while True:
        found = found_by(actor, wanted).order_by("-pk")
        portion = _rows(actor, (found.filter(pk__lt=last) if last else found)[:size], on)
        yield from portion
        if len(portion) < size:
            return
        last = portion[-1].investment.pk


def _fits(row: BoardRow, wanted: InvestmentFilter) -> bool:
    investment = row.investment
    return (
        (not wanted.objective or wanted.objective in {objective.key for objective in row.objectives})
        and (not wanted.sponsor or investment.sponsor.key == wanted.sponsor)
        and (wanted.state != "living" or investment.state not in ENDED)
        and (wanted.state in ("living", "all") or investment.state == wanted.state)
    )


def _rows(actor: Actor, found: QuerySet[Investment], on: date) -> list[BoardRow]:
    investments = list(_annotated(found))
    numbers = [investment.pk for investment in investments]
    cases = {number for row in investments for number in (row.newest_id, row.promise_id) if number}  # type: ignore[attr-defined]
    sums, spent = _sums(cases), spent_on((row.account_id for row in investments), on)
    gates, projects = _gates(numbers), _projects(numbers)
    standings, objectives = _standings(numbers, on), _objectives(numbers)

    def row(investment: Any) -> BoardRow:
        sees = may_see_money_of(actor, investment)
        return BoardRow(
            investment=investment,
            sees_money=sees,
            asked=sums.get(investment.newest_id, Sums()) if sees else Sums(),
            promised=sums.get(investment.promise_id, Sums()) if sees and investment.promise_id else None,
            released=investment.released if sees else Decimal(0),
            costs=spent.get(investment.account_id, NOTHING) if sees else NOTHING,
            gate=gates.get(investment.pk),
            project=projects.get(investment.pk),
            benefits=standings.get(investment.pk, []),
            objectives=objectives.get(investment.pk, []),
            on=on,
        )

    return [row(investment) for investment in investments]


def _annotated(found: QuerySet[Investment]) -> QuerySet[Investment]:
    mine = BusinessCase.objects.filter(investment=OuterRef("pk"))
    decided = GateDecision.objects.filter(gate__investment=OuterRef("pk"))
    approval = decided.filter(choice=GateDecision.Choice.GO, gate__leads_to=InvestmentState.APPROVED)
    released = decided.order_by().values("gate__investment").annotate(sum=Sum("money_released")).values("sum")
    return found.annotate(
        newest_id=Subquery(mine.order_by("-number").values("pk")[:1]),
        promise_id=Subquery(approval.order_by("-pk").values("case_id")[:1]),
        released=Coalesce(Subquery(released), Decimal(0)),
    )


def _sums(case_ids: set[int]) -> dict[int, Sums]:
    found: dict[int, dict[str, Decimal]] = {}
    flows = CashFlow.objects.filter(case__in=case_ids).values("case_id", "kind").annotate(sum=Sum("amount"))
    for row in flows:
        found.setdefault(row["case_id"], {})[row["kind"]] = row["sum"]
    return {number: Sums(**kinds) for number, kinds in found.items()}


def _gates(numbers: list[int]) -> dict[int, Gate]:
    unproven = Count("criteria", filter=Q(criteria__is_met=False) | Q(criteria__evidence=""))
    found = Gate.objects.filter(is_next(), investment__in=numbers).annotate(unproven=unproven).order_by()
    return {gate.investment_id: gate for gate in found}


def _projects(numbers: list[int]) -> dict[int, Project]:
    """The newest project of each."""
    beside = ("project__charter", "project__calendar")
    found = Delivery.objects.filter(investment__in=numbers).select_related(*beside).order_by("project_id")
    return {delivery.investment_id: delivery.project for delivery in found}


def _standings(numbers: list[int], on: date) -> dict[int, list[BenefitStanding]]:
    standings: dict[int, list[BenefitStanding]] = {}
    found = Benefit.objects.filter(investment__in=numbers).select_related("measure")
    for benefit in found.prefetch_related("measure__readings"):
        standings.setdefault(benefit.investment_id, []).append(standing_of(benefit, on))
    return standings


def _objectives(numbers: list[int]) -> dict[int, list[Objective]]:
    """The heaviest first."""
    objectives: dict[int, list[Objective]] = {}
    ties = Contribution.objects.filter(investment__in=numbers).select_related("objective").order_by("-weight", "id")
    for tie in ties:
        objectives.setdefault(tie.investment_id, []).append(tie.objective)
    return objectives
