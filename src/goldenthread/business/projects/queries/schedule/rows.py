"""A plan's tasks and links as plain rows: for what reads or computes all of them at once."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from goldenthread.business.projects.models import Dependency, Project, Task
from goldenthread.engine.network.plan import Constraint, LagCalendar, LinkType


@dataclass(slots=True)
class PlanRow:
    """A task's columns, by the names they have on the record; instants in UTC."""

    pk: int
    key: str
    title: str
    version: int
    parent_id: int | None
    place: int
    wbs: str
    duration_minutes: int
    duration_seconds: int
    is_elapsed: bool
    is_milestone: bool
    calendar_id: int | None
    constraint: Constraint
    constraint_at: datetime | None
    levelled_at: datetime | None
    deadline_on: date | None
    deadline_at: datetime | None
    priority: int
    budget: Decimal
    percent: int
    actual_start_at: datetime | None
    actual_finish_at: datetime | None
    remaining_minutes: int | None
    optimistic_minutes: int | None
    pessimistic_minutes: int | None
    early_start_at: datetime | None
    early_finish_at: datetime | None
    late_start_at: datetime | None
    late_finish_at: datetime | None
    total_float_minutes: int | None
    free_float_minutes: int | None
    is_critical: bool
    driver: dict[str, Any] | None

    @property
    def length(self) -> timedelta:
        """How long it takes, to the second."""
        return timedelta(minutes=self.duration_minutes, seconds=self.duration_seconds)


COLUMNS = ("work_id", "work__key", "work__title", *tuple(PlanRow.__annotations__)[3:])


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What must come before what; the ends by key."""

    predecessor: str
    successor: str
    kind: LinkType
    lag_minutes: int
    lag_percent: int | None
    lag_calendar: LagCalendar


def driver_as_seen(driver: dict[str, Any] | None, shown: Container[str]) -> dict[str, Any] | None:
    """What holds a task, for one who sees these keys: of a link to another, only that it is one."""
    if not driver or "task" not in driver or driver["task"] in shown:
        return driver
    return {"kind": driver["kind"]}


def plan_rows(project: Project) -> list[PlanRow]:
    """Every task of a plan, whoever may see it."""
    found = Task.objects.filter(project_id=project.pk).order_by("work_id").values_list(*COLUMNS)
    return [PlanRow(*values) for values in found]


def link_rows(project: Project, key_of: Mapping[int, str]) -> list[LinkRow]:
    """Every link between tasks of a plan that are given here, their keys by id."""
    columns = ("predecessor_id", "successor_id", "kind", "lag_minutes", "lag_percent", "lag_calendar")
    found = Dependency.objects.filter(successor__project_id=project.pk).order_by("id").values_list(*columns)
    return [
        LinkRow(key_of[before], key_of[after], *how)
        for before, after, *how in found
        if before in key_of and after in key_of
    ]
