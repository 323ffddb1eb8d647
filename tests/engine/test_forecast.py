"""What a forecast promises: it follows trend and season, errs less than a naive one, and says when it cannot tell."""

import csv
import gzip
from collections import Counter
from datetime import date, datetime, timedelta
from math import pi, sin
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.vectors import SHARED

from goldenthread.engine import EngineError
from goldenthread.engine.forecast import LEAST_WEEKS, LoadForecast, LoadWeek, forecast

MONDAY = date(2025, 1, 6)
WEEK = timedelta(weeks=1)
LOG = SHARED / "data" / "servicenow-incidents" / "incident_event_log_sample.csv.gz"


def weeks_of(*amounts: float, team: str = "desk", skill: str = "mail") -> list[LoadWeek]:
    return [LoadWeek(team, skill, MONDAY + n * WEEK, amount) for n, amount in enumerate(amounts)]


def one(*amounts: float, **more: float) -> LoadForecast:
    (told,) = forecast(weeks_of(*amounts), **more)
    return told


def test_a_steady_load_goes_on_without_doubt() -> None:
    told = one(*[30.0] * 20, weeks=4)
    assert [(week.expected, week.low, week.high) for week in told.weeks] == [(30, 30, 30)] * 4
    assert [week.week for week in told.weeks] == [MONDAY + n * WEEK for n in range(20, 24)]
    assert told.error == told.naive_error == 0


def test_a_rising_load_goes_on_rising() -> None:
    told = one(*[20 + 2.0 * n for n in range(40)], weeks=4)
    assert told.weeks[0].expected > 97
    assert told.weeks[3].expected > told.weeks[0].expected
    assert told.error < told.naive_error


def test_a_yearly_pattern_is_seen_when_two_years_are_known() -> None:
    chance = Random(5)
    wave = [100 + 60 * sin(2 * pi * n / 52) for n in range(52 * 3 + 26)]
    told = one(*[max(0, value + chance.gauss(0, 6)) for value in wave[: 52 * 3]], weeks=26)
    assert told.method is not None
    assert "season" in told.method or "year" in told.method
    for n, week in enumerate(told.weeks):
        assert week.expected == pytest.approx(wave[52 * 3 + n], abs=30)


@pytest.mark.parametrize("known", range(1, LEAST_WEEKS + 1))
def test_a_short_history_is_said_to_be_too_short(known: int) -> None:
    told = one(*[5.0] * known)
    assert told.is_too_short == (known < LEAST_WEEKS)
    assert told.known_weeks == known
    assert bool(told.weeks) is not told.is_too_short
    assert (told.error is None) == told.is_too_short


def test_the_band_holds_about_its_share_of_what_comes() -> None:
    held = total = 0
    for seed in range(60):
        chance = Random(seed)
        amounts = [chance.gauss(50, 10) for _ in range(60)]
        told = one(*amounts[:52], weeks=8)
        held += sum(week.low <= amount <= week.high for week, amount in zip(told.weeks, amounts[52:], strict=True))
        total += 8
    assert 0.72 < held / total < 0.92


def test_weeks_without_a_figure_were_idle_and_figures_of_a_week_add_up() -> None:
    load = [LoadWeek("desk", "mail", MONDAY + n * WEEK, 4.0) for n in range(0, 30, 2) for _ in range(2)]
    (told,) = forecast(load, until=MONDAY + 31 * WEEK)
    assert told.history == tuple(8.0 if n % 2 == 0 and n < 30 else 0.0 for n in range(32))


def test_each_team_and_skill_is_forecast_by_itself() -> None:
    both = forecast(
        [*weeks_of(*[9.0] * 15), *weeks_of(*[3.0] * 15, skill="network"), *weeks_of(*[1.0] * 15, team="ops")]
    )
    assert [(told.team, told.skill, told.weeks[0].expected) for told in both] == [
        ("desk", "mail", 9),
        ("desk", "network", 3),
        ("ops", "mail", 1),
    ]
    assert forecast([]) == ()


amounts = st.floats(0, 1000).map(lambda value: round(value, 1))


@settings(max_examples=40)
@given(st.lists(amounts, min_size=LEAST_WEEKS, max_size=90), st.integers(1, 20), st.sampled_from([0.5, 0.8, 0.95]))
def test_a_band_holds_its_expectation_never_narrows_and_widens_with_its_share(
    values: list[float], weeks: int, band: float
) -> None:
    told = one(*values, weeks=weeks, band=band)
    wider = one(*values, weeks=weeks, band=0.99)
    assert len(told.weeks) == weeks
    margins = [week.high - week.expected for week in told.weeks]
    assert margins == pytest.approx(sorted(margins))
    for week, other in zip(told.weeks, wider.weeks, strict=True):
        assert 0 <= week.low <= week.expected <= week.high
        assert other.high >= week.high
    assert one(*values, weeks=weeks, band=band) == told


def test_the_error_of_a_trial_knows_nothing_of_what_came_after_it() -> None:
    """Whatever follows, the trials that ended before it have the same errors."""
    values = [float(Random(n).randint(0, 40)) for n in range(30)]
    shorter, longer = one(*values), one(*values, *[900.0] * 9)
    assert longer.trials == shorter.trials + 9
    assert longer.error > shorter.error


@pytest.mark.skipif(not LOG.exists(), reason=f"no {LOG}: set GOLDENTHREAD_SHARED to the shared folder")
def test_a_real_desks_weeks_are_forecast_better_than_naively() -> None:
    with gzip.open(LOG, "rt") as log:
        opened = {row["number"]: (row["assignment_group"], row["opened_at"]) for row in csv.DictReader(log)}
    counts: Counter[tuple[str, date]] = Counter()
    for group, at in opened.values():
        day = datetime.strptime(at, "%d/%m/%Y %H:%M").date()  # noqa: DTZ007  the log has no zone
        counts[group, day - timedelta(days=day.weekday())] += 1
    load = [LoadWeek(group, "", week, count) for (group, week), count in counts.items()]
    told = [one for one in forecast(load, until=date(2016, 5, 23)) if not one.is_too_short]
    assert len(told) > 40
    assert sum(one.error for one in told) < 0.85 * sum(one.naive_error for one in told)


@pytest.mark.parametrize(
    ("more", "code"), [({"band": 0}, "bad_band"), ({"band": 1}, "bad_band"), ({"weeks": 0}, "bad_horizon")]
)
def test_bands_and_horizons_stay_within_their_bounds(more: dict[str, float], code: str) -> None:
    with pytest.raises(EngineError, match=code):
        one(1.0, **more)


def test_weeks_begin_on_mondays_and_loads_are_amounts() -> None:
    with pytest.raises(EngineError, match="not_a_monday"):
        forecast([LoadWeek("desk", "mail", MONDAY + timedelta(days=1), 1)])
    with pytest.raises(EngineError, match="not_a_monday"):
        forecast(weeks_of(1.0), until=MONDAY + timedelta(days=1))
    for amount in (-1, float("nan")):
        with pytest.raises(EngineError, match="bad_amount"):
            forecast(weeks_of(amount))
