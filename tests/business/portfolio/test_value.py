"""Value against promise: the straight line, the money readings come to, the ledger and the board."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.business.portfolio.stage import approved, go, proposed
from tests.cast import HOUSE, NOON, Cast, acting

from goldenthread.business.portfolio.models import Benefit, Objective, Portfolio
from goldenthread.business.portfolio.queries import (
    InvestmentFilter,
    benefits,
    board,
    cost_lines,
    newest_case,
    promise,
    promised,
    promised_worth,
    value_curve,
)
from goldenthread.business.services.actions import read_measure, record_purchase

START, TARGET_ON = date(2027, 4, 1), date(2028, 1, 1)
HALFWAY = START + (TARGET_ON - START) / 2


@pytest.fixture
def benefit(cast: Cast, portfolio: Portfolio) -> Benefit:
    return proposed(cast, portfolio).benefits.select_related("measure").get()


def read(benefit: Benefit, on: date, value: str) -> None:
    later = HOUSE.actor.at(NOON + timedelta(days=800))
    read_measure(later, benefit.measure.key, on=on, value=Decimal(value), source="Booking log")


@pytest.mark.parametrize(
    ("on", "value"),
    [(date(2026, 1, 1), "9.4"), (START, "9.4"), (TARGET_ON, "6"), (date(2030, 1, 1), "6")],
)
def test_before_and_after_the_promise_is_flat(benefit: Benefit, on: date, value: str) -> None:
    assert promised(benefit, on) == Decimal(value)


def test_between_it_is_a_straight_line(benefit: Benefit) -> None:
    share = Decimal((HALFWAY - START).days) / (TARGET_ON - START).days
    assert promised(benefit, HALFWAY) == Decimal("9.4") - Decimal("3.4") * share


def test_the_promised_money_is_the_area_under_the_line(benefit: Benefit) -> None:
    days = (TARGET_ON - START).days
    to_target = Decimal("3.4") / 2 * days / 365 * 1000
    assert promised_worth(benefit, TARGET_ON) == to_target.quantize(Decimal("0.01"))
    a_year_on = to_target + Decimal("3.4") * 1000
    assert promised_worth(benefit, TARGET_ON + timedelta(days=365)) == a_year_on.quantize(Decimal("0.01"))
    assert promised_worth(benefit, START) == 0


def test_readings_hold_until_the_next_one(benefit: Benefit) -> None:
    read(benefit, START - timedelta(days=100), "9.0")
    read(benefit, START, "8.4")
    read(benefit, START + timedelta(days=73), "10.4")

    (standing,) = benefits(benefit.investment, START + timedelta(days=146))

    assert standing.worth == Decimal(1000) * (1 - 1) * 73 / 365
    assert standing.reading is not None
    assert standing.reading.value == Decimal("10.4")
    assert standing.kept == "far_below"


@pytest.mark.parametrize(("value", "kept"), [("6", "kept"), ("5", "kept"), ("7", "below"), ("9", "far_below")])
def test_a_benefit_is_kept_where_the_reading_is_at_least_as_good(benefit: Benefit, value: str, kept: str) -> None:
    read(benefit, TARGET_ON, value)
    assert benefits(benefit.investment, TARGET_ON)[0].kept == kept


def test_the_curve_runs_from_the_ledger_into_the_case(cast: Cast, portfolio: Portfolio) -> None:
    investment = approved(cast, portfolio)
    account = investment.account_id
    record_purchase(HOUSE, account_id=account, title="Kiosks", amount=Decimal(700), on=NOON.date())
    on = NOON.date() + timedelta(days=3)

    curve = value_curve(newest_case(investment), promise(investment), [], cost_lines(investment, on), on)

    assert curve.actual[-1] == (on, Decimal(-700))
    assert curve.promised[-1] == (date(2028, 3, 31), Decimal(1560))
    assert curve.expected[-1] == (date(2028, 3, 31), Decimal(-700 + 1560))


def test_the_board_adds_up_and_filters(cast: Cast, portfolio: Portfolio, objective: Objective) -> None:
    funded = approved(cast, portfolio, objective)
    fresh = proposed(cast, portfolio, name="Letters in plain language")
    record_purchase(HOUSE, account_id=funded.account_id, title="Kiosks", amount=Decimal(700), on=NOON.date())

    found = board(acting(cast.mara).actor, portfolio, InvestmentFilter(), NOON.date(), NOON)

    assert [row.investment for row in found.rows] == [fresh, funded]
    (committed,) = found.committed
    assert committed.promised is not None
    assert (committed.promised.capex, committed.promised.benefit, committed.spent) == (1200, 3000, 700)
    assert found.objectives == {objective.key: objective.name}
    narrowed = board(acting(cast.mara).actor, portfolio, InvestmentFilter(objective=objective.key), NOON.date(), NOON)
    assert [row.investment for row in narrowed.rows] == [funded]
    assert len(narrowed.everything) == 2


def test_the_board_takes_as_many_queries_for_one_as_for_many(cast: Cast, portfolio: Portfolio) -> None:
    def queries() -> int:
        actor = acting(cast.mara).actor
        with CaptureQueriesContext(connection) as caught:
            board(actor, portfolio, InvestmentFilter(), NOON.date(), NOON)
        return len(caught)

    proposed(cast, portfolio)
    few = queries()
    for number in range(5):
        go(cast, proposed(cast, portfolio, name=f"Idea {number}"))
    assert queries() == few <= 5
