"""Every service-level vector, answered by the calendar alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.engine.vectors import calendar_of, instant, pauses_of, read_vectors

from goldenthread.engine import WorkingDays

VECTORS = read_vectors("sla.json")["vectors"]


ANSWERS = {
    "deadline": lambda c, at, case: c.add(at, timedelta(minutes=case["duration_minutes"]), pauses_of(case)),
    "deadline_backward": lambda c, at, case: c.subtract(at, timedelta(minutes=case["duration_minutes"])),
    "deadline_working_days": lambda c, at, case: c.add_days(
        at, case["duration_days"], end_of_day=case.get("end_of_working_day", False), pauses=pauses_of(case)
    ),
    "deadline_working_days_next_open": lambda c, at, case: c.add_days(at, case["duration_days"], landing="roll"),
    "elapsed": lambda c, at, case: c.between(at, instant(case["end"]), pauses_of(case)),
    "escalation_step": lambda c, at, case: c.step(at, offset_of(case)),
    "is_open": lambda c, at, case: c.is_open(at),
    "next_open": lambda c, at, case: c.next_open(at),
    "previous_open": lambda c, at, case: c.previous_open(at),
    "wall_to_utc": lambda c, at, case: c.instant(date.fromisoformat(case["local_date"]), case["local_time"]),
}


def offset_of(case: dict[str, Any]) -> timedelta | WorkingDays:
    if "offset_days" in case:
        return WorkingDays(case["offset_days"])
    return timedelta(minutes=case["offset_minutes"])


def expected(case: dict[str, Any]) -> Any:
    if case["kind"] == "elapsed":
        return timedelta(minutes=case["expected"])
    return instant(case["expected"]) if isinstance(case["expected"], str) else case["expected"]


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["id"])
def test_the_calendar_gives_the_published_answer(case: dict[str, Any]) -> None:
    assert ANSWERS[case["kind"]](calendar_of(case), instant(case["start"]), case) == expected(case)


@pytest.mark.parametrize("case", [c for c in VECTORS if "expected_paused_seconds" in c], ids=lambda case: case["id"])
def test_the_pauses_hold_the_published_open_time(case: dict[str, Any]) -> None:
    calendar, pauses = calendar_of(case), pauses_of(case)
    paused = sum((calendar.between(max(instant(case["start"]), a), b) for a, b in pauses), timedelta(0))
    assert paused == timedelta(seconds=case["expected_paused_seconds"])
