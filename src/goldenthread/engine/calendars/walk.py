"""Walks over a calendar's open time in microseconds, year by year, with and without pauses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import instant_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goldenthread.engine.calendars.open_year import OpenYear
    from goldenthread.engine.calendars.work_calendar import WorkCalendar

Spans = tuple[tuple[int, int], ...]


def following(calendar: WorkCalendar, year: OpenYear) -> OpenYear:
    """The next year that may have open time; none is refused (`never_open`)."""
    if year.year >= calendar.open_years[1]:
        raise EngineError("never_open", after=instant_of(year.end))
    return calendar.open_year(year.year + 1)


def preceding(calendar: WorkCalendar, year: OpenYear) -> OpenYear:
    """The year before that may have open time; none is refused (`never_open`)."""
    if year.year <= calendar.open_years[0]:
        raise EngineError("never_open", before=instant_of(year.begin))
    return calendar.open_year(year.year - 1)


def next_open(calendar: WorkCalendar, at: int) -> int:
    """The first open instant not before `at`."""
    year = calendar.open_year_of(at)
    while (found := year.open_from(at)) is None:
        year = following(calendar, year)
    return found


def previous_open(calendar: WorkCalendar, at: int) -> int:
    """The last instant not after `at` up to which open time runs."""
    year = calendar.open_year_of(at)
    while (found := year.open_until(at)) is None:
        year = preceding(calendar, year)
    return found


def forward(calendar: WorkCalendar, at: int, work: int) -> int:
    """The earliest instant at which `work` of open time has passed since `at`."""
    if work == 0:
        return next_open(calendar, at)
    year = calendar.open_year_of(at)
    need = year.worked(at) + work
    while need > year.total:
        need -= year.total
        year = following(calendar, year)
    return year.earliest(need)


def back(calendar: WorkCalendar, at: int, work: int) -> int:
    """The latest instant from which `work` of open time passes before `at`."""
    if work == 0:
        return previous_open(calendar, at)
    year = calendar.open_year_of(at)
    need = year.worked(at) - work
    while need < 0:
        year = preceding(calendar, year)
        need += year.total
    return year.latest(need)


def between(calendar: WorkCalendar, begin: int, end: int) -> int:
    """Open time from `begin` to `end`, zero when that is not after."""
    if end <= begin:
        return 0
    year, last = calendar.open_year_of(begin), calendar.open_year_of(end)
    worked = last.worked(end) - year.worked(begin)
    return worked + sum(calendar.open_year(y).total for y in range(year.year, last.year))


def paused_between(calendar: WorkCalendar, begin: int, end: int, pauses: Spans) -> int:
    """Open time of the pauses within `begin` and `end`."""
    return sum(between(calendar, max(begin, start), min(end, stop)) for start, stop in pauses)


def add(calendar: WorkCalendar, at: int, work: int, pauses: Spans) -> int:
    """The earliest instant at which `work` of open, unpaused time has passed since `at`."""
    for begin, end in pauses:
        if end <= at:
            continue
        if begin > at:
            # Work that fits exactly before a pause is due before it, so the comparison keeps the equal case.
            worked = between(calendar, at, begin)
            if worked >= work > 0 or (work == 0 and worked > 0):
                break
            work -= worked
        at = end
    return forward(calendar, at, work)


def extended(calendar: WorkCalendar, at: int, due: int, pauses: Spans) -> int:
    """`due` moved on by the open time of the pauses after `at` that begin before it, or that hold `at` itself."""
    base, paused = due, 0
    for begin, end in pauses:
        if begin >= due and begin > at:
            break
        added = between(calendar, max(begin, at), end)
        if added:
            paused += added
            due = forward(calendar, base, paused)
    return due


def segments(calendar: WorkCalendar, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The open spans within `begin` and `end`; spans that touch across a new year are one."""
    if end <= begin:
        return
    held: tuple[int, int] | None = None
    year = calendar.open_year_of(begin)
    while True:
        for i in range(bisect_right(year.ends, begin), bisect_left(year.starts, end)):
            span = (max(year.starts[i], begin), min(year.ends[i], end))
            if held and held[1] == span[0]:
                span = (held[0], span[1])
            elif held:
                yield held
            held = span
        if end <= year.end:
            break
        year = calendar.open_year(year.year + 1)
    if held:
        yield held


def is_open(calendar: WorkCalendar, at: int) -> bool:
    """Whether `at` is in open time; an opening is, a closing is not."""
    return calendar.open_year_of(at).open_from(at) == at
