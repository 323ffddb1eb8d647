"""Levelled plans have no overloads, keep every link and date, and get better for as long as they may."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.level_checks import ALWAYS, best_makespan, faults
from tests.engine.plans import HOUR, OFFICE, START, WEEKEND, ZERO, at, free_plans

from goldenthread.engine import Demand, EngineError, Incumbent, Link, Plan, Project, Resource, Task, level, schedule
from goldenthread.engine.levelling import warm
from goldenthread.engine.levelling.answering import modelled
from goldenthread.engine.levelling.model.compiling import Question
from goldenthread.engine.levelling.search.population import Elders, Population
from goldenthread.engine.levelling.search.record import Record

DAWN = datetime(2026, 1, 5, tzinfo=UTC)
ONE = (Demand(1, "Ann"),)
ANN = Resource("Ann")


@pytest.fixture(scope="module", autouse=True)
def _ready() -> None:
    warm()


def plan(*tasks: Task, **more: Any) -> Plan:
    return Plan(tasks, more.pop("links", ()), OFFICE, START, resources=more.pop("resources", (ANN,)), **more)


@st.composite
def small_plans(draw: st.DrawFn) -> Plan:
    """Up to six tasks in hours with finish-to-start links and named demands, on a calendar that never closes."""
    names = [f"T{n}" for n in range(draw(st.integers(1, 6)))]
    capacity = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    tasks = tuple(
        Task(
            name,
            draw(st.integers(0, 5)) * HOUR,
            demands=tuple(Demand(draw(st.integers(0, most)), f"R{r}") for r, most in enumerate(capacity)),
        )
        for name in names
    )
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=5))
    links = tuple(Link(a, b) for a, b in {tuple(sorted(pair)) for pair in pairs if pair[0] != pair[1]})
    return Plan(tasks, links, ALWAYS, DAWN, resources=tuple(Resource(f"R{r}", c) for r, c in enumerate(capacity)))


@st.composite
def staffed_plans(draw: st.DrawFn) -> Plan:
    """Free plans of any links and calendars whose tasks demand a shared machine and people by skill."""
    bare = draw(free_plans(one_calendar=draw(st.booleans())))
    people = tuple(
        Resource(f"P{n}", skills={skill: draw(st.integers(1, 2)) for skill in draw(st.sampled_from(["a", "b", "ab"]))})
        for n in range(3)
    )
    everyone = (*people, Resource("all round", skills={"a": 2, "b": 2}), Resource("second", skills={"a": 2, "b": 2}))
    demands = st.lists(
        st.sampled_from(
            [Demand(1, "machine"), Demand(2, "machine"), Demand(1, skill="a"), Demand(1, skill="b", level=2)]
        ),
        max_size=2,
        unique_by=lambda demand: demand.skill or demand.resource,
    )
    tasks = tuple(Task(t.id, t.duration, t.calendar, demands=tuple(draw(demands))) for t in bare.tasks)
    return Plan(tasks, bare.links, bare.calendar, bare.start, resources=(Resource("machine", 2), *everyone))


@given(small_plans())
@settings(max_examples=30)
def test_a_small_plan_is_as_short_as_trying_every_order_makes_it(small: Plan) -> None:
    levelled = level(small, time_limit=60, workers=1)
    assert faults(small, levelled) == []
    assert levelled.value == best_makespan(small)
    assert levelled.is_proven
    assert levelled.gap == 0
    assert levelled.lower_bound == levelled.finish


@given(staffed_plans())
@settings(max_examples=30)
def test_a_levelled_plan_keeps_links_calendars_skills_and_capacities(staffed: Plan) -> None:
    levelled = level(staffed, time_limit=0.2, workers=1)
    assert faults(staffed, levelled) == []
    assert levelled.lower_bound <= levelled.finish
    assert levelled.bound <= levelled.value


@given(staffed_plans())
@settings(max_examples=40)
def test_the_first_plan_keeps_all_that_too(staffed: Plan) -> None:
    assert faults(staffed, level(staffed, time_limit=0)) == []


@given(free_plans(one_calendar=False))
def test_without_demands_tasks_start_when_the_schedule_says(free: Plan) -> None:
    levelled, scheduled = level(free, time_limit=0), schedule(free)
    for task in free.tasks:
        calendar = task.calendar or free.calendar
        early = scheduled[task.id].early_start
        assert levelled.starts[task.id] >= early or not calendar.between(levelled.starts[task.id], early)
        if all(other.duration for other in free.tasks):
            assert not calendar.between(early, levelled.starts[task.id])


@given(small_plans(), st.integers(0, 3))
@settings(max_examples=20)
def test_one_worker_gives_the_same_plan_for_the_same_seed(small: Plan, seed: int) -> None:
    first, second = (level(small, time_limit=60, workers=1, seed=seed) for _ in range(2))
    assert first == second


def test_two_tasks_of_one_person_follow_each_other_and_say_why() -> None:
    levelled = level(plan(Task("A", 3 * HOUR, demands=ONE), Task("B", 3 * HOUR, demands=ONE)), time_limit=1)
    (move,) = levelled.moves
    other = {"A": "B", "B": "A"}[move.task]
    assert (move.cause, move.cause_id, move.blockers, move.behind) == ("resource", "Ann", (other,), None)
    assert (move.before, move.shift) == (START, 3 * HOUR)
    assert levelled.is_proven


def test_a_follower_names_what_moved_its_predecessor() -> None:
    tasks = [Task("A", 2 * HOUR, demands=ONE, priority=900), Task("B", 2 * HOUR, demands=ONE), Task("C", HOUR)]
    levelled = level(plan(*tasks, links=(Link("B", "C"), Link("A", "B", "SS"))), time_limit=1)
    by_task = {move.task: move for move in levelled.moves}
    assert (by_task["C"].behind, by_task["C"].cause, by_task["C"].cause_id) == ("B", "resource", "Ann")


def test_a_task_works_in_the_hours_of_the_resource_it_names() -> None:
    named = plan(Task("A", 9 * HOUR, demands=ONE), resources=(Resource("Ann", calendar=WEEKEND),))
    levelled = level(named, time_limit=0)
    assert faults(named, levelled) == []
    assert (levelled.moves, levelled.finish) == ((), schedule(named).finish)


def test_a_task_waits_until_someone_with_the_skill_is_there_throughout() -> None:
    skilled = plan(
        Task("A", 2 * HOUR, demands=(Demand(1, skill="python"),)),
        resources=(Resource("Ann", calendar=WEEKEND, skills={"python": 1}),),
    )
    levelled = level(skilled, time_limit=0)
    assert faults(skilled, levelled) == []
    assert (levelled.moves[0].cause, levelled.moves[0].cause_id) == ("calendar", "Ann")


def test_operations_come_first() -> None:
    levelled = level(plan(Task("A", HOUR, demands=ONE)), time_limit=0, load={"Ann": [(START, at(6), 0.5)]})
    assert (levelled.starts["A"], levelled.moves[0].cause) == (at(6).replace(hour=at(6).hour), "calendar")


def test_the_heavier_project_goes_first_when_weights_count() -> None:
    tasks = [Task("A", 4 * HOUR, project="light", demands=ONE), Task("B", 4 * HOUR, project="heavy", demands=ONE)]
    projects = (Project("light", 1), Project("heavy", 5))
    levelled = level(plan(*tasks, projects=projects), objective="weighted_finish", time_limit=1)
    assert levelled.starts["B"] == START
    assert levelled.value == 4 * 5 + 8 * 1
    assert levelled.is_proven


def test_running_work_stays_and_done_work_is_kept() -> None:
    tasks = [
        Task("done", 2 * HOUR, actual_start=START, actual_finish=at(2), demands=ONE),
        Task("running", 6 * HOUR, actual_start=at(2), remaining=4 * HOUR, demands=ONE),
        Task("next", 3 * HOUR, demands=ONE, priority=999),
    ]
    levelled = level(plan(*tasks, status_at=at(4)), time_limit=1)
    assert levelled.starts["running"] == at(2)
    assert levelled.finishes["done"] == at(2)
    assert levelled.starts["next"] == OFFICE.next_open(at(8))


def test_frozen_tasks_stay_where_they_are() -> None:
    tasks = [Task("A", 3 * HOUR, demands=ONE), Task("B", 3 * HOUR, demands=ONE, priority=999)]
    assert level(plan(*tasks), time_limit=1, freeze=["A"]).starts["A"] == START
    assert level(plan(*tasks), time_limit=1, freeze=["B"]).starts["B"] == START
    assert level(plan(*tasks), time_limit=1, freeze={"B": at(1)}).starts == {"A": at(4), "B": at(1)}


def test_better_plans_stream_in_with_rising_bounds() -> None:
    told: list[Incumbent] = []
    levelled = level(crowd(), time_limit=2, on_better=told.append)
    values = [incumbent.value for incumbent in told]
    assert values == sorted(set(values), reverse=True)
    assert [incumbent.bound for incumbent in told] == sorted(incumbent.bound for incumbent in told)
    assert levelled.value == values[-1]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_search_that_is_told_to_stop_stops(workers: int) -> None:
    asked: list[float] = []

    def should_stop() -> bool:
        asked.append(time.perf_counter())
        return len(asked) > 3

    levelled = level(crowd(), time_limit=600, workers=workers, should_stop=should_stop)
    assert faults(crowd(), levelled) == []


def crowd() -> Plan:
    """Forty tasks of seven lengths on two resources, in four chains: enough to search in."""
    tasks = tuple(
        Task(f"T{n}", (1 + n * n % 7) * HOUR, demands=(Demand(1 + n % 3, "R"), Demand(1 + n % 2, "Q")))
        for n in range(40)
    )
    links = tuple(Link(f"T{n}", f"T{n + 4}") for n in range(0, 36, 2))
    return Plan(tasks, links, ALWAYS, DAWN, resources=(Resource("R", 4), Resource("Q", 3)))


def test_in_the_first_plan_nobody_idles_who_could_begin() -> None:
    able = tuple(Resource(f"P{n}", skills={"a": 1}) for n in range(3))
    tasks = tuple(Task(f"T{n}", (1 + n % 5) * HOUR, demands=(Demand(1 + n % 2, skill="a"),)) for n in range(20))
    levelled = level(Plan(tasks, (), ALWAYS, DAWN, resources=able), time_limit=0)
    busy = [
        sum(
            int(t.demands[0].units) for t in tasks if levelled.starts[t.id] <= DAWN + n * HOUR < levelled.finishes[t.id]
        )
        for n in range((levelled.finish - DAWN) // HOUR)
    ]
    last_single = max((levelled.starts[t.id] - DAWN) // HOUR for t in tasks if t.demands[0].units == 1)
    assert busy[:last_single] == [3] * last_single


def test_islands_that_have_settled_mix() -> None:
    elders: Elders = {}
    model = modelled(crowd(), Question(), Record(0))
    first, second = (Population(model, seed, 0.0, elders) for seed in (1, 2))
    while not elders:
        first.step(50, 0.0)
    while elders:
        second.step(50, 0.0)
    second.step(1, 0.0)
    assert second.best[0] <= first.best[0]


def test_a_plan_without_tasks_is_done_at_once() -> None:
    levelled = level(plan(), time_limit=1)
    assert (levelled.finish, levelled.is_proven, levelled.starts) == (START, True, {})


def test_a_milestone_takes_nobody() -> None:
    levelled = level(plan(Task("A", HOUR, demands=ONE), Task("M", ZERO, demands=ONE)), time_limit=0)
    assert levelled.starts["M"] == START


def refusal(asked: Plan, **more: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(EngineError) as refused:
        level(asked, time_limit=1, **more)
    return refused.value.code, refused.value.values


def test_what_cannot_be_is_refused_with_who_is_at_fault() -> None:
    def of(*demands: Demand) -> Plan:
        return plan(Task("A", HOUR, demands=demands))

    skilled = (Resource("Ann", skills={"python": 1}),)
    asks = plan(Task("A", HOUR, demands=(Demand(2, skill="python"),)), resources=skilled)
    assert refusal(of(Demand(2, "Ann"))) == (
        "demand_above_capacity",
        {"task": "A", "units": 2, "capacity": 1, "resource": "Ann"},
    )
    assert refusal(asks)[0] == "demand_above_capacity"
    assert refusal(of(Demand(1, "Bob"))) == ("unknown_resource", {"task": "A", "resource": "Bob"})
    assert refusal(of(Demand(1, skill="python"))) == (
        "no_such_skill",
        {"task": "A", "skill": "python", "level": 0},
    )
    assert refusal(of(Demand(1)))[0] == "empty_demand"
    assert refusal(of(Demand(float("nan"), "Ann")))[0] == "bad_units"
    assert refusal(plan(Task("A", HOUR), resources=(ANN, ANN))) == ("duplicate_resource", {"resource": "Ann"})
    assert refusal(of(Demand(1, "Ann")), load={"Bob": []})[0] == "unknown_resource"
    assert refusal(of(), objective="cost")[0] == "unknown_objective"
    assert refusal(of(), workers=0)[0] == "bad_workers"


def test_a_cycle_is_refused_with_its_path() -> None:
    looped = plan(Task("A", HOUR), Task("B", HOUR), links=(Link("A", "B"), Link("B", "A")))
    assert refusal(looped) == ("cycle", {"path": ["A", "B", "A"]})


def test_frozen_tasks_that_collide_are_refused_with_their_names() -> None:
    code, values = refusal(plan(Task("A", 2 * HOUR, demands=ONE), Task("B", 2 * HOUR, demands=ONE)), freeze=["A", "B"])
    assert (code, values["resource"], values["tasks"]) == ("frozen_collide", "Ann", ["A", "B"])


def test_a_skill_that_is_never_there_long_enough_is_named() -> None:
    closed = OFFICE.from_spec({"timezone": "UTC", "weekly": {}})
    nobody = (Resource("Ann", calendar=closed, skills={"python": 1}),)
    code, values = refusal(plan(Task("A", HOUR, demands=(Demand(1, skill="python"),)), resources=nobody))
    assert (code, values["task"], values["skills"]) == ("never_fits", "A", ["python"])


def test_a_resource_that_never_opens_is_refused_as_the_schedule_does() -> None:
    closed = OFFICE.from_spec({"timezone": "UTC", "weekly": {}})
    code, _ = refusal(plan(Task("A", HOUR, demands=ONE), resources=(Resource("Ann", calendar=closed),)))
    assert code == "never_open"
