"""The plan of a project: all its tasks in reading order, and their links."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from ninja import Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.api.projects.schemas import TAGS, TaskOut, task_out
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import NewTask, add_task
from goldenthread.foundation.listing import Page

Constraint = Literal["ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"]


class TaskIn(Body):
    title: str
    parent: str = ""
    after: str = ""
    duration_minutes: int = 0
    is_milestone: bool = False
    description: str = ""
    calendar: str = ""
    constraint: Constraint = "ASAP"
    constraint_on: date | None = None
    deadline_on: date | None = None
    budget: Decimal = Decimal(0)
    earning_rule: Literal["physical", "0/100", "50/50", "milestones", "effort"] = "physical"
    earning_weights: tuple[int, ...] = ()
    is_elapsed: bool = False
    fixed_cost: Decimal = Decimal(0)
    priority: int = 500


class TasksOut(Listed):
    items: list[TaskOut]


class TaskLinkOut(Schema):
    predecessor: str
    successor: str
    kind: str
    lag_minutes: int
    lag_percent: int | None
    lag_calendar: str


class TaskLinksOut(Listed):
    items: list[TaskLinkOut]


@api.get("/projects/{key}/tasks", response=TasksOut, tags=TAGS)
def list_tasks(request: ApiRequest, key: str, fields: str = "") -> Any:
    """The whole plan in reading order: a plan is one thing and comes in one piece."""
    read = queries.plan(request.auth, queries.project(request.auth, key))
    by_id = {one.task.pk: one.task for one in read.branches}

    def out(one: queries.Branch) -> dict[str, Any]:
        one.task.parent = by_id.get(one.task.parent_id or 0)
        return task_out(request.auth, one.task, key, read.by_key, is_summary=one.is_summary)

    return listed(Page(read.branches), out, fields)


@api.get("/projects/{key}/links", response=TaskLinksOut, tags=TAGS)
def list_links(request: ApiRequest, key: str, fields: str = "") -> Any:
    """What must come before what."""
    read = queries.plan(request.auth, queries.project(request.auth, key))

    def out(link: Any) -> dict[str, Any]:
        ends = {"predecessor": link.predecessor, "successor": link.successor}
        return {
            **ends,
            **{name: getattr(link, name) for name in ("kind", "lag_minutes", "lag_percent", "lag_calendar")},
        }

    return listed(Page(read.links), out, fields)


@api.post("/projects/{key}/tasks", response={201: TaskOut}, tags=TAGS, operation_id="add_task")
@idempotent
def add(request: ApiRequest, key: str, body: TaskIn) -> Any:
    """Put a task or milestone into the plan; all dates are computed again."""
    made = add_task(acting(request), key, new=NewTask(**body.dict()))
    found = queries.task(request.auth, made.key)
    return 201, task_out(request.auth, found, key, queries.seen_around(request.auth, found), is_summary=False)
