"""An import from beginning to end: rows are judged and sorted, then written a batch of whole incidents at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from goldenthread.business.desk.actions import import_incidents, start_import
from goldenthread.business.desk.policies import may_import
from goldenthread.connectors.servicenow import staging
from goldenthread.connectors.servicenow.incidents import incident
from goldenthread.connectors.servicenow.rows import Refused, instant, rows
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.policies import require

SOURCE = "ServiceNow"

Advance = Callable[[str, int, int], None]


def _silently(what: str, done: int, total: int) -> None:
    pass


@dataclass
class Imported:
    """What came of an import: rows read, incidents in them, how many were written and how many were here already."""

    events: int = 0
    incidents: int = 0
    created: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        refused = [{"row": row.row, "why": row.why} for row in self.refused]
        return {
            "events": self.events,
            "incidents": self.incidents,
            "created": self.created,
            "unchanged": self.unchanged,
            "refused": refused,
        }


@dataclass
class Preview:
    """What a log holds, read without writing anything."""

    events: int = 0
    incidents: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    refused: list[Refused] = field(default_factory=list)


def import_log(acting: Acting, file: IO[bytes], *, timezone: str = "UTC", advance: Advance = _silently) -> Imported:
    """Import the log. Each batch is stored with all its facts or not at all; a second run writes nothing.

    An incident that is here and goes on in this file is completed, and counted as created. Rows that cannot be read
    are refused one by one.
    """
    zone = zone_of(timezone)
    require(may_import(acting.actor))
    read = _("Reading the file")
    events, refused = staging.stage(rows(file, zone), zone, lambda done: advance(read, done, 0))
    result = Imported(events=events, refused=refused)
    if events:
        _write(acting, zone, result, advance)
    staging.clear()
    return result


def preview_log(acting: Acting, file: IO[bytes], *, timezone: str = "UTC") -> Preview:
    """Count what an import would read. Holds the incidents' numbers, nothing else."""
    zone = zone_of(timezone)
    require(may_import(acting.actor))
    seen, numbers = Preview(), set()
    for row in rows(file, zone):
        if isinstance(row, Refused):
            seen.refused.append(row)
            continue
        seen.events += 1
        numbers.add(row["number"])
        at = instant(row["sys_updated_at"], zone)
        if at is not None:
            seen.first_at = min(seen.first_at or at, at)
            seen.last_at = max(seen.last_at or at, at)
    seen.incidents = len(numbers)
    return seen


def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(fields={"timezone": _("There is no time zone of this name. Try Europe/Berlin.")}) from None


def _write(acting: Acting, zone: ZoneInfo, result: Imported, advance: Advance) -> None:
    run = start_import(acting, source=SOURCE)
    done, writing = 0, _("Writing")
    for batch in staging.batches():
        run = import_incidents(acting, run=run, incidents=[incident(found, zone) for found in batch])
        done += sum(len(found) for found in batch)
        result.incidents += len(batch)
        result.created, result.unchanged = run.created, run.unchanged
        advance(writing, done, result.events)
