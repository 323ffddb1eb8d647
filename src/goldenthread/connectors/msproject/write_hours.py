"""Calendars as Microsoft Project tells them: weeks, and exceptions of days on end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from goldenthread.business.projects.actions.importing.calendars import meaning
from goldenthread.business.projects.queries import WholePlan
from goldenthread.connectors.msproject.markup import Markup
from goldenthread.connectors.msproject.numbers import Numbers
from goldenthread.engine.calendars.hours import DAY_END
from goldenthread.engine.calendars.hours import Hours as DayHours

DAY = timedelta(days=1)


def write_calendars(xml: Markup, whole: WholePlan, numbers: Numbers) -> None:
    """The calendars of the plan, then one of its own for each resource, as Project has it."""
    with xml.inside("Calendars"):
        for one in whole.calendars:
            with xml.inside("Calendar"):
                xml.put_all(UID=numbers.calendars[one.pk], Name=one.name, IsBaseCalendar=True)
                xml.put_all(IsBaselineCalendar=False, BaseCalendarUID=-1)
                _write_spec(xml, one.spec)
        for resource in whole.resources:
            base = resource.calendar_id or whole.project.calendar_id
            _write_derived(xml, numbers, numbers.resources[resource.pk], resource.name, base)
        for person in numbers.persons:
            _write_derived(xml, numbers, numbers.people[person.pk], person.name, whole.project.calendar_id)


def _write_derived(xml: Markup, numbers: Numbers, uid: int, name: str, base: int) -> None:
    with xml.inside("Calendar"):
        xml.put_all(UID=numbers.hours_of[uid], Name=name, IsBaseCalendar=False)
        xml.put_all(IsBaselineCalendar=False, BaseCalendarUID=numbers.calendars[base])


def _write_spec(xml: Markup, spec: dict[str, Any]) -> None:
    _zone, weekly, differing = meaning(spec)
    with xml.inside("WeekDays"):
        for kind in range(1, 8):  # from Sunday on
            with xml.inside("WeekDay"):
                xml.put("DayType", kind)
                _write_hours(xml, weekly[(kind + 5) % 7])
    if not differing:
        return
    with xml.inside("Exceptions"):
        for first, last, hours in _runs(differing):
            with xml.inside("Exception"):
                xml.put("EnteredByOccurrences", value=False)
                with xml.inside("TimePeriod"):
                    xml.put_all(FromDate=f"{first}T00:00:00", ToDate=f"{last}T23:59:00")
                xml.put_all(Occurrences=(last - first).days + 1, Name="", Type=1)
                _write_hours(xml, hours)


def _write_hours(xml: Markup, hours: DayHours) -> None:
    xml.put("DayWorking", bool(hours))
    if hours:
        with xml.inside("WorkingTimes"):
            for opening, closing in hours:
                with xml.inside("WorkingTime"):
                    xml.put_all(FromTime=_wall(opening), ToTime=_wall(closing))


def _runs(differing: dict[date, DayHours]) -> Iterator[tuple[date, date, DayHours]]:
    """Days on end with the same hours, as one."""
    run: list[date] = []
    for on in sorted(differing):
        if run and (on - run[-1] != DAY or differing[on] != differing[run[0]]):
            yield run[0], run[-1], differing[run[0]]
            run = []
        run.append(on)
    if run:
        yield run[0], run[-1], differing[run[0]]


def _wall(seconds: int) -> str:
    """The day's end is written as the next day's midnight."""
    seconds %= DAY_END
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
