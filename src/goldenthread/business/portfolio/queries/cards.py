"""What the cards of investments show: money, value, gate, project and its light, read for many in few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, JSONObject

from goldenthread.business.portfolio.models import (
    Benefit,
    BusinessCase,
    CashFlow,
    Contribution,
    Delivery,
    Gate,
    GateDecision,
    Investment,
    InvestmentState,
)
from goldenthread.business.portfolio.policies import may_see_money_of
from goldenthread.business.portfolio.queries.gates import is_next
from goldenthread.business.portfolio.queries.value import BenefitStanding, standing_of
from goldenthread.business.projects.models import Project
from goldenthread.business.projects.queries import asked_of, standings_of
from goldenthread.business.work.queries import NOTHING, Asked, Costs, spent, together
from goldenthread.foundation.actors import Actor


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
class GateAhead:
    """The gate an investment stands before: what it leads to, its day, and how many criteria lack evidence."""

    leads_to: str
    due_on: date | None
    unproven: int


@dataclass(frozen=True)
class BoardRow:
    """An investment as its card shows it; the sums are empty for those who do not see its money."""

    investment: Investment
    sees_money: bool
    asked: Sums
    promised: Sums | None
    released: Decimal
    costs: Costs
    gate: GateAhead | None
    project: Project | None
    light: str
    """How its project stands while it is in delivery; else empty."""
    benefits: list[BenefitStanding]
    objectives: dict[str, str]
    """Names by key, the heaviest first."""
    on: date

    @property
    def spent(self) -> Decimal:
        return self.costs.amount

    @property
    def is_waiting(self) -> bool:
        """Every criterion of its gate is met with evidence, or the gate's day has come."""
        if self.gate is None:
            return False
        return self.gate.unproven == 0 or (self.gate.due_on is not None and self.gate.due_on <= self.on)

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


def cards(actor: Actor, found: QuerySet[Investment], on: date, at: datetime) -> list[BoardRow]:
    """The investments found, as their cards show them: money and benefits to a day, how a project stands at an instant.

    Six queries for any number, and one more where money of another currency was counted.
    """
    investments = list(_annotated(found))
    numbers = [investment.pk for investment in investments]
    projects, benefits = _projects(numbers), _benefits(numbers, on)
    built = [projects[it.pk] for it in investments if it.state == InvestmentState.IN_DELIVERY and it.pk in projects]
    money = spent([*(Asked(it.account_id, on) for it in investments), *(asked_of(project, at) for project in built)])
    lights = {number: standing.light for number, standing in standings_of(built, at, money).items()}

    def card(investment: Any) -> BoardRow:
        sees, project = may_see_money_of(actor, investment), projects.get(investment.pk)
        return BoardRow(
            investment=investment,
            sees_money=sees,
            asked=_sums(investment.asked) if sees else Sums(),
            promised=_sums(investment.promised) if sees and investment.promise_id else None,
            released=investment.released if sees else Decimal(0),
            costs=together(costs for _month, costs in money[Asked(investment.account_id, on)]) if sees else NOTHING,
            gate=_gate(investment.ahead),
            project=project,
            light=lights.get(project.pk, "") if project else "",
            benefits=benefits.get(investment.pk, []),
            objectives={one["key"]: one["name"] for one in investment.serves},
            on=on,
        )

    return [card(investment) for investment in investments]


def _annotated(found: QuerySet[Investment]) -> QuerySet[Investment]:
    mine = BusinessCase.objects.filter(investment=OuterRef("pk"))
    decided = GateDecision.objects.filter(gate__investment=OuterRef("pk"))
    approval = decided.filter(choice=GateDecision.Choice.GO, gate__leads_to=InvestmentState.APPROVED)
    released = decided.order_by().values("gate__investment").annotate(sum=Sum("money_released")).values("sum")
    unproven = Count("criteria", filter=Q(criteria__is_met=False) | Q(criteria__evidence=""))
    ahead = Gate.objects.filter(is_next(), investment=OuterRef("pk")).order_by().annotate(unproven=unproven)
    ties = Contribution.objects.filter(investment=OuterRef("pk")).order_by("-weight", "id")
    return found.annotate(
        newest_id=Subquery(mine.order_by("-number").values("pk")[:1]),
        promise_id=Subquery(approval.order_by("-pk").values("case_id")[:1]),
        released=Coalesce(Subquery(released), Decimal(0)),
        asked=_flows("newest_id"),
        promised=_flows("promise_id"),
        ahead=Subquery(ahead.values(told=JSONObject(leads_to="leads_to", due_on="due_on", unproven="unproven"))[:1]),
        serves=ArraySubquery(ties.values(told=JSONObject(key="objective__key", name="objective__name"))),
    )


def _flows(case: str) -> ArraySubquery:
    """What a case comes to by kind. Money as text: a number in JSON would come back as a float."""
    sums = CashFlow.objects.filter(case=OuterRef(case)).order_by().values("kind").annotate(sum=Sum("amount"))
    return ArraySubquery(sums.values(told=JSONObject(kind="kind", sum=Cast("sum", CharField()))))


def _sums(flows: Iterable[dict[str, str]]) -> Sums:
    return Sums(**{flow["kind"]: Decimal(flow["sum"]) for flow in flows})


def _gate(told: dict[str, Any] | None) -> GateAhead | None:
    if told is None:
        return None
    return GateAhead(told["leads_to"], date.fromisoformat(told["due_on"]) if told["due_on"] else None, told["unproven"])


def _projects(numbers: list[int]) -> dict[int, Project]:
    """The newest project of each."""
    beside = ("project__charter", "project__calendar")
    found = Delivery.objects.filter(investment__in=numbers).select_related(*beside).order_by("project_id")
    return {delivery.investment_id: delivery.project for delivery in found}


def _benefits(numbers: list[int], on: date) -> dict[int, list[BenefitStanding]]:
    standings: dict[int, list[BenefitStanding]] = {}
    found = Benefit.objects.filter(investment__in=numbers).select_related("measure")
    for benefit in found.prefetch_related("measure__readings"):
        standings.setdefault(benefit.investment_id, []).append(standing_of(benefit, on))
    return standings
