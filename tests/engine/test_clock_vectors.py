"""Every service-level vector with a span, replayed as the facts of a clock."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.engine.vectors import calendar_of, instant, pauses_of, read_vectors

from goldenthread.engine import ClockPolicy, Paused, Resumed, Started, Stopped, WorkingDays, read_clock
from goldenthread.engine.calendars.pauses import read_pauses
from goldenthread.engine.instants import instant_of

VECTORS = read_vectors("sla.json")["vectors"]
DEADLINES = ("deadline", "deadline_working_days", "deadline_working_days_next_open")


def is_forward(case: dict[str, Any]) -> bool:
    return case["kind"] in DEADLINES and case.get("duration_days", 0) >= 0


def policy_of(case: dict[str, Any]) -> ClockPolicy:
    if "duration_days" in case:
        landing = "roll" if case["kind"].endswith("next_open") else "clamp"
        end_of_day = case.get("end_of_working_day", False)
        target = WorkingDays(case["duration_days"])
        return ClockPolicy(calendar_of(case), target, landing=landing, end_of_day=end_of_day)
    target = timedelta(minutes=case.get("duration_minutes", case.get("target_minutes", 60)))
    return ClockPolicy(calendar_of(case), target)


def history_of(case: dict[str, Any]) -> list[tuple[datetime, Any]]:
    history: list[tuple[datetime, Any]] = [(instant(case["start"]), Started())]
    for begin, end in read_pauses(pauses_of(case)):
        history += [(instant_of(begin), Paused("waiting")), (instant_of(end), Resumed())]
    return history


@pytest.mark.parametrize("case", [c for c in VECTORS if is_forward(c)], ids=lambda case: case["id"])
def test_a_replayed_clock_is_due_at_the_published_instant(case: dict[str, Any]) -> None:
    due = instant(case["expected"])
    reading = read_clock(policy_of(case), history_of(case), due)
    assert reading.due_at == due
    assert reading.breached_at is None
    assert read_clock(policy_of(case), history_of(case), instant(case["start"])).due_at == due
    assert read_clock(policy_of(case), history_of(case), due + timedelta(seconds=1)).breached_at == due


@pytest.mark.parametrize("case", [c for c in VECTORS if c["kind"] == "elapsed"], ids=lambda case: case["id"])
def test_a_stopped_clock_has_run_for_the_published_time(case: dict[str, Any]) -> None:
    history = [*history_of(case), (instant(case["end"]), Stopped())]
    reading = read_clock(policy_of(case), history, instant(case["end"]) + timedelta(days=3))
    assert reading.elapsed == timedelta(minutes=case["expected"])
    if "expected_margin_minutes" in case:
        assert reading.remaining == timedelta(minutes=case["expected_margin_minutes"])
