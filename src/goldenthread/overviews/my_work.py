"""Everything that waits for one person, tickets and tasks in one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from goldenthread.business.projects.models import Deliverable
from goldenthread.business.work.models import Approval, StatusCategory, Work
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import visible

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When what has no day is due, for it comes after what has one."""
OPEN = (StatusCategory.NEW, StatusCategory.ACTIVE, StatusCategory.WAITING)


STATES: dict[str, tuple[tuple[StatusCategory, ...], tuple[str, ...]]] = {
    "open": (OPEN, ("soonest", "priority", "id")),
    "waiting": ((StatusCategory.WAITING,), ("soonest", "priority", "id")),
    "done": ((StatusCategory.DONE,), ("-done_at", "-id")),
}


@dataclass(frozen=True)
class Item:
    """A work of mine in a row."""

    key: str
    kind: str
    title: str
    priority: int
    status: str
    due_at: datetime | None
    context: str
    context_key: str


def my_items(actor: Actor, cursor: str | None = None, kind: str = "", state: str = "open") -> Page[Item]:
    """My tickets and tasks, the soonest due first, then the most urgent; done ones only when asked for, newest first.

    One query.
    """
    mine = visible(Work, actor).filter(assignee_id=actor.id)
    if kind:
        mine = mine.filter(kind="task") if kind == "task" else mine.exclude(kind="task")
    statuses, order = STATES.get(state, STATES["open"])
    page = page_of(_rows(mine.filter(status__in=statuses)), order, cursor)
    return Page([_item(row) for row in page.rows], page.next, page.previous)


def waits_for_me(actor: Actor) -> list[tuple[str, str, str]]:
    """Decisions asked of me, oldest first: (what, key, title). Approvals and deliverables of projects I sponsor."""
    approvals = visible(Approval, actor).filter(approver_id=actor.id, state=Approval.State.ASKED)
    asked = approvals.order_by("asked_at").values_list("work__key", "work__title")[:20]
    handed_in = visible(Deliverable, actor).filter(
        Q(project__delivery__investment__sponsor_id=actor.id), state=Deliverable.State.SUBMITTED
    )
    results = handed_in.order_by("id").values_list("key", "name")[:20]
    return [("approval", *row) for row in asked] + [("deliverable", *row) for row in results]


def _rows(works: QuerySet[Work]) -> QuerySet[Work, Any]:
    rows: QuerySet[Work, Any] = works.values(
        "id",
        "key",
        "kind",
        "title",
        "priority",
        "status",
        "due_at",
        "done_at",
        soonest=Coalesce("due_at", Value(NEVER)),
        service=F("ticket__service__name"),
        service_key=F("ticket__service__key"),
        project=F("task__project__name"),
        project_key=F("task__project__key"),
    )
    return rows


def _item(row: dict[str, Any]) -> Item:
    values = {name: row[name] for name in ("key", "kind", "title", "priority", "status", "due_at")}
    context = row["service"] or row["project"] or ""
    key = row["service_key"] or row["project_key"] or ""
    return Item(**values, context=context, context_key=key)
