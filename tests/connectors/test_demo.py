"""The generated organisation is whole, the same each time, and its figures agree."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, Sum
from pytest_django import DjangoDbBlocker

from goldenthread.business.desk.models import Ticket
from goldenthread.business.people.models import Person
from goldenthread.business.portfolio.models import Investment, InvestmentState, Scenario
from goldenthread.business.portfolio.queries.choosing import inputs
from goldenthread.business.projects.models import Project
from goldenthread.business.services.models import PortfolioState, Service, TargetReading
from goldenthread.business.services.queries import availability
from goldenthread.business.work.models import LedgerEntry, TimeEntry
from goldenthread.connectors.demo.seed import seed
from goldenthread.foundation.models import Event, Run
from goldenthread.foundation.runs.asking import TASK

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for this file, and rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        try:
            seed(NOW)
            yield
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)


def test_it_has_its_people_services_investments_projects_and_a_year_of_tickets(demo: None) -> None:
    assert 43 <= Person.objects.count() <= 47
    assert Service.objects.count() == 8
    assert Investment.objects.count() == 15
    assert Project.objects.count() == 6
    assert 3600 <= Ticket.objects.count() <= 4600


def test_every_state_of_an_investment_is_there(demo: None) -> None:
    assert set(Investment.objects.values_list("state", flat=True)) >= set(InvestmentState.values) - {"chartered"}


def test_one_service_was_just_handed_over_and_one_is_still_being_built(demo: None) -> None:
    live = dict(Service.objects.values_list("name", "state"))
    assert live["Ward results"] == PortfolioState.CATALOGUE
    assert live["Appointment booking"] == PortfolioState.PIPELINE
    newest = Service.objects.exclude(live_at=None).order_by("-live_at")[0]
    assert newest.name == "Ward results"
    assert (NOW - newest.live_at).days < 60


def test_every_time_entry_stands_in_the_ledger_at_its_cost(demo: None) -> None:
    assert TimeEntry.objects.filter(entry=None).count() == 0
    minutes = TimeEntry.objects.aggregate(sum=Sum("minutes"))["sum"]
    labour = LedgerEntry.objects.filter(kind="labour").aggregate(sum=Sum("amount"))["sum"]
    assert 40 < float(labour) / (minutes / 60) < 90


def test_nobody_works_more_than_a_day_has(demo: None) -> None:
    days = TimeEntry.objects.values("person", "on").annotate(sum=Sum("minutes"))
    assert max(day["sum"] for day in days) <= 12 * 60


def test_agreements_are_mostly_kept_and_never_wholly(demo: None) -> None:
    counted = dict(TargetReading.objects.values_list("state").annotate(Count("id")))
    assert 0.88 < counted["met"] / (counted["met"] + counted["missed"]) < 0.97


def test_nobody_is_told_of_what_was_generated(demo: None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs")
        assert cursor.fetchall() == [(TASK,)], "only the choice waits, which is computed at the first start"
    assert Event.objects.count() > 10_000


def test_a_house_with_people_in_it_is_left_alone(demo: None) -> None:
    assert seed(NOW) is False


def test_a_programme_holds_two_projects_and_money_came_in_three_currencies(demo: None) -> None:
    programme = Investment.objects.get(kind="programme")
    assert Project.objects.filter(delivery__investment__parent=programme).count() == 2
    assert set(LedgerEntry.objects.values_list("currency", flat=True)) == {"EUR", "USD", "CHF"}


def test_a_spare_bore_an_outage_and_partial_ones_took_their_share(demo: None) -> None:
    service = Service.objects.select_related("calendar").get(name="Remote consultations")
    found = availability(service, NOW - timedelta(days=60), NOW)
    assert {outage.title for outage in found.outages} >= {"Disk of a node failed", "Both nodes renewed"}
    assert found.failures == 1


def test_a_scenario_is_prepared_and_its_choice_waits_for_the_worker(demo: None) -> None:
    scenario = Scenario.objects.get()
    assert Run.objects.get(about=scenario.key).state == Run.State.QUEUED
    given = inputs(scenario, NOW)
    assert len(given.candidates) >= 10
    assert given.limits.prerequisites
    assert given.limits.exclusive or given.limits.capacity
