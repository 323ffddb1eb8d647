"""Levelling around closed spans: what may not go on in them keeps out, and nobody is asked for too much."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.engine import Demand, Link, Plan, Resource, Task, WorkCalendar
from goldenthread.engine.levelling.around import Around, level_around

MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALWAYS = WorkCalendar.always("UTC")


@settings(max_examples=40, deadline=None)
@given(
    lengths=st.lists(st.integers(0, 30), min_size=1, max_size=6),
    chain=st.booleans(),
    windows=st.lists(st.tuples(st.integers(0, 80), st.integers(1, 40)), max_size=3),
    closed_for=st.sets(st.integers(0, 5)),
)
def test_no_task_goes_on_or_ends_in_a_span_closed_to_it(
    lengths: list[int], chain: bool, windows: list[tuple[int, int]], closed_for: set[int]
) -> None:
    """Tasks of one person, in a chain or not, any of them kept out of any spans."""
    tasks = tuple(
        Task(f"t{n}", length * HOUR, demands=(Demand(1, "ann"),) if length else ()) for n, length in enumerate(lengths)
    )
    links = tuple(Link(f"t{n}", f"t{n + 1}") for n in range(len(lengths) - 1)) if chain else ()
    plan = Plan(tasks, links, ALWAYS, MONDAY, resources=(Resource("ann"),))
    spans = [(MONDAY + begin * HOUR, MONDAY + (begin + length) * HOUR) for begin, length in windows]
    closed = {task.id: spans for n, task in enumerate(tasks) if n in closed_for}
    found = level_around(Around(plan, "finish", {}, closed), time_limit=0).levelled
    for task in closed:
        start, finish = found.starts[task], found.finishes[task]
        for begin, end in spans:
            assert finish <= begin or start >= end, (task, start, finish)
            assert not start == finish == begin
    working = [task.id for task in tasks if task.duration]
    for one, other in combinations(working, 2):
        assert found.finishes[one] <= found.starts[other] or found.finishes[other] <= found.starts[one]
    for link in links:
        assert found.finishes[link.predecessor] <= found.starts[link.successor]


def test_what_must_wait_says_until_when() -> None:
    plan = Plan((Task("live", timedelta(0)),), (), ALWAYS, MONDAY)
    found = level_around(Around(plan, "finish", {}, {"live": [(MONDAY, MONDAY + 5 * HOUR)]}), time_limit=0)
    assert found.levelled.starts["live"] == MONDAY + 5 * HOUR
    assert found.behind == {"live": MONDAY + 5 * HOUR}
