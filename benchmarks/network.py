"""The dates of large plans: the passes alone, whole, on several calendars, and after one change."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.calendars import OFFICE
from benchmarks.result import Result, cpu
from goldenthread.engine import Link, Plan, Schedule, Task, WorkCalendar, reschedule, schedule
from goldenthread.engine.network import warm
from goldenthread.engine.network.compilation import run

TASKS = 10_000
REACH = 60  # tasks; how far ahead a link leads, at most
TYPES = ("FS", "FS", "FS", "SS", "FF")
HOUR = timedelta(hours=1)
ALWAYS = WorkCalendar.always("Europe/Berlin")
SHIFTS = WorkCalendar.from_spec(
    {
        "timezone": "Europe/Berlin",
        "weekly": {day: [["06:00", "14:00"], ["14:30", "22:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat")},
    }
)


def measure() -> Iterator[Result]:
    warm()
    plan = large_plan(TASKS)
    scheduled = schedule(plan)
    note = f"{TASKS:,} tasks, {2 * TASKS:,} links"
    yield Result("network: both passes alone, CPU", cpu(passes_of(scheduled), 20) * 1e3, "ms", 1, note=note)
    yield Result("network: whole schedule on calendars, CPU", whole(plan), "ms", 40, note=note)
    several = large_plan(TASKS, (None, None, OFFICE, SHIFTS, ALWAYS))
    yield Result("network: the same on three calendars, CPU", whole(several), "ms", 80, note=note)
    huge = large_plan(10 * TASKS)
    note = f"{10 * TASKS:,} tasks, {20 * TASKS:,} links"
    yield Result("network: whole schedule, ten times as large, CPU", whole(huge), "ms", 500, note=note)
    change = {"T5000": {"duration": 77 * HOUR}}
    taken = cpu(lambda: reschedule(plan, scheduled, change), 3) * 1e3
    yield Result("network: reschedule after one change, CPU", taken, "ms", 5, note=f"{TASKS:,} tasks")
    taken = cpu(lambda: reschedule(plan, scheduled, change).moved_since(scheduled), 3) * 1e3
    yield Result("network: the same, told as dates with what moved", taken, "ms", 10, note=f"{TASKS:,} tasks")


def whole(plan: Plan) -> float:
    """Milliseconds for all dates, as instants and floats; the rows of a page are made from them as it asks."""
    return cpu(lambda: schedule(plan).finish) * 1e3


def passes_of(scheduled: Schedule) -> Callable[[], None]:
    """The two passes over the tables of a schedule."""
    network = scheduled.network
    axes, segments = network.axes.tables
    network.leaves["is_changed"] = 1
    return lambda: run(TASKS, "early_pass late_pass", network.leaves, network.ties, axes, segments)


def large_plan(size: int, calendars: Sequence[WorkCalendar | None] = (None,)) -> Plan:
    chance = Random(2026)
    tasks = tuple(Task(f"T{n}", chance.randint(1, 40) * HOUR, chance.choice(calendars)) for n in range(size))
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < 2 * size:
        first = chance.randrange(size - 1)
        pairs.add((first, min(size - 1, first + chance.randint(1, REACH))))
    links = tuple(
        Link(f"T{first}", f"T{second}", chance.choice(TYPES), chance.choice((0, 0, 0, 4, -2)) * HOUR)
        for first, second in sorted(pairs)
    )
    return Plan(tasks, links, OFFICE, datetime(2026, 3, 2, 8, tzinfo=UTC))
