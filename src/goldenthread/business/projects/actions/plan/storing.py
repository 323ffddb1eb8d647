"""Storing computed dates: one statement for any number of rows, for a plan of thousands moves as one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from goldenthread.business.projects.models import Task
from goldenthread.business.projects.queries.schedule.rows import PlanRow
from goldenthread.business.work.models import Work

TYPES = {
    "wbs": "text",
    "place": "integer",
    "duration_minutes": "integer",
    "duration_seconds": "integer",
    "is_milestone": "boolean",
    "budget": "numeric",
    "percent": "integer",
    "early_start_at": "timestamptz",
    "early_finish_at": "timestamptz",
    "late_start_at": "timestamptz",
    "late_finish_at": "timestamptz",
    "total_float_minutes": "integer",
    "free_float_minutes": "integer",
    "is_critical": "boolean",
    "driver": "jsonb",
}
COMPUTED = tuple(TYPES)


def computed(task: PlanRow) -> tuple[Any, ...]:
    """What the plan says of a task, to be compared before and after."""
    return tuple(getattr(task, name) for name in COMPUTED)


def store(changed: Sequence[PlanRow]) -> None:
    """Write what was computed of these tasks, and the due instant that queues sort their works by."""
    if not changed:
        return
    ids = [task.pk for task in changed]
    _update(Task._meta.db_table, "work_id", ids, {name: _values(changed, name) for name in COMPUTED}, TYPES)  # noqa: SLF001
    due = {"due_at": [task.early_finish_at for task in changed]}
    _update(Work._meta.db_table, "id", ids, due, {"due_at": "timestamptz"})  # noqa: SLF001


def _values(changed: Sequence[PlanRow], name: str) -> list[Any]:
    values = [getattr(task, name) for task in changed]
    if name == "driver":
        return [None if value is None else json.dumps(value) for value in values]
    return values


def _update(table: str, key: str, ids: list[int], columns: dict[str, list[Any]], types: dict[str, str]) -> None:
    """`UPDATE … FROM unnest(…)`: bulk_update writes a CASE per cell, which takes seconds where this takes a blink."""
    names = list(columns)
    sets = ", ".join(f"{name} = given.{name}" for name in names)
    arrays = ", ".join(f"%s::{types[name]}[]" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {sets} FROM unnest(%s::bigint[], {arrays}) AS given(id, {', '.join(names)}) "  # noqa: S608
            f"WHERE {table}.{key} = given.id",
            [ids, *(columns[name] for name in names)],
        )
