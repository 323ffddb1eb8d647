"""The desk's parts as values: clocks with their run and pause, notes and facts of a conversation, rows of a queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from goldenthread.web.ui.figure import Figure

ClockKind = Literal["live", "good", "risk", "bad"]


@dataclass(frozen=True)
class Segment:
    """A stretch of a clock, as shares of the bar's length."""

    start: float
    length: float
    is_waiting: bool = False
    is_closed: bool = False
    said: str = ""


@dataclass(frozen=True)
class Clock:
    """A service clock as a bar. `now` and `due` are shares of its length; past due the bar goes on beyond the mark."""

    name: str
    kind: ClockKind
    left: str
    segments: tuple[Segment, ...]
    due: float = 1.0
    now: float | None = None
    said_left: str = ""
    said_right: str = ""
    figure: Figure | None = None
    state_word: str = ""
    warnings: tuple[float, ...] = ()
    """Where warnings are due, as shares of the length."""
    is_pinned: bool = False

    @property
    def spoken(self) -> str:
        """The whole clock in words."""
        parts = [f"{self.name}: {self.left}", self.said_left, self.said_right]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Laid:
    """A clock laid out on its bar: segments, now, due and further marks, all as shares of its length."""

    segments: tuple[Segment, ...]
    now: float
    due: float
    marks: tuple[float, ...] = ()


def clock_segments(spans: Sequence[tuple[float, float, str]], due: float, marks: Sequence[float] = ()) -> Laid:
    """Lay (from, to, kind) spans out on one bar that ends at the due mark, or past it when the clock is late.

    Any unit of time; the first span starts the bar; a kind is ran, paused, stopped or closed.
    """
    begin = spans[0][0] if spans else 0.0
    end = max([due, *(to for _, to, _ in spans)])
    length = (end - begin) or 1.0
    laid = tuple(
        Segment((a - begin) / length, (b - a) / length, kind in ("paused", "stopped"), kind == "closed")
        for a, b, kind in spans
        if b > a
    )
    now = (max(to for _, to, _ in spans) - begin) / length if spans else 0.0
    shown = tuple((mark - begin) / length for mark in marks if begin < mark < end)
    return Laid(laid, now, (due - begin) / length, shown)


@dataclass(frozen=True)
class Note:
    """Something a person wrote. `text` is markup made safe; `author` has name, initials and tone."""

    author: Any
    text: str
    how: str = ""
    is_internal: bool = False
    files: tuple[tuple[str, str], ...] = ()
    anchor: str = ""
    is_fact: bool = False


@dataclass(frozen=True)
class Fact:
    """Something the house did, between the notes."""

    text: str
    icon: str = "history"
    is_fact: bool = True


class Face(NamedTuple):
    """A person as their avatar shows them."""

    name: str
    initials: str
    tone: int


class QueueRow(NamedTuple):
    """A ticket in the queue."""

    url: str
    key: str
    title: str
    about: str
    priority: int
    priority_word: str
    due_kind: str
    due: str
    assignee: Any = None
    is_current: bool = False
    is_seen: bool = False


@dataclass(frozen=True)
class QueueGroup:
    """Tickets under one heading."""

    title: str
    rows: tuple[QueueRow, ...]
    count: str = ""
