"""A plan's lines as the plain values that the drawing element reads: short, for there may be thousands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from goldenthread.business.projects import queries
from goldenthread.engine.calendars import WorkCalendar
from goldenthread.web.context import initials, tone
from goldenthread.web.door import PageRequest
from goldenthread.web.projects.words import day_minutes

MARGIN = timedelta(days=400)
"""How far a bar may be dragged beyond the plan on days whose hours are known."""


def minute(at: datetime | None) -> int | None:
    """Minutes since 1970."""
    return None if at is None else int(at.timestamp()) // 60


def line_values(request: PageRequest, known: queries.PlanLines) -> dict[str, Any]:
    """The plan: lines, links by line number, freezes, people, and the hours by which instants become days."""
    number = {line.row.key: n for n, line in enumerate(known.lines)}
    ends = [line.row.late_finish_at or line.row.early_finish_at for line in known.lines]
    starts = [at for line in known.lines for at in (line.row.early_start_at, line.was and line.was[0]) if at]
    now = request.acting.at
    first, last = min([now, *starts]), max([now, *(at for at in ends if at)])
    return {
        "stamp": known.stamp,
        "now": minute(now),
        "perDay": day_minutes(known.hours),
        "hours": hour_values(known.hours, (first - timedelta(days=40)).date(), (last + MARGIN).date()),
        "people": {
            line.assignee_id: [line.assignee, initials(line.assignee), tone(line.assignee_id)]
            for line in known.lines
            if line.assignee_id is not None
        },
        "freezes": [[minute(one.starts_at), minute(one.ends_at), one.name] for one in known.freezes],
        "lines": [_line(line) for line in known.lines],
        "links": [
            [number[link.predecessor], number[link.successor], link.kind]
            for link in known.links
            if link.predecessor in number and link.successor in number
        ],
    }


def _line(line: queries.Line) -> list[Any]:
    row, driver = line.row, line.row.driver or {}
    is_done = row.percent == 100 or row.actual_finish_at is not None
    return [
        row.key,
        line.wbs,
        row.title,
        line.depth,
        1 if line.is_summary else 2 if row.is_milestone else 0,
        minute(row.early_start_at),
        minute(row.early_finish_at),
        minute(row.late_finish_at),
        row.total_float_minutes,
        int(row.is_critical),
        row.percent,
        [minute(at) for at in line.was] if line.was else None,
        line.assignee_id,
        row.duration_minutes,
        minute(line.deadline),
        row.version,
        2 if is_done else 1 if row.actual_start_at else 0,
        str(driver.get("kind", "")),
        str(driver.get("task", "")),
        [minute(at) for at in line.split] if line.split else None,
    ]


def hour_values(hours: WorkCalendar, first: date, last: date) -> dict[str, Any]:
    """How instants become days of the calendar's zone: its offsets, its week, and the days that are unlike it.

    Days are `date.toordinal()`, hours minutes after midnight, offsets minutes ahead of UTC from an instant on.
    """
    offsets: list[list[int]] = []
    unlike: dict[int, list[list[int]]] = {}
    for number in range(first.toordinal(), last.toordinal() + 1):
        on = date.fromordinal(number)
        midnight = hours.instant(on, "00:00")
        offset = int((midnight.astimezone(hours.zone).utcoffset() or timedelta()).total_seconds()) // 60
        if not offsets or offsets[-1][1] != offset:
            offsets.append([minute(_changed_at(hours, on, offset)) or 0, offset])
        if hours.hours_on(on) != hours.weekly[on.weekday()]:
            unlike[number] = _minutes(hours.hours_on(on))
    return {"offsets": offsets, "week": [_minutes(day) for day in hours.weekly], "unlike": unlike}


def _changed_at(hours: WorkCalendar, on: date, offset: int) -> datetime:
    """The instant from which an offset holds that is seen at a day's midnight: within the day before."""
    low, high = hours.instant(on - timedelta(days=1), "00:00"), hours.instant(on, "00:00")
    while high - low > timedelta(minutes=1):
        middle = (low + (high - low) / 2).astimezone(UTC).replace(second=0, microsecond=0)
        if middle in (low, high):
            break
        seen = int((middle.astimezone(hours.zone).utcoffset() or timedelta()).total_seconds()) // 60
        low, high = (low, middle) if seen == offset else (middle, high)
    return high


def _minutes(day: Any) -> list[list[int]]:
    return [[begin // 60, end // 60] for begin, end in day]
