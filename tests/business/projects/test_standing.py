"""Where a project stands, checked by hand."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.business.projects.company import DAY, a_project, task
from tests.cast import Cast, acting

from goldenthread.business.people.models import Rate, WorkCalendar
from goldenthread.business.projects.actions import (
    NewRisk,
    NewTask,
    add_task,
    baseline_project,
    change_task,
    link_tasks,
    note_risk,
    report_progress,
)
from goldenthread.business.projects.models import Project, Task
from goldenthread.business.projects.queries import curve, standing, standing_and_curve, standings
from goldenthread.business.work.actions import log_time, open_account
from goldenthread.business.work.models import LedgerEntry
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.keys import next_key

FRIDAY = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)  # five in the afternoon in Berlin


def planned(cast: Cast) -> tuple[Project, Task, Task]:
    """Ten days and 1,000 a task, one after the other, frozen."""
    project = a_project(cast)
    first = task(cast, project, "First", days=10, budget=1000)
    second = task(cast, project, "Second", days=10, budget=1000)
    link_tasks(acting(cast.priya), second.key, predecessor=first.key)
    gate = NewTask("Gate", is_milestone=True, constraint="MSO", constraint_on=date(2026, 3, 4))
    add_task(acting(cast.priya), project.key, new=gate)
    baseline_project(acting(cast.priya), project.key, reason="Approved")
    return project, first, second


def spend(project: Project, amount: int, on: date) -> None:
    LedgerEntry.objects.create(
        account=project.account, kind="purchase", nature="capex", on=on, amount=amount, currency="EUR", source="PUR-1"
    )


def test_the_measures(cast: Cast) -> None:
    project, first, _second = planned(cast)
    report_progress(acting(cast.tomas, FRIDAY), first.key, percent=40)
    spend(project, 500, date(2026, 3, 5))
    found = standing(project.pk, FRIDAY)

    assert (found.bac, found.pv, found.ev, found.ac) == (2000, 500, 400, 500)
    assert (found.percent, found.value.spi, found.value.cpi) == (20, Decimal("0.8"), Decimal("0.8"))
    assert (found.value.sv, found.value.cv) == (-100, -100)
    assert (found.value.eac_cpi, found.value.eac_budget_rate, found.value.eac_cpi_spi) == (2500, 2100, 3000)
    assert found.value.tcpi_bac == Decimal(1600) / 1500
    assert (found.value.es, found.value.sv_t, found.value.spi_t) == (4, -1, Decimal("0.8"))
    assert (found.missed[0], found.promised, found.share_missed) == (Task.objects.get(is_milestone=True).key, 1, 1)
    assert found.budget_deviation == 2500 - 100_000
    assert found.slip_days == 1
    lights = {factor.name: factor.light for factor in found.factors}
    assert lights == {
        "time": "risk",
        "progress": "bad",
        "money": "good",
        "scope": "good",
        "milestones": "bad",
        "risks": "none",
        "handover": "none",
    }
    assert (found.light, len(found.reasons)) == ("bad", 3)


def test_a_past_day_is_read_as_it_was(cast: Cast) -> None:
    project, first, _second = planned(cast)
    report_progress(acting(cast.tomas, FRIDAY - timedelta(days=2)), first.key, percent=20)
    report_progress(acting(cast.tomas, FRIDAY), first.key, percent=40)
    spend(project, 500, date(2026, 3, 6))

    before = standing(project.pk, FRIDAY - timedelta(days=1))
    assert (before.ev, before.pv, before.ac) == (200, 400, None)


def test_undefined_stays_undefined(cast: Cast) -> None:
    project = a_project(cast)
    found = standing(project.pk, FRIDAY)
    assert (found.pv, found.ac, found.eac, found.value.spi, found.value.cpi, found.finish_at) == (None,) * 6
    assert (found.light, found.share_missed, found.percent) == ("good", None, 0)

    task(cast, project, "No money", days=10)
    baseline_project(acting(cast.priya), project.key, reason="Approved")
    report_progress(acting(cast.tomas, FRIDAY), Task.objects.get().key, percent=30)
    found = standing(project.pk, FRIDAY)
    assert (found.bac, found.value.spi, found.percent) == (0, None, 30)


def test_work_added_after_the_baseline_earns_nothing(cast: Cast) -> None:
    project, _first, _second = planned(cast)
    late = task(cast, project, "Late idea", days=1, budget=300)
    report_progress(acting(cast.tomas, FRIDAY), late.key, percent=100)
    assert (standing(project.pk, FRIDAY).ev, standing(project.pk, FRIDAY).bac) == (0, 2000)

    baseline_project(acting(cast.priya, FRIDAY), project.key, reason="Scope grew")
    assert standing(project.pk, FRIDAY + timedelta(hours=1)).ev == 300


def test_time_is_costed_at_the_rate_of_its_day(cast: Cast) -> None:
    project, first, _second = planned(cast)
    Rate.objects.create(key=next_key("RATE"), per_hour=80, valid_from=date(2026, 1, 1))
    Rate.objects.create(key=next_key("RATE"), per_hour=100, valid_from=date(2026, 3, 4))
    for on in (date(2026, 3, 3), date(2026, 3, 4)):
        log_time(acting(cast.tomas, FRIDAY), first.key, on=on, minutes=60)
    below = open_account("Licences", "EUR", parent=project.account)
    LedgerEntry.objects.create(
        account=below, kind="purchase", nature="capex", on=date(2026, 3, 3), amount=20, currency="EUR", source="PUR-1"
    )
    assert standing(project.pk, FRIDAY).ac == 200


def test_many_cost_the_same_queries_as_one(cast: Cast) -> None:
    one = planned(cast)[0]
    with CaptureQueriesContext(connection) as single:
        standings([one.pk], FRIDAY)
    others = [planned(cast)[0].pk for _number in range(3)]
    with CaptureQueriesContext(connection) as several:
        assert len(standings([one.pk, *others], FRIDAY)) == 4
    assert len(several) == len(single) <= 3


def test_money_counts_to_the_day_it_is_where_each_project_is(cast: Cast) -> None:
    here, there = planned(cast)[0], planned(cast)[0]
    spec = {**there.calendar.spec, "timezone": "Pacific/Auckland"}
    far = WorkCalendar.objects.create(key=next_key("CAL"), name="Far", spec=spec)
    Project.objects.filter(pk=there.pk).update(calendar=far)
    late = FRIDAY.replace(hour=15)  # already Saturday in Auckland
    for project in (here, there):
        spend(project, 500, late.date() + timedelta(days=1))

    together = standings([here.pk, there.pk], late)
    assert (together[here.pk].ac, together[there.pk].ac) == (None, 500)
    assert together == {number: standing(number, late) for number in together}


def test_the_curve_agrees_with_the_standing(cast: Cast) -> None:
    project, first, _second = planned(cast)
    report_progress(acting(cast.tomas, FRIDAY), first.key, percent=40)
    spend(project, 500, date(2026, 3, 5))
    found = curve(project.pk, FRIDAY)

    now = next(point for point in found.points if point.on == found.today)
    assert (now.pv, now.ev, now.ac) == (500, 400, 500)
    assert found.points[-1].pv == 2000
    assert found.points[-1].ev is None
    assert found.forecast[-1][1] == 2500


@pytest.mark.parametrize(("cost", "light"), [(5_000, "good"), (15_000, "risk"), (60_000, "bad")])
def test_risks_are_weighed_against_the_tolerance(cast: Cast, cost: int, light: str) -> None:
    project = a_project(cast)
    note_risk(acting(cast.tomas), project.key, new=NewRisk("The supplier is late", 80, cost=Decimal(cost)))
    assert {factor.name: factor.light for factor in standing(project.pk, FRIDAY).factors}["risks"] == light


def test_slipping_past_the_tolerance_is_trouble(cast: Cast) -> None:
    project, first, _second = planned(cast)
    change_task(acting(cast.priya), first.key, changes={"duration_minutes": 25 * DAY})
    found = standing(project.pk, FRIDAY)
    assert found.slip_days == 15
    assert found.factors[0].light == "bad"


def test_before_its_first_day_a_project_has_a_curve_without_a_forecast(cast: Cast) -> None:
    project = a_project(cast, start_on=date(2026, 3, 16))
    task(cast, project, "First", days=5, budget=1000)
    baseline_project(acting(cast.priya), project.key, reason="Approved")

    found = curve(project.pk, FRIDAY)

    assert (found.today, found.forecast) == (date(2026, 3, 6), ())
    assert [point.pv for point in found.points] == [0, 1000]


def test_a_project_that_has_ended_no_longer_ages(cast: Cast) -> None:
    project = a_project(cast)
    project.closed_at = project.opened_at + timedelta(days=30)

    assert project.stands_at(project.opened_at + timedelta(days=900)) == project.closed_at
    assert project.stands_at(project.opened_at + timedelta(days=3)) == project.opened_at + timedelta(days=3)


@pytest.mark.parametrize(
    ("rule", "weights", "percent", "ev"),
    [
        ("0/100", (), 99, 0),
        ("0/100", (), 100, 1000),
        ("50/50", (), 0, 0),
        ("50/50", (), 1, 500),
        ("50/50", (), 100, 1000),
        ("milestones", (30, 50, 20), 45, 300),
        ("milestones", (30, 50, 20), 80, 800),
        ("physical", (), 45, 450),
        ("effort", (), 0, 500),  # half of it was planned by Friday, whatever was reported
    ],
)
def test_a_task_earns_by_the_rule_it_was_frozen_with(
    cast: Cast, rule: str, weights: tuple[int, ...], percent: int, ev: int
) -> None:
    project = a_project(cast)
    first = task(cast, project, "First", days=10, budget=1000)
    change_task(acting(cast.priya), first.key, changes={"earning_rule": rule, "earning_weights": weights})
    baseline_project(acting(cast.priya), project.key, reason="Approved")
    change_task(acting(cast.priya), first.key, changes={"earning_rule": "physical"})
    if percent:
        report_progress(acting(cast.tomas, FRIDAY), first.key, percent=percent)
    found, curve = standing_and_curve(project, FRIDAY)
    assert found.ev == ev
    assert [point.ev for point in curve.points if point.on == curve.today] == [ev]


def test_a_rule_that_cannot_be_is_refused(cast: Cast) -> None:
    first = task(cast, a_project(cast), "First", days=10, budget=1000)
    for changes in ({"earning_rule": "magic"}, {"earning_rule": "milestones", "earning_weights": (5, 0)}):
        with pytest.raises(Invalid):
            change_task(acting(cast.priya), first.key, changes=changes)  # type: ignore[arg-type]


def test_late_deliverables_are_counted_too(cast: Cast) -> None:
    project = a_project(cast)
    found = standing(project.pk, FRIDAY + timedelta(days=62))
    (scope,) = [factor for factor in found.factors if factor.name == "scope"]
    assert (scope.light, scope.counted) == ("risk", (0, 1)), "due on 4 May, and none is accepted"
