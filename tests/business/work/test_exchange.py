"""Money of several currencies in one sum: at the rate of its day, and told where there is none."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.business.portfolio.stage import a_portfolio, approved
from tests.business.projects.test_standing import FRIDAY, planned
from tests.cast import Cast, acting, actor

from goldenthread.business.people.models import Rate
from goldenthread.business.portfolio.actions import NewPortfolio, open_portfolio
from goldenthread.business.portfolio.queries import InvestmentFilter, board, spent_on
from goldenthread.business.projects.actions import report_progress
from goldenthread.business.projects.queries import standing, standing_and_curve
from goldenthread.business.services.actions import record_purchase
from goldenthread.business.work.actions import (
    ExchangeRateFacts,
    change_exchange_rate,
    log_time,
    open_account,
    remove_exchange_rate,
    set_exchange_rate,
)
from goldenthread.business.work.models import ExchangeRate, LedgerEntry
from goldenthread.business.work.queries import cost_between, cost_by_source, cost_of_each
from goldenthread.foundation.errors import Invalid, NotAllowed
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Event

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


def a_rate(cast: Cast, on: date = FEBRUARY, rate: str = "0.9", **known: str) -> ExchangeRate:
    pair = {"currency": "USD", "into": "EUR", "source": "European Central Bank"} | known
    return set_exchange_rate(acting(cast.emeka), new=ExchangeRateFacts(on=on, rate=Decimal(rate), **pair))


def buy(cast: Cast, account_id: int, amount: int, on: date, currency: str = "USD") -> None:
    record_purchase(
        acting(cast.mara), account_id=account_id, title="Cloud", amount=Decimal(amount), on=on, currency=currency
    )


def test_a_purchase_in_another_currency_keeps_it_and_sums_turn_it_at_its_day(cast: Cast) -> None:
    a_rate(cast)
    a_rate(cast, MARCH, "0.8")
    account = cast.service.account
    buy(cast, account.pk, 100, date(2026, 2, 20))
    buy(cast, account.pk, 100, MARCH)
    buy(cast, account.pk, 7, MARCH, "")

    assert list(LedgerEntry.objects.order_by("id").values_list("amount", "currency")) == [
        (100, "USD"),
        (100, "USD"),
        (7, "EUR"),
    ]
    february, march = cost_between([account.pk], None, MARCH, into="EUR")
    assert (february.amount, march.amount) == (90, 87)
    (used,) = march.foreign
    assert (used.amount, used.worth, used.rates[0].on, used.rates[0].source) == (
        100,
        80,
        MARCH,
        "European Central Bank",
    )
    sources = cost_by_source([account.pk], FEBRUARY, MARCH, into="EUR")
    assert [line.amount for line in sources] == [90, 80, 7]


def test_a_missing_rate_is_said_and_never_taken_as_one(cast: Cast) -> None:
    account = cast.service.account
    buy(cast, account.pk, 100, FEBRUARY)
    buy(cast, account.pk, 10, FEBRUARY, "EUR")

    (line,) = cost_between([account.pk], None, MARCH, into="EUR")

    assert line.amount == 10
    assert [(one.amount, one.currency, one.worth) for one in line.foreign] == [(100, "USD", None)]


def test_a_project_whose_cost_lacks_a_rate_has_no_cost_index(cast: Cast) -> None:
    project, first, _second = planned(cast)
    report_progress(acting(cast.tomas, FRIDAY), first.key, percent=40)
    buy(cast, project.account_id, 500, FEBRUARY)

    unknown = standing(project.pk, FRIDAY)
    assert (unknown.ac, unknown.value.cpi, unknown.eac) == (None, None, None)
    assert [one.worth for one in unknown.foreign] == [None]

    a_rate(cast, rate="0.8")
    found, curve = standing_and_curve(project, FRIDAY)
    assert (found.ac, found.value.cpi) == (400, 1)
    assert [point.ac for point in curve.points if point.on == curve.today] == [400]


def test_time_at_a_rate_in_another_currency_is_booked_in_it(cast: Cast) -> None:
    project, first, _second = planned(cast)
    Rate.objects.create(key=next_key("RATE"), per_hour=100, currency="USD", valid_from=date(2026, 1, 1))
    a_rate(cast)
    log_time(acting(cast.tomas, FRIDAY), first.key, on=date(2026, 3, 3), minutes=60)
    assert LedgerEntry.objects.get().currency == "USD"
    assert standing(project.pk, FRIDAY).ac == 90


def test_an_investment_and_its_board_sum_in_one_currency(cast: Cast) -> None:
    investment = approved(cast, a_portfolio(cast))
    a_rate(cast)
    buy(cast, investment.account_id, 200, FEBRUARY)
    assert spent_on([investment.account_id])[investment.account_id].whole == 180

    abroad = open_portfolio(
        acting(cast.mara), new=NewPortfolio("Overseas", Decimal(1_000_000), cast.mara.key, currency="USD")
    )
    approved(cast, abroad)
    both = board(actor(cast.mara), None, InvestmentFilter(), MARCH, FRIDAY)
    euro, dollar = sorted(both.committed, key=lambda row: row.currency)
    assert both.currency == "EUR"
    assert both.worth(dollar, Decimal(100)).amount == 90
    assert both.worth(euro, Decimal(100)).foreign == ()


def test_what_each_account_cost_is_what_it_costs_alone(cast: Cast) -> None:
    a_rate(cast)
    whole = open_account("Whole", "EUR")
    part, other = open_account("Part", "EUR", parent=whole), open_account("Other", "USD")
    for account in (whole, part, other):
        buy(cast, account.pk, 100, FEBRUARY)
        buy(cast, account.pk, 30, MARCH, "EUR")
    numbers = [whole.pk, part.pk, other.pk]
    with CaptureQueriesContext(connection) as caught:
        found = cost_of_each(numbers, MARCH, into="EUR")
    assert len(caught) == 2
    assert found == {number: cost_between([number], None, MARCH, into="EUR") for number in numbers}


def test_rates_are_set_changed_and_taken_out_by_administrators(cast: Cast) -> None:
    rate = a_rate(cast, currency="usd")
    assert (rate.currency, rate.rate) == ("USD", Decimal("0.9"))
    change_exchange_rate(acting(cast.emeka), rate.key, change=ExchangeRateFacts(rate=Decimal("0.95")))
    assert Event.objects.get(name="ExchangeRateChanged").data["changes"]["rate"][1] == "0.95000000"
    with pytest.raises(NotAllowed):
        remove_exchange_rate(acting(cast.mara), rate.key)
    remove_exchange_rate(acting(cast.emeka), rate.key)
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({"currency": "US"}, "currency"),
        ({"currency": "XXQ"}, "currency"),
        ({"into": "euro"}, "into"),
        ({"into": "USD"}, "into"),
        ({"rate": "0"}, "rate"),
        ({"rate": "-1"}, "rate"),
        ({"rate": "NaN"}, "rate"),
        ({"rate": "1e30"}, "rate"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_at_its_field(cast: Cast, known: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        a_rate(cast, **known)  # type: ignore[arg-type]
    assert field in (refusal.value.fields or {})


def test_a_pair_has_one_rate_a_day(cast: Cast) -> None:
    a_rate(cast)
    with pytest.raises(Invalid):
        a_rate(cast)


def test_a_purchase_names_a_currency_as_it_is_written(cast: Cast) -> None:
    with pytest.raises(Invalid):
        buy(cast, cast.service.account_id, 1, FEBRUARY, "dollars")


def test_a_portfolio_counts_in_a_currency_that_exists(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        open_portfolio(acting(cast.mara), new=NewPortfolio("Abroad", Decimal(1), cast.mara.key, currency="XXQ"))
    assert list(refusal.value.fields) == ["currency"]
