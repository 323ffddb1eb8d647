"""What happens on the thread reaches those it concerns, and what ends takes along what hangs on it."""

from __future__ import annotations

from decimal import Decimal

from tests.business.portfolio.stage import a_choice, a_portfolio, approved, prove, the_gate
from tests.business.portfolio.test_charter_investment import charter
from tests.cast import Cast, acting

from goldenthread.business.people.models import Notification, Role, RoleGrant
from goldenthread.business.portfolio.actions import (
    Decision,
    charter_investment,
    decide_gate,
    prepare_scenario,
    propose_scenario,
)
from goldenthread.business.portfolio.queries.choosing import ScenarioLimits
from goldenthread.business.projects.actions import submit_deliverable
from goldenthread.business.projects.models import Project
from goldenthread.foundation.models import Event
from goldenthread.foundation.reactions import _BY_FACT, react


def run_reactions_to(name: str) -> None:
    event = Event.objects.filter(name=name).latest("id")
    for reaction in _BY_FACT[name]:
        react(event.id, reaction)


def a_chartered_project(cast: Cast) -> Project:
    investment = approved(cast, a_portfolio(cast))
    prove(cast, investment)
    return charter_investment(acting(cast.mara), investment.key, charter=charter(cast))


def test_a_stopped_investment_stops_its_project_and_its_sponsor_hears_of_it(cast: Cast) -> None:
    project = a_chartered_project(cast)
    investment = project.delivery.investment
    decision = Decision("kill", reason="The need is gone.")
    decide_gate(acting(cast.mara), investment.key, gate=the_gate(investment).key, decision=decision)
    run_reactions_to("GateDecided")

    project.refresh_from_db()
    assert project.state == Project.State.STOPPED
    told = Notification.objects.filter(subject=investment.key, person=cast.ruth)
    assert [note.sentence for note in told] == [f"{investment.name} was stopped at its gate."]


def test_a_deliverable_handed_in_is_told_to_its_judges(cast: Cast) -> None:
    project = a_chartered_project(cast)
    deliverable = project.deliverables.order_by("id")[0]
    manager = project.manager
    submit_deliverable(acting(manager), deliverable.key, evidence=["Seen"] * len(deliverable.criteria))
    run_reactions_to("DeliverableSubmitted")

    told = Notification.objects.filter(subject=deliverable.key)
    assert [note.person_id for note in told] == [cast.ruth.pk]


def test_a_choice_put_forward_is_told_to_whoever_manages_the_portfolio(cast: Cast) -> None:
    portfolio = a_portfolio(cast)
    approved(cast, portfolio)
    RoleGrant.objects.create(key="GRT-99", person=cast.ruth, role=Role.FINANCE_PARTNER)
    limits = ScenarioLimits(first_year=2026, years=1, money={"capex": {2026: Decimal(2000)}})
    scenario = prepare_scenario(acting(cast.ruth), portfolio.key, name="Lean", limits=limits)
    a_choice(cast, scenario)
    propose_scenario(acting(cast.ruth), scenario.key, point=0)
    run_reactions_to("ScenarioProposed")

    told = Notification.objects.filter(subject=scenario.key)
    assert [(note.person, note.sentence) for note in told] == [
        (cast.mara, "The choice of “Lean” is put forward for decision.")
    ]
