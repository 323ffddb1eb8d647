"""Freezing the plan and reporting against it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.business.projects.company import DAY, a_project, task
from tests.cast import NOON, Cast, acting

from goldenthread.business.projects.actions import (
    baseline_project,
    change_task,
    link_tasks,
    report_progress,
)
from goldenthread.business.projects.models import Baseline, ProgressReading, Project, Task
from goldenthread.business.work.models import StatusCategory
from goldenthread.foundation.errors import Invalid, NotAllowed, Refused

WEDNESDAY = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)  # five in the afternoon in Berlin: the office closes


def fresh(found: Task) -> Task:
    return Task.objects.select_related("work", "project").get(pk=found.pk)


def test_a_baseline_freezes_dates_budgets_and_planned_value(cast: Cast) -> None:
    project = a_project(cast)
    found = task(cast, project, "Pages", days=10, budget=1000)
    baseline = baseline_project(acting(cast.priya), project.key, reason="Approved by the board")

    assert (baseline.number, baseline.budget, baseline.starts_on) == (1, 1000, date(2026, 3, 2))
    assert baseline.tasks[found.key]["budget"] == "1000.00"
    planned = [Decimal(value) for value in baseline.planned]
    assert planned[:7] == [100, 200, 300, 400, 500, 500, 500]
    assert planned[-1] == 1000

    change_task(acting(cast.priya), found.key, changes={"duration_minutes": 20 * DAY})
    assert Baseline.objects.get().planned == baseline.planned
    assert baseline_project(acting(cast.priya), project.key, reason="Scope grew").number == 2


def test_a_baseline_needs_a_plan_and_a_reason(cast: Cast) -> None:
    project = a_project(cast)
    with pytest.raises(Refused):
        baseline_project(acting(cast.priya), project.key, reason="Too early")
    task(cast, project, "Pages", days=1)
    with pytest.raises(Invalid):
        baseline_project(acting(cast.priya), project.key, reason=" ")
    with pytest.raises(NotAllowed):
        baseline_project(acting(cast.tomas), project.key, reason="Mine")


def test_progress_moves_what_follows(cast: Cast) -> None:
    project = a_project(cast)
    first, second = task(cast, project, "First", days=2), task(cast, project, "Second", days=1)
    link_tasks(acting(cast.priya), second.key, predecessor=first.key)
    found = report_progress(acting(cast.tomas, WEDNESDAY), first.key, percent=50)

    assert found.actual_start_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert found.remaining_minutes == DAY
    assert found.early_finish_at == datetime(2026, 3, 5, 16, tzinfo=UTC)
    assert fresh(second).early_start_at == datetime(2026, 3, 6, 8, tzinfo=UTC)
    assert fresh(first).work.status == StatusCategory.ACTIVE
    assert ProgressReading.objects.get().percent == 50
    assert Project.objects.get().status_at == WEDNESDAY


def test_done_is_done(cast: Cast) -> None:
    project = a_project(cast)
    first = task(cast, project, "First", days=2, budget=300)
    task(cast, project, "Second", days=1, budget=100)
    found = report_progress(
        acting(cast.tomas, WEDNESDAY), first.key, percent=100, started_on=date(2026, 3, 3), finished_on=date(2026, 3, 4)
    )

    assert found.actual_start_at == datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert found.actual_finish_at == WEDNESDAY
    assert (found.remaining_minutes, fresh(first).work.done_at) == (0, WEDNESDAY)
    assert Project.objects.get().percent == 75

    again = report_progress(acting(cast.tomas, WEDNESDAY + timedelta(hours=1)), first.key, percent=80)
    assert (again.actual_finish_at, fresh(first).work.done_at) == (None, None)


def test_summaries_are_not_reported(cast: Cast) -> None:
    project = a_project(cast)
    build = task(cast, project, "Build")
    part = task(cast, project, "Pages", days=2, parent=build.key)
    report_progress(acting(cast.tomas, WEDNESDAY), part.key, percent=60)
    assert fresh(build).percent == 60
    with pytest.raises(Refused):
        report_progress(acting(cast.tomas), build.key, percent=10)


def test_what_does_not_fit(cast: Cast) -> None:
    project = a_project(cast)
    found = task(cast, project, "First", days=2)
    gate = task(cast, project, "Gate", is_milestone=True)
    for known, field in [
        ({"percent": 101}, "percent"),
        ({"percent": 100, "remaining_minutes": 5}, "remaining_minutes"),
        ({"percent": 50, "started_on": date(2026, 3, 9)}, "started_on"),
        ({"percent": 50, "finished_on": date(2026, 3, 2)}, "finished_on"),
    ]:
        with pytest.raises(Invalid) as refusal:
            report_progress(acting(cast.tomas, WEDNESDAY), found.key, **known)  # type: ignore[arg-type]
        assert set(refusal.value.fields) == {field}
    with pytest.raises(Invalid):
        report_progress(acting(cast.tomas, WEDNESDAY), gate.key, percent=50)
    assert report_progress(acting(cast.tomas, WEDNESDAY), gate.key, percent=100).actual_start_at == WEDNESDAY


def test_members_report_and_readers_do_not(cast: Cast) -> None:
    project = a_project(cast)
    found = task(cast, project, "First", days=2)
    report_progress(acting(cast.tomas, NOON), found.key, percent=10)
    with pytest.raises(NotAllowed):
        report_progress(acting(cast.ruth, NOON), found.key, percent=20)
