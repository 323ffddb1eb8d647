"""Which tasks stand elsewhere in one schedule than in another, and where."""

from __future__ import annotations

from collections.abc import Iterator
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
    touched: set[int] = set()
    for name in _candidates(kept.schedule, after, key):
        _note(found, kept.schedule, after, name)
        row = kept.rows[name]
        while row.parent_id is not None and row.parent_id not in touched:
            touched.add(row.parent_id)
            row = kept.rows[kept.key_of[row.parent_id]]
    for pk in touched:
        _note(found, kept.schedule, after, kept.key_of[pk])
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


def _candidates(before: network.Schedule, after: network.Schedule, key: str) -> Iterator[str]:
    """The leaves whose dates differ on their axes, before any is turned into instants, and what was changed."""
    old, new = before.network, after.network
    names = [leaf.id for leaf in new.structure.leaves]
    if any(one.axis is not other.axis for one, other in zip(old.leaves, new.leaves, strict=True)):
        yield from names
        return
    columns = ("early_start", "resume", "early_finish", "late_start", "late_finish", "driver", "at_opening")
    was = zip(*(getattr(old.dates, name) for name in columns), strict=True)
    now = zip(*(getattr(new.dates, name) for name in columns), strict=True)
    for name, one, other in zip(names, was, now, strict=True):
        if one != other or name == key:
            yield name
