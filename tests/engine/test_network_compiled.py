"""The compiled passes and the plain ones are one: the same answers, and numba only where a plan is worth it."""

import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import given
from tests.engine.plans import HOUR, bound_plans, bound_tasks, plan

from goldenthread.engine import Link, Plan, Schedule, Task, reschedule, schedule
from goldenthread.engine import kernels as engine_kernels
from goldenthread.engine.network import compilation, warm

pytest.importorskip("numba", reason="numba is not installed: there are no compiled passes to compare")


def chain(size: int) -> Plan:
    tasks = tuple(Task(f"T{n}", (n % 7) * HOUR) for n in range(size))
    return plan(*tasks, links=tuple(Link(f"T{n}", f"T{n + 1 + n % 3}") for n in range(size - 4)))


def compiled(drawn: Plan) -> Schedule:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compilation, "LARGE", 0)
        return schedule(drawn)


@given(bound_plans(with_resources=True))
def test_compiled_passes_give_what_plain_ones_give(drawn: Plan) -> None:
    assert dict(compiled(drawn)) == dict(schedule(drawn))


@given(bound_plans(with_resources=True), bound_tasks("T0", with_alap=True))
def test_compiled_passes_reschedule_as_plain_ones_schedule(drawn: Plan, changed: Task) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compilation, "LARGE", 0)
        after = reschedule(drawn, schedule(drawn), {"T0": changed})
        found = dict(after)
    assert found == dict(schedule(after.plan))


def test_without_numba_a_large_plan_is_scheduled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = chain(compilation.LARGE)
    fast = dict(schedule(drawn))
    monkeypatch.setitem(sys.modules, "numba", None)
    for remembered in (compilation.compiled_kernels, engine_kernels._compiled):
        remembered.cache_clear()
    try:
        warm()
        assert compilation.compiled_kernels() is None
        assert dict(schedule(drawn)) == fast
    finally:
        for remembered in (compilation.compiled_kernels, engine_kernels._compiled):
            remembered.cache_clear()


def test_a_small_plan_does_not_load_numba_and_warming_does() -> None:
    code = """
import sys
from datetime import UTC, datetime, timedelta
from goldenthread.engine import Plan, Task, WorkCalendar, schedule
from goldenthread.engine.network import warm
tasks = tuple(Task(str(n), timedelta(hours=1)) for n in range(499))
schedule(Plan(tasks, (), WorkCalendar.always("UTC"), datetime(2026, 1, 1, tzinfo=UTC)))["7"]
print("numba" in sys.modules)
warm()
print("numba" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_times_beyond_every_year_are_refused_and_do_not_run_over() -> None:
    long = 3_000_000 * timedelta(days=1)
    with pytest.raises(ValueError, match="out_of_range"):
        _ = dict(schedule(plan(Task("A", long), Task("B", long), links=(Link("A", "B"),))))
    with pytest.raises(ValueError, match="out_of_range"):
        schedule(plan(Task("A", timedelta.max)))
    many = tuple(Task(f"T{n}", long) for n in range(20))
    with pytest.raises(ValueError, match="out_of_range"):
        schedule(plan(*many, links=tuple(Link(f"T{n}", f"T{n + 1}") for n in range(19))))
