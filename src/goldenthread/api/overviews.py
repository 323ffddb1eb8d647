"""Reads across contexts for programs: the thread through a record, search, my work."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.utils import timezone
from ninja import Schema

from goldenthread.api.door import ApiRequest, api
from goldenthread.api.listing import Listed, listed
from goldenthread.overviews.my_work import Item, my_items
from goldenthread.overviews.search import search
from goldenthread.overviews.thread import thread

TAGS = ["overviews"]


class ThreadOtherOut(Schema):
    key: str
    name: str


class ThreadStepOut(Schema):
    """A step of the thread: `spun` is the share, 0 to 1, of the way to the next step that is true."""

    kind: str
    key: str | None
    name: str | None
    state: str
    spun: float
    is_current: bool
    others: list[ThreadOtherOut]


class ThreadOut(Schema):
    steps: list[ThreadStepOut]


class FoundOut(Schema):
    key: str
    kind: str
    title: str
    note: str


class SearchOut(Schema):
    items: list[FoundOut]


class MyWorkItemOut(Schema):
    key: str
    kind: str
    title: str
    priority: int
    status: str
    due_at: datetime | None
    context: str
    context_key: str


class MyWorkOut(Listed):
    items: list[MyWorkItemOut]


@api.get("/thread/{key}", response=ThreadOut, tags=TAGS)
def thread_of(request: ApiRequest, key: str) -> Any:
    """Why this exists and what came of it: five steps, a step without a key where there is none to show."""
    steps = thread(request.auth, key, timezone.now())
    return {
        "steps": [
            {
                "kind": bead.kind,
                "key": bead.key or None,
                "name": bead.name or None,
                "state": bead.state,
                "spun": bead.spun,
                "is_current": bead.is_current,
                "others": [{"key": other, "name": name} for other, name in bead.others],
            }
            for bead in steps
        ]
    }


@api.get("/search", response=SearchOut, tags=TAGS)
def search_all(request: ApiRequest, q: str) -> Any:
    """What holds every word in its name or title, newest first; a key finds its record."""
    return {"items": [vars(found) for found in search(request.auth, q[:200])]}


@api.get("/my-work", response=MyWorkOut, tags=TAGS)
def my_work(
    request: ApiRequest,
    state: Literal["open", "waiting", "done"] = "open",
    kind: Literal["", "ticket", "task"] = "",
    cursor: str = "",
    fields: str = "",
) -> Any:
    """Tickets and tasks given to me, the soonest due first; done ones by when they were done."""
    return listed(my_items(request.auth, cursor or None, kind, state), _item, fields)


def _item(item: Item) -> dict[str, Any]:
    return dict(vars(item))
