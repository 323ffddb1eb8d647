"""Boards, gates, lights and criteria as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldenthread.web.ui.figure import Figure
from goldenthread.web.ui.status import Kind
from goldenthread.web.ui.thread import Step, ThreadLine


@dataclass(frozen=True)
class Card:
    """A thing that is picked up and moved. `facts` are short words in one line; `line` its thread."""

    key: str
    title: str
    url: str
    kind: Kind | None = None
    kind_word: str = ""
    facts: tuple[str, ...] = ()
    person: Any = None
    line: ThreadLine | None = None


@dataclass(frozen=True)
class Column:
    """A state of the board; `name` is what a move posts."""

    name: str
    title: str
    cards: tuple[Card, ...]
    count: int
    sum_word: str = ""


@dataclass(frozen=True)
class GateStop:
    """A gate on its line."""

    title: str
    when: str
    word: str
    kind: Kind
    kind_word: str
    url: str = ""
    is_next: bool = False


@dataclass(frozen=True)
class Light:
    """One factor of a report: its rule in the same line. `because` is words, or words around figures."""

    name: str
    kind: Kind
    kind_word: str
    because: tuple[str | Figure, ...]
    trend: str = ""


@dataclass(frozen=True)
class CriterionRow:
    """A criterion of a gate with what was found."""

    name: str
    kind: Kind
    kind_word: str
    note: str = ""
    figure: Figure | None = None
    value: str = ""


@dataclass(frozen=True)
class Offer:
    """Something that can be asked for."""

    name: str
    url: str
    icon: str
    note: str = ""


@dataclass(frozen=True)
class RequestCard:
    """A person's own request in the portal."""

    key: str
    title: str
    url: str
    kind: Kind | None = None
    kind_word: str = ""
    steps: tuple[Step, ...] = ()
    note: str = ""
