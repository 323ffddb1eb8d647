"""What dated cash flows are worth, checked against figures worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal
from math import log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.engine import EngineError
from goldenthread.engine.finance import CashFlow, irr, npv, payback, roi, tco

YEARS = [date(2023, 1, 1), date(2024, 1, 1), date(2024, 12, 31), date(2025, 12, 31)]  # 365 days apart
CASE = [
    CashFlow(YEARS[0], Decimal(-1000), "capex"),
    CashFlow(YEARS[1], Decimal(-100), "opex"),
    CashFlow(YEARS[1], Decimal(700), "benefit"),
    CashFlow(YEARS[2], Decimal(600), "benefit"),
    CashFlow(YEARS[3], Decimal(500), "benefit"),
]


def test_present_value_discounts_whole_years_exactly() -> None:
    expected = -1000 + 600 / Decimal("1.1") + 600 / Decimal("1.21") + 500 / Decimal("1.331")
    assert npv(Decimal("0.1"), CASE) == pytest.approx(expected)
    assert npv(0.1, CASE, at=YEARS[1]) == pytest.approx(expected * Decimal("1.1"))
    assert npv(0, CASE) == 700


def test_the_rate_of_return_brings_the_present_value_to_nothing() -> None:
    rate = irr(CASE)
    assert rate is not None
    assert npv(rate, CASE) == pytest.approx(0, abs=1e-6)
    assert irr([CashFlow(YEARS[0], Decimal(-100), "capex"), CashFlow(YEARS[1], Decimal(110))]) == pytest.approx(0.1)


def test_payback_is_the_date_the_money_is_back() -> None:
    assert payback(CASE) == YEARS[2]
    assert payback(CASE, rate=0.2) == YEARS[3]
    assert payback(CASE[:3]) is None
    assert payback(CASE[3:]) is None
    assert payback(CASE[::-1]) == YEARS[2]


def test_flows_of_one_day_count_together() -> None:
    same_day = [CashFlow(YEARS[0], Decimal(-100), "capex"), CashFlow(YEARS[0], Decimal(100))]
    assert payback(same_day) is None
    assert irr(same_day) is None


def test_return_and_cost_of_ownership_come_from_the_kinds() -> None:
    assert tco(CASE) == 1100
    assert roi(CASE) == Decimal(700) / 1100
    assert tco(CASE, rate=Decimal("0.1")) == pytest.approx(1000 + 100 / Decimal("1.1"))


def test_what_is_undefined_is_none() -> None:
    assert (npv(0.1, []), irr([]), payback([]), roi([]), tco([])) == (None, None, None, None, None)
    benefits = CASE[3:]
    assert (irr(benefits), roi(benefits), tco(benefits)) == (None, None, None)


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(-1000, 1000)), max_size=8))
def test_a_rate_of_return_is_always_a_root(flows: list[tuple[date, int]]) -> None:
    case = [CashFlow(on, Decimal(amount)) for on, amount in flows]
    rate = irr(case)
    if rate is not None and -0.9 < rate < 5:
        scale = npv(rate, [CashFlow(on, Decimal(abs(amount))) for on, amount in flows])
        assert abs(npv(rate, case)) <= scale * Decimal("1e-6")


def test_bad_input_is_refused() -> None:
    asks: list[tuple[Any, str]] = [
        (lambda: npv(-1, CASE), "bad_rate"),
        (lambda: npv(float("nan"), CASE), "bad_rate"),
        (lambda: CashFlow(YEARS[0], Decimal(1), "gift"), "unknown_cash_flow_kind"),
        (lambda: CashFlow(YEARS[0], Decimal("NaN")), "not_a_number"),
    ]
    for ask, code in asks:
        with pytest.raises(EngineError) as refusal:
            ask()
        assert refusal.value.code == code


flows = st.lists(
    st.builds(
        CashFlow,
        st.dates(date(2020, 1, 1), date(2035, 1, 1)),
        st.integers(-1_000_000, 1_000_000).map(Decimal),
        st.sampled_from(("capex", "opex", "benefit")),
    ),
    max_size=8,
)
yearly = st.decimals(Decimal("-0.5"), Decimal("0.9"), places=4)
AT = date(2026, 1, 1)


@given(flows, flows, yearly)
def test_two_cases_together_are_worth_what_they_are_worth_apart(
    one: list[CashFlow], other: list[CashFlow], rate: Decimal
) -> None:
    apart = (npv(rate, one, AT) or 0) + (npv(rate, other, AT) or 0)
    assert (npv(rate, one + other, AT) or 0) == pytest.approx(apart, abs=Decimal("1e-9"))
    assert (tco(one + other) or 0) == (tco(one) or 0) + (tco(other) or 0)


@given(flows, yearly, st.integers(0, 3000))
def test_a_value_moves_in_time_at_its_own_rate(case: list[CashFlow], rate: Decimal, days: int) -> None:
    value = npv(rate, case, AT)
    if value is not None:
        later = npv(rate, case, AT + timedelta(days=days))
        assert later == pytest.approx(value * (1 + rate) ** (Decimal(days) / 365), rel=Decimal("1e-12"))


@given(
    st.lists(st.integers(1, 100_000), min_size=1, max_size=4),
    st.lists(st.integers(1, 100_000), min_size=1, max_size=6),
    st.integers(30, 400),
)
def test_money_that_goes_out_and_then_comes_in_has_one_rate_and_it_tells_good_from_bad(
    out: list[int], back: list[int], apart: int
) -> None:
    amounts = [-amount for amount in out] + back
    case = [CashFlow(AT + timedelta(days=apart * n), Decimal(amount)) for n, amount in enumerate(amounts)]
    rate = irr(case)
    if rate is None:  # lost, or won, beyond what a rate can say
        shortest, longest = apart / 365, apart * len(amounts) / 365
        assert abs(log(sum(back) / sum(out))) / shortest > 20 or longest < 1
        return
    assert (rate > 0) == (sum(amounts) > 0) or rate == pytest.approx(0)
    if -0.9 < rate < 5:
        scale = sum(abs(flow.amount) for flow in case)
        assert abs(npv(rate, case)) <= scale * Decimal("1e-6")
        assert npv(rate + 0.05, case) < Decimal("1e-6") * scale


def test_a_loss_has_a_rate_too() -> None:
    assert irr([CashFlow(YEARS[0], Decimal(-100)), CashFlow(YEARS[1], Decimal(50))]) == pytest.approx(-0.5)


def test_of_several_rates_the_one_nearest_to_nothing_is_told() -> None:
    case = [CashFlow(on, Decimal(amount)) for on, amount in zip(YEARS, (-1000, 3600, -4310, 1716), strict=True)]
    assert irr(case) == pytest.approx(0.1)  # 10, 20 and 30 % are all roots


@given(flows)
def test_money_is_back_on_a_day_by_which_it_really_is(case: list[CashFlow]) -> None:
    on = payback(case)
    if on is not None:
        assert sum(flow.amount for flow in case if flow.on <= on) >= 0
        days = sorted({flow.on for flow in case if flow.on < on})
        assert any(sum(flow.amount for flow in case if flow.on <= day) < 0 for day in days)
