"""A week of somebody's time as rows and days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, timedelta

from django.utils.translation import gettext as _

from goldenthread.business.work import queries as work
from goldenthread.foundation.actors import Actor
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.links import url_of
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput

MOST = 8
"""Works in the panel of a week; the week's own page has them all."""


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
    if not MINYEAR < day.year < MAXYEAR:  # the calendar has no week before or after
        day = today
    monday = day - timedelta(days=day.weekday())
    rows: dict[str, Row] = defaultdict(lambda: Row("", ""))
    for entry in work.time_between(actor, monday, monday + timedelta(days=7)):
        row = rows[entry.work.key]
        row.key, row.title = entry.work.key, entry.work.title
        row.minutes[(entry.on - monday).days] += entry.minutes
    return monday, [monday + timedelta(days=number) for number in range(7)], sorted(rows.values(), key=lambda r: r.key)


@dataclass(frozen=True)
class DayBar:
    """A day of the week: its letters, its time in words, and its height as a share of the longest day."""

    word: str
    said: str
    share: float
    is_today: bool


@dataclass(frozen=True)
class WeekFigure:
    """What was logged this week, as a figure that opens and a bar for each day."""

    figure: Figure
    days: tuple[DayBar, ...]


def week_figure(request: PageRequest) -> WeekFigure:
    """The reader's own week up to now. One query."""
    fmt = request.fmt
    _monday, days, rows = week_of(request.actor, "", fmt.today)
    sums = [sum(row.minutes[number] for row in rows) for number in range(7)]
    longest = max(480, *sums)
    dearest = sorted(rows, key=lambda row: -sum(row.minutes))
    figure = Figure(
        id="week",
        label=_("Logged this week"),
        text=fmt.minutes(sum(sums)),
        rule=_("Time you logged from Monday to today, on tickets and tasks alike."),
        inputs=tuple(
            FigureInput(row.title, fmt.minutes(sum(row.minutes)), row.key, url_of(row.key)) for row in dearest[:MOST]
        ),
        sum_label=_("Sum"),
        sum_note=_("of all %(count)s works") % {"count": len(rows)} if len(rows) > MOST else "",
        acts=(FigureAct(_("Open my time"), url("my-time")),),
    )
    bars = tuple(
        DayBar(fmt.weekday(day), f"{fmt.date(day)}: {fmt.minutes(minutes)}", minutes / longest, day == fmt.today)
        for day, minutes in zip(days, sums, strict=True)
    )
    return WeekFigure(figure, bars)
