"""Trying a change of a plan: what it would move and break, writing nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import JsonResponse
from ninja import Schema

from goldenthread.api.door import ApiRequest, Body, api
from goldenthread.api.projects.plan import Constraint
from goldenthread.api.projects.schemas import TAGS
from goldenthread.business.projects import queries


class PreviewIn(Body):
    """A task, and what would be changed of it; only what is given changes."""

    task: str
    duration_minutes: int = 0
    is_milestone: bool = False
    calendar: str = ""
    constraint: Constraint = "ASAP"
    constraint_on: date | None = None
    constraint_at: datetime | None = None
    levelled_at: datetime | None = None
    deadline_on: date | None = None


class MovedOut(Schema):
    """A task as it would stand."""

    key: str
    start_at: datetime
    finish_at: datetime
    late_finish_at: datetime
    total_float_minutes: int
    is_critical: bool
    driver: dict[str, str] | None


class BreakOut(Schema):
    """A promise that holds now and would hold no longer: whose, and until when it holds."""

    kind: Literal["deadline", "freeze", "charter", "tolerance"]
    key: str
    title: str
    limit: datetime
    name: str


class PreviewOut(Schema):
    """Only what would move. `plan` names the plan it was worked out on: another name, another plan."""

    plan: str
    version: int
    task: MovedOut
    rows: list[MovedOut]
    finish_before: datetime
    finish_at: datetime
    breaks: list[BreakOut]


@api.post("/projects/{key}/plan/preview", response=PreviewOut, tags=TAGS, operation_id="preview_plan")
def preview_plan(request: ApiRequest, key: str, body: PreviewIn) -> Any:
    """What a change of one task would move. Make it with a PATCH of the task; send `version` as If-Match."""
    changes = body.dict(exclude_unset=True)
    task = changes.pop("task")
    found = queries.preview(request.auth, queries.project(request.auth, key), task, changes)  # type: ignore[arg-type]
    # thousands of rows may move: plain values, checked by a test against the shape instead of one by one here
    return JsonResponse(
        {
            "plan": found.stamp,
            "version": found.was.version,
            "task": _moved(found.now),
            "rows": [_moved(one) for one in found.rows],
            "finish_before": found.finish_before.isoformat(),
            "finish_at": found.finish_at.isoformat(),
            "breaks": [
                {"kind": one.kind, "key": one.key, "title": one.title, "name": one.name}
                | {"limit": one.limit.isoformat()}
                for one in found.breaks
            ],
        }
    )


def _moved(one: queries.Moved) -> dict[str, Any]:
    return {
        "key": one.key,
        "start_at": one.start_at.isoformat(),
        "finish_at": one.finish_at.isoformat(),
        "late_finish_at": one.late_finish_at.isoformat(),
        "total_float_minutes": one.total_float_minutes,
        "is_critical": one.is_critical,
        "driver": one.driver,
    }
