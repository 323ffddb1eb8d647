"""What the measures of earned value promise for any figures, and what each earning rule earns."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.engine import EngineError
from goldenthread.engine.earned_value import (
    earn_fifty_fifty,
    earn_level_of_effort,
    earn_physical_percent,
    earn_weighted_milestones,
    earn_zero_hundred,
    measure,
    milestones_missed,
)

amounts = st.integers(1, 10_000)
CURVE = [0, 10, 30, 30, 60, 100]


@given(amounts, amounts, amounts)
def test_the_rest_must_be_worked_at_the_pace_each_estimate_assumes(bac: int, ev: int, ac: int) -> None:
    measured = measure(bac=Fraction(bac), ev=Fraction(ev), ac=Fraction(ac))
    if measured.tcpi_eac_cpi is not None:
        assert measured.tcpi_eac_cpi == measured.cpi
    assert measured.eac_budget_rate - ac == bac - ev


@given(st.integers(0, 100))
def test_earned_schedule_is_the_inverse_of_the_curve(ev: int) -> None:
    es = measure(bac=100, ev=Fraction(ev), curve=CURVE).es
    assert measure(bac=100, ev=0, curve=CURVE, at=es).pv == ev


def test_a_flat_stretch_is_earned_to_its_end() -> None:
    assert measure(bac=100, ev=30, curve=CURVE).es == 3


def test_a_date_within_a_period_reads_the_curve_between() -> None:
    measured = measure(bac=Decimal(100), ev=Decimal(30), curve=[Decimal(v) for v in CURVE], at=1.5)
    assert (measured.pv, measured.es, measured.sv_t) == (20, 3, Decimal("1.5"))


def test_nothing_spent_or_planned_is_undefined_and_never_one() -> None:
    measured = measure(bac=100, ev=0, ac=0, pv=0)
    assert (measured.cpi, measured.spi, measured.eac_cpi, measured.cv_pct) == (None, None, None, None)
    assert measure(bac=100, ev=40, pv=40).cpi is None
    assert measure(bac=0, ev=0, ac=0).percent_complete is None
    assert measure(bac=100, ev=10, ac=100).tcpi_bac is None


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"bac": 100, "ev": float("nan")}, "not_a_number"),
        ({"bac": 100, "ev": None}, "not_a_number"),
        ({"bac": -1, "ev": 0}, "negative_figure"),
        ({"bac": 100, "ev": 10, "curve": CURVE, "at": -1}, "negative_figure"),
        ({"bac": 100, "ev": 10, "curve": [5, 10]}, "bad_curve"),
        ({"bac": 100, "ev": 10, "curve": [0, 10, 5]}, "bad_curve"),
        ({"bac": 100, "ev": 10, "curve": []}, "bad_curve"),
        ({"bac": Decimal(100), "ev": 10.5, "ac": 3}, "mixed_numbers"),
    ],
)
def test_bad_figures_are_refused(figures: dict[str, Any], code: str) -> None:
    with pytest.raises(EngineError) as refusal:
        measure(**figures)
    assert refusal.value.code == code


def test_a_milestone_is_missed_when_its_date_passed_without_it() -> None:
    planned = {"late": date(2026, 3, 1), "kept": date(2026, 2, 1), "open": date(2026, 1, 1), "later": date(2026, 9, 1)}
    actual = {"late": date(2026, 3, 2), "kept": date(2026, 2, 1), "open": None}
    assert milestones_missed(planned, actual, date(2026, 4, 1)) == ("open", "late")
    assert milestones_missed(planned, actual, date(2026, 1, 1)) == ()


def test_each_rule_earns_its_share() -> None:
    assert [earn_zero_hundred(200, is_finished=done) for done in (False, True)] == [0, 200]
    begun, done = {"is_started": True, "is_finished": False}, {"is_started": True, "is_finished": True}
    assert earn_fifty_fifty(Decimal(200), is_started=False, is_finished=False) == 0
    assert (earn_fifty_fifty(200, **begun), earn_fifty_fifty(200, **done)) == (100, 200)
    assert earn_weighted_milestones(200, [(1, True), (3, False)]) == 50
    assert earn_physical_percent(Decimal(200), 30) == 60
    assert earn_level_of_effort(75) == 75


def test_a_rule_refuses_progress_that_cannot_be() -> None:
    for ask, code in [
        (lambda: earn_physical_percent(200, 101), "bad_percent"),
        (lambda: earn_weighted_milestones(200, []), "bad_weights"),
        (lambda: earn_weighted_milestones(200, [(-1, True), (2, True)]), "bad_weights"),
    ]:
        with pytest.raises(EngineError) as refusal:
            ask()
        assert refusal.value.code == code
