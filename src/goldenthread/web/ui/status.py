"""The seven kinds of status, each with one shape and one colour, and which kind a word of ours belongs to."""

from __future__ import annotations

from typing import Literal

Kind = Literal["good", "risk", "bad", "live", "still", "wait", "none"]

KINDS: tuple[Kind, ...] = ("still", "live", "wait", "good", "risk", "bad", "none")

_OF_WORD: dict[str, Kind] = {
    # work
    "new": "still",
    "active": "live",
    "waiting": "wait",
    "done": "good",
    # lights
    "green": "good",
    "amber": "risk",
    "red": "bad",
    "unknown": "none",
    # targets
    "running": "live",
    "paused": "wait",
    "met": "good",
    "close": "risk",
    "missed": "bad",
    # decisions
    "go": "good",
    "approved": "good",
    "accepted": "good",
    "hold": "wait",
    "on_hold": "wait",
    "recycle": "risk",
    "kill": "bad",
    "rejected": "bad",
    "declined": "bad",
}


def kind_of(word: str) -> Kind:
    """The kind a state's stored name is shown as; an unknown name is under way, never alarming."""
    return _OF_WORD.get(word, "live")
