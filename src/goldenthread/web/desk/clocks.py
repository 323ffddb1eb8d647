"""A ticket's clocks as bars that open to their segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.desk.queries import ClockView
from goldenthread.web.desk.words import CLOSE, METRICS
from goldenthread.web.environment import url
from goldenthread.web.format import Format
from goldenthread.web.ui.desk import Clock, ClockKind, clock_segments
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput

NOTHING = timedelta(0)


def clock(view: ClockView, key: str, fmt: Format) -> Clock:
    """The clock's bar on real time, and the panel that says how its figure is made."""
    kind, left = _state(view, fmt)
    reading = view.reading
    spans = [(part.start_at.timestamp(), part.end_at.timestamp(), part.kind) for part in reading.segments]
    start = reading.started_at or fmt.now
    due_at = reading.due_at or start + _whole(view)
    marks = [warning.at.timestamp() for warning in reading.warnings if warning.at is not None] if view.is_live else []
    laid = clock_segments(spans, due_at.timestamp(), marks)
    return Clock(
        name=name(view),
        kind=kind,
        left=left,
        segments=laid.segments,
        due=laid.due,
        now=laid.now if view.is_live else None,
        said_left=_said(view, fmt),
        said_right=_aim(view, fmt),
        figure=_figure(view, key, left, fmt),
        warnings=laid.marks,
        is_pinned=reading.is_pinned,
    )


def foremost(views: Sequence[ClockView]) -> list[ClockView]:
    """What a ticket's page has room for: what runs or waits, and of the customer's clocks the last of each."""
    last = {(view.kind, view.metric): view for view in views}
    return [view for view in views if view.is_live or (view.kind == "sla" and view is last[view.kind, view.metric])]


def name(view: ClockView) -> str:
    """First answer; of a team or a supplier with their name before it."""
    word = str(METRICS[view.metric])
    return f"{view.party}: {word}" if view.party else word


def _state(view: ClockView, fmt: Format) -> tuple[ClockKind, str]:
    reading = view.reading
    over = fmt.worked(-reading.remaining) if reading.remaining is not None else ""
    match view.state:
        case "met":
            return "good", _("kept, in %(time)s") % {"time": fmt.worked(reading.elapsed)}
        case "missed":
            return "bad", _("missed by %(time)s") % {"time": over}
        case "cancelled":
            return "live", _("no longer counts")
        case "paused" if not reading.is_breached:
            return "live", _("waits, %(time)s left") % {"time": fmt.worked(reading.remaining)}
    if reading.is_breached:
        return "bad", _("%(time)s over") % {"time": over}
    is_close = reading.remaining is not None and reading.remaining < CLOSE
    return ("risk" if is_close else "live"), _("%(time)s left") % {"time": fmt.worked(reading.remaining)}


def _said(view: ClockView, fmt: Format) -> str:
    ran, waited, reason = fmt.worked(view.reading.elapsed), NOTHING, ""
    for part in view.reading.segments:
        if part.kind == "paused":
            waited += part.open_for
            reason = part.reason
    if not waited:
        return _("ran %(ran)s of desk time") % {"ran": ran}
    if not reason:
        return _("ran %(ran)s, waited %(waited)s") % {"ran": ran, "waited": fmt.worked(waited)}
    known = {"ran": ran, "waited": fmt.worked(waited), "reason": reason}
    return _("ran %(ran)s, waited %(waited)s for %(reason)s") % known


def _aim(view: ClockView, fmt: Format) -> str:
    if view.reading.is_pinned and view.reading.due_at is not None:
        return _("agreed for %(when)s") % {"when": fmt.instant(view.reading.due_at)}
    if view.reading.due_at is not None:
        return _("due %(when)s") % {"when": fmt.instant(view.reading.due_at)}
    return _("aim %(time)s") % {"time": _length(view, fmt)}


def _length(view: ClockView, fmt: Format) -> str:
    if view.target.minutes is not None:
        return fmt.minutes(view.target.minutes)
    return working_days(view.target.working_days or 0)


def _whole(view: ClockView) -> timedelta:
    """How long the bar is while no instant is due: what ran, what waited, and what is left."""
    reading = view.reading
    ended = (reading.ended_at or reading.started_at) if reading.started_at else None
    spent = ended - reading.started_at if ended and reading.started_at else NOTHING
    return max(spent + (reading.remaining or NOTHING), timedelta(minutes=1))


def _figure(view: ClockView, key: str, left: str, fmt: Format) -> Figure:
    words = {
        "ran": _("Ran"),
        "paused": _("Waited"),
        "closed": _("Closed"),
        "stopped": _("Stood solved"),
    }
    inputs = [
        FigureInput(
            words[part.kind],
            fmt.worked(part.open_for) if part.kind in ("ran", "paused") else "–",
            _("%(from)s to %(to)s") % {"from": fmt.instant(part.start_at), "to": fmt.instant(part.end_at)}
            + (f" · {part.reason}" if part.reason else ""),
        )
        for part in view.reading.segments[-12:]
    ]
    known = {"time": _length(view, fmt), "calendar": view.target.calendar.name, "agreement": view.target.agreement.name}
    promise = (
        _("Agreed with the one who asked, in place of the %(time)s of %(calendar)s that %(agreement)s promises.")
        if view.reading.is_pinned
        else _("Within %(time)s of %(calendar)s, as %(agreement)s promises. Waiting and closed hours do not count.")
    )
    return Figure(
        id=f"clock-{key}-{view.kind}-{view.metric}-{view.cycle}",
        label=name(view),
        text=left,
        rule=promise % known,
        inputs=tuple(inputs),
        sum_label=_("Spent"),
        sum_note=_("%(ran)s of %(time)s") % {"ran": fmt.worked(view.reading.elapsed), "time": _length(view, fmt)},
        acts=(FigureAct(_("Show every clock"), url("ticket-clocks", key=key)),),
        read_at=_("Read %(when)s") % {"when": fmt.instant(fmt.now)},
    )


@dataclass(frozen=True)
class ClockPart:
    """A row of the full list: what the clock did, from when to when, how long that counts, and why."""

    kind: str
    word: str
    begins: str
    ends: str
    counts: str
    reason: str


@dataclass(frozen=True)
class ClockCard:
    """A clock in full."""

    clock: Clock
    promise: str
    state: str
    parts: tuple[ClockPart, ...]
    warnings: tuple[tuple[str, str, bool], ...]


def card(view: ClockView, key: str, fmt: Format) -> ClockCard:
    """A clock with every stretch of its life and every warning."""
    words = {"ran": _("Ran"), "paused": _("Waited"), "closed": _("Closed"), "stopped": _("Stood solved")}
    parts = tuple(
        ClockPart(
            part.kind,
            words[part.kind],
            fmt.instant(part.start_at),
            fmt.instant(part.end_at),
            fmt.worked(part.open_for) if part.kind in ("ran", "paused") else "–",
            part.reason,
        )
        for part in view.reading.segments
    )
    unknown = _("not while it waits") if view.state == "paused" else "–"
    warnings = tuple(
        (warning_words(rule, fmt), fmt.instant(warning.at) if warning.at else unknown, warning.is_reached)
        for rule, warning in zip(view.target.warn_at, view.reading.warnings, strict=False)
    )
    known = {
        "time": _length(view, fmt),
        "calendar": view.target.calendar.name,
        "agreement": view.target.agreement.name,
        "priority": view.priority,
    }
    promise = _("%(agreement)s: %(time)s of %(calendar)s at priority %(priority)s") % known
    return ClockCard(clock(view, key, fmt), promise, view.state, parts, warnings)


def working_days(days: int) -> str:
    return ngettext("%(count)s working day", "%(count)s working days", days) % {"count": days}


def warning_words(rule: str, fmt: Format) -> str:
    """When a warning is given, in words: at 75 % of the time, 1 h before it is due."""
    if rule.endswith("%"):
        return _("at %(share)s of the time") % {"share": fmt.percent(int(rule[:-1]) / 100)}
    is_days = rule.endswith("d")
    offset = int(rule.removesuffix("d").removesuffix("min"))
    length = working_days(abs(offset)) if is_days else fmt.minutes(abs(offset))
    if offset < 0:
        return _("%(time)s before it is due") % {"time": length}
    return _("%(time)s after it was due") % {"time": length}
