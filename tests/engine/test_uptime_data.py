"""Availability against the figures that monitored services publish of themselves (../shared/data/uptime)."""

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from tests.engine.vectors import SHARED

from goldenthread.engine import Outage, WorkCalendar, measure_availability

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
STATED = {"uptimeDay": DAY, "uptimeWeek": 7 * DAY, "uptimeMonth": timedelta(seconds=2_628_288)}
"""The periods these figures are of; the monitor's month is 30.42 days. Year and whole begin at a day not stated."""
READ_AT = {
    # an outage that goes on since midnight has lasted 937 minutes
    "maryville_saints-status_summary.json": datetime(2026, 6, 2, 15, 37, tzinfo=UTC),
    # four days down still lie within the week, and have been over for a day
    "azu_npmcdn-upptime_summary.json": datetime(2023, 11, 23, tzinfo=UTC),
}


def _services() -> list[tuple[str, dict[str, Any]]]:
    folder = SHARED / "data" / "uptime"
    if not folder.exists():
        pytest.skip(f"no {folder}: set GOLDENTHREAD_SHARED to the shared folder", allow_module_level=True)
    return [(name, service) for name in READ_AT for service in json.loads((folder / name).read_text())]


def _outages(minutes: dict[str, int], read_at: datetime) -> list[Outage]:
    """The minutes of each day as an outage: up to midnight where the next day goes on, else from its begin."""
    found = []
    for text, down in minutes.items():
        midnight = datetime.combine(datetime.fromisoformat(text), time(), UTC)
        goes_on = f"{midnight + DAY:%Y-%m-%d}" in minutes
        end = midnight + DAY if goes_on else min(midnight + down * MINUTE, read_at)
        found.append(Outage(end - down * MINUTE, end))
    return found


def _named(value: Any) -> str:
    return str(value["slug"]) if isinstance(value, dict) else ""


@pytest.mark.parametrize(("name", "service"), _services(), ids=_named)
@pytest.mark.parametrize("period", STATED)
def test_every_stated_figure_is_met(name: str, service: dict[str, Any], period: str) -> None:
    minutes, read_at, length = service["dailyMinutesDown"], READ_AT[name], STATED[period]
    since = read_at - length
    figures = measure_availability(_outages(minutes, read_at), WorkCalendar.always("UTC"), since, read_at)
    assert figures.percent is not None
    days = sum(1 for text in minutes if since.date().isoformat() <= text)
    rounded = 0.005 + 100 * (days * MINUTE / 2) / length  # two digits of a percent, and half a minute of each day
    assert abs(figures.percent - float(service[period].rstrip("%"))) <= rounded
