"""Rows of the small lists: tabs, what needs the reader, what happened."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.web.ui.status import Kind


@dataclass(frozen=True)
class Tab:
    """A tab or a saved view."""

    label: str
    url: str
    is_current: bool = False
    count: int | str | None = None


@dataclass(frozen=True)
class Todo:
    """Something that needs the reader, with one act in a verb."""

    kind: Kind
    kind_word: str
    title: str
    text: str = ""
    act: str = ""
    url: str = ""


@dataclass(frozen=True)
class Happening:
    """Something that happened or will."""

    when: str
    text: str
    iso: str = ""
    url: str = ""
    note: str = ""
    kind: Kind | None = None
    kind_word: str = ""
