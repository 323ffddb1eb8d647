"""How the desk puts things: states, priorities, dues and what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import gettext_noop

from goldenthread.business.desk.policies import STATES
from goldenthread.business.desk.queries import Entry
from goldenthread.web.environment import worded
from goldenthread.web.format import Format
from goldenthread.web.ui.status import Kind

CLOSE = timedelta(hours=1)
"""Nearer than this a due instant is called close."""
NO_TIME = timedelta(0)

KINDS: dict[str, Kind] = {
    "new": "still",
    "in_progress": "live",
    "waiting": "wait",
    "resolved": "good",
    "closed": "good",
    "cancelled": "none",
}

WORDS = dict(STATES)

PRIORITIES = {
    1: gettext_noop("1, critical"),
    2: gettext_noop("2, high"),
    3: gettext_noop("3, moderate"),
    4: gettext_noop("4, low"),
    5: gettext_noop("5, planning"),
}


def state(name: str) -> tuple[Kind, str]:
    """The shape and the word of a ticket's state."""
    return KINDS[name], str(WORDS[name])


def done(verb: str, key: str) -> str:
    """What an act came to, in one sentence."""
    sentences = {
        "open": _("%(key)s is open."),
        "take": _("%(key)s is yours."),
        "wait": _("%(key)s waits, its clock stands still."),
        "pause": _("%(key)s waits, its clock stands still."),
        "resume": _("%(key)s goes on, its clock runs again."),
        "solve": _("%(key)s is solved."),
        "close": _("%(key)s is closed."),
        "reopen": _("%(key)s is open again."),
        "cancel": _("%(key)s is withdrawn."),
        "agree-date": _("The date of %(key)s is agreed."),
        "assess": _("%(key)s is assessed."),
        "assign": _("%(key)s is assigned."),
        "prioritise": _("%(key)s is weighed anew."),
        "ask-approval": _("An approval of %(key)s is asked for."),
        "rate": _("Your rating of %(key)s is kept."),
    }
    return sentences[verb] % {"key": key}


def levels() -> list[tuple[str, str]]:
    """Impact and urgency, as a form offers them."""
    return [("1", _("1, high")), ("2", _("2, medium")), ("3", _("3, low"))]


def priority(level: int) -> str:
    return _(PRIORITIES[level])


@worded
def priorities() -> tuple[str, ...]:
    """The words of all five, from the second place on: by their level."""
    return ("", *(priority(level) for level in PRIORITIES))


def dues(fmt: Format) -> Callable[[datetime | None, str], tuple[str, str]]:
    """How a list tells when its tickets are due, by instant and state: a kind and words.

    "18 min", "late since 14:50", "waits"; another day by its date. While the desk is closed its clocks stand still, so
    a length of being late would be another than the ticket's own.
    """
    now, today, ended = fmt.now, fmt.today, ("resolved", "closed", "cancelled")
    waits, nothing, late = _("waits"), _("no promise"), _("late since %(on)s")

    def due(due_at: datetime | None, name: str) -> tuple[str, str]:
        if name in ended:
            return ("" if name == "cancelled" else "good"), state(name)[1]
        if due_at is None:
            return ("wait", waits) if name == "waiting" else ("", nothing)
        left = due_at - now
        day = fmt.local(due_at).date()
        if left < NO_TIME:
            return "bad", late % {"on": fmt.time(due_at) if day == today else fmt.date(day)}
        if day != today:
            return "", fmt.instant(due_at)
        return ("risk" if left < CLOSE else ""), fmt.duration(left)

    return due


def fact(entry: Entry, fmt: Format) -> tuple[str, str]:
    """The icon and the sentence of something that happened."""
    values: dict[str, Any] = {"when": fmt.instant(entry.at), "by": entry.by or _("Goldenthread"), **entry.data}
    due_at = str(entry.data.get("due_at") or "")
    values["due"] = fmt.instant(datetime.fromisoformat(due_at)) if due_at else "–"
    sentence = _told(entry, values)
    icon = {
        "TicketOpened": "plus",
        "TicketTaken": "user",
        "TicketAssigned": "user",
        "TicketWaits": "clock",
        "TicketResumed": "clock",
        "TicketResolved": "check",
        "TicketClosed": "check",
        "TicketReopened": "undo",
        "FileAttached": "clip",
        "TicketDateAgreed": "calendar",
        "ChangeAssessed": "alert",
        "TargetWarned": "clock",
        "TargetBreached": "alert",
    }.get(entry.name, "history")
    return icon, sentence


def _told(entry: Entry, values: dict[str, Any]) -> str:
    if entry.name == "TicketAssigned":
        return _assigned(values)
    if entry.name in ("TargetWarned", "TargetBreached"):
        return _signalled(entry.name, values)
    values["waits_for"] = values.get("waits_for") or _("something")
    values["reason"] = values.get("reason") or "–"
    values["assignee"] = values.get("assignee") or values["by"]
    sentences = {
        "TicketOpened": _("%(when)s Opened by %(by)s"),
        "TicketTaken": _("%(when)s Taken by %(assignee)s"),
        "TicketWaits": _("%(when)s Clock paused, waiting for %(waits_for)s"),
        "TicketResumed": _("%(when)s Work goes on, the clock runs again"),
        "TicketPrioritised": _("%(when)s Priority %(before)s became %(priority)s, by %(by)s"),
        "TicketResolved": _("%(when)s Solved by %(by)s"),
        "TicketClosed": _("%(when)s Closed by %(by)s"),
        "TicketReopened": _("%(when)s Opened again by %(by)s"),
        "TicketCancelled": _("%(when)s Withdrawn by %(by)s: %(reason)s"),
        "TicketRated": _("%(when)s Rated %(rating)s of 5 by %(by)s"),
        "ApprovalAsked": _("%(when)s %(approver)s was asked to approve"),
        "ApprovalGiven": _("%(when)s Approved by %(by)s"),
        "ApprovalRefused": _("%(when)s Declined by %(by)s: %(reason)s"),
        "TicketDateAgreed": _("%(when)s %(by)s agreed on %(due)s: %(reason)s"),
        "ChangeAssessed": _("%(when)s Assessed by %(by)s: risk %(score)s of 100"),
        "TicketMoved": _("%(when)s Put back to new"),
        "TimeLogged": _("%(when)s %(by)s logged %(minutes)s minutes"),
        "FileAttached": _("%(when)s A file was attached by %(by)s"),
    }
    found = sentences.get(entry.name)
    if found is None:
        return _("%(when)s %(name)s, by %(by)s") % {**values, "name": entry.name}
    return found % values


METRICS = {
    "response": lazy("First answer"),
    "next_reply": lazy("Next answer"),
    "resolution": lazy("Solved"),
    "approval": lazy("Decided"),
    "supplier": lazy("Supplied"),
}


def _signalled(name: str, values: dict[str, Any]) -> str:
    values["clock"] = METRICS[values["metric"]]
    if name == "TargetBreached":
        said = _("%(when)s The time for “%(clock)s” ran out") % values
    else:
        said = _("%(when)s Warned of “%(clock)s”, due %(due)s") % values
    return " · ".join((said, _("told late"))) if values.get("is_late") else said


def _assigned(values: dict[str, Any]) -> str:
    if values.get("team") and values.get("assignee"):
        return _("%(when)s Assigned to %(assignee)s, %(team)s") % values
    if values.get("assignee"):
        return _("%(when)s Assigned to %(assignee)s") % values
    return _("%(when)s Given to the queue of %(team)s") % {**values, "team": values.get("team") or "–"}
