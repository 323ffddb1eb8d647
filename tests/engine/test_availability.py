"""Availability in agreed service time, and through what a service depends on."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.engine import EngineError, WorkCalendar
from goldenthread.engine.availability import (
    Outage,
    Redundant,
    Series,
    down_spans,
    expected_availability,
    measure_availability,
)

HOUR = timedelta(hours=1)
ALWAYS = WorkCalendar.always("UTC")
OFFICE = WorkCalendar.from_spec(
    {"timezone": "UTC", "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
)
BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
END = datetime(2026, 6, 8, tzinfo=UTC)
WEB = Series((Redundant(("web1", "web2")), "db"))
spans = st.lists(st.tuples(st.integers(0, 150), st.integers(0, 30)), max_size=4)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 6, day, hour, tzinfo=UTC)


def test_an_outage_counts_in_the_agreed_time_only() -> None:
    outages = [Outage(at(1, 15), at(2, 10)), Outage(at(3, 20), at(3, 22)), Outage(at(5, 16))]
    figures = measure_availability(outages, OFFICE, BEGIN, END)
    assert (figures.agreed, figures.down, figures.outages) == (40 * HOUR, 4 * HOUR, 2)
    assert (figures.percent, figures.mtrs, figures.mtbf, figures.mtbsi) == (90.0, 2 * HOUR, 18 * HOUR, 20 * HOUR)


def test_overlapping_outages_count_once() -> None:
    outages = [Outage(at(1, 9), at(1, 12)), Outage(at(1, 11), at(1, 13)), Outage(at(1, 13), at(1, 14))]
    figures = measure_availability(outages, OFFICE, BEGIN, END)
    assert (figures.down, figures.outages) == (5 * HOUR, 1)


def test_agreed_maintenance_is_no_outage() -> None:
    figures = measure_availability(
        [Outage(at(1, 9), at(1, 12))], OFFICE, BEGIN, END, maintenance=[(at(1, 9), at(1, 13))]
    )
    assert (figures.percent, figures.agreed, figures.outages) == (100.0, 36 * HOUR, 0)


def test_what_is_undefined_is_none() -> None:
    calm = measure_availability([], OFFICE, BEGIN, END)
    assert (calm.percent, calm.mtrs, calm.mtbf, calm.mtbsi) == (100.0, None, None, None)
    assert measure_availability([], OFFICE, at(6, 0), at(7, 0)).percent is None


def test_a_redundant_part_may_fail_and_one_in_series_may_not() -> None:
    outages = [
        Outage(at(1, 9), at(1, 12), "web1"),
        Outage(at(1, 11), at(1, 14), "web2"),
        Outage(at(1, 15), at(1, 16), "db"),
    ]
    assert down_spans(outages, BEGIN, END, WEB) == ((at(1, 11), at(1, 12)), (at(1, 15), at(1, 16)))
    assert measure_availability(outages, OFFICE, BEGIN, END, graph=WEB).percent == 95.0


@given(st.tuples(spans, spans, spans))
def test_a_service_is_down_in_the_hours_its_graph_says(drawn: tuple[list[tuple[int, int]], ...]) -> None:
    names = ("web1", "web2", "db")
    outages = [
        Outage(BEGIN + begin * HOUR, BEGIN + (begin + length) * HOUR, name)
        for name, found in zip(names, drawn, strict=True)
        for begin, length in found
    ]
    hours = [{h for begin, length in found for h in range(begin, min(168, begin + length))} for found in drawn]
    lost = (hours[0] & hours[1]) | hours[2]
    assert measure_availability(outages, ALWAYS, BEGIN, END, graph=WEB).down == len(lost) * HOUR


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.integers(1, 3))
def test_the_expected_share_sums_over_all_ways_to_work(shares: list[float], needed: int) -> None:
    names = ("a", "b", "c")
    expected = 0.0
    for ways in product((False, True), repeat=3):
        if sum(ways) >= needed:
            chance = 1.0
            for share, works in zip(shares, ways, strict=True):
                chance *= share if works else 1 - share
            expected += chance
    graph = Redundant(names, needed)
    assert expected_availability(graph, dict(zip(names, shares, strict=True))) == pytest.approx(expected)


def test_series_multiply() -> None:
    shares = {"web1": 0.9, "web2": 0.9, "db": 0.99}
    assert expected_availability(WEB, shares) == pytest.approx(0.99 * 0.99)


def test_a_graph_or_outage_that_cannot_be_is_refused() -> None:
    asks: list[tuple[Any, str]] = [
        (lambda: Outage(at(2, 0), at(1, 0)), "reversed_outage"),
        (lambda: Redundant(("a",), 2), "bad_redundancy"),
        (lambda: expected_availability("a", {}), "unknown_component"),
        (lambda: expected_availability("a", {"a": 1.5}), "bad_share"),
        (lambda: expected_availability(Series(("a", "a")), {"a": 1.0}), "component_twice"),
        (lambda: down_spans([Outage(at(1, 0), None, "x")], BEGIN, END, WEB), "unknown_component"),
    ]
    for ask, code in asks:
        with pytest.raises(EngineError) as refusal:
            ask()
        assert refusal.value.code == code
