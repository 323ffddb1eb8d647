"""Codes that facts keep, in the words of the reader."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from goldenthread.foundation.models import Run
from goldenthread.web.codes import word_of_code
from goldenthread.web.facts import detail
from goldenthread.web.format import Format
from goldenthread.web.runs.shown import FACES


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"state": "in_delivery", "before": "chartered"}, ["In delivery", "Chartered"]),
        ({"kind": "choose_investments"}, ["Choosing within the limits"]),
        ({"choice": "hold", "metric": "response"}, ["Hold", "First answer"]),
        ({"changes": {"state": ["held", "closed"], "name": ["a", "b"]}}, ["held, now Closed", "a, now b"]),
        ({"kind": "a word of one's own"}, ["a word of one's own"]),
    ],
)
def test_a_code_is_told_in_words_where_its_name_says_it_is_one(data: dict[str, object], told: list[str]) -> None:
    fmt = Format("en", "UTC", datetime(2026, 3, 2, tzinfo=UTC))

    assert [text for _name, text in detail(data, fmt)] == told


def test_codes_are_told_in_the_readers_language_and_exported_as_they_are_kept() -> None:
    with translation.override("de"):
        assert word_of_code("role", "sponsor") != "sponsor"
        assert word_of_code("state", "in_delivery") == "In Umsetzung"
    assert detail({"state": "in_delivery"}) == [("state", "in_delivery")]


def test_a_run_is_called_in_the_audit_what_its_own_page_calls_it() -> None:
    reverse("home")  # loads every page, each of which enters its face

    for kind, face in FACES.items():
        assert word_of_code("kind", kind) == face.title()


def test_every_state_of_a_run_has_its_word() -> None:
    for state in Run.State:
        assert word_of_code("state", state.value) != state.value
