"""The points of a frontier around a scenario's own limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.engine.errors import EngineError
from goldenthread.engine.selection import Candidate, Limits
from goldenthread.engine.selection.study import Effort, Study, study

QUICK = Effort(points=6, draws=0, time_limit=6)
COSTS = (30, 45, 60, 20)


def candidates(*values: float) -> list[Candidate]:
    return [
        Candidate(id=f"c{n}", value=value, cost={"capex": [cost]})
        for n, (value, cost) in enumerate(zip(values, COSTS, strict=True))
    ]


@given(st.lists(st.integers(1, 100), min_size=4, max_size=4), st.integers(20, 160))
def test_value_never_falls_as_the_money_rises_and_the_own_budget_is_a_point(values: list[int], budget: int) -> None:
    found = study(candidates(*values), Limits(money={("capex", 0): budget}), QUICK)
    told = [point.value for point in found.points]
    assert told == sorted(told)
    assert [point.level for point in found.points] == sorted(point.level for point in found.points)
    assert found.points[found.own].level == 1


def test_at_the_top_money_holds_nothing_back() -> None:
    found = study(candidates(10, 10, 10, 10), Limits(money={("capex", 0): 100}), QUICK)
    assert len(found.points[-1].chosen) == 4
    assert all(price == 0 for price in found.points[-1].prices.values())


def test_levels_at_which_what_is_mandatory_does_not_fit_are_left_out() -> None:
    some = [Candidate(id="must", value=1, cost={"capex": [50]}, mandatory=True), *candidates(9, 9, 9, 9)]
    found = study(some, Limits(money={("capex", 0): 100}), QUICK)
    assert found.points[0].level >= 0.5
    assert all("must" in point.chosen for point in found.points)


def test_what_the_own_limits_refuse_is_refused() -> None:
    some = [Candidate(id="must", value=1, cost={"capex": [500]}, mandatory=True)]
    with pytest.raises(EngineError) as error:
        study(some, Limits(money={("capex", 0): 100}), QUICK)
    assert error.value.code == "mandatory_above_limit"
    with pytest.raises(EngineError) as other:
        study(some, Limits(), QUICK)
    assert other.value.code == "no_money"


def test_it_tells_what_it_has_so_far_and_ends_when_asked() -> None:
    told: list[Study] = []
    whole = study(candidates(9, 8, 7, 6), Limits(money={("capex", 0): 60}), QUICK, tell=told.append)
    assert [len(one.points) for one in told] == sorted(len(one.points) for one in told)
    assert told[0].points[told[0].own].level == 1
    assert told[-1] == whole
    short = study(candidates(9, 8, 7, 6), Limits(money={("capex", 0): 60}), QUICK, should_stop=lambda: len(told) > 0)
    assert len(short.points) == 1


def test_each_point_asks_on_its_way_whether_to_go_on() -> None:
    told: list[Study] = []
    asked: list[int] = []

    def never() -> bool:
        asked.append(len(told))
        return False

    study(candidates(9, 8, 7, 6), Limits(money={("capex", 0): 60}), QUICK, tell=told.append, should_stop=never)
    for point in range(2, len(told) - 1):
        assert asked.count(point) > 1, "once between the points, and within each"
