"""A task's own constraint and what levelling holds it back to, as the one constraint and deadline the engine takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from goldenthread.business.projects.queries.schedule.rows import PlanRow
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.engine.network.plan import Constraint

STAYS = ("MSO", "MFO")
"""Dates that a plan promises to the minute: levelling works around them."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What bounds a task."""

    constraint: Constraint
    constraint_at: datetime | None
    deadline: datetime | None


def is_levelled(row: PlanRow) -> bool:
    """Whether it is levelling, and not its own constraint, that holds a task back."""
    if row.levelled_at is None or row.actual_start_at is not None or row.constraint in STAYS:
        return False
    return row.constraint != "SNET" or row.constraint_at is None or row.levelled_at > row.constraint_at


def bounds_of(row: PlanRow, hours: Hours, deadline: datetime | None) -> Bounds:
    """The later of both holds. The latest start or finish of a task that is held back binds it as a deadline does."""
    own = Bounds(row.constraint, row.constraint_at, deadline)
    levelled, at = row.levelled_at, row.constraint_at
    if levelled is None or not is_levelled(row):
        return own
    if row.constraint == "FNET" and at is not None and hours.subtract(at, row.length) >= levelled:
        return own
    if row.constraint in ("SNLT", "FNLT") and at is not None:
        latest = at if row.constraint == "FNLT" else hours.add(at, row.length)
        return Bounds("SNET", levelled, latest if deadline is None else min(latest, deadline))
    return Bounds("SNET", levelled, deadline)
