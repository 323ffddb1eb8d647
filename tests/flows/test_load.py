"""Time logged on tickets becomes the load of the team that holds them, and a forecast where the past is long enough."""

from __future__ import annotations

from datetime import date, timedelta

from tests.cast import HOUSE, NOON, Cast

from goldenthread.business.people.models import Load
from goldenthread.business.work.models import TimeEntry, Work
from goldenthread.engine.forecast import LEAST_WEEKS
from goldenthread.flows.desk_history_forecasts_load import forecast_loads
from goldenthread.foundation.keys import next_key, next_keys

MONDAY = NOON.date() - timedelta(days=NOON.weekday())


def log(cast: Cast, weeks: int, minutes: int = 600) -> None:
    """So many weeks of the same work, the last one just over."""
    work = Work.objects.create(
        key=next_key("INC"), kind="incident", title="Results are late", team=cast.desk, opened_at=NOON
    )
    TimeEntry.objects.bulk_create(
        TimeEntry(key=key, work=work, person=cast.daniel, on=on, minutes=minutes, per_hour=50)
        for key, on in zip(next_keys("TIM", weeks), _days(weeks), strict=True)
    )


def _days(weeks: int) -> list[date]:
    return [MONDAY - timedelta(weeks=n, days=-2) for n in range(weeks, 0, -1)]


def test_the_weeks_that_are_over_are_measured_and_those_to_come_forecast(cast: Cast) -> None:
    log(cast, 60)
    assert forecast_loads(HOUSE) == 1
    past = Load.objects.filter(team=cast.desk, is_forecast=False)
    ahead = Load.objects.filter(team=cast.desk, is_forecast=True).order_by("week")
    assert set(past.values_list("minutes", flat=True)) == {600}
    assert ahead[0].week == MONDAY
    assert all(load.low <= load.minutes <= load.high for load in ahead)
    assert abs(ahead[0].minutes - 600) <= 60


def test_a_short_history_is_measured_and_not_forecast(cast: Cast) -> None:
    log(cast, LEAST_WEEKS - 2)
    forecast_loads(HOUSE)
    assert Load.objects.filter(is_forecast=True).count() == 0
    assert Load.objects.filter(is_forecast=False).exists()


def test_reading_again_leaves_one_figure_a_week(cast: Cast) -> None:
    log(cast, 60)
    forecast_loads(HOUSE)
    before = Load.objects.count()
    forecast_loads(HOUSE)
    assert Load.objects.count() == before


def test_a_house_without_any_time_has_no_load(cast: Cast) -> None:
    assert forecast_loads(HOUSE) == 0
