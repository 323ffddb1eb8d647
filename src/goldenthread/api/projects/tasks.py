"""One task: read, changed, moved, linked, given to people, told forward, talked about."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.api.projects.plan import Constraint
from goldenthread.api.projects.schemas import TAGS, TaskOut, task_out
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    Lag,
    assign_task,
    change_task,
    comment_task,
    link_tasks,
    move_task,
    remove_task,
    report_progress,
    unassign_task,
    unlink_tasks,
)
from goldenthread.foundation.comments import comments_on
from goldenthread.foundation.listing import Page

KEY = "/tasks/{key}"


class ChangesIn(Body):
    """Only what is given changes."""

    title: str = ""
    description: str = ""
    duration_minutes: int = 0
    is_milestone: bool = False
    calendar: str = ""
    constraint: Constraint = "ASAP"
    constraint_on: date | None = None
    constraint_at: datetime | None = None
    levelled_at: datetime | None = None
    deadline_on: date | None = None
    budget: Decimal = Decimal(0)
    earning_rule: Literal["physical", "0/100", "50/50", "milestones", "effort"] = "physical"
    earning_weights: tuple[int, ...] = ()
    is_elapsed: bool = False
    fixed_cost: Decimal = Decimal(0)
    priority: int = 500
    optimistic_minutes: int | None = None
    pessimistic_minutes: int | None = None


class MoveIn(Body):
    parent: str = ""
    place: int = 1_000_000


class TaskLinkIn(Body):
    """The lag in minutes, or in percent of the predecessor's length; below nothing it is a lead."""

    predecessor: str
    kind: Literal["FS", "SS", "FF", "SF"] = "FS"
    lag_minutes: int = 0
    lag_percent: int | None = None
    lag_calendar: Literal["successor", "predecessor", "project", "elapsed"] = "successor"


class UnlinkIn(Body):
    predecessor: str


class AssignIn(Body):
    person: str
    units: int = 100
    work_minutes: int | None = None


class UnassignIn(Body):
    person: str


class ProgressIn(Body):
    percent: int
    started_on: date | None = None
    finished_on: date | None = None
    remaining_minutes: int | None = None


class CommentIn(Body):
    text: str


class CommentOut(Schema):
    id: int
    author: int | None
    text: str
    at: datetime


class CommentsOut(Listed):
    items: list[CommentOut]


@api.get(KEY, response=TaskOut, tags=TAGS)
def read_task(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    found = queries.task(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return _answer(request, key)


@api.patch(KEY, response=TaskOut, tags=TAGS, operation_id="change_task")
def change(request: ApiRequest, key: str, body: ChangesIn) -> Any:
    """Change what is given; send the ETag as If-Match."""
    change_task(acting(request), key, changes=body.dict(exclude_unset=True))  # type: ignore[arg-type]
    return _answer(request, key)


@api.post(f"{KEY}/move", response=TaskOut, tags=TAGS, operation_id="move_task")
@idempotent
def move(request: ApiRequest, key: str, body: MoveIn) -> Any:
    """Put it, with its parts, below another task or at the top."""
    move_task(acting(request), key, **body.dict())
    return 200, _answer(request, key)


@api.post(f"{KEY}/remove", response={204: None}, tags=TAGS, operation_id="remove_task")
@idempotent
def remove(request: ApiRequest, key: str) -> Any:
    """Take it out of its plan with its parts, where no work has begun."""
    remove_task(acting(request), key)
    return 204, None


@api.post(f"{KEY}/link", response=TaskOut, tags=TAGS, operation_id="link_tasks")
@idempotent
def link(request: ApiRequest, key: str, body: TaskLinkIn) -> Any:
    """Let it wait for another task."""
    lag = Lag(body.lag_minutes, body.lag_percent, body.lag_calendar)
    link_tasks(acting(request), key, predecessor=body.predecessor, kind=body.kind, lag=lag)
    return 200, _answer(request, key)


@api.post(f"{KEY}/unlink", response=TaskOut, tags=TAGS, operation_id="unlink_tasks")
@idempotent
def unlink(request: ApiRequest, key: str, body: UnlinkIn) -> Any:
    unlink_tasks(acting(request), key, predecessor=body.predecessor)
    return 200, _answer(request, key)


@api.post(f"{KEY}/assign", response=TaskOut, tags=TAGS, operation_id="assign_task")
@idempotent
def assign(request: ApiRequest, key: str, body: AssignIn) -> Any:
    """Put someone of the team on it."""
    assign_task(acting(request), key, **body.dict())
    return 200, _answer(request, key)


@api.post(f"{KEY}/unassign", response=TaskOut, tags=TAGS, operation_id="unassign_task")
@idempotent
def unassign(request: ApiRequest, key: str, body: UnassignIn) -> Any:
    unassign_task(acting(request), key, person=body.person)
    return 200, _answer(request, key)


@api.post(f"{KEY}/report-progress", response=TaskOut, tags=TAGS, operation_id="report_progress")
@idempotent
def report(request: ApiRequest, key: str, body: ProgressIn) -> Any:
    """Say how far it is; the plan is computed again up to now."""
    report_progress(acting(request), key, **body.dict())
    return 200, _answer(request, key)


@api.get(f"{KEY}/comments", response=CommentsOut, tags=TAGS)
def list_task_comments(request: ApiRequest, key: str, fields: str = "") -> Any:
    """What was said on it, oldest first."""
    queries.task(request.auth, key)
    return listed(Page(comments_on(request.auth, key)), _comment, fields)


@api.post(f"{KEY}/comment", response={201: CommentOut}, tags=TAGS, operation_id="comment_task")
@idempotent
def comment(request: ApiRequest, key: str, body: CommentIn) -> Any:
    return 201, _comment(comment_task(acting(request), key, text=body.text))


def _comment(one: Any) -> dict[str, Any]:
    return {"id": one.pk, "author": one.author_id, "text": one.text, "at": one.at}


def _answer(request: ApiRequest, key: str) -> dict[str, Any]:
    found = queries.task(request.auth, key)
    is_summary = bool(queries.task_read(request.auth, found).parts)
    shown = queries.seen_around(request.auth, found)
    return task_out(request.auth, found, found.project.key, shown, is_summary=is_summary)
