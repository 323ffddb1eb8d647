"""The dates of a large plan."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.calendars import OFFICE
from benchmarks.result import Result, cpu
from goldenthread.engine import Link, Plan, Task, schedule

TASKS, LINKS = 10_000, 20_000
REACH = 60  # tasks; how far ahead a link leads, at most
TYPES = ("FS", "FS", "FS", "SS", "FF")
HOUR = timedelta(hours=1)


def measure() -> Iterator[Result]:
    plan = large_plan()
    taken = cpu(lambda: schedule(plan))
    note = f"{TASKS:,} tasks, {LINKS:,} links"
    yield Result("network: whole schedule on calendars, CPU", taken * 1e3, "ms", 500, target=40, note=note)


def large_plan() -> Plan:
    chance = Random(2026)
    tasks = tuple(Task(f"T{n}", chance.randint(1, 40) * HOUR) for n in range(TASKS))
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < LINKS:
        first = chance.randrange(TASKS - 1)
        pairs.add((first, min(TASKS - 1, first + chance.randint(1, REACH))))
    links = tuple(
        Link(f"T{first}", f"T{second}", chance.choice(TYPES), chance.choice((0, 0, 0, 4, -2)) * HOUR)
        for first, second in sorted(pairs)
    )
    return Plan(tasks, links, OFFICE, datetime(2026, 3, 2, 8, tzinfo=UTC))
