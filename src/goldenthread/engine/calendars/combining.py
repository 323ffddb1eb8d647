"""Calendars put together: open where any of them is, or only where all of them are."""

from collections.abc import Callable, Sequence
from functools import reduce

from goldenthread.engine.calendars.hours import DAY_END, Hours, merged, without
from goldenthread.engine.calendars.work_calendar import WorkCalendar
from goldenthread.engine.errors import EngineError

Meet = Callable[[Hours, Hours], Hours]


def open_in_any(calendars: Sequence[WorkCalendar]) -> WorkCalendar:
    """Open wherever one of them is. All must be told in one zone (`mixed_timezones`), and there must be one."""
    return reduce(lambda a, b: _combined(a, b, lambda x, y: merged((*x, *y))), calendars)


def open_in_all(calendars: Sequence[WorkCalendar]) -> WorkCalendar:
    """Open only where each of them is. All must be told in one zone (`mixed_timezones`), and there must be one."""
    return reduce(lambda a, b: _combined(a, b, _common), calendars)


def _combined(a: WorkCalendar, b: WorkCalendar, meet: Meet) -> WorkCalendar:
    if a == b:
        return a
    if a.timezone != b.timezone:
        raise EngineError("mixed_timezones", timezones=(a.timezone, b.timezone))
    named = {*a.holidays, *b.holidays}
    for calendar in (a, b):
        named |= {on for on, _hours in (*calendar.breaks, *calendar.exceptions)}
    return WorkCalendar(
        timezone=a.timezone,
        weekly=tuple(meet(x, y) for x, y in zip(a.weekly, b.weekly, strict=True)),
        exceptions=tuple((on, meet(a.hours_on(on), b.hours_on(on))) for on in sorted(named)),
    )


def _common(x: Hours, y: Hours) -> Hours:
    """What lies in both: x without what y leaves out."""
    edges = [0, *(edge for pair in y for edge in pair), DAY_END]
    left_out = tuple((begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True) if begin < end)
    return without(x, left_out)
