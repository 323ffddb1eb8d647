"""Capacity for programs: every team by week, with what each figure is made of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

from django.utils import timezone
from ninja import Schema

from goldenthread.api.door import ApiRequest, api
from goldenthread.overviews.capacity import LoadWeek, capacity

TAGS = ["overviews"]


class BookingOut(Schema):
    """Hours of a project; key and name are empty where the caller may not see it."""

    project: str
    name: str
    hours: float


class LoadWeekOut(Schema):
    """Hours of work; `load` is hours asked over hours had, null where nobody is there."""

    week: date
    gives: float
    away: float
    running: float
    running_low: float
    running_high: float
    is_forecast: bool
    projects: list[BookingOut]
    load: float | None


class LoadRowOut(Schema):
    """A team or a person."""

    key: str
    name: str
    people: int
    weeks: list[LoadWeekOut]


class CapacityOut(Schema):
    rows: list[LoadRowOut]


@api.get("/capacity", response=CapacityOut, tags=TAGS)
def read_capacity(
    request: ApiRequest,
    since: date | None = None,
    weeks: int = 12,
    team: str = "",
    by: Literal["team", "person"] = "team",
) -> Any:
    """Load of every team, or person, by week from `since` (this week unless given), for at most 53 weeks."""
    read = capacity(request.auth, since or timezone.now().date(), weeks, people=by == "person", team=team)
    rows = ((row, [_cell(cell) for cell in row.weeks]) for row in read.rows)
    return {"rows": [{"key": r.key, "name": r.name, "people": r.people, "weeks": cells} for r, cells in rows]}


def _cell(cell: LoadWeek) -> dict[str, Any]:
    running = cell.running
    return {
        "week": cell.week,
        "gives": _hours(cell.gives),
        "away": _hours(cell.away),
        "running": _hours(running.hours),
        "running_low": _hours(running.low),
        "running_high": _hours(running.high),
        "is_forecast": running.is_forecast,
        "projects": [{"project": b.key, "name": b.name, "hours": _hours(b.hours)} for b in cell.bookings],
        "load": None if not cell.has else round(cell.asked / cell.has, 4),
    }


def _hours(span: timedelta) -> float:
    return round(span / timedelta(hours=1), 2)
