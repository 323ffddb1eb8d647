"""Priority from impact and urgency, and a change's risk with its reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.engine import EngineError
from goldenthread.engine.priority import DEFAULT, ChangeFacts, change_risk, priority

SAFE = ChangeFacts(similar_made=10, is_tested=True, has_backout=True)
counts = st.integers(0, 50)
facts = st.builds(
    ChangeFacts,
    impact=st.integers(1, 3),
    critical_services=counts,
    dependent_items=counts,
    conflicting_changes=counts,
    similar_made=st.just(50),
    similar_failed=counts,
    is_tested=st.booleans(),
    has_backout=st.booleans(),
    needs_outage=st.booleans(),
    is_in_freeze=st.booleans(),
    is_emergency=st.booleans(),
)


def test_the_default_matrix_runs_from_critical_to_planning() -> None:
    table = [[priority(impact, urgency) for urgency in (1, 2, 3)] for impact in (1, 2, 3)]
    assert table == [[1, 2, 3], [2, 3, 4], [3, 4, 5]]


def test_a_house_may_have_its_own_matrix() -> None:
    assert priority(3, 1, {**DEFAULT, (3, 1): 2}) == 2


def test_an_impact_off_the_scale_is_refused() -> None:
    for impact, urgency in [(0, 1), (4, 1), (1, None)]:
        with pytest.raises(EngineError) as refusal:
            priority(impact, urgency)
        assert refusal.value.code == "bad_priority_input"


def test_a_tested_routine_change_carries_no_risk() -> None:
    risk = change_risk(SAFE)
    assert (risk.score, risk.level, risk.reasons) == (0, "low", ())


def test_a_change_names_what_makes_it_risky_heaviest_first() -> None:
    risk = change_risk(ChangeFacts(impact=1, has_backout=True, similar_made=4, similar_failed=1, is_in_freeze=True))
    assert [(r.code, r.points) for r in risk.reasons] == [
        ("impact", 20),
        ("not_tested", 15),
        ("in_freeze", 15),
        ("failed_before", 5),
    ]
    assert (risk.score, risk.level) == (55, "high")


@given(facts)
def test_the_reasons_add_up_to_the_score(change: ChangeFacts) -> None:
    risk = change_risk(change)
    assert risk.score == min(100, sum(reason.points for reason in risk.reasons))


def test_facts_that_cannot_be_are_refused() -> None:
    for change, code in [
        (ChangeFacts(impact=0), "bad_priority_input"),
        (ChangeFacts(dependent_items=-1), "negative_figure"),
        (ChangeFacts(similar_failed=1), "more_failed_than_made"),
    ]:
        with pytest.raises(EngineError) as refusal:
            change_risk(change)
        assert refusal.value.code == code
