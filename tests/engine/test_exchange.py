"""Money in another currency, at the rate of its day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goldenthread.engine import EngineError, Exchange, ExchangeRate

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
HOUSE = Exchange(
    [
        ExchangeRate("USD", "EUR", MAY, Decimal("0.90"), "ECB"),
        ExchangeRate("USD", "EUR", JULY, Decimal("0.80"), "ECB"),
        ExchangeRate("EUR", "CHF", JUNE, Decimal("0.95"), "SNB"),
    ]
)
days = st.dates(date(2026, 1, 1), date(2027, 1, 1))
currencies = st.sampled_from(("EUR", "USD", "CHF", "GBP"))
values = st.decimals(Decimal("0.01"), Decimal(200), places=4)
amounts = st.decimals(Decimal(-1_000_000), Decimal(1_000_000), places=2)


@st.composite
def rates(draw: st.DrawFn) -> list[ExchangeRate]:
    drawn = draw(st.lists(st.tuples(currencies, currencies, days, values), max_size=8))
    return [ExchangeRate(a, b, on, value) for a, b, on, value in drawn if a != b]


def test_an_amount_is_worth_what_the_newest_rate_of_its_day_says() -> None:
    told = HOUSE.convert(Decimal(100), "USD", "EUR", JUNE)
    assert told is not None
    assert (told.amount, [(rate.on, rate.source) for rate in told.used]) == (90, [(MAY, "ECB")])
    later = HOUSE.convert(Decimal(100), "USD", "EUR", JULY)
    assert later is not None
    assert later.amount == 80


def test_a_missing_rate_is_no_answer_and_never_one() -> None:
    assert HOUSE.convert(Decimal(100), "USD", "EUR", MAY - timedelta(days=1)) is None
    assert HOUSE.convert(Decimal(100), "GBP", "EUR", JULY) is None
    assert Exchange([]).convert(Decimal(100), "USD", "EUR", JUNE) is None


def test_a_rate_is_read_backwards_and_crossed_over_a_third_currency() -> None:
    back = HOUSE.convert(Decimal(90), "EUR", "USD", JUNE)
    across = HOUSE.convert(Decimal(100), "USD", "CHF", JUNE)
    assert back is not None
    assert across is not None
    assert back.amount == 100
    assert (across.amount, len(across.used)) == (Decimal("85.5"), 2)


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "Infinity"])
def test_a_rate_that_cannot_be_is_refused(rate: str) -> None:
    with pytest.raises(EngineError) as refusal:
        ExchangeRate("USD", "EUR", MAY, Decimal(rate))
    assert refusal.value.code == "bad_exchange_rate"


def test_a_currency_has_no_rate_into_itself() -> None:
    with pytest.raises(EngineError):
        ExchangeRate("EUR", "EUR", MAY, Decimal(1))


def test_of_two_rates_of_one_day_told_in_either_direction_the_later_given_holds_both_ways() -> None:
    told = [ExchangeRate("EUR", "USD", MAY, Decimal("1.10")), ExchangeRate("USD", "EUR", MAY, Decimal("0.80"))]
    for given_so, dollars, euros in ((told, 100, 80), (told[::-1], 110, 100)):
        there = Exchange(given_so).convert(Decimal(dollars), "USD", "EUR", MAY)
        assert there is not None
        assert there.amount == euros
        back = Exchange(given_so).convert(there.amount, "EUR", "USD", MAY)
        assert back is not None
        assert back.used == there.used == (given_so[-1],)


@example(
    [ExchangeRate("EUR", "USD", MAY, Decimal("0.01")), ExchangeRate("USD", "EUR", MAY, Decimal("0.01"))],
    Decimal("0.01"),
    "EUR",
    "USD",
    MAY,
)
@given(rates(), amounts, currencies, currencies, days)
def test_there_and_back_is_the_same_amount(
    known: list[ExchangeRate], amount: Decimal, currency: str, into: str, on: date
) -> None:
    house = Exchange(known)
    there = house.convert(amount, currency, into, on)
    back = None if there is None else house.convert(there.amount, into, currency, on)
    if there is not None:
        assert back is not None
        assert back.amount == pytest.approx(amount, rel=Decimal("1e-20"))


@given(rates(), amounts, amounts, currencies, currencies, days)
def test_what_is_converted_together_and_apart_is_the_same(
    known: list[ExchangeRate], one: Decimal, other: Decimal, currency: str, into: str, on: date
) -> None:
    house = Exchange(known)
    apart = [house.convert(amount, currency, into, on) for amount in (one, other)]
    together = house.convert(one + other, currency, into, on)
    if together is None:
        assert apart == [None, None]
    else:
        assert sum(part.amount for part in apart if part) == pytest.approx(together.amount, abs=Decimal("1e-15"))


@given(rates(), amounts, currencies, currencies, days)
def test_a_rate_of_a_later_day_is_never_used(
    known: list[ExchangeRate], amount: Decimal, currency: str, into: str, on: date
) -> None:
    told = Exchange(known).convert(amount, currency, into, on)
    assert told is None or all(rate.on <= on for rate in told.used)
    assert told == Exchange(rate for rate in known if rate.on <= on).convert(amount, currency, into, on)
