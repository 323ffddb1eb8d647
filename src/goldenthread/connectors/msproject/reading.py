"""Reads the XML piece by piece, never as a whole, and refuses what would do harm: entities, depth, size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from goldenthread.foundation.errors import Invalid

MOST_BYTES = 400 * 1024 * 1024
MOST_ELEMENTS = 6_000_000
MOST_TASKS = 50_000
DEEPEST = 24
LISTS = {"Calendars": "Calendar", "Tasks": "Task", "Resources": "Resource", "Assignments": "Assignment"}
SKIPPED = frozenset({"TimephasedData"})
"""Thousands of rows of what follows from the rest."""
OLE = b"\xd0\xcf\x11\xe0"


class Readable(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(slots=True)
class Row:
    """An element with its values by name, and its parts that have values of their own."""

    values: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[Row]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def is_set(self, name: str) -> bool:
        return self.values.get(name, "").strip().lower() in ("1", "true")

    def all(self, *path: str) -> list[Row]:
        """The parts at the end of a path of names."""
        found = [self]
        for name in path:
            found = [part for one in found for part in one.parts.get(name, ())]
        return found


@dataclass(slots=True)
class Document:
    """A whole file: the project's own values, and its four lists."""

    project: Row
    calendars: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    resources: list[Row] = field(default_factory=list)
    assignments: list[Row] = field(default_factory=list)


def refuse(sentence: str) -> Invalid:
    return Invalid(fields={"file": sentence})


def read_document(file: Readable) -> Document:
    """Every row of the file; Invalid, with where, for what is no such file or would do harm."""
    document = Document(Row())
    lists = {name: getattr(document, name.lower()) for name in LISTS}
    try:
        for name, row in _rows(_Capped(file), document.project):
            lists[name].append(row)
            if len(document.tasks) > MOST_TASKS:
                raise refuse(_("The file holds more than %(most)s tasks.") % {"most": MOST_TASKS})
    except DefusedXmlException:
        raise refuse(
            _("The file declares entities or another document in its head. No such file is read; save it anew.")
        ) from None
    except ParseError as error:
        line, column = error.position
        raise refuse(
            _("The file is no whole XML: it cannot be read on at line %(line)s, column %(column)s.")
            % {"line": line, "column": column}
        ) from None
    except (LookupError, ValueError) as error:  # an encoding nobody knows
        raise refuse(_("The file cannot be read: %(why)s") % {"why": error}) from None
    return document


class _Capped:
    """A file that says no when it is an .mpp or does not end."""

    def __init__(self, file: Readable) -> None:
        self.file, self.count = file, 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self.file.read(size)
        if self.count == 0:
            self._look(piece)
        self.count += len(piece)
        if self.count > MOST_BYTES:
            raise refuse(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024 // 1024})
        return piece

    def _look(self, start: bytes) -> None:
        if not start:
            raise refuse(_("The file is empty."))
        if start.startswith(OLE):
            raise refuse(_("This is an .mpp file. In Microsoft Project, save it as XML and bring that in."))


def _rows(file: _Capped, project: Row) -> Iterator[tuple[str, Row]]:
    path: list[Any] = []
    count = 0
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        name = _plain(element.tag)
        if event == "start":
            count += 1
            if not path and name != "Project":
                raise refuse(_("This is no Microsoft Project file: it begins with <%(name)s>.") % {"name": name[:40]})
            path.append(element)
            if len(path) > DEEPEST or count > MOST_ELEMENTS:
                where = "/".join(_plain(one.tag)[:40] for one in path[:6])
                raise refuse(
                    _("The file is nested too deeply, or has too many parts, at %(where)s.") % {"where": where}
                )
            continue
        path.pop()
        if len(path) == 1 and not len(element):
            project.values[name] = (element.text or "").strip()
        elif len(path) == 2 and LISTS.get(_plain(path[1].tag)) == name:
            yield _plain(path[1].tag), _row(element)
        if len(path) <= 2 or name in SKIPPED:
            _forget(element, path)


def _forget(element: Any, path: list[Any]) -> None:
    element.clear()
    if path:
        path[-1].remove(element)


def _row(element: Any) -> Row:
    row = Row()
    for part in element:
        name = _plain(part.tag)
        if len(part):
            row.parts.setdefault(name, []).append(_row(part))
        else:
            row.values.setdefault(name, (part.text or "").strip())
    return row


def _plain(tag: Any) -> str:
    """A tag without its namespace: the files and the schema do not agree on one."""
    return str(tag).rpartition("}")[2]
