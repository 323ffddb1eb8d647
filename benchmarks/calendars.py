"""Adding a year of working hours to an instant."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle

from benchmarks.result import Result, cpu
from goldenthread.engine import WorkCalendar

WEEK = ("mon", "tue", "wed", "thu", "fri")
OFFICE = WorkCalendar.from_spec(
    {
        "timezone": "Europe/Berlin",
        "weekly": {day: [["09:00", "12:00"], ["13:00", "18:00"]] for day in WEEK},
        "holidays": ["2026-05-01", "2026-12-25", "2027-01-01"],
        "exceptions": {"2026-12-24": [["09:00", "12:00"]]},
    }
)
A_YEAR = timedelta(hours=52 * 40)


def measure() -> Iterator[Result]:
    starts = [datetime(2026, 3, 2, 8, tzinfo=UTC) + timedelta(hours=7 * n) for n in range(500)]
    for start in starts:  # the years it leads through are kept
        OFFICE.add(start, A_YEAR)
    turn = cycle(starts)
    taken = cpu(lambda: OFFICE.add(next(turn), A_YEAR), rounds=len(starts))
    yield Result("calendar: add a year of hours, warm, CPU", taken * 1e6, "µs", 50)
