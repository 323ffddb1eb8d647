"""Trying a change of the plan: what it would move, and that making it moves exactly that."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.business.projects.company import DAY, a_project, task
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    Lag,
    TaskChanges,
    baseline_project,
    change_task,
    link_tasks,
    report_progress,
)
from goldenthread.business.projects.models import Project, Task
from goldenthread.business.services.models import FreezeWindow
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Event

SHOWN = ("early_start_at", "early_finish_at", "late_finish_at", "total_float_minutes", "is_critical", "driver")


def berlin(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour - (2 if (month, day) >= (3, 29) else 1), tzinfo=UTC)


def stands(project: Project) -> dict[str, tuple[Any, ...]]:
    """The plan as it is stored."""
    found = Task.objects.filter(project=project).values_list("work__key", *SHOWN)
    return {key: tuple(rest) for key, *rest in found}


def told(one: queries.Moved) -> tuple[Any, ...]:
    return (one.start_at, one.finish_at, one.late_finish_at, one.total_float_minutes, one.is_critical, one.driver)


def tried(cast: Cast, project: Project, key: str, **changes: Any) -> queries.Preview:
    found = queries.project(actor(cast.priya), project.key)
    return queries.preview(actor(cast.priya), found, key, TaskChanges(**changes))  # type: ignore[typeddict-item]


@pytest.fixture
def chained(cast: Cast) -> tuple[Project, Task, Task, Task]:
    """Build (5 days), then Test (2 days), then the go-live; beside them Train (3 days)."""
    project = a_project(cast)
    build, test = task(cast, project, "Build", days=5), task(cast, project, "Test", days=2)
    live = task(cast, project, "Go live", is_milestone=True)
    task(cast, project, "Train", days=3)
    link_tasks(acting(cast.priya), test.key, predecessor=build.key)
    link_tasks(acting(cast.priya), live.key, predecessor=test.key)
    return project, build, test, live


def test_only_what_would_move_is_told_and_nothing_is_written(
    cast: Cast, chained: tuple[Project, Task, Task, Task]
) -> None:
    project, _build, test, live = chained
    before, facts = stands(project), Event.objects.count()

    found = tried(cast, project, test.key, constraint="SNET", constraint_on=date(2026, 3, 11))

    assert {one.key for one in found.rows} == {key for key in before if key != chained[1].key} | {chained[1].key}
    moved = {one.key: one for one in found.rows}
    assert (moved[test.key].start_at, moved[test.key].finish_at) == (berlin(3, 11, 9), berlin(3, 12, 17))
    assert moved[live.key].finish_at == berlin(3, 12, 17)
    assert moved[chained[1].key].total_float_minutes == 2 * DAY, "what it waited for has float now"
    assert (found.finish_before, found.finish_at) == (berlin(3, 10, 17), berlin(3, 12, 17))
    assert (stands(project), Event.objects.count()) == (before, facts)


def test_a_drop_on_the_weekend_lands_on_monday(cast: Cast, chained: tuple[Project, Task, Task, Task]) -> None:
    project, _build, test, _live = chained

    found = tried(cast, project, test.key, constraint="SNET", constraint_on=date(2026, 3, 14))

    assert (found.asked_at, found.now.start_at) == (berlin(3, 16, 9), berlin(3, 16, 9))
    assert found.now.finish_at == berlin(3, 17, 17), "two days stay two days"


def test_a_task_cannot_be_pulled_before_what_it_waits_for(
    cast: Cast, chained: tuple[Project, Task, Task, Task]
) -> None:
    project, build, test, _live = chained

    found = tried(cast, project, test.key, constraint="SNET", constraint_on=date(2026, 3, 3))

    assert found.rows == []
    assert found.now.driver == {"kind": "link", "task": build.key, "type": "FS"}


def test_the_length_of_what_is_under_way_changes_what_is_left(cast: Cast) -> None:
    project = a_project(cast)
    build = task(cast, project, "Build", days=4)
    report_progress(acting(cast.priya, berlin(3, 4, 9)), build.key, percent=50)

    found = tried(cast, project, build.key, duration_minutes=5 * DAY)
    assert (found.now.finish_at, found.was.early_finish_at) == (berlin(3, 6, 17), berlin(3, 5, 17))

    change_task(acting(cast.priya), build.key, changes={"duration_minutes": 5 * DAY})
    assert Task.objects.get(pk=build.pk).remaining_minutes == 3 * DAY
    assert Task.objects.get(pk=build.pk).early_finish_at == berlin(3, 6, 17)
    with pytest.raises(Invalid):
        tried(cast, project, build.key, duration_minutes=DAY)


def test_what_would_be_broken_is_named(cast: Cast, chained: tuple[Project, Task, Task, Task]) -> None:
    project, build, test, live = chained
    baseline_project(acting(cast.priya), project.key, reason="Approved")
    change_task(acting(cast.priya), test.key, changes={"deadline_on": date(2026, 3, 11)})
    FreezeWindow.objects.create(
        key=next_key("FRZ"), name="Spring freeze", starts_at=berlin(3, 16, 9), ends_at=berlin(3, 20, 9)
    )
    charter = project.charter
    charter.time_tolerance_days, charter.deadline = 3, date(2026, 3, 13)
    charter.save()

    found = tried(cast, project, build.key, duration_minutes=10 * DAY)

    named = {(one.kind, one.key) for one in found.breaks}
    assert named == {
        ("deadline", test.key),
        ("freeze", live.key),
        ("charter", project.key),
        ("tolerance", project.key),
    }
    limits = {one.kind: one.limit for one in found.breaks}
    assert limits["tolerance"] == berlin(3, 13, 17)
    assert tried(cast, project, build.key, duration_minutes=int(5.5 * DAY)).breaks == []


def test_only_those_who_plan_may_try(cast: Cast, chained: tuple[Project, Task, Task, Task]) -> None:
    project, build, _test, _live = chained
    with pytest.raises(NotAllowed):
        queries.preview(actor(cast.tomas), project, build.key, {"duration_minutes": DAY})
    with pytest.raises(NotFound):
        tried(cast, project, "TSK-0", duration_minutes=DAY)
    Project.objects.filter(pk=project.pk).update(state=Project.State.CLOSED)
    with pytest.raises(Refused):
        tried(cast, project, build.key, duration_minutes=DAY)


def test_private_tasks_of_others_stay_hidden(cast: Cast, chained: tuple[Project, Task, Task, Task]) -> None:
    project, build, test, live = chained
    test.work.is_private = True
    test.work.save()

    found = tried(cast, project, build.key, duration_minutes=6 * DAY)

    rows = {one.key: one for one in found.rows}
    assert test.key not in rows
    assert {build.key, live.key} <= set(rows)
    assert rows[live.key].driver == {"kind": "link"}, "what holds it is not theirs to know"


def test_a_lag_that_is_a_share_follows_the_length_it_is_a_share_of(cast: Cast) -> None:
    project = a_project(cast)
    phase = task(cast, project, "Phase")
    part = task(cast, project, "Part", days=4, parent=phase.key)
    own, after = task(cast, project, "Own", days=1), task(cast, project, "After", days=1)
    link_tasks(acting(cast.priya), own.key, predecessor=part.key, lag=Lag(percent=50))
    link_tasks(acting(cast.priya), after.key, predecessor=phase.key, lag=Lag(percent=50))

    assert Task.objects.get(pk=after.pk).early_start_at == berlin(3, 10, 9), "after 4 and 2 days and a weekend"
    found = tried(cast, project, part.key, duration_minutes=2 * DAY)

    starts = {one.key: one.start_at for one in found.rows}
    assert starts[own.key] == starts[after.key] == berlin(3, 5, 9), "after 2 days and 1"
    change_task(acting(cast.priya), part.key, changes={"duration_minutes": 2 * DAY})
    assert Task.objects.get(pk=after.pk).early_start_at == berlin(3, 5, 9)


def test_a_kept_plan_is_dropped_as_soon_as_it_changes(cast: Cast, chained: tuple[Project, Task, Task, Task]) -> None:
    project, build, test, _live = chained
    first = tried(cast, project, build.key, duration_minutes=6 * DAY)
    assert tried(cast, project, build.key, duration_minutes=6 * DAY).stamp == first.stamp

    link_tasks(acting(cast.priya), test.key, predecessor=build.key, lag_minutes=DAY)
    second = tried(cast, project, build.key, duration_minutes=6 * DAY)
    assert second.stamp != first.stamp
    assert second.finish_at == first.finish_at + timedelta(days=1)

    calendar = cast.calendar
    calendar.spec = {**calendar.spec, "holidays": [*calendar.spec.get("holidays", []), "2026-03-10"]}
    calendar.save()
    third = tried(cast, project, build.key, duration_minutes=6 * DAY)
    assert third.finish_at == second.finish_at + timedelta(days=1), "a holiday was added to the calendar"


EDITS = st.one_of(
    st.builds(
        lambda days: {"constraint": "SNET", "constraint_on": date(2026, 3, 1) + timedelta(days=days)},
        st.integers(0, 40),
    ),
    st.builds(lambda half: {"duration_minutes": half * DAY // 2}, st.integers(0, 20)),
    st.builds(
        lambda kind, days: {"constraint": kind, "constraint_on": date(2026, 3, 1) + timedelta(days=days)},
        st.sampled_from(["MSO", "FNLT", "FNET"]),
        st.integers(0, 30),
    ),
    st.just({"constraint": "ASAP"}),
)

LAGS = st.builds(lambda days: Lag(days * DAY), st.integers(-2, 2)) | st.builds(
    lambda percent: Lag(percent=percent), st.sampled_from([-50, 25, 100])
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_previewed_is_what_a_drop_does(cast: Cast, data: st.DataObject) -> None:
    """For any small plan and any row of edits: the rows told, and no others, stand as they were told."""
    project = a_project(cast)
    phase = task(cast, project, "Phase")
    made = [
        task(cast, project, f"T{number}", days=data.draw(st.integers(0, 6)), parent=data.draw(_parents(phase)))
        for number in range(data.draw(st.integers(2, 6)))
    ]
    for number, after in enumerate(made[1:], start=1):
        before = data.draw(st.sampled_from([*made[:number], *([phase] if after.parent is None else [])]))
        kind, lag = data.draw(st.sampled_from(["FS", "SS", "FF", "SF"])), data.draw(LAGS)
        with suppress(Refused):  # a circle through the phase
            link_tasks(acting(cast.priya), after.key, predecessor=before.key, kind=kind, lag=lag)
    if data.draw(st.booleans()):
        report_progress(acting(cast.priya, NOON + timedelta(days=9)), made[0].key, percent=40)
    for _edit in range(3):
        key, changes = data.draw(st.sampled_from(made)).key, data.draw(EDITS)
        before_it = stands(project)
        try:
            found = tried(cast, project, key, **changes)
        except Invalid:
            with pytest.raises(Invalid):
                change_task(acting(cast.priya), key, changes=changes)
            continue
        change_task(acting(cast.priya), key, changes=changes)
        after_it = stands(project)
        assert {one.key: told(one) for one in found.rows} == {
            name: now for name, now in after_it.items() if now != before_it[name]
        }
        assert Project.objects.get(pk=project.pk).finish_at == found.finish_at


def _parents(phase: Task) -> st.SearchStrategy[str]:
    return st.sampled_from(["", phase.key])


def test_a_deadline_that_no_plan_reaches_is_refused_tried_or_made(cast: Cast) -> None:
    project = a_project(cast)
    key = task(cast, project, "Write", 1).key
    far = TaskChanges(deadline_on=date(9999, 12, 31))
    with pytest.raises(Invalid) as tried:
        queries.preview(actor(cast.priya), project, key, far)
    with pytest.raises(Invalid) as made:
        change_task(acting(cast.priya), key, changes=far)
    assert tried.value.fields == made.value.fields
    assert "deadline_on" in made.value.fields
