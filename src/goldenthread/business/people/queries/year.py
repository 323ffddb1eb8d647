"""A calendar's year, day by day: when it is open, and why a day is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.people.queries.holidays import country_holidays
from goldenthread.engine.calendars.hours import wall_text
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import seen, visible

Rule = Literal["weekly", "exception", "closure", "holiday"]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day with its hours on the wall clock, the real time that is open in it, and which rule made them.

    `names` say what a holiday is called and which feed closes it; `breaks` were cut out of the hours.
    """

    on: date
    hours: tuple[tuple[str, str], ...]
    breaks: tuple[tuple[str, str], ...]
    open_for: timedelta
    lasts: timedelta
    rule: Rule
    names: tuple[str, ...] = ()


def calendar(actor: Actor, key: str) -> WorkCalendar:
    return seen(WorkCalendar, actor, key)


def year_of(calendar: WorkCalendar, year: int) -> list[CalendarDay]:
    """Every day of a year, 1 January first. `lasts` is 23, 24 or 25 hours, or what the zone made of it."""
    hours = calendar.hours()
    named = _names(calendar, year)
    days = []
    on = date(year, 1, 1)
    while on.year == year:
        day = hours.day(on)
        begin, end = hours.instant(on, "00:00"), hours.instant(on, "24:00")
        worked = sum(closing - opening for opening, closing in hours.day_open(on))
        days.append(
            CalendarDay(
                on,
                tuple((wall_text(a), wall_text(b)) for a, b in day.hours),
                tuple((wall_text(a), wall_text(b)) for a, b in day.breaks),
                timedelta(microseconds=worked),
                end - begin,
                day.rule,
                tuple(named.get(on, ())),
            )
        )
        on += timedelta(days=1)
    return days


def calendars_to_read(actor: Actor, before: datetime, retry_before: datetime) -> list[tuple[str, str, str]]:
    """Calendar, name and address of the feeds that want to be read: last read before, and not just tried in vain."""
    found = []
    for calendar in visible(WorkCalendar, actor).exclude(feeds=[]).order_by("pk"):
        for feed in calendar.feeds:
            is_old = not feed["read_at"] or datetime.fromisoformat(feed["read_at"]) < before
            is_fresh_try = feed["tried_at"] and datetime.fromisoformat(feed["tried_at"]) >= retry_before
            if feed["url"] and is_old and not is_fresh_try:
                found.append((calendar.key, feed["name"], feed["url"]))
    return found


def _names(calendar: WorkCalendar, year: int) -> dict[date, list[str]]:
    named: dict[date, list[str]] = {}
    if calendar.country:
        closed = set(calendar.spec.get("holidays", ()))
        for on, name in country_holidays(calendar.country, calendar.region, [year]).items():
            if on.isoformat() in closed:
                named.setdefault(on, []).append(name)
    for feed in calendar.feeds:
        for text, name in feed["days"].items():
            named.setdefault(date.fromisoformat(text), []).append(f"{name} ({feed['name']})" if name else feed["name"])
    return named
