"""Work, time and money for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Schema, Status

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.business.people.queries import person
from goldenthread.business.work import queries
from goldenthread.business.work.actions import (
    approve,
    ask_approval,
    correct_time,
    decline,
    discard_timer,
    link_works,
    log_time,
    remove_time,
    start_timer,
    stop_timer,
    unlink_works,
)
from goldenthread.foundation.listing import Page

TAGS = ["work"]
LinkKind = Literal["caused_by", "duplicates", "relates", "mirrors"]


class TimeIn(Body):
    on: date
    minutes: int
    note: str = ""


class TimeOut(Schema):
    key: str
    work: str
    on: date
    minutes: int
    note: str
    version: int


class TimesOut(Listed):
    items: list[TimeOut]


class StopIn(Body):
    minutes: int | None = None
    note: str = ""


class TimerOut(Schema):
    work: str | None
    started_at: datetime | None


class LinkIn(Body):
    target: str
    kind: LinkKind


class LinkOut(Schema):
    kind: str
    other: str
    title: str
    is_outward: bool


class LinksOut(Listed):
    items: list[LinkOut]


class ApprovalIn(Body):
    approver: str


class DecideIn(Body):
    reason: str = ""


class DeclineIn(Body):
    reason: str


class WorkApprovalOut(Schema):
    key: str
    work: str
    approver: str
    state: str
    asked_at: datetime
    decided_at: datetime | None
    reason: str
    version: int


class ApprovalsOut(Listed):
    items: list[WorkApprovalOut]


class LedgerEntryOut(Schema):
    on: date
    kind: str
    nature: str
    amount: Decimal
    currency: str
    source: str
    memo: str


class LedgerEntriesOut(Listed):
    items: list[LedgerEntryOut]


@api.get("/time", response=TimesOut, tags=TAGS)
def list_time(request: ApiRequest, since: date, until: date, fields: str = "") -> Any:
    """The caller's own time from a day up to, not including, another."""
    return listed(Page(queries.time_between(request.auth, since, until)), _time, fields)


@api.post("/works/{key}/time", response={201: TimeOut}, tags=TAGS, operation_id="log_time")
@idempotent
def log(request: ApiRequest, key: str, body: TimeIn) -> Any:
    """Log the caller's time on a ticket or task."""
    return 201, _time(log_time(acting(request), key, **body.dict()))


@api.get("/time/{key}", response=TimeOut, tags=TAGS)
def read_time(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One time entry with its ETag."""
    found = queries.time_entry(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return _time(found)


@api.put("/time/{key}", response=TimeOut, tags=TAGS, operation_id="correct_time")
def correct(request: ApiRequest, key: str, body: TimeIn) -> Any:
    """Say what was really spent; the ledger gets a counter-entry and a new one."""
    return _time(correct_time(acting(request), key, **body.dict()))


@api.delete("/time/{key}", response={204: None}, tags=TAGS, operation_id="remove_time")
def remove(request: ApiRequest, key: str) -> Any:
    """Take a time entry away; the ledger gets a counter-entry."""
    remove_time(acting(request), key)
    return Status(204, None)


@api.get("/timer", response=TimerOut, tags=TAGS)
def read_timer(request: ApiRequest) -> Any:
    """The caller's running clock, nulls where none runs."""
    running = queries.timer(request.auth)
    return {"work": running.key if running else None, "started_at": running.started_at if running else None}


@api.post("/works/{key}/start-timer", response=TimerOut, tags=TAGS, operation_id="start_timer")
@idempotent
def start(request: ApiRequest, key: str) -> Any:
    """Let the caller's clock run on a work; one that runs elsewhere is stopped and logged."""
    running = start_timer(acting(request), key)
    return 200, {"work": running.work.key, "started_at": running.started_at}


@api.post("/timer/stop", response={201: TimeOut}, tags=TAGS, operation_id="stop_timer")
@idempotent
def stop(request: ApiRequest, body: StopIn) -> Any:
    """Stop the caller's clock and log what it counted."""
    return 201, _time(stop_timer(acting(request), **body.dict()))


@api.delete("/timer", response={204: None}, tags=TAGS, operation_id="discard_timer")
def discard(request: ApiRequest) -> Any:
    """Stop the caller's clock and log nothing."""
    discard_timer(acting(request))
    return Status(204, None)


@api.get("/works/{key}/links", response=LinksOut, tags=TAGS)
def list_links(request: ApiRequest, key: str, fields: str = "") -> Any:
    """What a work is tied to, as far as the caller sees it."""
    found = queries.work(request.auth, key)
    return listed(Page(queries.ties_of(request.auth, found.pk)), _link, fields)


@api.post("/works/{key}/links", response={201: LinkOut}, tags=TAGS, operation_id="link_works")
@idempotent
def link(request: ApiRequest, key: str, body: LinkIn) -> Any:
    """Tie a work to another."""
    made = link_works(acting(request), key, target=body.target, kind=body.kind)
    return 201, {"kind": made.kind, "other": made.target.key, "title": made.target.title, "is_outward": True}


@api.delete("/works/{key}/links/{kind}/{target}", response={204: None}, tags=TAGS, operation_id="unlink_works")
def unlink(request: ApiRequest, key: str, kind: LinkKind, target: str) -> Any:
    """Undo a tie."""
    unlink_works(acting(request), key, target=target, kind=kind)
    return Status(204, None)


@api.get("/approvals", response=ApprovalsOut, tags=TAGS)
def list_approvals(request: ApiRequest, fields: str = "") -> Any:
    """What waits for the caller's decision, oldest first."""
    return listed(Page(queries.approvals_asked(request.auth)), _approval, fields)


@api.get("/works/{key}/approvals", response=ApprovalsOut, tags=TAGS)
def list_work_approvals(request: ApiRequest, key: str, fields: str = "") -> Any:
    """What was asked about a work, newest first."""
    found = queries.work(request.auth, key)
    return listed(Page(queries.approvals_of(request.auth, found.pk)), _approval, fields)


@api.post("/works/{key}/approvals", response={201: WorkApprovalOut}, tags=TAGS, operation_id="ask_approval")
@idempotent
def ask(request: ApiRequest, key: str, body: ApprovalIn) -> Any:
    """Ask a person to approve a work as it now reads."""
    approver = person(request.auth, body.approver)
    return 201, _approval(ask_approval(acting(request), key, approver_id=approver.pk))


@api.get("/approvals/{key}", response=WorkApprovalOut, tags=TAGS)
def read_approval(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One approval with its ETag."""
    found = queries.approval(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return _approval(found)


@api.post("/approvals/{key}/approve", response=WorkApprovalOut, tags=TAGS, operation_id="approve")
@idempotent
def say_yes(request: ApiRequest, key: str, body: DecideIn) -> Any:
    """Approve, as the person asked."""
    return 200, _approval(approve(acting(request), key, reason=body.reason))


@api.post("/approvals/{key}/decline", response=WorkApprovalOut, tags=TAGS, operation_id="decline")
@idempotent
def say_no(request: ApiRequest, key: str, body: DeclineIn) -> Any:
    """Decline, saying why."""
    return 200, _approval(decline(acting(request), key, reason=body.reason))


@api.get("/accounts/{key}/entries", response=LedgerEntriesOut, tags=TAGS)
def list_entries(
    request: ApiRequest,
    key: str,
    since: date | None = None,
    until: date | None = None,
    cursor: str | None = None,
    fields: str = "",
) -> Any:
    """The ledger of an account and all below it, newest first."""
    return listed(queries.entries(request.auth, key, cursor, since=since, until=until), _entry, fields)


def _time(entry: Any) -> dict[str, Any]:
    names = ("key", "on", "minutes", "note", "version")
    return {name: getattr(entry, name) for name in names} | {"work": entry.work.key}


def _link(tie: Any) -> dict[str, Any]:
    return {"kind": tie.kind, "other": tie.other.key, "title": tie.other.title, "is_outward": tie.is_outward}


def _approval(one: Any) -> dict[str, Any]:
    names = ("key", "state", "asked_at", "decided_at", "reason", "version")
    return {name: getattr(one, name) for name in names} | {"work": one.work.key, "approver": one.approver.key}


def _entry(entry: Any) -> dict[str, Any]:
    names = ("on", "kind", "nature", "amount", "currency", "source", "memo")
    return {name: getattr(entry, name) for name in names}
