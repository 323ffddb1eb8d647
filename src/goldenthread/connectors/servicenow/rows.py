"""One row of the log: what it must hold, and the sentence where it does not."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import IO
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from goldenthread.connectors.servicenow.lines import BrokenOffError, lines
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.words import is_writable

COLUMNS = (
    "number",
    "incident_state",
    "reassignment_count",
    "reopen_count",
    "sys_mod_count",
    "made_sla",
    "caller_id",
    "opened_at",
    "sys_updated_at",
    "contact_type",
    "location",
    "category",
    "subcategory",
    "u_symptom",
    "cmdb_ci",
    "impact",
    "urgency",
    "priority",
    "assignment_group",
    "assigned_to",
    "closed_code",
    "resolved_at",
    "closed_at",
)
NOTHING = "?"
UNKNOWN_STATE = "-100"
STATES = {"New": "new", "Active": "in_progress", "Resolved": "resolved", "Closed": "closed"}
AWAITING = "Awaiting "
MOST_JOINED = 20
"""A quoted field may run over so many lines."""

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?")
_NUMBER = re.compile(r"[A-Za-z0-9_-]{1,40}")
_SCALE = re.compile(r"([1-5])(?: - .*)?")


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was left out: its line in the file, the header being 1, and why."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """A whole row, by line; the values as the file has them, all of them checked."""

    row: int
    values: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        return self.values[_PLACE[name]]


_PLACE = {name: place for place, name in enumerate(COLUMNS)}


def rows(file: IO[bytes], zone: ZoneInfo) -> Iterator[LogRow | Refused]:
    """Every row, whole or refused, in the order of the file. Invalid, and at once, where it is no such log at all."""
    source = _Source(lines(file))
    header = next(source, "")
    names = _split(header.removeprefix("\ufeff")) or []
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        listed = ", ".join(missing[:5])
        raise Invalid(
            fields={"file": _("This is no incident log: the columns %(names)s are missing.") % {"names": listed}}
        )
    places = [names.index(name) for name in COLUMNS]
    return _all(source, places, len(names), zone)


def _all(source: _Source, places: list[int], width: int, zone: ZoneInfo) -> Iterator[LogRow | Refused]:
    for line in source:
        row, cells = source.row, _split(line)
        if cells is None:
            cells = source.joined(line)
        yield _judged(row, cells, width, places, zone)
    if source.is_broken:
        yield Refused(source.row + 1, _("The file breaks off here; what follows is lost."))


class _Source:
    """Lines with their number, and a way to look ahead where a quoted field runs on."""

    def __init__(self, found: Iterator[str]) -> None:
        self._found = found
        self._ahead: list[str] = []
        self.row = 0
        self.is_broken = False

    def __iter__(self) -> _Source:
        return self

    def __next__(self) -> str:
        self.row += 1
        if self._ahead:
            return self._ahead.pop(0)
        line = self._pull()
        if line is None:
            self.row -= 1
            raise StopIteration
        return line

    def joined(self, line: str) -> list[str] | None:
        """The cells of a row that goes on in the next lines; none, and nothing taken, where it never closes."""
        while len(self._ahead) < MOST_JOINED:
            more = self._pull()
            if more is None:
                break
            self._ahead.append(more)
        for count in range(1, len(self._ahead) + 1):
            cells = _split("\n".join([line, *self._ahead[:count]]))
            if cells is not None:
                del self._ahead[:count]
                self.row += count
                return cells
        return None

    def _pull(self) -> str | None:
        try:
            return next(self._found, None)
        except BrokenOffError:
            self.is_broken = True
            return None


def _split(line: str) -> list[str] | None:
    try:
        found = next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None
    return [str(cell) for cell in found]


def _judged(row: int, cells: list[str] | None, width: int, places: list[int], zone: ZoneInfo) -> LogRow | Refused:
    if cells is None:
        return Refused(row, _("A quoted field is never closed."))
    if len(cells) != width:
        return Refused(
            row, _("It has %(count)s fields where the header has %(width)s.") % {"count": len(cells), "width": width}
        )
    values = LogRow(row, tuple(cells[place].strip() for place in places))
    why = _fault(values, zone)
    return Refused(row, why) if why else values


def _fault(row: LogRow, zone: ZoneInfo) -> str:
    """What is wrong with a row; nothing where it is whole."""
    if any(not is_writable(value) or len(value) > 200 for value in row.values):
        return _("A field holds what no field can hold.")
    if not _NUMBER.fullmatch(row["number"]):
        return _("The number is missing or cannot be read.")
    state = row["incident_state"]
    if state not in STATES and state != UNKNOWN_STATE and not state.startswith(AWAITING):
        return _("The state %(value)s is not known.") % {"value": state}
    return _wrong_figure(row) or _wrong_date(row, zone)


def _wrong_figure(row: LogRow) -> str:
    for name in ("reassignment_count", "reopen_count", "sys_mod_count"):
        if not (row[name].isascii() and row[name].isdigit() and len(row[name]) < 9):
            return _("%(column)s is no number: %(value)s") % {"column": name, "value": row[name]}
    for name in ("impact", "urgency", "priority"):
        if level(row[name]) == 0 or (name != "priority" and level(row[name]) > 3):
            return _("%(column)s is not on the scale: %(value)s") % {"column": name, "value": row[name]}
    if row["made_sla"] not in ("true", "false"):
        return _("%(column)s is neither true nor false: %(value)s") % {"column": "made_sla", "value": row["made_sla"]}
    return ""


def _wrong_date(row: LogRow, zone: ZoneInfo) -> str:
    for name in ("opened_at", "sys_updated_at", "resolved_at", "closed_at"):
        is_needed = name in ("opened_at", "sys_updated_at")
        if (is_needed or row[name] != NOTHING) and instant(row[name], zone) is None:
            return _("%(column)s is no date such as 29/2/2016 01:16: %(value)s") % {"column": name, "value": row[name]}
    return ""


@lru_cache(maxsize=20_000)
def instant(text: str, zone: ZoneInfo) -> datetime | None:
    """d/m/yyyy HH:MM on the wall clock of the zone as an instant; none where it is no such date."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def level(text: str) -> int:
    """The figure that leads a scale such as "3 - Moderate"; 0 where none does."""
    found = _SCALE.fullmatch(text)
    return int(found[1]) if found else 0


def known(text: str) -> str:
    """A value, or nothing where the log says it has none."""
    return "" if text == NOTHING else text
