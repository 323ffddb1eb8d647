"""An incident from its rows: the last state, and what changed from row to row as facts at their own time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from goldenthread.business.desk import events
from goldenthread.business.desk.actions import ImportedIncident
from goldenthread.connectors.servicenow.rows import AWAITING, STATES, UNKNOWN_STATE, LogRow, instant, known, level
from goldenthread.foundation.facts import Fact

Happened = tuple[datetime, type[Fact], dict[str, Any]]
DONE = ("resolved", "closed")


def incident(rows: Sequence[LogRow], zone: ZoneInfo) -> ImportedIncident:
    """The incident whose rows these are, in the order of its history."""
    last = rows[-1]
    opened_at = _instant(last["opened_at"], zone)
    state = next((_state(row) for row in reversed(rows) if row["incident_state"] != UNKNOWN_STATE), "new")
    return ImportedIncident(
        number=last["number"],
        title=_title(last),
        state=state,
        priority=level(last["priority"]),
        impact=level(last["impact"]),
        urgency=level(last["urgency"]),
        opened_at=opened_at,
        resolved_at=instant(last["resolved_at"], zone),
        closed_at=instant(last["closed_at"], zone),
        is_sla_met=last["made_sla"] == "true",
        reassigned=int(last["reassignment_count"]),
        reopened=int(last["reopen_count"]),
        channel=slugify(known(last["contact_type"]))[:12],
        caller=known(last["caller_id"]),
        group=known(last["assignment_group"]),
        resolver=known(last["assigned_to"]),
        waits_for=_waits_for(last) if state == "waiting" else "",
        stamp=[int(last["sys_mod_count"]), _instant(last["sys_updated_at"], zone).isoformat(), len(rows)],
        known={name: known(last[name]) for name in ("location", "category", "subcategory", "cmdb_ci", "closed_code")},
        facts=tuple(_facts(rows, zone, opened_at)),
    )


def _facts(rows: Sequence[LogRow], zone: ZoneInfo, opened_at: datetime) -> Iterator[Happened]:
    first = rows[0]
    opened = {"kind": "incident", "title": _title(first), "priority": level(first["priority"]), "service": ""}
    yield opened_at, events.TicketOpened, opened
    state, waits_for, carried, weight = "new", "", ("", ""), level(first["priority"])
    for row in rows:
        at = _instant(row["sys_updated_at"], zone)
        carries = (known(row["assignment_group"]), known(row["assigned_to"]))
        if carries != carried:
            yield at, events.TicketAssigned, {"team": carries[0], "assignee": carries[1]}
            carried = carries
        if level(row["priority"]) != weight:
            yield at, events.TicketPrioritised, {"before": weight, "priority": level(row["priority"])}
            weight = level(row["priority"])
        if row["incident_state"] == UNKNOWN_STATE:  # their desk did not know either: it stays as it was
            continue
        now = (_state(row), _waits_for(row))
        if now != (state, waits_for):
            yield from _moved(at, state, row)
            state, waits_for = now


def _moved(at: datetime, before: str, row: LogRow) -> Iterator[Happened]:
    state = _state(row)
    if before in DONE and state not in DONE:
        yield at, events.TicketReopened, {"reason": ""}
    if state == "waiting":
        yield at, events.TicketWaits, {"waits_for": _waits_for(row)}
    elif state == "resolved":
        yield at, events.TicketResolved, {"solution": known(row["closed_code"])}
    elif state == "closed":
        yield at, events.TicketClosed, {}
    elif state == "in_progress" and before == "waiting":
        yield at, events.TicketResumed, {}
    elif state == "in_progress" and before == "new":
        yield at, events.TicketTaken, {"assignee": known(row["assigned_to"])}
    elif state == "new":
        yield at, events.TicketMoved, {"state": state}


def _state(row: LogRow) -> str:
    return STATES.get(row["incident_state"], "waiting")


def _waits_for(row: LogRow) -> str:
    state = row["incident_state"]
    return state.removeprefix(AWAITING) if state.startswith(AWAITING) else ""


def _title(row: LogRow) -> str:
    parts = [known(row[name]) for name in ("category", "subcategory", "u_symptom")]
    return ", ".join(part for part in parts if part)[:200] or row["number"]


def _instant(text: str, zone: ZoneInfo) -> datetime:
    found = instant(text, zone)
    if found is None:  # rows are judged before they come here
        raise ValueError(text)
    return found
