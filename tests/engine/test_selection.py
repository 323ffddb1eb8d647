"""What a selection promises: the best there is, true reasons, and stability."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.engine.choices import answer, cases, every_choice, is_kept, pick, value_of

from goldenthread.engine.selection import Candidate, LimitKey, Limits, Prerequisite, select


def raised(limits: Limits, lacks: dict[LimitKey, float]) -> Limits:
    """The limits, each higher by what was lacking, and the rules that stood in the way taken away."""
    money, capacity, risk = dict(limits.money), dict(limits.capacity), limits.risk
    gone = {key.name for key in lacks if key.kind in ("exclusive", "prerequisite", "balance")}
    for key, amount in lacks.items():
        if key.kind == "money":
            money[key.name, key.period] += amount
        elif key.kind == "capacity":
            capacity[key.name, key.period] += amount
        elif key.kind == "risk":
            risk += amount
    return replace(
        limits,
        money=money,
        capacity=capacity,
        risk=risk,
        exclusive=tuple(names for names in limits.exclusive if names not in gone),
        prerequisites=tuple(need for need in limits.prerequisites if (need.candidate, need.needs) not in gone),
        balance=tuple(part for part in limits.balance if (part.group, "most", part.of) not in gone),
    )


@settings(max_examples=50)
@given(cases())
def test_a_small_selection_is_the_best_of_all_there_are(case: tuple[list[Candidate], Limits]) -> None:
    found, limits = case
    kept = [starts for starts in every_choice(found) if is_kept(found, limits, starts)]
    told = answer(found, limits)
    assert (told is None) == (not kept)
    if told is not None:
        assert is_kept(found, limits, dict(told.starts))
        assert told.value == pytest.approx(value_of(found, dict(told.starts)))
        assert told.value == pytest.approx(max(value_of(found, starts) for starts in kept))
        assert told.is_proven
        assert set(told.chosen) | set(told.dropped) == {candidate.id for candidate in found}
        assert all(price >= 0 for price in told.prices.values())
        assert all(use.used <= use.limit + 1e-6 for use in told.used.values())


@settings(max_examples=25)
@given(cases())
def test_raising_what_a_dropped_one_lacks_lets_it_in(case: tuple[list[Candidate], Limits]) -> None:
    found, limits = case
    told = answer(found, limits)
    for name, dropped in told.dropped.items() if told else ():
        candidate = next(c for c in found if c.id == name)
        if not dropped.limits:
            assert max(candidate.value_at(start) for start in candidate.starts) <= 0
            continue
        more = raised(limits, dict(dropped.limits))
        assert any(is_kept(found, more, {**told.starts, name: start}) for start in candidate.starts)
        assert not any(
            is_kept(found, limits, {**told.starts, name: s}) for s in candidate.starts if candidate.value_at(s) > 0
        )


def test_what_is_under_way_costs_to_stop() -> None:
    going = Candidate(id="going", value=1, cost={"A": [3]}, stop_cost={"A": [3]})
    told = select([going, *pick("new")], Limits(money={("A", 0): 8}))
    assert told.chosen == ("going", "new")
    told = select([replace(going, stop_cost={"A": [1]}), *pick("new")], Limits(money={("A", 0): 6}))
    assert told.chosen == ("new",)
    assert told.used[LimitKey("money", "A", 0)].used == 6
    assert told.used[LimitKey("money", "A", 0)].limit == 6


def test_a_later_start_makes_room() -> None:
    found = [Candidate(id=n, value={0: 10, 1: 9}, cost={"A": [5]}, latest=1) for n in "ab"]
    told = select(found, Limits(money={("A", 0): 5, ("A", 1): 5}))
    assert sorted(told.starts.values()) == [0, 1]
    assert told.value == 19


def test_net_value_leaves_out_what_costs_more_than_it_brings() -> None:
    found = [Candidate(id="good", value=9, cost={"A": [5]}), Candidate(id="bad", value=4, cost={"A": [5]})]
    assert select(found, Limits(), objective="net_value").chosen == ("good",)
    assert select(found, Limits()).chosen == ("good", "bad")


def test_nothing_to_choose_from_is_nothing_chosen() -> None:
    assert select([], Limits()).chosen == ()
    assert select(pick("a", "b"), Limits()).chosen == ("a", "b")


def test_stability_is_the_share_of_draws_in_which_one_stays() -> None:
    found = [
        Candidate(id="sure", value=100, cost={"A": [5]}, value_spread=0.05),
        Candidate(id="close", value=20, cost={"A": [5]}, value_spread=0.3),
        Candidate(id="rival", value=20, cost={"A": [5]}, value_spread=0.3),
        Candidate(id="weak", value=1, cost={"A": [5]}, value_spread=0.05),
    ]
    told = select(found, Limits(money={("A", 0): 10}), draws=200, seed=3)
    assert told.stability["sure"] == 1
    assert told.stability["weak"] == 0
    assert told.stability["close"] + told.stability["rival"] == pytest.approx(1)
    assert 0.35 < told.stability["close"] < 0.65
    assert select(found, Limits(money={("A", 0): 10}), draws=200, seed=3).stability == told.stability


def test_a_mandatory_one_that_costs_nothing_stays_in_every_draw() -> None:
    candidates = [
        Candidate(id="must", value=5, mandatory=True),
        Candidate(id="one", value=50, cost={"capex": [50]}, value_spread=0.3, cost_spread=0.2),
        Candidate(id="two", value=40, cost={"capex": [50]}, value_spread=0.3, cost_spread=0.2),
    ]
    found = select(candidates, Limits(money={("capex", 0): 100}), draws=40, time_limit=5)
    assert found.stability["must"] == 1
    assert 0 < found.stability["two"] <= found.stability["one"] <= 1
    assert found.stability["one"] + found.stability["two"] >= 1


def test_what_is_needed_goes_last_where_it_brings_nothing_itself() -> None:
    candidates = [
        Candidate(id="base", value=-5, cost={"capex": [10]}, cost_spread=0.3),
        Candidate(id="top", value=90, cost={"capex": [40]}, cost_spread=0.3),
        Candidate(id="side", value=10, cost={"capex": [50]}, cost_spread=0.3),
    ]
    limits = Limits(money={("capex", 0): 100}, prerequisites=(Prerequisite("top", "base"),))
    found = select(candidates, limits, draws=40, time_limit=5)
    assert found.stability["top"] == found.stability["base"] > 0.9
    assert 0.3 < found.stability["side"] < 0.9
