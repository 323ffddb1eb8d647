"""Which tasks stand elsewhere in one schedule than in another, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from goldenthread.business.projects.queries.schedule.compiling import minutes_of, told
from goldenthread.business.projects.queries.schedule.kept import KeptPlan
from goldenthread.engine import network


@dataclass(frozen=True, slots=True)
class Moved:
    """A task as it would stand."""

    key: str
    start_at: datetime
    finish_at: datetime
    late_finish_at: datetime
    total_float_minutes: int
    is_critical: bool
    driver: dict[str, str] | None


def place_of(schedule: network.Schedule, key: str) -> Moved:
    """Where a schedule puts a task."""
    found = schedule[key]
    return Moved(
        key,
        found.early_start,
        found.early_finish,
        found.late_finish,
        minutes_of(found.total_float) or 0,
        found.is_critical,
        told(found.driver),
    )


def moved(kept: KeptPlan, after: network.Schedule, key: str) -> dict[str, Moved]:
    """By key, every task and summary that `after` places elsewhere than the kept plan; `key` is what was changed."""
    found: dict[str, Moved] = {}
    for name in {*after.moved_since(kept.schedule), key}:
        _note(found, kept.schedule, after, name)
    return found


def _note(found: dict[str, Moved], before: network.Schedule, after: network.Schedule, name: str) -> None:
    was, now = before[name], after[name]
    if (
        now.early_start != was.early_start
        or now.early_finish != was.early_finish
        or now.late_finish != was.late_finish
        or now.total_float != was.total_float
        or now.is_critical != was.is_critical
        or now.driver != was.driver
    ):
        found[name] = place_of(after, name)
