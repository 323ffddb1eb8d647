"""Crashing against every way of shortening small plans, tried one by one."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.plans import HOUR, ZERO, free_plans, point

from goldenthread.engine import Plan, crash, schedule


@settings(max_examples=15)
@given(free_plans(), st.data())
def test_crashing_is_never_dearer_than_any_way_tried(drawn: Plan, data: st.DataObject) -> None:
    small = replace(
        drawn,
        tasks=tuple(replace(t, duration=min(t.duration, 3 * HOUR)) for t in drawn.tasks[:4]),
        links=tuple(ln for ln in drawn.links if {ln.predecessor, ln.successor} <= {"T0", "T1", "T2", "T3"}),
    )
    costs = {t.id: data.draw(st.integers(0, 9)) for t in small.tasks}
    ways = [
        (
            schedule(replace(small, tasks=tuple(replace(t, duration=d * HOUR) for t, d in zip(small.tasks, way)))),  # noqa: B905
            sum(costs[t.id] * (t.duration // HOUR - d) for t, d in zip(small.tasks, way)),  # noqa: B905
        )
        for way in product(*(range(t.duration // HOUR + 1) for t in small.tasks))
    ]
    best: dict[timedelta, int] = {}
    for done, cost in ways:
        length = max(point(done.finish), ZERO)
        best[length] = min(best.get(length, cost), cost)
    goal = data.draw(st.sampled_from(sorted(best)))
    crashed = crash(small, {t.id: (ZERO, costs[t.id]) for t in small.tasks}, goal, unit=HOUR)
    assert crashed.cost == min(cost for length, cost in best.items() if length <= goal)
    kept = replace(small, tasks=tuple(replace(t, duration=crashed.durations[t.id]) for t in small.tasks))
    assert point(schedule(kept).finish) <= goal
