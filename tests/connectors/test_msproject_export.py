"""Plans written for Microsoft Project: in its schema's order, and the same plan when they come back."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.business.projects.company import a_project, task
from tests.cast import NOON, Cast, acting, actor
from tests.connectors.mspdi_order import ORDER

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.actions import (
    Lag,
    NewTask,
    ResourceFacts,
    add_resource,
    add_task,
    assign_task,
    baseline_project,
    change_task,
    link_tasks,
    report_progress,
    use_resource,
)
from goldenthread.business.projects.models import Assignment, Baseline, Dependency, Project, ResourceUse, Task
from goldenthread.connectors.msproject import export_file, import_file
from goldenthread.connectors.msproject.write_tasks import percent_complete
from goldenthread.foundation.keys import next_key

NOW = datetime(2026, 3, 10, 11, tzinfo=UTC)
TAG = "{http://schemas.microsoft.com/project}"
NIGHT = {
    "timezone": "Europe/Berlin",
    "weekly": {
        "mon": [["22:00", "24:00"]],
        **{day: [["00:00", "06:00"], ["22:00", "24:00"]] for day in ("tue", "wed", "thu", "fri")},
        "sat": [["00:00", "06:00"]],
        "sun": [],
    },
    "holidays": ["2026-03-12"],
    "breaks": {"2026-03-17": [["00:00", "02:00"]]},
    "exceptions": {"2026-03-21": [["08:00", "12:00"]]},
}
pytestmark = pytest.mark.django_db


def written(cast: Cast, project: Project, who: Any = None) -> bytes:
    out = io.BytesIO()
    export_file(actor(who or cast.priya), project.key, out, at=NOW)
    return out.getvalue()


def bring(cast: Cast, project: Project, content: bytes) -> Any:
    return import_file(acting(cast.priya, NOW), project.key, io.BytesIO(content), name="plan.xml")


def a_rich_plan(cast: Cast) -> Project:
    """One of everything that a plan can hold."""
    project = a_project(cast)
    night = WorkCalendar.objects.create(key=next_key("CAL"), name="Night <shift>", spec=NIGHT)
    task(cast, project, "Build")
    build = Task.objects.get(project=project)
    first = task(cast, project, "Pages & “forms”", 3, 900, parent=build.key, description="Line one\nLine  two")
    dry = task(cast, project, "Dry", 2, parent=build.key, is_elapsed=True, priority=900)
    last = task(cast, project, "At night", 1, 0, calendar=night.key, deadline_on=date(2026, 3, 20))
    gate = task(cast, project, "Gate", is_milestone=True, constraint="SNET", constraint_on=date(2026, 3, 25))
    as_priya = acting(cast.priya)
    link_tasks(as_priya, dry.key, predecessor=first.key, lag=Lag(percent=50, calendar="elapsed"))
    link_tasks(as_priya, last.key, predecessor=dry.key, kind="SS", lag=Lag(-120))
    link_tasks(as_priya, gate.key, predecessor=build.key, kind="FF", lag=Lag(600, calendar="elapsed"))
    assign_task(as_priya, first.key, person=cast.tomas.key, units=50, work_minutes=720)
    facts = ResourceFacts(name="Crane", calendar=night.key, rate=Decimal("80.5"), cost_per_use=Decimal(20))
    crane = add_resource(as_priya, project.key, facts=facts)
    sand = add_resource(as_priya, project.key, facts=ResourceFacts(name="Sand", kind="material", unit="t"))
    use_resource(as_priya, last.key, resource=crane.pk, units=Decimal(50))
    use_resource(as_priya, first.key, resource=sand.pk, units=Decimal("2.5"), cost=Decimal(99))
    baseline_project(as_priya, project.key, reason="Agreed")
    report_progress(acting(cast.priya, NOW), first.key, percent=40)
    return Project.objects.get(pk=project.pk)


def meaning_of(project: Project) -> dict[str, Any]:
    """All that a plan says, by title; titles are told apart by the test."""
    fields = (
        "duration_minutes", "duration_seconds", "is_elapsed", "is_milestone", "constraint", "constraint_at",
        "deadline_on", "deadline_at", "budget", "fixed_cost", "priority", "percent", "actual_start_at",
        "actual_finish_at", "remaining_minutes", "early_start_at", "early_finish_at", "late_finish_at", "wbs",
        "total_float_minutes",
    )  # fmt: skip
    said: dict[str, Any] = {}
    for one in Task.objects.filter(project=project).select_related("work", "calendar"):
        said[one.work.title] = {name: getattr(one, name) for name in fields} | {
            "calendar": one.calendar.spec if one.calendar else None
        }
    links = Dependency.objects.filter(successor__project=project).select_related("predecessor__work", "successor__work")
    said["links"] = sorted(
        (one.predecessor.work.title, one.successor.work.title, one.kind, one.lag_minutes, one.lag_percent or 0)
        for one in links
    )
    people = Assignment.objects.filter(task__project=project).select_related("task__work")
    said["people"] = sorted((one.task.work.title, one.person_id, one.units, one.work_minutes) for one in people)
    uses = ResourceUse.objects.filter(task__project=project).select_related("task__work", "resource")
    said["uses"] = sorted((one.task.work.title, one.resource.name, one.units, one.work_minutes) for one in uses)
    return said | {"start": project.start_on, "finish": project.finish_at, "calendar": project.calendar.spec}


def in_order(element: Element) -> list[str]:
    """The parts that stand where the schema does not want them, or that it does not know."""
    name = element.tag.removeprefix(TAG)
    wrong = []
    if name in ORDER:
        order = {part: place for place, part in enumerate(ORDER[name].split())}
        found = [part.tag.removeprefix(TAG) for part in element]
        places = [order.get(part, -1) for part in found]
        wrong = [f"{name}/{part}" for part, place in zip(found, places, strict=True) if place < 0]
        wrong += [name] if places != sorted(places) else []
    return wrong + [fault for part in element for fault in in_order(part)]


def test_every_part_stands_where_the_schema_wants_it(cast: Cast) -> None:
    root = fromstring(written(cast, a_rich_plan(cast)))

    assert root.tag == f"{TAG}Project"
    assert in_order(root) == []
    assert len(root.findall(f"{TAG}Tasks/{TAG}Task")) == 5


def test_a_plan_comes_back_into_its_own_project_without_a_change(cast: Cast) -> None:
    project = a_rich_plan(cast)
    before, kept = meaning_of(project), Baseline.objects.count()

    done = bring(cast, project, written(cast, project)).done

    assert (done.created, done.updated, done.ties, done.calendars, done.kept_resources) == (0, 0, 0, 0, 0)
    assert not done.is_any
    assert meaning_of(Project.objects.get(pk=project.pk)) == before
    assert Baseline.objects.count() == kept


def test_a_plan_comes_into_another_project_as_the_same_plan(cast: Cast) -> None:
    project, other = a_rich_plan(cast), a_project(cast, name="Another", start_on=date(2026, 1, 5))

    done = bring(cast, other, written(cast, project))

    assert done.differing == []
    assert done.losses == []
    given, told = meaning_of(project), meaning_of(Project.objects.get(pk=other.pk))
    assert Task.objects.get(project=other, work__title="Pages & “forms”").work.description == "Line one\nLine  two"
    assert told == given
    assert done.done.baselines == 1


def test_holds_of_levelling_are_told_as_lost(cast: Cast) -> None:
    project = a_project(cast)
    held = task(cast, project, "Pages", days=2)
    task(cast, project, "Load test", days=2)
    until = datetime(2026, 3, 4, 7, tzinfo=UTC)
    change_task(acting(cast.priya), held.key, changes={"levelled_at": until})
    told = export_file(actor(cast.priya), project.key, io.BytesIO(), at=NOW)
    assert [(loss.field, loss.task, loss.value) for loss in told.losses] == [
        ("LevelingDelay", "Pages", until.isoformat())
    ]


def test_who_does_not_see_money_writes_a_file_without_it_that_takes_none_away(cast: Cast) -> None:
    project = a_rich_plan(cast)
    content = written(cast, project, cast.tomas)

    assert b"<Cost>" not in content
    assert b"<StandardRate>" not in content
    bring(cast, project, content)
    assert Task.objects.get(project=project, work__title="Pages & “forms”").budget == 900


@st.composite
def plans(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Tasks one after another: below an earlier one or at the top, linked to earlier ones of other branches."""
    count = draw(st.integers(1, 6))
    rows = []
    for number in range(count):
        constraint = draw(st.sampled_from(["ASAP", "ASAP", "SNET", "FNLT", "MSO"]))
        rows.append(
            {
                "parent": draw(st.none() | st.integers(0, number - 1)) if number else None,
                "minutes": draw(st.integers(0, 4000)),
                "is_elapsed": draw(st.booleans()),
                "is_milestone": draw(st.integers(0, 5)) == 0,
                "budget": draw(st.decimals(0, 10_000, places=2)),
                "fixed_cost": draw(st.decimals(0, 100, places=2)),
                "priority": draw(st.integers(0, 1000)),
                "constraint": constraint,
                "on": date(2026, 3, 2) + timedelta(days=draw(st.integers(0, 40))),
                "deadline": draw(st.none() | st.dates(date(2026, 3, 2), date(2026, 6, 1))),
                "before": draw(st.none() | st.integers(0, number - 1)) if number else None,
                "kind": draw(st.sampled_from(["FS", "SS", "FF", "SF"])),
                "lag": draw(
                    st.builds(Lag, st.integers(-3000, 3000), calendar=st.sampled_from(["successor", "elapsed"]))
                    | st.builds(Lag, percent=st.integers(-100, 200), calendar=st.sampled_from(["successor", "elapsed"]))
                ),
                "percent": draw(st.sampled_from([0, 0, 0, 25, 60, 100])),
            }
        )
    return rows


def grown(cast: Cast, rows: list[dict[str, Any]]) -> Project:
    """The plan as far as the house allows it; what it refuses is left out."""
    project, made, parents = a_project(cast), [], {row["parent"] for row in rows}
    for number, row in enumerate(rows):
        leaf = number not in parents
        new = NewTask(
            f"Task {number}",
            parent=made[row["parent"]].key if row["parent"] is not None else "",
            duration_minutes=0 if row["is_milestone"] or not leaf else row["minutes"],
            is_milestone=row["is_milestone"] and leaf,
            is_elapsed=row["is_elapsed"] and leaf,
            budget=row["budget"] if leaf else Decimal(0),
            fixed_cost=row["fixed_cost"] if leaf else Decimal(0),
            priority=row["priority"],
            constraint=row["constraint"] if leaf else "ASAP",
            constraint_on=row["on"],
            deadline_on=row["deadline"],
        )
        made.append(add_task(acting(cast.priya), project.key, new=new))
    for number, row in enumerate(rows):
        if row["before"] is not None:
            attempt(
                link_tasks,
                cast,
                made[number].key,
                predecessor=made[row["before"]].key,
                kind=row["kind"],
                lag=row["lag"],
            )
    for number, row in enumerate(rows):
        if row["percent"] and number not in parents:
            percent = 100 if row["is_milestone"] else row["percent"]
            attempt(report_progress, cast, made[number].key, percent=percent)
    return Project.objects.get(pk=project.pk)


def attempt(act: Any, cast: Cast, key: str, **known: Any) -> None:
    from goldenthread.foundation.errors import GoldenthreadError

    try:
        with transaction.atomic():
            act(acting(cast.priya, NOW), key, **known)
    except GoldenthreadError:
        pass


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(rows=plans())
def test_any_plan_comes_back_as_the_same_plan(cast: Cast, rows: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        project = grown(cast, rows)
        content = written(cast, project)
        assert in_order(fromstring(content)) == []

        assert not bring(cast, project, content).done.is_any

        other = a_project(cast, name="Another", start_on=date(2026, 2, 2))
        done = bring(cast, other, content)
        assert done.losses == []
        assert meaning_of(Project.objects.get(pk=other.pk)) == meaning_of(Project.objects.get(pk=project.pk))
        assert not bring(cast, Project.objects.get(pk=other.pk), content).done.is_any
        transaction.set_rollback(True)


def test_percent_complete_is_of_the_length_and_how_far_it_is_stands_beside_it(cast: Cast) -> None:
    project = a_project(cast)
    one = task(cast, project, "Slow", 4, 100)
    report_progress(acting(cast.priya, NOON), one.key, percent=50, remaining_minutes=3 * 480)
    found = Task.objects.get(pk=one.pk)

    assert percent_complete(found) == 25
    root = fromstring(written(cast, project))
    told = root.find(f"{TAG}Tasks/{TAG}Task")
    assert told is not None
    assert told.findtext(f"{TAG}PercentComplete") == "25"
    assert told.findtext(f"{TAG}PhysicalPercentComplete") == "50"
    assert told.findtext(f"{TAG}EarnedValueMethod") == "1"
