"""Laws of availability: more outage never helps, splitting changes nothing, a spare never harms."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.engine import Outage, Redundant, Series, WorkCalendar, losses, measure_availability
from goldenthread.engine.availability import Part

BEGIN = datetime(2026, 3, 27, tzinfo=UTC)  # across a clock change of Berlin
END = BEGIN + timedelta(days=7)
OFFICE = WorkCalendar.from_spec(
    {
        "timezone": "Europe/Berlin",
        "weekly": {
            "mon": [["08:00", "18:00"]],
            "tue": [["08:00", "18:00"]],
            "fri": [["08:00", "18:00"]],
            "sun": [["00:00", "24:00"]],
        },
    }
)
NAMES = ("a", "b", "c", "d")
names = st.sampled_from(NAMES)
minutes = st.integers(-200, 10_300)
outage = st.builds(
    lambda since, length, name, share: Outage(
        BEGIN + timedelta(minutes=since), BEGIN + timedelta(minutes=since + length), name, share
    ),
    minutes,
    st.integers(0, 3000),
    names,
    st.sampled_from((0.1, 0.25, 0.5, 1.0)),
)
outages = st.lists(outage, max_size=6)


def _arrange(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    redundant = parts.flatmap(lambda found: st.integers(1, len(found)).map(lambda n: Redundant(found, n)))
    return st.one_of(parts.map(Series), redundant)


loose = st.recursive(names, _arrange, max_leaves=8)


def percent(found: list[Outage], graph: Part | None = None, leans_on: dict[str, Part] | None = None) -> float:
    known = graph if graph is None else Redundant((graph, Series(NAMES)), 1) if graph in NAMES else graph
    whole = leans_on or {}
    every = {name: whole.get(name, Series(())) for name in NAMES}
    measured = measure_availability(found, OFFICE, BEGIN, END, graph=known, leans_on=every)
    assert measured.percent is not None
    return measured.percent


@given(outages, outage, loose)
def test_one_more_outage_never_helps(found: list[Outage], more: Outage, graph: Part) -> None:
    assert percent([*found, more], graph) <= percent(found, graph) + 1e-9
    assert percent([*found, more]) <= percent(found) + 1e-9


@given(outages, st.integers(0, 3000), loose)
def test_an_outage_told_in_two_parts_is_the_same(found: list[Outage], cut: int, graph: Part) -> None:
    split = []
    for one in found:
        assert one.end is not None
        at = min(one.end, one.start + timedelta(minutes=cut))
        split += [Outage(one.start, at, one.component, one.share), Outage(at, one.end, one.component, one.share)]
    assert losses(split, BEGIN, END) == losses(found, BEGIN, END)
    whole, parts = (measure_availability(each, OFFICE, BEGIN, END) for each in (found, split))
    assert whole == parts
    assert percent(found, graph) == percent(split, graph)


@given(outages, loose, loose)
def test_a_spare_never_lowers_it_and_a_need_never_raises_it(found: list[Outage], graph: Part, other: Part) -> None:
    alone = percent(found, Series((graph,)))
    assert percent(found, Redundant((graph, other))) >= alone - 1e-9
    assert percent(found, Series((graph, other))) <= alone + 1e-9


@given(outages, st.dictionaries(names, loose, max_size=3), names)
def test_circles_settle_and_a_component_never_fares_better_for_its_needs(
    found: list[Outage], leans_on: dict[str, Part], name: str
) -> None:
    alone = percent(found, Series((name,)))
    assert percent(found, Series((name,)), leans_on) <= alone + 1e-9
    assert percent([], Series((name,)), leans_on) == 100


@given(outages)
def test_the_figures_fit_together(found: list[Outage]) -> None:
    figures = measure_availability(found, OFFICE, BEGIN, END)
    assert figures.down <= figures.impaired <= figures.agreed
    if figures.outages:
        assert figures.mtrs is not None
        assert figures.mtbf is not None
        assert figures.mtbsi is not None
        assert abs(figures.mtrs + figures.mtbf - figures.mtbsi) <= timedelta(microseconds=2)


def test_a_partial_outage_counts_by_its_share_and_lasts_its_whole_length() -> None:
    always = WorkCalendar.always("UTC")
    hour = timedelta(hours=1)
    found = [Outage(BEGIN, BEGIN + 10 * hour, share=0.25), Outage(BEGIN + 8 * hour, BEGIN + 9 * hour)]
    figures = measure_availability(found, always, BEGIN, BEGIN + 100 * hour)
    assert (figures.down, figures.impaired, figures.outages) == (3.25 * hour, 10 * hour, 1)
    assert figures.percent == pytest.approx(96.75)
    assert [(loss.end - loss.start, loss.share) for loss in losses(found, BEGIN, END)] == [
        (8 * hour, 0.25),
        (hour, 1.0),
        (hour, 0.25),
    ]


def test_components_that_lean_on_each_other_fail_together_and_not_by_themselves() -> None:
    circle: dict[str, Part] = {"a": "b", "b": "a"}
    down = [Outage(BEGIN, BEGIN + timedelta(hours=1), "b")]
    assert len(losses(down, BEGIN, END, "a", circle)) == 1
    assert losses([], BEGIN, END, "a", circle) == ()
