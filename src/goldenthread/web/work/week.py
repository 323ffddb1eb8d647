"""A week of somebody's time as rows and days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from goldenthread.business.work import queries as work
from goldenthread.foundation.actors import Actor


@dataclass
class Row:
    """One work with its minutes from Monday to Sunday."""

    key: str
    title: str
    minutes: list[int] = field(default_factory=lambda: [0] * 7)


def week_of(actor: Actor, asked: str, today: date) -> tuple[date, list[date], list[Row]]:
    """The Monday, the seven days and the rows of the week that holds the asked day (today where it cannot be read)."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    monday = day - timedelta(days=day.weekday())
    rows: dict[str, Row] = defaultdict(lambda: Row("", ""))
    for entry in work.time_between(actor, monday, monday + timedelta(days=7)):
        row = rows[entry.work.key]
        row.key, row.title = entry.work.key, entry.work.title
        row.minutes[(entry.on - monday).days] += entry.minutes
    return monday, [monday + timedelta(days=number) for number in range(7)], sorted(rows.values(), key=lambda r: r.key)
