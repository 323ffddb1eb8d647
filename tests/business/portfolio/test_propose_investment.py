"""Proposing an investment."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.business.portfolio.stage import proposal, proposed
from tests.cast import Cast, acting

from goldenthread.business.portfolio.actions import Amount, NewBenefit, NewLine, propose_investment
from goldenthread.business.portfolio.actions.cases import spread
from goldenthread.business.portfolio.models import Investment, InvestmentState, Objective, Portfolio
from goldenthread.business.portfolio.queries import figures, newest_case, objectives_of
from goldenthread.business.services.actions import note_improvement
from goldenthread.engine import finance
from goldenthread.foundation.errors import Invalid, NotAllowed, Refused
from goldenthread.foundation.models import Event


def test_a_service_owner_proposes_with_case_gates_and_objective(
    cast: Cast, portfolio: Portfolio, objective: Objective
) -> None:
    investment = proposed(cast, portfolio, objective)

    assert (investment.state, investment.proposed_by, investment.sponsor) == ("proposed", cast.ines, cast.ruth)
    assert [gate.leads_to for gate in investment.gates.all()][:3] == ["defined", "analysed", "approved"]
    assert objectives_of(investment.pk) == [(objective, 60)]
    assert investment.benefits.get().measure.name == "Missed appointments"
    assert Event.objects.get(name="InvestmentProposed").subject == investment.key


def test_its_figures_are_the_engines(cast: Cast, portfolio: Portfolio) -> None:
    found = figures(newest_case(proposed(cast, portfolio)))

    assert (found.cost, found.benefit) == (Decimal(1440), Decimal(3000))
    assert found.roi == Decimal(1560) / Decimal(1440)
    by_hand = [
        finance.CashFlow(date(2026 + (3 + i) // 12, (3 + i) % 12 + 1, 1), Decimal(-100), "capex") for i in range(12)
    ]
    by_hand += [finance.CashFlow(date(2027 + (3 + i) // 12, (3 + i) % 12 + 1, 1), Decimal(230)) for i in range(12)]
    expected = finance.npv(Decimal("0.08"), by_hand)
    assert expected is not None
    assert found.npv == expected.quantize(Decimal("0.01"))
    assert found.payback_on == date(2027, 9, 1)


def test_money_is_spread_to_the_cent(cast: Cast) -> None:
    parts = spread(Amount(date(2026, 11, 20), Decimal("100.00"), 3))

    assert [month for month, _ in parts] == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert sum(amount for _, amount in parts) == Decimal("100.00")
    assert [amount for _, amount in parts] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"outcome": ""}, "outcome"),
        ({"sponsor": "PER-999"}, "sponsor"),
        ({"portfolio": "PF-999"}, "portfolio"),
        ({"kind": "hobby"}, "kind"),
        ({"objectives": (("OBJ-999", 10),)}, "objectives"),
        ({"costs": (NewLine("capex", "Build", (Amount(date(2026, 4, 1), Decimal(-5)),)),)}, "lines"),
        ({"costs": (NewLine("capex", "Build", (Amount(date(2026, 4, 1), Decimal(5), 7),)),)}, "lines"),
        ({"costs": (NewLine("benefit", "From nowhere", (Amount(date(2026, 4, 1), Decimal(5)),)),)}, "lines"),
        ({"benefits": (NewBenefit("Gold", "MSR-999"),)}, "benefits"),
    ],
)
def test_what_does_not_fit_is_said_under_its_field(
    cast: Cast, portfolio: Portfolio, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        propose_investment(acting(cast.ines), new=replace(proposal(cast, portfolio), **change))  # type: ignore[arg-type]

    assert field in refusal.value.fields
    assert not Investment.objects.exists()


def test_a_requester_may_not(cast: Cast, portfolio: Portfolio) -> None:
    with pytest.raises(NotAllowed):
        propose_investment(acting(cast.nadia), new=proposal(cast, portfolio))


def test_an_improvement_becomes_the_next_proposal_once(cast: Cast, portfolio: Portfolio) -> None:
    idea = note_improvement(acting(cast.ines), cast.service.key, title="Let patients move their visit")

    investment = propose_investment(acting(cast.ines), new=proposal(cast, portfolio), improvement=idea.key)

    idea.refresh_from_db()
    assert (idea.state, idea.investment) == ("proposed", investment.key)
    assert investment.improvement == idea
    assert list(investment.services.all()) == [cast.service]
    with pytest.raises(Refused):
        propose_investment(acting(cast.ines), new=proposal(cast, portfolio, name="Again"), improvement=idea.key)
    assert Investment.objects.get().state == InvestmentState.PROPOSED
