"""What a schedule promises: links, constraints, floats, actuals, summaries, drivers, and rescheduling."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.plans import (
    ALWAYS,
    HOUR,
    OFFICE,
    RESOURCES,
    START,
    WEEKEND,
    ZERO,
    at,
    bound_plans,
    bound_tasks,
    free_plans,
    plan,
    point,
)

from goldenthread.engine import (
    Demand,
    Link,
    Plan,
    Project,
    Schedule,
    Task,
    reschedule,
    schedule,
)
from goldenthread.engine.instants import length_of, micros_of
from goldenthread.engine.network.axis import open_spans
from goldenthread.engine.network.tables import KINDS, LINK_TYPES

DAY = 8 * HOUR


def points(scheduled: Schedule, task_id: str) -> tuple[float, ...]:
    row = scheduled[task_id]
    return tuple(point(d) / HOUR for d in (row.early_start, row.early_finish, row.late_start, row.late_finish))


def slack(link: Link, of: tuple[datetime, datetime], to: tuple[datetime, datetime]) -> timedelta:
    """What a link leaves on the office's axis, between two pairs of dates."""
    begin = of[link.type[0] == "F"]
    end = to[link.type[1] == "F"]
    return point(end) - point(begin) - link.lag


def placed(scheduled: Schedule, task_id: str) -> tuple[Any, ...]:
    """A task's line of `Schedule.places`, from the task itself."""
    row, link = scheduled[task_id], scheduled[task_id].driver.link
    return (
        micros_of(row.early_start),
        micros_of(row.early_finish),
        micros_of(row.late_finish),
        length_of(row.total_float),
        row.is_critical,
        KINDS.index(row.driver.kind),
        list(scheduled).index(link.predecessor) if link else -1,
        LINK_TYPES.index(link.type) if link else -1,
    )


@given(free_plans())
def test_early_and_late_dates_both_keep_every_link(drawn: Plan) -> None:
    scheduled = schedule(drawn)
    for link in drawn.links:
        p, s = scheduled[link.predecessor], scheduled[link.successor]
        assert slack(link, (p.early_start, p.early_finish), (s.early_start, s.early_finish)) >= ZERO
        assert slack(link, (p.late_start, p.late_finish), (s.late_start, s.late_finish)) >= ZERO


@given(free_plans())
def test_floats_are_what_the_dates_leave(drawn: Plan) -> None:
    scheduled = schedule(drawn)
    for task in drawn.tasks:
        row = scheduled[task.id]
        outs = [link for link in drawn.links if link.predecessor == task.id]
        slacks = [
            slack(link, (row.early_start, row.early_finish), (s.early_start, s.early_finish))
            for link in outs
            for s in [scheduled[link.successor]]
        ]
        assert row.free_float == min(slacks, default=point(scheduled.finish) - point(row.early_finish))
        assert row.total_float == point(row.late_start) - point(row.early_start)
        assert point(row.early_finish) - point(row.early_start) == task.duration
        assert row.is_critical == (row.total_float == ZERO)
        assert row.total_float >= ZERO
        assert point(row.early_start) >= ZERO


@given(free_plans())
def test_no_task_could_be_earlier(drawn: Plan) -> None:
    """Against a fixed point reached by pushing tasks until every link holds."""
    early = {task.id: ZERO for task in drawn.tasks}
    work = {task.id: task.duration for task in drawn.tasks}
    for _, link in product(drawn.tasks, drawn.links):
        p, s = link.predecessor, link.successor
        held = early[p] + (work[p] if link.type[0] == "F" else ZERO) + link.lag
        early[s] = max(early[s], held - (work[s] if link.type[1] == "F" else ZERO))
    scheduled = schedule(drawn)
    assert {name: point(scheduled[name].early_start) for name in early} == early


@given(free_plans(one_calendar=False))
def test_tasks_work_their_duration_in_their_own_hours(drawn: Plan) -> None:
    scheduled = schedule(drawn)
    for task in drawn.tasks:
        row, calendar = scheduled[task.id], task.calendar or drawn.calendar
        assert sum((b - a for a, b in row.segments), ZERO) == task.duration
        if task.duration:
            assert calendar.is_open(row.early_start)
            assert calendar.previous_open(row.early_finish) == row.early_finish


@given(free_plans(one_calendar=False))
def test_across_calendars_no_successor_starts_before_its_predecessor_is_done(drawn: Plan) -> None:
    scheduled = schedule(replace(drawn, links=tuple(Link(ln.predecessor, ln.successor) for ln in drawn.links)))
    for link in drawn.links:
        p, s = scheduled[link.predecessor], scheduled[link.successor]
        calendar = next(t.calendar for t in drawn.tasks if t.id == link.successor) or OFFICE
        assert calendar.between(s.early_start, p.early_finish) == ZERO
        assert p.total_float >= ZERO


@given(st.data(), bound_plans(with_resources=True))
def test_rescheduling_gives_what_scheduling_anew_gives(data: st.DataObject, drawn: Plan) -> None:
    before = schedule(drawn)
    leaves = [task for task in drawn.tasks if task.id.startswith("T")]
    changes = {}
    for task in data.draw(st.lists(st.sampled_from(leaves), max_size=3, unique=True)):
        changed = data.draw(bound_tasks(task.id, with_alap=data.draw(st.booleans())))
        shape = {"calendar": task.calendar, "demands": task.demands} if data.draw(st.booleans()) else {}
        changes[task.id] = replace(changed, **shape)
    after = reschedule(drawn, before, changes)
    anew = schedule(replace(drawn, tasks=tuple(changes.get(task.id, task) for task in drawn.tasks)))
    assert dict(after) == dict(anew)
    assert after.finish == anew.finish
    assert set(after.moved_since(before)) == {name for name in after if after[name] != before[name]}
    again = reschedule(after.plan, after, {task.id: task for task in drawn.tasks if task.id in changes})
    assert dict(again) == dict(before)


def test_a_task_that_keeps_its_dates_in_other_hours_counts_as_moved() -> None:
    drawn = plan(Task("a", 8 * HOUR, calendar=OFFICE), Task("b", ZERO))
    before = schedule(drawn)
    after = reschedule(drawn, before, {"a": {"calendar": replace(OFFICE, holidays=frozenset({date(2030, 1, 1)}))}})
    assert after["a"].early_finish == before["a"].early_finish
    assert after.moved_since(before) == ("a",)


@given(st.data(), bound_plans(with_resources=True))
def test_places_tell_in_columns_what_the_tasks_tell(data: st.DataObject, drawn: Plan) -> None:
    before = schedule(drawn)
    leaf = data.draw(st.sampled_from([task for task in drawn.tasks if task.id.startswith("T")]))
    after = reschedule(drawn, before, {leaf.id: replace(leaf, duration=leaf.duration + 7 * HOUR)})
    names = [task.id for task in drawn.tasks]
    for scheduled in (before, after):
        told = zip(*scheduled.places.lists(slice(None)), strict=True)
        assert dict(zip(names, told, strict=True)) == {name: placed(scheduled, name) for name in names}
    differing = [names[row] for row in after.places.differing(before.places)]
    assert differing == [name for name in names if placed(after, name) != placed(before, name)]


@given(bound_plans(with_resources=True))
def test_the_longest_path_is_held_together_by_drivers_up_to_the_finish(drawn: Plan) -> None:
    scheduled = schedule(drawn)
    path = scheduled.longest_path
    assert scheduled[path[-1]].early_finish == scheduled.finish
    assert scheduled[path[0]].driver.predecessor is None
    assert [scheduled[name].driver.predecessor for name in path[1:]] == list(path[:-1])


@given(bound_plans(with_resources=True))
def test_remaining_work_starts_no_earlier_than_the_status_date(drawn: Plan) -> None:
    scheduled = schedule(drawn)
    for task in drawn.tasks:
        if drawn.status_at and task.id.startswith("T") and not task.actual_finish:
            row = scheduled[task.id]
            told = [row.early_finish] if task.actual_start else [row.early_start, row.early_finish]
            for at_last in told:
                assert not open_spans(row.calendars, micros_of(at_last), micros_of(drawn.status_at))
        if task.actual_start and task.actual_finish:
            assert (scheduled[task.id].early_start, scheduled[task.id].early_finish) == (
                task.actual_start,
                task.actual_finish,
            )
            assert not scheduled[task.id].is_critical


def test_fridays_closing_and_mondays_opening_are_one_point() -> None:
    scheduled = schedule(plan(Task("A", DAY), Task("B", DAY), links=(Link("A", "B"),)))
    assert scheduled["A"].early_finish == OFFICE.instant(START.date(), "18:00")
    assert scheduled["B"].early_start == OFFICE.next_open(scheduled["A"].early_finish)
    assert scheduled["A"].free_float == ZERO
    assert scheduled.critical == ("A", "B")


@pytest.mark.parametrize(
    ("constraint", "expected", "total"),
    [
        ("MSO", (4, 8, 4, 8), 0),
        ("MFO", (0, 4, 0, 4), 0),
        ("SNET", (8, 12, 20, 24), 12),
        ("FNET", (8, 12, 20, 24), 12),
        ("SNLT", (8, 12, 4, 8), -4),
        ("FNLT", (8, 12, 0, 4), -8),
        ("ALAP", (20, 24, 20, 24), 0),
        ("ASAP", (8, 12, 20, 24), 12),
        (None, (8, 12, 20, 24), 12),
    ],
)
def test_each_constraint_holds_in_its_way(constraint: Any, expected: tuple[int, ...], total: int) -> None:
    dated = at(4) if constraint not in (None, "ASAP", "ALAP") else None
    bound = Task("B", 4 * HOUR, constraint=constraint, constraint_at=dated)
    scheduled = schedule(plan(Task("A", DAY), bound, Task("C", 24 * HOUR), links=(Link("A", "B"),)))
    assert points(scheduled, "B") == expected
    assert scheduled["B"].total_float == total * HOUR


def test_an_inflexible_constraint_wins_over_a_link_and_shows_negative_float() -> None:
    pinned = Task("B", 4 * HOUR, constraint="MSO", constraint_at=at(5))
    scheduled = schedule(plan(Task("A", DAY), pinned, links=(Link("A", "B"),)))
    assert points(scheduled, "B") == (5, 9, 5, 9)
    assert scheduled["B"].driver.kind == "constraint"
    assert (scheduled["A"].total_float, scheduled["A"].free_float) == (-3 * HOUR, -3 * HOUR)
    assert scheduled["A"].is_critical


def test_a_task_as_late_as_possible_takes_its_free_float_and_moves_nothing_else() -> None:
    late = Task("B", 2 * HOUR, constraint="ALAP")
    links = (Link("B", "C"), Link("A", "C"))
    scheduled = schedule(plan(Task("A", DAY), late, Task("C", DAY), Task("D", 40 * HOUR), links=links))
    assert points(scheduled, "B")[:2] == (6, 8)
    assert points(scheduled, "C")[:2] == (8, 16)
    assert scheduled["B"].free_float == ZERO


def test_a_deadline_that_cannot_be_kept_makes_the_path_before_it_critical() -> None:
    late = Task("B", DAY, deadline=at(12))
    scheduled = schedule(plan(Task("A", DAY), late, Task("C", 40 * HOUR), links=(Link("A", "B"),)))
    assert scheduled["A"].total_float == scheduled["B"].total_float == -4 * HOUR
    assert scheduled.critical == ("A", "C", "B")


def test_a_summary_spans_its_leaves_and_links_on_it_reach_them_all() -> None:
    tasks = (Task("A", 4 * HOUR), Task("S", ZERO), Task("B", 4 * HOUR, parent="S"), Task("C", 6 * HOUR, parent="S"))
    scheduled = schedule(plan(*tasks, Task("D", HOUR), links=(Link("A", "S"), Link("S", "D"))))
    assert points(scheduled, "S") == (4, 10, 4, 10)
    assert [points(scheduled, name)[0] for name in "BCD"] == [4, 4, 10]
    assert (scheduled["S"].total_float, scheduled["S"].is_critical) == (ZERO, True)
    assert scheduled["B"].free_float == 2 * HOUR


def test_what_binds_a_summary_binds_its_leaves() -> None:
    summary = Task("S", ZERO, constraint="SNET", constraint_at=at(3), deadline=at(5))
    scheduled = schedule(plan(summary, Task("A", 4 * HOUR, parent="S")))
    assert points(scheduled, "A") == (3, 7, 1, 5)


def test_actuals_stay_and_the_rest_waits_for_the_status_date() -> None:
    tasks = (
        Task("A", DAY, actual_start=at(0), actual_finish=at(10)),
        Task("B", DAY, actual_start=at(10)),
        Task("C", DAY, actual_start=at(11), remaining=6 * HOUR),
        Task("D", 2 * HOUR),
    )
    scheduled = schedule(plan(*tasks, links=(Link("A", "B"), Link("B", "D", "SS")), status_at=at(12)))
    assert points(scheduled, "A")[:2] == (0, 10)
    assert points(scheduled, "B")[:2] == (10, 18)
    assert points(scheduled, "C")[:2] == (11, 18)
    assert points(scheduled, "D")[:2] == (12, 14)
    assert scheduled["D"].driver.kind == "status"
    assert scheduled["A"].driver.kind == "actual"


def test_work_that_was_interrupted_resumes_when_its_link_lets_it() -> None:
    tasks = (Task("A", 20 * HOUR), Task("B", 8 * HOUR, actual_start=at(0), remaining=4 * HOUR))
    scheduled = schedule(plan(*tasks, links=(Link("A", "B"),), status_at=at(4)))
    row = scheduled["B"]
    assert points(scheduled, "B")[:2] == (0, 28)
    assert sum((b - a for a, b in row.segments), ZERO) == 8 * HOUR
    assert (row.driver.kind, row.driver.predecessor) == ("link", "A")


def test_a_driver_names_the_link_the_calendar_or_the_start() -> None:
    tasks = (Task("A", DAY), Task("B", DAY), Task("C", HOUR, calendar=WEEKEND), Task("D", HOUR, calendar=ALWAYS))
    scheduled = schedule(plan(*tasks, links=(Link("A", "B"), Link("B", "C"), Link("B", "D"))))
    kinds = {name: (scheduled[name].driver.kind, scheduled[name].driver.predecessor) for name in "ABCD"}
    assert kinds == {"A": ("start", None), "B": ("link", "A"), "C": ("calendar", "B"), "D": ("link", "B")}


@pytest.mark.parametrize(
    ("lag_calendar", "opens"),
    [
        ("successor", "2026-03-28 11:00"),
        ("predecessor", "2026-04-03 10:00"),
        ("project", "2026-04-03 10:00"),
        ("elapsed", "2026-03-28 10:00"),
    ],
)
def test_a_lag_counts_on_the_calendar_it_names(lag_calendar: Any, opens: str) -> None:
    weekender = Task("B", HOUR, calendar=WEEKEND)
    row = schedule(plan(Task("A", DAY), weekender, links=(Link("A", "B", "FS", HOUR, lag_calendar),)))["B"]
    assert row.early_start.astimezone(OFFICE.zone).strftime("%Y-%m-%d %H:%M") == opens


def test_a_milestone_is_reached_when_its_predecessor_is_done() -> None:
    scheduled = schedule(plan(Task("A", DAY), Task("M", ZERO), Task("N", ZERO), links=(Link("A", "M"),)))
    assert scheduled["M"].early_start == scheduled["M"].early_finish == scheduled["A"].early_finish
    assert scheduled["N"].early_start == scheduled["N"].early_finish == START


def test_the_longest_path_shows_what_holds_the_end_where_no_float_is_nought() -> None:
    tasks = (Task("A", DAY), Task("B", DAY, deadline=at(4)), Task("C", HOUR))
    scheduled = schedule(plan(*tasks, Task("D", HOUR, deadline=at(0)), links=(Link("A", "B"), Link("C", "D"))))
    assert [scheduled[name].total_float for name in "ABCD"] == [-12 * HOUR, -12 * HOUR, -2 * HOUR, -2 * HOUR]
    assert scheduled.longest_path == ("A", "B")


@pytest.mark.parametrize(
    ("calendar", "names", "opens"),
    [
        (None, "N", "2026-03-27 09:00"),  # a resource without hours of its own changes nothing
        (None, "W", "2026-03-27 10:00"),
        (WEEKEND, "N", "2026-03-27 10:00"),
        (ALWAYS, "W", "2026-03-27 10:00"),
        (OFFICE, "W", "2026-03-27 10:00"),
        (None, "RW", "2026-03-27 10:00"),
    ],
)
def test_a_task_works_on_its_own_calendar_and_on_those_of_its_resources(calendar: Any, names: str, opens: str) -> None:
    task = Task("A", 8 * HOUR, calendar, demands=tuple(Demand(1, name) for name in names))
    row = schedule(plan(task, resources=RESOURCES))["A"]
    assert row.early_start.astimezone(OFFICE.zone).strftime("%Y-%m-%d %H:%M") == opens
    assert sum((b - a for a, b in row.segments), ZERO) == 8 * HOUR
    bound = [c for c in (calendar, *(r.calendar for r in RESOURCES if r.id in names)) if c is not None]
    assert all(c.between(a, b) == b - a for c in bound for a, b in row.segments)


def test_projects_have_their_own_release_due_date_and_finish() -> None:
    projects = (Project("P", release=at(4)), Project("Q", due=at(2)))
    tasks = (Task("A", 2 * HOUR, project="P"), Task("B", 4 * HOUR, project="Q"), Task("C", HOUR, project="Q"))
    scheduled = schedule(plan(*tasks, Task("D", 20 * HOUR), projects=projects))
    assert points(scheduled, "A") == (4, 6, 4, 6)
    assert scheduled["A"].driver.kind == "release"
    assert (scheduled["B"].total_float, scheduled["C"].total_float) == (-2 * HOUR, HOUR)


def test_an_empty_plan_finishes_as_it_starts() -> None:
    assert schedule(plan()).finish == START
