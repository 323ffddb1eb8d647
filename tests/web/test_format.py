"""How figures and days are written for a reader."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from tests.cast import NOON

from goldenthread.web.format import Format


@pytest.mark.parametrize(
    ("unit", "said"), [("%", "29\u202f%"), ("min", "29\u202fmin"), ("days", "29\u00a0days"), ("", "29")]
)
def test_a_sign_stands_close_to_its_number_and_a_word_apart(unit: str, said: str) -> None:
    assert Format("en", "UTC", NOON).with_unit("29", unit) == said


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "€\u202f1.31\u202fm, €\u202f657\u202fk"), ("de", "€\u202f1,31\u00a0Mio., €\u202f657\u202fk")],
)
def test_money_in_short_is_short_in_both_languages(locale: str, said: str) -> None:
    fmt = Format(locale, "UTC", NOON)
    with translation.override(locale):
        assert ", ".join(fmt.money(Decimal(amount), short=True) for amount in (1_310_000, 657_000)) == said


def test_working_time_is_told_in_hours_and_elapsed_time_in_days() -> None:
    fmt = Format("en", "UTC", NOON)
    span = timedelta(hours=82, minutes=10)
    assert (fmt.worked(span), fmt.minutes(82 * 60)) == ("82\u202fh\u202f10", "82\u202fh")
    assert fmt.duration(span) == "3\u202fd 10\u202fh"
