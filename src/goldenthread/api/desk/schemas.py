"""What the desk takes and gives as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema

from goldenthread.api.door import Body
from goldenthread.business.desk.queries import ClockView, Entry, RequestRow, TicketRow

TAGS = ["desk"]
Scale = Literal[1, 2, 3]


class TicketIn(Body):
    """With an offering, service and kind are its own, and `answers` fill in its form."""

    title: str = ""
    service: str = ""
    kind: Literal["incident", "request"] = "incident"
    description: str = ""
    requester: str = ""
    impact: Scale = 2
    urgency: Scale = 2
    is_private: bool = False
    is_shared: bool = False
    offering: str = ""
    answers: dict[str, str] = Field(default_factory=dict)


class TicketOut(Schema):
    key: str
    title: str
    kind: str
    state: str
    priority: int
    service: str
    opened_at: datetime
    due_at: datetime | None
    resolved_at: datetime | None
    version: int


def ticket_out(ticket: Any) -> dict[str, Any]:
    """A ticket as an act answers it."""
    return {
        "key": ticket.key,
        "title": ticket.work.title,
        "kind": ticket.work.kind,
        "state": ticket.state,
        "priority": ticket.work.priority,
        "service": ticket.service.key,
        "opened_at": ticket.work.opened_at,
        "due_at": ticket.work.due_at,
        "resolved_at": ticket.resolved_at,
        "version": ticket.version,
    }


class WholeTicketOut(TicketOut):
    description: str
    requester: str | None
    assignee: str | None
    team: str | None
    organisation: str | None
    impact: int
    urgency: int
    waits_for: str
    solution: str
    answers: dict[str, str]
    first_answer_at: datetime | None
    closed_at: datetime | None
    rating: int | None
    rating_comment: str


def whole_out(ticket: Any) -> dict[str, Any]:
    """One ticket with all that its page says; people by key."""
    work = ticket.work
    said = ("impact", "urgency", "waits_for", "solution", "answers", "first_answer_at", "closed_at", "rating")
    return {
        **ticket_out(ticket),
        **{name: getattr(ticket, name) for name in said},
        "rating_comment": ticket.rating_comment,
        "description": work.description,
        "requester": work.requester.key if work.requester else None,
        "assignee": work.assignee.key if work.assignee else None,
        "team": work.team.key if work.team else None,
        "organisation": work.organisation.key if work.organisation else None,
    }


NOT_TOLD = ("assignee_id", "work_id", "urgent_at")


def row_out(row: TicketRow) -> dict[str, Any]:
    """A ticket in a list; people by name."""
    return {name: getattr(row, name) for name in TicketRow._fields if name not in NOT_TOLD}


def request_out(row: RequestRow) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name != "requester_id"}


class EntryOut(Schema):
    """A message (`text`) or a fact (`name` and `data`)."""

    at: datetime
    by: str
    text: str
    is_internal: bool
    name: str
    data: dict[str, Any]
    files: list[int]


def entry_out(entry: Entry) -> dict[str, Any]:
    known = {name: getattr(entry, name) for name in ("at", "by", "text", "is_internal", "name", "data")}
    return {**known, "files": [number for number, _name in entry.files]}


class SegmentOut(Schema):
    kind: str
    start_at: datetime
    end_at: datetime
    open_minutes: float
    reason: str


class WarningOut(Schema):
    """A warning's rule ("75%", "-60min", "-1d") and when it is due, None while that is open."""

    rule: str
    at: datetime | None
    is_reached: bool


class ClockOut(Schema):
    """A clock at the time of asking; minutes are minutes of work on the target's calendar.

    `kind` is sla, ola (a team's, for one assignment) or uc (a supplier's, for one wait), with the party's name.
    """

    metric: str
    kind: str
    cycle: int
    party: str
    is_pinned: bool
    warnings: list[WarningOut]
    state: str
    priority: int
    target: str
    started_at: datetime | None
    due_at: datetime | None
    breached_at: datetime | None
    elapsed_minutes: float
    remaining_minutes: float | None
    segments: list[SegmentOut]


def clock_out(view: ClockView) -> dict[str, Any]:
    reading = view.reading
    remaining = reading.remaining
    return {
        "metric": view.metric,
        "kind": view.kind,
        "cycle": view.cycle,
        "party": view.party,
        "is_pinned": reading.is_pinned,
        "warnings": [
            {"rule": rule, "at": warning.at, "is_reached": warning.is_reached}
            for rule, warning in zip(view.target.warn_at, reading.warnings, strict=False)
        ],
        "state": view.state,
        "priority": view.priority,
        "target": view.target.key,
        "started_at": reading.started_at,
        "due_at": reading.due_at,
        "breached_at": reading.breached_at,
        "elapsed_minutes": reading.elapsed.total_seconds() / 60,
        "remaining_minutes": None if remaining is None else remaining.total_seconds() / 60,
        "segments": [
            {
                "kind": part.kind,
                "start_at": part.start_at,
                "end_at": part.end_at,
                "open_minutes": part.open_for.total_seconds() / 60,
                "reason": part.reason,
            }
            for part in reading.segments
        ],
    }


class ApprovalOut(Schema):
    key: str
    work: str
    title: str
    state: str
    asked_at: datetime
    decided_at: datetime | None
    reason: str
    version: int


def approval_out(approval: Any) -> dict[str, Any]:
    known = {name: getattr(approval, name) for name in ("key", "state", "asked_at", "decided_at", "reason", "version")}
    return {**known, "work": approval.work.key, "title": approval.work.title}


class FileOut(Schema):
    id: int
    name: str
    media_type: str
    size: int
    is_internal: bool
    at: datetime


def file_out(kept: Any) -> dict[str, Any]:
    return {name: getattr(kept, name) for name in ("id", "name", "media_type", "size", "is_internal", "at")}
