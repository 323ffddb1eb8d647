"""Every published network, scheduled on an always open calendar and on office hours, and read back as points."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.engine.vectors import read_vectors

from goldenthread.engine import WorkCalendar
from goldenthread.engine.network import Link, Plan, Schedule, Task, crash, path_estimate, schedule

VECTORS = read_vectors("cpm.json")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WEEK = ("mon", "tue", "wed", "thu", "fri")
OFFICE = WorkCalendar.from_spec(
    {"timezone": "UTC", "weekly": {d: [["08:00", "12:00"], ["13:00", "17:00"]] for d in WEEK}}
)
ALWAYS = WorkCalendar.always("UTC")
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)


def unit_of(case: dict[str, Any]) -> timedelta:
    return MINUTE if case["unit"] == "working minute" else HOUR


def plan_of(case: dict[str, Any], calendar: WorkCalendar) -> Plan:
    unit, told = unit_of(case), case["calendar"]
    start = datetime.fromisoformat(told["project_start"]).replace(tzinfo=UTC) if told else MONDAY
    tasks = tuple(Task(task["id"], task["duration"] * unit) for task in case["tasks"])
    links = tuple(Link(d["pred"], d["succ"], d["type"], d["lag"] * unit) for d in case["dependencies"])
    return Plan(tasks, links, calendar, start)


def point(plan: Plan, at: datetime) -> timedelta:
    return plan.calendar.between(plan.start, at) - plan.calendar.between(at, plan.start)


def told(plan: Plan, scheduled: Schedule, task_id: str, unit: timedelta) -> dict[str, float]:
    row = scheduled[task_id]
    dates = {"es": row.early_start, "ef": row.early_finish, "ls": row.late_start, "lf": row.late_finish}
    floats = {"tf": row.total_float / unit, "ff": row.free_float / unit}
    return {name: point(plan, at) / unit for name, at in dates.items()} | floats


@pytest.mark.parametrize("calendar", [ALWAYS, OFFICE], ids=["always", "office"])
@pytest.mark.parametrize("case", VECTORS["vectors"], ids=lambda case: case["id"])
def test_every_published_date_and_float_is_met(case: dict[str, Any], calendar: WorkCalendar) -> None:
    plan, unit = plan_of(case, calendar), unit_of(case)
    scheduled = schedule(plan)
    for task_id, expected in case["expected"]["tasks"].items():
        assert told(plan, scheduled, task_id, unit) == expected, task_id
    assert point(plan, scheduled.finish) / unit == case["expected"]["project_duration"]
    assert sorted(scheduled.critical) == sorted(case["expected"]["critical"])


@pytest.mark.parametrize("case", [c for c in VECTORS["vectors"] if c["calendar"]], ids=lambda case: case["id"])
def test_the_dates_are_those_that_were_stored(case: dict[str, Any]) -> None:
    plan = plan_of(case, OFFICE)
    scheduled = schedule(plan)
    names = {"EarlyStart": "early_start", "EarlyFinish": "early_finish", "LateStart": "late_start"}
    for task_id, dates in case["calendar"]["iso_dates"].items():
        for stored, name in (names | {"LateFinish": "late_finish"}).items():
            at = datetime.fromisoformat(dates[stored]).replace(tzinfo=UTC)
            assert point(plan, getattr(scheduled[task_id], name)) == point(plan, at), (task_id, name)


@pytest.mark.parametrize("case", VECTORS["pert"], ids=lambda case: case["id"])
def test_a_path_estimate_has_the_published_mean_and_deviation(case: dict[str, Any]) -> None:
    mean, sigma = path_estimate(case["activities"], [tuple(pair) for pair in case["deps"]])
    assert (mean, sigma) == pytest.approx((case["expected"]["mean"], case["expected"]["sigma"]))


@pytest.mark.parametrize("case", VECTORS["crash"], ids=lambda case: case["id"])
@pytest.mark.parametrize("unit", [MINUTE, HOUR, timedelta(days=1)])
def test_crashing_costs_what_is_published(case: dict[str, Any], unit: timedelta) -> None:
    base = next(vector for vector in VECTORS["vectors"] if vector["id"] == case["base"])
    tasks = tuple(Task(task["id"], task["duration"] * unit) for task in base["tasks"])
    links = tuple(Link(d["pred"], d["succ"]) for d in base["dependencies"])
    plan = Plan(tasks, links, ALWAYS, MONDAY)
    options = {name: (shortest * unit, cost) for name, (shortest, cost) in case["crash"].items()}
    for name, cost in case["expected"].items():
        crashed = crash(plan, options, int(name.removeprefix("cost_to_")) * unit)
        assert crashed.cost == cost
        shorter = Plan(tuple(Task(t.id, crashed.durations[t.id]) for t in tasks), links, ALWAYS, MONDAY)
        assert schedule(shorter).finish == MONDAY + int(name.removeprefix("cost_to_")) * unit
