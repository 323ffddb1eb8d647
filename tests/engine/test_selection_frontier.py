"""What more of a limit brings: the price of one more unit, and a frontier that never falls."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.choices import LONG, answer, cases, hard, pick

from goldenthread.engine.selection import Candidate, LimitKey, Limits, frontier, select


def test_a_price_is_what_one_more_unit_brings() -> None:
    found = [Candidate(id=f"C{n}", value=float(value), cost={"A": [1]}) for n, value in enumerate([9, 7, 5, 3])]
    told = select(found, Limits(money={("A", 0): 2}))
    assert told.chosen == ("C0", "C1")
    price = told.prices[LimitKey("money", "A", 0)]
    assert 5 <= price <= 7
    assert select(found, Limits(money={("A", 0): 3})).value - told.value == 5
    assert select(found, Limits(money={("A", 0): 9})).prices[LimitKey("money", "A", 0)] == 0
    assert told.dropped["C2"].limits == {LimitKey("money", "A", 0): 1}
    assert told.dropped["C2"].priced == price


@settings(max_examples=15)
@given(cases(), st.sampled_from(["money", "capacity"]))
def test_the_frontier_never_falls(case: tuple[list[Candidate], Limits], along: Any) -> None:
    found, limits = case
    curve = frontier(found, limits, along=along, points=[0.5, 1.0, 1.5, 3.0], time_limit=LONG)
    for lower, higher in pairwise(curve):
        assert lower.level < higher.level
        assert lower.value <= higher.value + 1e-9
    here = answer(found, limits)
    at_one = [point.value for point in curve if point.level == 1]
    assert at_one == pytest.approx([here.value] if here else [])
    assert all(lower.bound <= higher.bound for lower, higher in pairwise(curve))


def test_the_frontier_reaches_from_little_to_where_nothing_is_held_back() -> None:
    curve = frontier(pick("a", "b", "c", "d"), Limits(money={("A", 0): 10}), along=("money", "A"), points=4)
    assert [point.level for point in curve] == [0.5, 1, 1.5, 2]
    assert [len(point.chosen) for point in curve] == [1, 2, 3, 4]


def test_stopped_a_frontier_is_the_levels_reached() -> None:
    found, limits = hard(300)
    heard = [0.0]
    curve = frontier(
        found,
        limits,
        along="money",
        points=[0.5, 1.0, 1.5, 2.0],
        time_limit=20,
        on_progress=heard.append,
        should_stop=lambda: heard[-1] > 0.3,
    )
    assert [point.level for point in curve] == [0.5, 1.0][: len(curve)]
    assert curve
    assert all(point.value <= point.bound for point in curve)
