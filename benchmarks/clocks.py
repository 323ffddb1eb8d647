"""Reading one clock from its history."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.calendars import OFFICE
from benchmarks.result import Result, cpu
from goldenthread.engine import ClockPolicy, Paused, Resumed, Started, Stopped, read_clock

OPENED = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def measure() -> Iterator[Result]:
    policy = ClockPolicy(OFFICE, target=40 * HOUR)
    waits = [
        (OPENED + at * HOUR, fact)
        for day in range(1, 7)
        for at, fact in ((24 * day, Paused("waiting for requester")), (24 * day + 20, Resumed()))
    ]
    history = [(OPENED, Started()), *waits, (OPENED + 9 * 24 * HOUR, Stopped())]
    now = OPENED + 30 * 24 * HOUR
    taken = cpu(lambda: read_clock(policy, history, now=now), rounds=200)
    yield Result("clock: one read, six waits, CPU", taken * 1e3, "ms", 1)
