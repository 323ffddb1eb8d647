"""A programme and a portfolio as one: earned value added up in one currency, each at its dated rate."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.business.portfolio.stage import a_portfolio, proposed
from tests.business.projects.company import a_project
from tests.business.projects.test_standing import FRIDAY, planned, spend
from tests.cast import Cast, acting, actor

from goldenthread.business.portfolio.models import Delivery, Investment, InvestmentState, Portfolio
from goldenthread.business.portfolio.queries import InvestmentFilter, board, earned_by_investment, earned_by_portfolio
from goldenthread.business.projects.actions import report_progress
from goldenthread.business.projects.models import Project, Task
from goldenthread.business.projects.queries import standing
from goldenthread.business.work.actions import ExchangeRateFacts, set_exchange_rate
from goldenthread.foundation.errors import NotFound


def delivered(cast: Cast, portfolio: Portfolio, parent: Investment | None = None) -> tuple[Project, Task, Investment]:
    investment = proposed(cast, portfolio)
    project, first, _second = planned(cast)
    Investment.objects.filter(pk=investment.pk).update(parent=parent)
    Delivery.objects.create(investment=investment, project=project)
    return project, first, investment


def abroad(project: Project) -> None:
    project.charter.currency = "USD"
    project.charter.save()
    project.account.currency = "USD"
    project.account.save()


@pytest.fixture
def programme(cast: Cast) -> Investment:
    return proposed(cast, a_portfolio(cast))


def test_a_programme_adds_up_its_children(cast: Cast, programme: Investment) -> None:
    for percent, cost in ((40, 500), (80, 700)):
        project, first, _child = delivered(cast, programme.portfolio, programme)
        report_progress(acting(cast.tomas, FRIDAY), first.key, percent=percent)
        spend(project, cost, date(2026, 3, 5))
    found = earned_by_investment(actor(cast.mara), programme, FRIDAY)

    assert (found.bac, found.ev, found.ac) == (4000, 1200, 1200)
    assert found.value.cpi == 1
    assert found.value.spi == found.ev / found.pv
    assert [share.project.name for share in found.shares]
    assert found.value.eac_cpi == 4000
    today = next(point for point in found.curve.points if point.on == found.curve.today)
    assert (today.ev, today.ac) == (1200, 1200)
    assert found.curve.forecast[-1][1] == 4000


def test_the_parts_are_what_they_are_alone(cast: Cast, programme: Investment) -> None:
    project, first, _child = delivered(cast, programme.portfolio, programme)
    report_progress(acting(cast.tomas, FRIDAY), first.key, percent=40)
    (share,) = earned_by_investment(actor(cast.mara), programme, FRIDAY).shares
    assert share.standing == standing(project.pk, FRIDAY)


def test_plans_are_turned_at_the_day_they_were_frozen_and_cost_at_its_own(cast: Cast, programme: Investment) -> None:
    project, first, _child = delivered(cast, programme.portfolio, programme)
    abroad(project)
    report_progress(acting(cast.tomas, FRIDAY), first.key, percent=50)
    spend(project, 100, date(2026, 3, 5))  # in EUR
    unpriced = earned_by_investment(actor(cast.mara), programme, FRIDAY)
    assert (unpriced.shares, [one.key for one in unpriced.unpriced]) == ((), [project.key])

    for on, rate in ((date(2026, 1, 1), "0.9"), (date(2026, 3, 4), "0.5")):
        set_exchange_rate(acting(cast.emeka), new=ExchangeRateFacts("USD", "EUR", on, Decimal(rate)))
    found = earned_by_investment(actor(cast.mara), programme, FRIDAY)
    assert (found.bac, found.ev, found.ac) == (1800, 450, 100)
    assert found.shares[0].rates[0].rate == Decimal("0.9")


def test_late_is_never_on_time(cast: Cast, programme: Investment) -> None:
    project, _first, _child = delivered(cast, programme.portfolio, programme)
    later = FRIDAY + timedelta(days=90)
    for task in Task.objects.filter(project=project, is_milestone=False):
        report_progress(acting(cast.tomas, later), task.key, percent=100)
    found = earned_by_investment(actor(cast.mara), programme, later)
    assert found.value.spi == 1
    assert found.value.spi_t < Decimal("0.5")


def test_what_is_not_frozen_is_told_and_not_counted(cast: Cast, programme: Investment) -> None:
    project = a_project(cast)
    Delivery.objects.create(investment=programme, project=project)
    found = earned_by_investment(actor(cast.mara), programme, FRIDAY)
    assert (found.shares, [one.key for one in found.unfrozen], found.pv) == ((), [project.key], None)
    assert (found.value.cpi, found.value.spi) == (None, None)


def test_a_portfolio_holds_every_project_that_is_not_stopped(cast: Cast, programme: Investment) -> None:
    kept, _first, _one = delivered(cast, programme.portfolio)
    stopped, _second, _other = delivered(cast, programme.portfolio)
    Project.objects.filter(pk=stopped.pk).update(state=Project.State.STOPPED)
    found = earned_by_portfolio(actor(cast.mara), programme.portfolio, FRIDAY)
    assert [share.project.key for share in found.shares] == [kept.key]


def test_those_without_money_do_not_find_it(cast: Cast, programme: Investment) -> None:
    for person in (cast.tomas, cast.daniel, cast.charlie):
        with pytest.raises(NotFound):
            earned_by_investment(actor(person), programme, FRIDAY)


def test_many_take_as_many_queries_as_one(cast: Cast, programme: Investment) -> None:
    delivered(cast, programme.portfolio, programme)
    with CaptureQueriesContext(connection) as single:
        earned_by_investment(actor(cast.mara), programme, FRIDAY)
    for _number in range(2):
        delivered(cast, programme.portfolio, programme)
    with CaptureQueriesContext(connection) as several:
        earned_by_investment(actor(cast.mara), programme, FRIDAY)
    assert len(single) == len(several)


def test_a_card_shows_the_light_that_its_project_opens_to(cast: Cast, programme: Investment) -> None:
    near, first, _near = delivered(cast, programme.portfolio)
    far, _second, _far = delivered(cast, programme.portfolio)
    report_progress(acting(cast.tomas, FRIDAY), first.key, percent=60)
    spend(far, 9000, date(2026, 3, 5))
    abroad(far)
    set_exchange_rate(
        acting(cast.emeka), new=ExchangeRateFacts("USD", "EUR", date(2026, 3, 1), Decimal("0.8"), "Central bank")
    )
    Investment.objects.filter(deliveries__project__in=(near, far)).update(state=InvestmentState.IN_DELIVERY)
    reader = actor(cast.mara)
    for at in (FRIDAY, FRIDAY + timedelta(days=40)):
        with CaptureQueriesContext(connection) as caught:
            found = board(reader, programme.portfolio, InvestmentFilter(), at.date(), at)
        shown = {row.project.pk: row.light for row in found.rows if row.project}
        assert shown == {one.pk: standing(one.pk, at).light for one in (near, far)}
        assert len(caught) <= 7
