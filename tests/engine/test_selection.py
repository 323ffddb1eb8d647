"""What a selection promises: the best there is, true reasons, prices, a frontier that never falls, and stability."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.engine import EngineError
from goldenthread.engine.selection import (
    Balance,
    Candidate,
    LimitKey,
    Limits,
    Prerequisite,
    Selection,
    frontier,
    select,
)
from goldenthread.engine.selection import search as searching
from goldenthread.engine.selection.cores import Cores
from goldenthread.engine.selection.problem import problem_of
from goldenthread.engine.selection.search import Search, improve
from goldenthread.engine.selection.solver import is_feasible, relaxation_of

PERIODS = 3
LONG = 300.0  # seconds: small ones are solved to the end long before
amounts = st.integers(0, 9).map(float)


@st.composite
def candidates(draw: st.DrawFn, name: str) -> Candidate:
    earliest = draw(st.integers(0, 1))
    is_under_way = earliest == 0 and draw(st.integers(0, 4)) == 0
    return Candidate(
        id=name,
        value=float(draw(st.integers(-2, 20))),
        cost={fund: draw(st.lists(amounts, max_size=2)) for fund in draw(st.sets(st.sampled_from("AB")))},
        capacity={"build": draw(st.lists(amounts, max_size=2))},
        risk=draw(amounts),
        earliest=earliest,
        latest=0 if is_under_way else earliest + draw(st.integers(0, 1)),
        mandatory=draw(st.integers(0, 6)) == 0,
        groups=tuple(draw(st.sets(st.sampled_from(["run", "grow"])))),
        stop_cost={"A": [1.0]} if is_under_way else {},
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Candidate], Limits]:
    names = [f"C{n}" for n in range(draw(st.integers(1, 5)))]
    found = [draw(candidates(name)) for name in names]
    pairs = [
        draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)) for _ in range(2 * (len(names) > 1))
    ]
    groups = sorted({group for candidate in found for group in candidate.groups})
    limits = Limits(
        money={(fund, p): float(draw(st.integers(0, 25))) for fund in "AB" for p in range(PERIODS)},
        capacity={("build", p): float(draw(st.integers(0, 20))) for p in range(PERIODS)},
        exclusive=tuple(tuple(pair) for pair in pairs[:1] if draw(st.booleans())),
        prerequisites=tuple(
            Prerequisite(*sorted(pair), lag=draw(st.integers(0, 1))) for pair in pairs[1:] if draw(st.booleans())
        ),
        balance=tuple(Balance(group, most=0.7, of="cost") for group in groups[:1] if draw(st.booleans())),
        risk=draw(st.none() | st.integers(5, 30).map(float)),
    )
    return found, limits


def every_choice(found: list[Candidate]) -> Iterator[dict[str, int]]:
    for way in product(*([None, *candidate.starts] for candidate in found)):
        yield {candidate.id: start for candidate, start in zip(found, way, strict=True) if start is not None}


def is_kept(found: list[Candidate], limits: Limits, starts: dict[str, int]) -> bool:
    """The rules, said once more in plain words."""
    chosen = [candidate for candidate in found if candidate.id in starts]

    def spent(table: str, name: str, period: int) -> float:
        total = 0.0
        for candidate in chosen:
            told = getattr(candidate, table).get(name, [])
            n = period - starts[candidate.id]
            total += told[n] if 0 <= n < len(told) else 0
        if table == "cost":
            for candidate in found:
                told = candidate.stop_cost.get(name, [])
                total += told[period] if candidate.id not in starts and period < len(told) else 0
        return total

    cost = sum(candidate.total_cost for candidate in chosen)
    return all(
        [
            all(candidate.id in starts for candidate in found if candidate.mandatory),
            all(spent("cost", *key) <= bound + 1e-9 for key, bound in limits.money.items()),
            all(spent("capacity", *key) <= bound + 1e-9 for key, bound in limits.capacity.items()),
            limits.risk is None or sum(candidate.risk for candidate in chosen) <= limits.risk + 1e-9,
            all(sum(name in starts for name in names) <= 1 for names in limits.exclusive),
            all(
                need.candidate not in starts
                or (need.needs in starts and starts[need.needs] + need.lag <= starts[need.candidate])
                for need in limits.prerequisites
            ),
            all(
                sum(c.total_cost for c in chosen if balance.group in c.groups) <= balance.most * cost + 1e-9
                for balance in limits.balance
            ),
        ]
    )


def value_of(found: list[Candidate], starts: dict[str, int]) -> float:
    return sum(candidate.value_at(starts[candidate.id]) for candidate in found if candidate.id in starts)


def answer(found: list[Candidate], limits: Limits, **more: Any) -> Selection | None:
    try:
        return select(found, limits, time_limit=LONG, **more)
    except EngineError as error:
        codes = ("mandatory_excluded", "mandatory_above_limit", "prerequisite_too_late", "no_start", "no_selection")
        assert error.code in codes  # noqa: PT017
        return None


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


def pick(*names: str, **more: Any) -> list[Candidate]:
    return [Candidate(id=name, value=10, cost={"A": [5]}, **more) for name in names]


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


def test_the_frontier_reaches_from_little_to_where_nothing_is_held_back() -> None:
    curve = frontier(pick("a", "b", "c", "d"), Limits(money={("A", 0): 10}), along=("money", "A"), points=4)
    assert [point.level for point in curve] == [0.5, 1, 1.5, 2]
    assert [len(point.chosen) for point in curve] == [1, 2, 3, 4]


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


def refused(found: list[Candidate], limits: Limits, **more: Any) -> EngineError:
    with pytest.raises(EngineError) as error:
        select(found, limits, **more)
    return error.value


def test_a_mandatory_pair_that_excludes_itself_is_named() -> None:
    found = [*pick("a", "b", mandatory=True), *pick("c")]
    assert refused(found, Limits(exclusive=(("a", "c", "b"),))).values == {"candidates": ["a", "b"]}
    needed = Limits(exclusive=(("b", "c"),), prerequisites=(Prerequisite("a", "c"),))
    error = refused(found, needed)
    assert (error.code, error.values) == ("mandatory_excluded", {"candidates": ["b", "c"]})


def test_a_mandatory_set_above_a_limit_is_named_with_the_limit() -> None:
    error = refused(pick("a", "b", mandatory=True), Limits(money={("A", 0): 8}))
    assert error.code == "mandatory_above_limit"
    assert error.values["limit"] == LimitKey("money", "A", 0)
    assert (error.values["needed"], error.values["limit_is"]) == (10, 8)
    assert error.values["candidates"] == ["a", "b"]


def test_limits_that_fall_short_only_together_are_named() -> None:
    """Each of three has room in either period, and each period has room for one."""
    found = [Candidate(id=n, value=1, cost={"A": [5]}, latest=1, mandatory=True) for n in "abc"]
    error = refused(found, Limits(money={("A", 0): 5, ("A", 1): 5}))
    assert error.code == "no_selection"
    assert {(key.kind, key.name) for key in error.values["lacking"]} == {("money", "A")}
    assert sum(error.values["lacking"].values()) == pytest.approx(5)
    assert error.values["candidates"] == ["a", "b", "c"]


def test_a_mandatory_one_to_which_the_limits_leave_no_start_is_named_with_them() -> None:
    found = [Candidate(id="a", value=1, cost={"A": [5], "B": [5]}, latest=1, mandatory=True), *pick("b")]
    error = refused(found, Limits(money={("A", 0): 9, ("A", 1): 4, ("B", 0): 4, ("B", 1): 9}))
    assert (error.code, error.values["candidates"]) == ("no_start", ["a"])
    assert error.values["limits"] == [LimitKey("money", "A", 1), LimitKey("money", "B", 0)]


def test_a_mandatory_one_that_needs_what_starts_too_late_is_named_with_it() -> None:
    found = [*pick("a", mandatory=True), Candidate(id="b", value=1, earliest=1, latest=2)]
    error = refused(found, Limits(prerequisites=(Prerequisite("a", "b"),)))
    assert (error.code, error.values["candidates"]) == ("prerequisite_too_late", ["a", "b"])
    late = [*pick("a", "b", mandatory=True, latest=1)]
    assert refused(late, Limits(prerequisites=(Prerequisite("a", "b", lag=2),))).code == "prerequisite_too_late"
    assert select(found[:1] + pick("b"), Limits(prerequisites=(Prerequisite("a", "b"),))).chosen == ("a", "b")


def test_one_without_any_start_is_named() -> None:
    error = refused([*pick("a"), Candidate(id="b", value=1, earliest=2, latest=1)], Limits())
    assert (error.code, error.values) == ("bad_candidate", {"candidate": "b", "figure": "earliest"})


def test_no_time_to_find_any_is_told_as_such() -> None:
    """All must go into two periods that hold hardly more than half of all funds each: nobody knows so soon."""
    chance = np.random.default_rng(5)
    found, limits = hard(150)
    forced = [replace(candidate, mandatory=True, latest=1) for candidate in found]
    money = {
        (fund, p): bound * chance.uniform(1.0, 1.0004) for (fund, _), bound in limits.money.items() for p in (0, 1)
    }
    error = refused(forced, Limits(money=money), time_limit=0.2)
    assert (error.code, error.values["seconds"]) == ("time_over", 0.2)
    assert len(error.values["candidates"]) == 150


def test_figures_beyond_all_sums_are_refused_and_limits_beyond_all_reach_are_none() -> None:
    assert refused([Candidate(id="a", value=1e300)], Limits()).code == "bad_candidate"
    told = select(pick("a", "b"), Limits(money={("A", 0): 1e300}, capacity={("x", 0): 1e25}))
    assert told.chosen == ("a", "b")
    assert told.is_proven


def test_a_cycle_of_prerequisites_is_refused_with_its_path() -> None:
    told = Limits(prerequisites=(Prerequisite("a", "b"), Prerequisite("b", "c"), Prerequisite("c", "a")))
    assert refused(pick("a", "b", "c"), told).values == {"path": ["a", "b", "c", "a"]}


@pytest.mark.parametrize(
    ("found", "limits", "code"),
    [
        (pick("a", "a"), Limits(), "duplicate_candidate"),
        (pick("a"), Limits(exclusive=(("a", "x"),)), "unknown_candidate"),
        (pick("a"), Limits(prerequisites=(Prerequisite("a", "x"),)), "unknown_candidate"),
        (pick("a"), Limits(money={("A", 0): -1}), "bad_limit"),
        (pick("a"), Limits(money={("A", 0): float("nan")}), "bad_limit"),
        (pick("a"), Limits(balance=(Balance("x"),)), "unknown_group"),
        (pick("a", groups=("g",)), Limits(balance=(Balance("g", 0.5, 0.4),)), "bad_limit"),
        ([Candidate(id="a", value=float("inf"))], Limits(), "bad_candidate"),
        ([Candidate(id="a", value=1, cost={"A": [-1]})], Limits(), "bad_candidate"),
        ([Candidate(id="a", value=1, earliest=2, latest=1)], Limits(), "bad_candidate"),
        ([Candidate(id="a", value={0: 1.0}, latest=1)], Limits(), "bad_candidate"),
    ],
)
def test_what_cannot_be_meant_is_refused(found: list[Candidate], limits: Limits, code: str) -> None:
    assert refused(found, limits).code == code


def test_an_unknown_objective_or_limit_is_refused() -> None:
    assert refused(pick("a"), Limits(), objective="fame").code == "unknown_objective"
    with pytest.raises(EngineError, match="unknown_limit"):
        frontier(pick("a"), Limits(), along="money")


def test_nothing_to_choose_from_is_nothing_chosen() -> None:
    assert select([], Limits()).chosen == ()
    assert select(pick("a", "b"), Limits()).chosen == ("a", "b")


@given(cases(), st.integers(0, 99))
@settings(max_examples=25)
def test_the_search_keeps_the_rules_and_is_the_same_without_a_kernel(
    case: tuple[list[Candidate], Limits], seed: int
) -> None:
    found, limits = case
    problem = problem_of(found, limits)
    relaxation = relaxation_of(problem)
    nothing = np.zeros(len(problem.values), np.bool_)
    if relaxation is None or not is_feasible(problem, nothing):
        return
    told = []
    for kernel in (searching.compiled(improve), improve):
        search = Search(problem, relaxation.prices, nothing, seed)
        search._run = kernel
        values = list(search.rounds(iter([1.0, 0.5])))
        assert values == sorted(values)
        assert is_feasible(problem, search.best)
        told.append((search.value, search.best.tolist()))
    assert told[0][0] == pytest.approx(told[1][0])
    assert told[0][1] == told[1][1]


def hard(count: int = 60) -> tuple[list[Candidate], Limits]:
    """One that takes a solver far longer than a second."""
    chance = np.random.default_rng(7)
    weights = chance.integers(100, 1000, (8, count))
    found = [
        Candidate(id=f"C{n}", value=float(weights[:, n].mean() + chance.integers(1, 500)), cost=costs(weights[:, n]))
        for n in range(count)
    ]
    return found, Limits(money={(str(row), 0): float(weights[row].sum() // 2) for row in range(len(weights))})


def costs(weights: Any) -> dict[str, list[float]]:
    return {str(row): [float(weight)] for row, weight in enumerate(weights)}


def test_a_choice_tells_how_far_it_is() -> None:
    heard: list[float] = []
    select(*hard(), time_limit=0.6, draws=3, on_progress=heard.append)
    assert heard == sorted(set(heard))
    assert len(heard) > 5
    assert heard[-1] == 1
    heard.clear()
    frontier(*hard(), along="money", points=3, time_limit=0.6, on_progress=heard.append)
    assert heard == sorted(set(heard))
    assert heard[-1] == 1


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3])
def test_stopped_a_choice_is_the_best_known_with_its_bound(share: float) -> None:
    found, limits = hard(300)
    heard = [0.0]
    told = select(
        found, limits, time_limit=20, on_progress=heard.append, should_stop=lambda: heard[-1] >= share, draws=1000
    )
    assert heard[-1] == 1  # it came to its end, and not by the time
    assert sum(share < told < 1 for told in heard) < 60
    assert is_kept(found, limits, dict(told.starts))
    assert 0 < told.value <= told.bound < float("inf")
    assert told.gap < 0.2


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


def test_stopped_before_anything_was_found_says_so() -> None:
    """All must go into two periods that hold little more than half of all funds each."""
    chance = np.random.default_rng(5)
    found, limits = hard(120)
    forced = [replace(candidate, mandatory=True, latest=1) for candidate in found]
    money = {
        (fund, p): bound * chance.uniform(1.0, 1.0004) for (fund, _), bound in limits.money.items() for p in (0, 1)
    }
    assert refused(forced, Limits(money=money), should_stop=lambda: True, time_limit=60).code == "stopped"
    both = [Candidate(id=n, value=1, cost={"A": [5]}, mandatory=True) for n in "ab"]
    assert refused(both, Limits(exclusive=(("a", "b"),)), should_stop=lambda: True).code == "mandatory_excluded"


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


@given(cases(), st.integers(0, 99))
@settings(max_examples=25)
def test_a_core_solved_exactly_keeps_the_rules_and_never_brings_less(
    case: tuple[list[Candidate], Limits], seed: int
) -> None:
    found, limits = case
    problem = problem_of(found, limits)
    relaxation = relaxation_of(problem)
    chosen = np.zeros(len(problem.values), np.bool_)
    if relaxation is None or not is_feasible(problem, chosen):
        return
    cores = Cores(problem, relaxation.prices, LONG, seed)
    cores._size = 2.0
    for _ in range(3):
        better = cores.improve(chosen, lambda exact, seconds, start: exact.solve(seconds, start))
        assert is_feasible(problem, better)
        assert problem.values[better].sum() >= problem.values[chosen].sum()
        chosen, cores._size = better, cores._size + 2
    cores._size = float(len(found))
    whole = cores.improve(chosen, lambda exact, seconds, start: exact.solve(seconds, start))
    told = answer(found, limits)
    assert told is not None
    assert problem.values[whole].sum() == pytest.approx(told.value)
