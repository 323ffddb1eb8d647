"""A ticket's clocks as bars that open to their segments."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from goldenthread.business.desk.queries import ClockView
from goldenthread.web.desk.words import CLOSE
from goldenthread.web.format import Format
from goldenthread.web.ui.desk import Clock, ClockKind, clock_segments
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput

NOTHING = timedelta(0)


def clock(view: ClockView, key: str, fmt: Format) -> Clock:
    """The clock's bar on real time, and the panel that says how its figure is made."""
    kind, left = _state(view, fmt)
    reading = view.reading
    spans = [
        (part.start_at.timestamp(), part.end_at.timestamp(), part.kind in ("paused", "stopped"))
        for part in reading.segments
    ]
    start = reading.started_at or fmt.now
    due_at = reading.due_at or start + _whole(view)
    segments, now, due = clock_segments(spans, due_at.timestamp())
    return Clock(
        name=_name(view.metric),
        kind=kind,
        left=left,
        segments=segments,
        due=due,
        now=now if reading.state in ("running", "paused") else None,
        said_left=_said(view, fmt),
        said_right=_aim(view, fmt),
        figure=_figure(view, key, left, fmt),
    )


def _name(metric: str) -> str:
    return _("First answer") if metric == "response" else _("Solved")


def _state(view: ClockView, fmt: Format) -> tuple[ClockKind, str]:
    reading = view.reading
    over = fmt.duration(-reading.remaining) if reading.remaining is not None else ""
    match view.state:
        case "met":
            return "good", _("kept, in %(time)s") % {"time": fmt.duration(reading.elapsed)}
        case "missed":
            return "bad", _("missed by %(time)s") % {"time": over}
        case "cancelled":
            return "live", _("no longer counts")
        case "paused" if not reading.is_breached:
            return "live", _("waits, %(time)s left") % {"time": fmt.duration(reading.remaining)}
    if reading.is_breached:
        return "bad", _("%(time)s over") % {"time": over}
    is_close = reading.remaining is not None and reading.remaining < CLOSE
    return ("risk" if is_close else "live"), _("%(time)s left") % {"time": fmt.duration(reading.remaining)}


def _said(view: ClockView, fmt: Format) -> str:
    ran, waited, reason = fmt.duration(view.reading.elapsed), NOTHING, ""
    for part in view.reading.segments:
        if part.kind == "paused":
            waited += part.open_for
            reason = part.reason
    if not waited:
        return _("ran %(ran)s of desk time") % {"ran": ran}
    if not reason:
        return _("ran %(ran)s, waited %(waited)s") % {"ran": ran, "waited": fmt.duration(waited)}
    known = {"ran": ran, "waited": fmt.duration(waited), "reason": reason}
    return _("ran %(ran)s, waited %(waited)s for %(reason)s") % known


def _aim(view: ClockView, fmt: Format) -> str:
    if view.reading.due_at is not None:
        return _("due %(when)s") % {"when": fmt.instant(view.reading.due_at)}
    return _("aim %(time)s") % {"time": _length(view, fmt)}


def _length(view: ClockView, fmt: Format) -> str:
    if view.target.minutes is not None:
        return fmt.minutes(view.target.minutes)
    return _("%(days)s working days") % {"days": view.target.working_days}


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
            fmt.duration(part.open_for) if part.kind in ("ran", "paused") else "–",
            _("%(from)s to %(to)s") % {"from": fmt.instant(part.start_at), "to": fmt.instant(part.end_at)}
            + (f" · {part.reason}" if part.reason else ""),
        )
        for part in view.reading.segments[-12:]
    ]
    known = {"time": _length(view, fmt), "calendar": view.target.calendar.name, "agreement": view.target.agreement.name}
    return Figure(
        id=f"clock-{key}-{view.metric}",
        label=_name(view.metric),
        text=left,
        rule=_("Within %(time)s of %(calendar)s, as %(agreement)s promises. Waiting and closed hours do not count.")
        % known,
        inputs=tuple(inputs),
        sum_label=_("Spent"),
        sum_note=_("%(ran)s of %(time)s") % {"ran": fmt.duration(view.reading.elapsed), "time": _length(view, fmt)},
        acts=(FigureAct(_("Open the service"), f"/services/{view.target.agreement.service.key}/"),),
        read_at=_("Read %(when)s") % {"when": fmt.instant(fmt.now)},
    )
