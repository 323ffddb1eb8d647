"""The gates: what a go needs, what is frozen, and the ways out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.business.portfolio.stage import approved, go, proposed, prove, the_gate
from tests.cast import NOON, Cast, acting

from goldenthread.business.portfolio.actions import (
    Amount,
    Decision,
    NewLine,
    decide_gate,
    judge_criterion,
    resume_investment,
    revise_case,
    schedule_gate,
)
from goldenthread.business.portfolio.models import GateDecision, Investment, Portfolio
from goldenthread.business.portfolio.queries import gates_waiting, newest_case, promise
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused, Stale

BUILD = NewLine("capex", "Build", (Amount(date(2026, 4, 1), Decimal(2400), 12),))


def decide(cast: Cast, investment: Investment, decision: Decision, by: str = "mara") -> GateDecision:
    gate = the_gate(investment)
    return decide_gate(acting(getattr(cast, by)), investment.key, gate=gate.key, decision=decision)


def test_a_go_moves_on_and_freezes_case_and_forecast(cast: Cast, portfolio: Portfolio) -> None:
    investment = proposed(cast, portfolio)
    gate = prove(cast, investment)

    kept = decide(cast, investment, Decision("go", conditions="Report in May", money_released=Decimal(1000)))

    investment.refresh_from_db()
    assert (investment.state, kept.gate, kept.decided_by) == ("defined", gate, cast.mara)
    assert kept.case is not None
    assert kept.case.frozen_at == NOON
    assert kept.forecast["cost"] == "1440.00"
    assert [criterion["is_met"] for criterion in kept.criteria] == [True] * 3


def test_a_go_without_evidence_names_what_is_missing(cast: Cast, portfolio: Portfolio) -> None:
    investment = proposed(cast, portfolio)
    gate = the_gate(investment)
    judge_criterion(
        acting(cast.ines), investment.key, gate=gate.key, place=1, is_met=True, evidence="The charter says so"
    )

    with pytest.raises(Refused, match="It feeds at least one objective; The sponsor stands behind it"):
        decide(cast, investment, Decision("go"))
    assert not GateDecision.objects.exists()
    assert newest_case(investment).frozen_at is None


def test_met_needs_evidence(cast: Cast, portfolio: Portfolio) -> None:
    investment = proposed(cast, portfolio)

    with pytest.raises(Invalid) as refusal:
        judge_criterion(acting(cast.ines), investment.key, gate=the_gate(investment).key, place=1, is_met=True)
    assert "evidence" in refusal.value.fields


@pytest.mark.parametrize("choice", ["kill", "hold", "recycle"])
def test_all_but_a_go_needs_a_reason(cast: Cast, portfolio: Portfolio, choice: str) -> None:
    investment = proposed(cast, portfolio)

    with pytest.raises(Invalid) as refusal:
        decide(cast, investment, Decision(choice, reason="  "))
    assert "reason" in refusal.value.fields


def test_hold_remembers_where_it_came_from(cast: Cast, portfolio: Portfolio) -> None:
    investment = proposed(cast, portfolio)
    go(cast, investment)
    decide(cast, investment, Decision("hold", reason="No people before June"))
    investment.refresh_from_db()
    assert (investment.state, investment.held_in) == ("on_hold", "defined")
    with pytest.raises(Refused, match="on hold"):
        revise_case(acting(cast.ines), investment.key, lines=[BUILD])

    resume_investment(acting(cast.mara), investment.key)

    investment.refresh_from_db()
    assert (investment.state, investment.held_in) == ("defined", "")
    with pytest.raises(Refused, match="not on hold"):
        resume_investment(acting(cast.mara), investment.key)


def test_a_rejected_one_stays_rejected(cast: Cast, portfolio: Portfolio) -> None:
    investment = proposed(cast, portfolio)
    gate = the_gate(investment)
    decide(cast, investment, Decision("kill", reason="Bought elsewhere"))

    investment.refresh_from_db()
    assert investment.state == "rejected"
    with pytest.raises(Refused):
        decide_gate(acting(cast.mara), investment.key, gate=gate.key, decision=Decision("go"))


def test_rework_asks_for_everything_anew(cast: Cast, portfolio: Portfolio) -> None:
    investment = proposed(cast, portfolio)
    gate = prove(cast, investment)

    kept = decide(cast, investment, Decision("recycle", reason="The benefit is a guess"))

    investment.refresh_from_db()
    assert investment.state == "proposed"
    assert not gate.criteria.filter(is_met=True).exists()
    assert all(criterion["is_met"] for criterion in kept.criteria)


def test_nobody_approves_their_own_alone(cast: Cast, portfolio: Portfolio) -> None:
    investment = proposed(cast, portfolio)
    investment.proposed_by = cast.mara
    investment.save()
    prove(cast, investment)

    with pytest.raises(NotAllowed, match="Someone else"):
        decide(cast, investment, Decision("go"))
    assert list(gates_waiting(acting(cast.mara).actor, NOON.date())) == []
    assert decide(cast, investment, Decision("go"), by="ruth").choice == "go"


def test_who_only_proposed_does_not_decide(cast: Cast, portfolio: Portfolio) -> None:
    investment = proposed(cast, portfolio)

    with pytest.raises(NotAllowed):
        decide(cast, investment, Decision("hold", reason="Later"), by="ines")
    with pytest.raises(NotFound):
        decide(cast, investment, Decision("hold", reason="Later"), by="nadia")


def test_editing_a_frozen_version_opens_the_next(cast: Cast, portfolio: Portfolio) -> None:
    investment = proposed(cast, portfolio)
    assert revise_case(acting(cast.ines), investment.key, lines=[BUILD]).number == 1
    go(cast, investment)
    frozen = newest_case(investment)

    revised = revise_case(acting(cast.ines), investment.key, lines=[BUILD, BUILD])

    assert (revised.number, revised.frozen_at) == (2, None)
    assert sum(flow.amount for flow in revised.flows.all()) == Decimal(4800)
    assert sum(flow.amount for flow in frozen.flows.all()) == Decimal(2400)
    assert promise(investment) == frozen


def test_the_promise_is_what_the_money_was_approved_on(cast: Cast, portfolio: Portfolio) -> None:
    investment = approved(cast, portfolio)
    promised = newest_case(investment)
    revise_case(acting(cast.ines), investment.key, lines=[BUILD])
    decide(cast, investment, Decision("recycle", reason="Costs doubled"))

    assert promise(investment) == promised


def test_a_gate_behind_or_further_ahead_cannot_be_decided(cast: Cast, portfolio: Portfolio) -> None:
    investment = proposed(cast, portfolio)
    first, _second, third, *_rest = investment.gates.all()
    go(cast, investment)

    with pytest.raises(Refused, match="behind"):
        decide_gate(acting(cast.mara), investment.key, gate=first.key, decision=Decision("hold", reason="Hm"))
    with pytest.raises(Refused, match="does not stand before"):
        decide_gate(acting(cast.mara), investment.key, gate=third.key, decision=Decision("hold", reason="Hm"))


def test_a_gate_waits_once_all_is_shown_or_its_day_has_come(cast: Cast, portfolio: Portfolio) -> None:
    mara, today = acting(cast.mara).actor, NOON.date()
    shown, dated = proposed(cast, portfolio), proposed(cast, portfolio, name="Other")
    assert not gates_waiting(mara, today).exists()

    gate = prove(cast, shown)
    due = schedule_gate(acting(cast.mara), dated.key, gate=the_gate(dated).key, due_on=today + timedelta(days=3))

    assert list(gates_waiting(mara, today)) == [gate]
    assert set(gates_waiting(mara, today + timedelta(days=3))) == {gate, due}


def test_a_stale_decision_is_refused(cast: Cast, portfolio: Portfolio) -> None:
    investment = proposed(cast, portfolio)
    gate = prove(cast, investment)

    with pytest.raises(Stale) as refusal:
        decide_gate(acting(cast.mara, seen=1), investment.key, gate=gate.key, decision=Decision("go"))
    assert refusal.value.changes[0]["what"] == "CriterionJudged"
