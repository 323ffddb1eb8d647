"""Chartering: project, tolerances and service in one transaction."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.business.portfolio.stage import approved, proposed, prove, the_gate
from tests.cast import Cast, acting

from goldenthread.business.portfolio.actions import Chartering, Decision, charter_investment, decide_gate
from goldenthread.business.portfolio.models import Investment, Portfolio
from goldenthread.business.portfolio.queries import investment_of_project, investments_of_service
from goldenthread.business.projects.actions import NewDeliverable
from goldenthread.business.projects.models import Project
from goldenthread.business.services.models import Service
from goldenthread.foundation.errors import Invalid, NotAllowed, Refused


def charter(cast: Cast) -> Chartering:
    return Chartering(
        name="Booking on any phone",
        template="service",
        manager=cast.priya.key,
        calendar=cast.calendar.key,
        start_on=date(2026, 4, 1),
        deadline=date(2027, 1, 18),
        budget=Decimal(1200),
        scope="Booking, moving and cancelling a visit",
        time_tolerance_days=15,
        cost_tolerance_percent=Decimal(5),
        deliverables=(NewDeliverable("Booking page", ("Works on a phone",), date(2026, 12, 1)),),
        members=(cast.tomas.key,),
        new_service="Self-service booking",
        service_owner=cast.ines.key,
    )


def test_it_opens_the_project_with_the_gates_tolerances_and_plans_the_service(cast: Cast, portfolio: Portfolio) -> None:
    investment = approved(cast, portfolio)
    prove(cast, investment)

    project = charter_investment(acting(cast.mara), investment.key, charter=charter(cast))

    investment.refresh_from_db()
    assert investment.state == "chartered"
    assert (project.charter.time_tolerance_days, project.charter.cost_tolerance_percent) == (15, Decimal(5))
    assert project.account.parent_id == investment.account_id
    service = Service.objects.get(name="Self-service booking")
    assert (service.state, list(project.services.all())) == ("pipeline", [service])
    assert investment_of_project(project.pk) == investment
    assert investments_of_service(service.pk) == [investment]
    assert investment.benefits.get().measure.service == service
    decided = investment.gates.get(leads_to="chartered").decisions.get()
    assert (decided.time_tolerance_days, decided.money_released) == (15, Decimal(1200))


def test_it_needs_the_criteria_and_keeps_nothing_when_refused(cast: Cast, portfolio: Portfolio) -> None:
    investment = approved(cast, portfolio)

    with pytest.raises(Refused, match="A project manager is named"):
        charter_investment(acting(cast.mara), investment.key, charter=charter(cast))
    prove(cast, investment)
    wrong = replace(charter(cast), deadline=date(2026, 1, 1))
    with pytest.raises(Invalid):
        charter_investment(acting(cast.mara), investment.key, charter=wrong)

    assert not Project.objects.exists()
    assert not Service.objects.filter(name="Self-service booking").exists()
    assert Investment.objects.get().state == "approved"


def test_only_an_approved_one_and_only_by_its_gatekeepers(cast: Cast, portfolio: Portfolio) -> None:
    early = proposed(cast, portfolio)
    with pytest.raises(Refused, match="approved"):
        charter_investment(acting(cast.mara), early.key, charter=charter(cast))

    ready = approved(cast, portfolio, name="Ready")
    prove(cast, ready)
    with pytest.raises(NotAllowed):
        charter_investment(acting(cast.ines), ready.key, charter=charter(cast))
    with pytest.raises(Refused, match="Charter it"):
        decide_gate(acting(cast.mara), ready.key, gate=the_gate(ready).key, decision=Decision("go"))


def test_an_existing_service_may_be_changed_instead(cast: Cast, portfolio: Portfolio) -> None:
    investment = approved(cast, portfolio)
    prove(cast, investment)

    project = charter_investment(
        acting(cast.ruth), investment.key, charter=replace(charter(cast), service=cast.service.key, new_service="")
    )

    assert list(project.services.all()) == [cast.service]
    assert list(investment.services.all()) == [cast.service]
