"""Which tasks stand elsewhere in one schedule than in another, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from goldenthread.engine import network
from goldenthread.engine.instants import instant_of
from goldenthread.engine.network.tables import KINDS, LINK_TYPES

MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class Moved:
    """A task as it would stand; instants are kept in microseconds since 1970, for thousands may move at once.

    What drives it: its `kind`, and `held_by` (a key) through a link of `link_type` where it is one.
    """

    key: str
    start: int
    finish: int
    late_finish: int
    total_float_minutes: int
    is_critical: bool
    kind: str
    held_by: str
    link_type: str
    is_shifted: bool
    """Whether it would start or finish at another time."""

    @property
    def start_at(self) -> datetime:
        return instant_of(self.start)

    @property
    def finish_at(self) -> datetime:
        return instant_of(self.finish)

    @property
    def late_finish_at(self) -> datetime:
        return instant_of(self.late_finish)

    @property
    def driver(self) -> dict[str, str]:
        """What holds it, in plain values: its kind, and the task and type of the link where it is one."""
        link = {"task": self.held_by, "type": self.link_type} if self.held_by else {}
        return {"kind": self.kind} | link


def moved(before: network.Schedule, after: network.Schedule) -> list[Moved]:
    """Every task and summary that `after` places elsewhere, in the plan's order.

    Both schedules are of the same tasks in the same order.
    """
    return _placed(before, after, after.places.differing(before.places))


def place_of(before: network.Schedule, after: network.Schedule, key: str) -> Moved:
    """Where `after` puts a task, moved or not."""
    return _placed(before, after, np.array([after.network.structure.row_of[key]]))[0]


def _placed(before: network.Schedule, after: network.Schedule, rows: Any) -> list[Moved]:
    was, now, tasks = before.places, after.places, after.plan.tasks
    is_shifted = (now.early_start != was.early_start) | (now.early_finish != was.early_finish)
    starts, finishes, late, floats, critical, kinds, holders, types = now.lists(rows)
    minutes = np.rint(np.array(floats) / MINUTE).astype(np.int64).tolist()
    return [
        Moved(
            tasks[row].id,
            start,
            finish,
            late_finish,
            total_float,
            is_critical,
            KINDS[kind],
            tasks[holder].id if holder >= 0 else "",
            LINK_TYPES[link_type] if link_type >= 0 else "",
            shifted,
        )
        for row, start, finish, late_finish, total_float, is_critical, kind, holder, link_type, shifted in zip(
            rows.tolist(), starts, finishes, late, minutes, critical, kinds, holders, types, is_shifted[rows].tolist(),
            strict=True,
        )
    ]  # fmt: skip
