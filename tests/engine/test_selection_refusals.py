"""What a selection refuses, with the names of those that cannot be had together."""

import pytest
from tests.engine.choices import pick, refused

from goldenthread.engine import EngineError
from goldenthread.engine.selection import Balance, Candidate, LimitKey, Limits, Prerequisite, frontier, select


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
