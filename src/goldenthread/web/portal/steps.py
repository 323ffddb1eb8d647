"""A request as the steps one who asked goes through: asked, approved, carried out, tried."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from goldenthread.web.format import Format
from goldenthread.web.ui.status import Kind
from goldenthread.web.ui.thread import KnotShape, Step


class Asked(Protocol):
    """What the steps are read from."""

    @property
    def state(self) -> str: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def resolved_at(self) -> datetime | None: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def waits_for(self) -> str: ...
    @property
    def team(self) -> str | None: ...
    @property
    def rating(self) -> int | None: ...
    @property
    def first_answer_at(self) -> datetime | None: ...
    @property
    def requester(self) -> str | None: ...
    @property
    def approver(self) -> str | None: ...


def standing(asked: Asked, reader: str = "") -> tuple[Kind, str]:
    """Where it stands, in the words of the one who asked; `reader` is the name of who reads it."""
    if asked.approver and asked.state == "waiting":
        return "wait", _("Waits for approval")
    if _waits_for_reader(asked, reader):
        return "wait", _("Waits for you")
    words: dict[str, tuple[Kind, str]] = {
        "new": ("still", _("Received")),
        "in_progress": ("live", _("Under way")),
        "waiting": ("wait", _("Waits")),
        "resolved": ("good", _("Solved, please check")),
        "closed": ("good", _("Done")),
        "cancelled": ("none", _("Withdrawn")),
    }
    return words[asked.state]


def _waits_for_reader(asked: Asked, reader: str) -> bool:
    """Whether the desk waits for the answer of the one who asked, and they are the one who reads."""
    return bool(reader) and asked.state == "waiting" and asked.waits_for == asked.requester == reader


def steps(asked: Asked, fmt: Format, reader: str = "") -> tuple[Step, ...]:
    """The thread of one request; none where it was withdrawn."""
    if asked.state == "cancelled":
        return ()
    found = [Step(_("You asked"), fmt.instant(asked.opened_at), "done")]
    if asked.approver:
        found.append(Step(_("%(name)s approves") % {"name": asked.approver}, "", "way", is_current=True))
    team = asked.team or _("The desk")
    is_done = asked.state in ("resolved", "closed")
    if is_done:
        found.append(Step(_("%(team)s solved it") % {"team": team}, fmt.instant(asked.resolved_at), "done"))
    else:
        works = _("%(team)s works on it") % {"team": team}
        found.append(
            Step(
                works,
                _("waits for your answer") if _waits_for_reader(asked, reader) else _note(asked, fmt),
                "none" if asked.approver or asked.state == "new" else "way",
                is_current=not asked.approver,
            )
        )
    tried: KnotShape = "done" if asked.state == "closed" else ("way" if is_done else "none")
    found.append(Step(_("You try it and tell us"), "", tried, is_current=asked.state == "resolved"))
    return tuple(found)


def _note(asked: Asked, fmt: Format) -> str:
    if asked.state == "waiting" and asked.waits_for and not asked.approver:
        return _("waits for %(what)s") % {"what": asked.waits_for}
    if asked.due_at is None:
        return ""
    when = {"when": fmt.instant(asked.due_at)}
    return _("by %(when)s") % when if asked.first_answer_at else _("answer by %(when)s") % when
