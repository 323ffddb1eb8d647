"""The plan: a tree of tasks, links, constraints; its dates follow."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.business.projects.company import DAY, a_project, task
from tests.cast import NOON, OFFICE, Cast, acting

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.actions import (
    NewTask,
    add_task,
    assign_task,
    change_task,
    link_tasks,
    move_task,
    remove_task,
    unassign_task,
    unlink_tasks,
)
from goldenthread.business.projects.models import Project, Task
from goldenthread.business.work.actions import log_time
from goldenthread.business.work.models import Work
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Event


def berlin(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour - (2 if (month, day) >= (3, 29) else 1), tzinfo=UTC)


def fresh(found: Task) -> Task:
    return Task.objects.select_related("work").get(pk=found.pk)


def test_tasks_are_numbered_in_their_tree(cast: Cast) -> None:
    project = a_project(cast)
    build = task(cast, project, "Build")
    test = task(cast, project, "Test", days=2)
    pages = task(cast, project, "Pages", days=3, parent=build.key)
    design = task(cast, project, "Design", days=1, after=build.key)

    assert [fresh(found).wbs for found in (build, pages, design, test)] == ["1", "1.1", "2", "3"]

    move_task(acting(cast.priya), test.key, parent=build.key, place=1)
    assert [fresh(found).wbs for found in (build, test, pages, design)] == ["1", "1.1", "1.2", "2"]


def test_links_drive_dates_over_the_weekend(cast: Cast) -> None:
    project = a_project(cast)
    first = task(cast, project, "First", days=5)
    second = task(cast, project, "Second", days=2)
    link_tasks(acting(cast.priya), second.key, predecessor=first.key)

    first, second = fresh(first), fresh(second)
    assert first.early_start_at == berlin(3, 2, 9)
    assert first.early_finish_at == berlin(3, 6, 17)
    assert second.early_start_at == berlin(3, 9, 9)
    assert second.early_finish_at == berlin(3, 10, 17)
    assert (first.is_critical, second.is_critical) == (True, True)
    assert second.driver == {"kind": "link", "task": first.key, "type": "FS"}
    assert Project.objects.get(pk=project.pk).finish_at == berlin(3, 10, 17)
    assert second.work.due_at == berlin(3, 10, 17)


@pytest.mark.parametrize(
    ("kind", "lag_days", "start", "finish"),
    [
        ("FS", 1, berlin(3, 10, 9), berlin(3, 11, 17)),
        ("SS", 2, berlin(3, 4, 9), berlin(3, 5, 17)),
        ("FF", 0, berlin(3, 5, 9), berlin(3, 6, 17)),
        ("SF", 4, berlin(3, 4, 9), berlin(3, 5, 17)),
        ("FS", -1, berlin(3, 6, 9), berlin(3, 9, 17)),
    ],
)
def test_each_kind_of_link_with_its_lag(
    cast: Cast, kind: str, lag_days: int, start: datetime, finish: datetime
) -> None:
    project = a_project(cast)
    first = task(cast, project, "First", days=5)
    second = task(cast, project, "Second", days=2)
    link_tasks(acting(cast.priya), second.key, predecessor=first.key, kind=kind, lag_minutes=lag_days * DAY)

    assert (fresh(second).early_start_at, fresh(second).early_finish_at) == (start, finish)


def test_a_circle_is_refused_with_its_path(cast: Cast) -> None:
    project = a_project(cast)
    first, second = task(cast, project, "Pages", days=1), task(cast, project, "Load test", days=1)
    link_tasks(acting(cast.priya), second.key, predecessor=first.key)

    with pytest.raises(Refused, match="Pages") as refusal:
        link_tasks(acting(cast.priya), first.key, predecessor=second.key)
    assert "Load test" in str(refusal.value)
    assert fresh(first).links_in.count() == 0


def test_a_circle_through_a_private_task_is_refused_without_its_name_or_key(cast: Cast) -> None:
    project = a_project(cast)
    first, secret, last = (task(cast, project, title, days=1) for title in ("Pages", "Secret", "Load test"))
    link_tasks(acting(cast.priya), secret.key, predecessor=first.key)
    link_tasks(acting(cast.priya), last.key, predecessor=secret.key)
    Work.objects.filter(pk=secret.pk).update(is_private=True)

    with pytest.raises(Refused, match="A private task") as refusal:
        link_tasks(acting(cast.priya), first.key, predecessor=last.key)
    assert secret.key not in str(refusal.value)
    assert "Secret" not in str(refusal.value)


def test_a_task_cannot_wait_for_its_own_summary_or_itself(cast: Cast) -> None:
    project = a_project(cast)
    build = task(cast, project, "Build")
    pages = task(cast, project, "Pages", days=3, parent=build.key)

    with pytest.raises(Refused):
        link_tasks(acting(cast.priya), pages.key, predecessor=build.key)
    with pytest.raises(Invalid):
        link_tasks(acting(cast.priya), pages.key, predecessor=pages.key)


def test_summaries_roll_up(cast: Cast) -> None:
    project = a_project(cast)
    build = task(cast, project, "Build")
    one = task(cast, project, "One", days=2, parent=build.key, budget=1000)
    two = task(cast, project, "Two", days=3, parent=build.key, budget=500)
    link_tasks(acting(cast.priya), two.key, predecessor=one.key)

    build = fresh(build)
    assert (build.early_start_at, build.early_finish_at) == (berlin(3, 2, 9), berlin(3, 6, 17))
    assert build.duration_minutes == 5 * DAY
    assert build.budget == 1500
    with pytest.raises(Refused):
        change_task(acting(cast.priya), build.key, changes={"duration_minutes": 60})


def test_the_first_part_inherits_the_budget(cast: Cast) -> None:
    project = a_project(cast)
    build = task(cast, project, "Build", days=5, budget=1500)
    part = task(cast, project, "Pages", days=2, parent=build.key)

    assert (fresh(part).budget, fresh(build).budget) == (1500, 1500)


def test_constraint_deadline_and_float(cast: Cast) -> None:
    project = a_project(cast)
    task(cast, project, "Long", days=10)
    short = task(cast, project, "Short", days=2, constraint="SNET", constraint_on=date(2026, 3, 4))
    assert fresh(short).early_start_at == berlin(3, 4, 9)
    assert fresh(short).total_float_minutes == 6 * DAY

    change_task(acting(cast.priya), short.key, changes={"deadline_on": date(2026, 3, 4)})
    assert fresh(short).total_float_minutes == -1 * DAY
    assert fresh(short).is_critical


def test_a_task_on_its_own_calendar(cast: Cast) -> None:
    weekly = {**OFFICE["weekly"], "mon": [], "tue": [], "wed": []}  # type: ignore[dict-item]
    late = WorkCalendar.objects.create(
        key=next_key("CAL"), name="Late week", spec={"timezone": "Europe/Berlin", "weekly": weekly}
    )
    project = a_project(cast)
    found = task(cast, project, "Only late", days=2, calendar=late.key)

    assert (found.early_start_at, found.early_finish_at) == (berlin(3, 5, 9), berlin(3, 6, 17))


def test_only_what_moved_is_written(cast: Cast) -> None:
    project = a_project(cast)
    first, other = task(cast, project, "First", days=5), task(cast, project, "Other", days=1)
    before = fresh(other).version
    change_task(acting(cast.priya), first.key, changes={"duration_minutes": 6 * DAY})

    assert fresh(other).version == before
    moved = Event.objects.filter(name="PlanMoved", subject=project.key).latest("id")
    assert moved.data["finish"] == berlin(3, 9, 17).isoformat()
    assert moved.data["cause"] == first.key


def test_a_stale_edit_says_what_changed(cast: Cast) -> None:
    project = a_project(cast)
    found = task(cast, project, "First", days=5)
    change_task(acting(cast.priya, seen=found.version), found.key, changes={"title": "Second"})

    with pytest.raises(Stale) as refusal:
        change_task(acting(cast.priya, seen=found.version), found.key, changes={"title": "Third"})
    assert refusal.value.changes[0]["what"] == "TaskChanged"


def test_bad_input_is_said_at_its_field(cast: Cast) -> None:
    project = a_project(cast)
    found = task(cast, project, "First", days=5)
    for changes, field in [
        ({"title": " "}, "title"),
        ({"duration_minutes": -1}, "duration_minutes"),
        ({"budget": Decimal(-1)}, "budget"),
        ({"calendar": "CAL-999"}, "calendar"),
        ({"constraint": "MSO"}, "constraint_on"),
        ({"constraint": "NOW"}, "constraint"),
    ]:
        with pytest.raises(Invalid) as refusal:
            change_task(acting(cast.priya), found.key, changes=changes)  # type: ignore[arg-type]
        assert set(refusal.value.fields) == {field}
    with pytest.raises(Invalid):
        add_task(acting(cast.priya), project.key, new=NewTask("Lost", parent="TSK-999"))


def test_members_are_assigned(cast: Cast) -> None:
    project = a_project(cast)
    found = task(cast, project, "First", days=5)
    assign_task(acting(cast.priya), found.key, person=cast.tomas.key, units=50)
    assert fresh(found).work.assignee == cast.tomas
    with pytest.raises(Invalid):
        assign_task(acting(cast.priya), found.key, person=cast.daniel.key)

    unassign_task(acting(cast.priya), found.key, person=cast.tomas.key)
    assert fresh(found).work.assignee is None


def test_removing_takes_the_parts_along_but_never_work_done(cast: Cast) -> None:
    project = a_project(cast)
    build = task(cast, project, "Build")
    part = task(cast, project, "Pages", days=3, parent=build.key)
    other = task(cast, project, "Other", days=1)
    link_tasks(acting(cast.priya), other.key, predecessor=part.key)
    remove_task(acting(cast.priya), build.key)
    assert [found.key for found in Task.objects.all()] == [other.key]
    assert fresh(other).early_start_at == berlin(3, 2, 9)

    log_time(acting(cast.tomas, NOON + timedelta(days=1)), other.key, on=date(2026, 3, 2), minutes=30)
    with pytest.raises(Refused):
        remove_task(acting(cast.priya), other.key)
    with pytest.raises(Refused):
        task(cast, project, "Part", days=1, parent=other.key)


def test_who_may_plan(cast: Cast) -> None:
    project = a_project(cast)
    found = task(cast, project, "First", days=5)
    second = task(cast, project, "Second", days=5)
    for person in (cast.tomas, cast.mara, cast.ruth, cast.ines):
        with pytest.raises(NotAllowed):
            link_tasks(acting(person), second.key, predecessor=found.key)
    with pytest.raises(NotFound):
        change_task(acting(cast.nadia), found.key, changes={"title": "Mine"})


def test_unlinking_frees(cast: Cast) -> None:
    project = a_project(cast)
    first, second = task(cast, project, "First", days=5), task(cast, project, "Second", days=2)
    link_tasks(acting(cast.priya), second.key, predecessor=first.key)
    unlink_tasks(acting(cast.priya), second.key, predecessor=first.key)
    assert fresh(second).early_start_at == berlin(3, 2, 9)
    with pytest.raises(Invalid):
        unlink_tasks(acting(cast.priya), second.key, predecessor=first.key)
