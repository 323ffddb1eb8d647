"""The days an exception of a calendar falls on: once, daily, weekly, monthly or yearly, by day or by position."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from goldenthread.connectors.msproject.reading import Row
from goldenthread.connectors.msproject.values import LAST, day, whole

MOST_DAYS = 366 * 30
DAY = timedelta(days=1)
LAST_POSITION = 4


def days_of(exception: Row) -> tuple[list[date], bool]:
    """The days, and whether there were more than are taken."""
    period = exception.all("TimePeriod")
    first = day(period[0].get("FromDate")) if period else None
    last = day(period[0].get("ToDate")) if period else None
    if first is None:
        return [], False
    kind = whole(exception.get("Type"), 1) or 1
    step = max(1, min(whole(exception.get("Period"), 1) or 1, 10_000))
    most = MOST_DAYS + 1
    if exception.is_set("EnteredByOccurrences"):
        most = min(most, max(1, whole(exception.get("Occurrences"), 1) or 1))
        last = last if last is not None and last > first else LAST
    last = first if last is None else last
    rule = RULES.get(kind, _daily)
    found = list(islice(rule(exception, first, last, step), most))
    return found[:MOST_DAYS], len(found) > MOST_DAYS


def _daily(exception: Row, first: date, last: date, step: int) -> Iterator[date]:
    on = first
    while on <= last:
        yield on
        on += step * DAY


def _weekdays(exception: Row, first: date, last: date, step: int) -> Iterator[date]:
    count = 0
    for on in _daily(exception, first, last, 1):
        if on.weekday() < 5:
            if count % step == 0:
                yield on
            count += 1


def _weekly(exception: Row, first: date, last: date, step: int) -> Iterator[date]:
    """Sunday is 1 in the mask, Monday 2, Saturday 64; a week begins on Sunday."""
    mask = whole(exception.get("DaysOfWeek"), 0) or 0
    sunday = first - (first.weekday() + 1) % 7 * DAY
    for on in _daily(exception, first, last, 1):
        if (on - sunday).days // 7 % step == 0 and mask & (1 << ((on.weekday() + 1) % 7)):
            yield on


def _months(first: date, last: date, step: int, of_month: Callable[[int, int], date | None]) -> Iterator[date]:
    number = first.year * 12 + first.month - 1
    while number <= last.year * 12 + last.month - 1:
        on = of_month(number // 12, number % 12 + 1)
        if on is not None and first <= on <= last:
            yield on
        number += step


def _monthly_by_day(exception: Row, first: date, last: date, step: int) -> Iterator[date]:
    of_month = whole(exception.get("MonthDay"), first.day) or first.day
    return _months(first, last, step, lambda year, month: _date(year, month, of_month))


def _monthly_by_position(exception: Row, first: date, last: date, step: int) -> Iterator[date]:
    return _months(first, last, step, lambda year, month: _placed(exception, year, month))


def _years(
    exception: Row, first: date, last: date, step: int, of_month: Callable[[int, int], date | None]
) -> Iterator[date]:
    month = (whole(exception.get("Month"), first.month - 1) or 0) % 12 + 1
    for year in range(first.year, last.year + 1, step):
        on = of_month(year, month)
        if on is not None and first <= on <= last:
            yield on


def _yearly_by_day(exception: Row, first: date, last: date, step: int) -> Iterator[date]:
    of_month = whole(exception.get("MonthDay"), first.day) or first.day
    return _years(exception, first, last, step, lambda year, month: _date(year, month, of_month))


def _yearly_by_position(exception: Row, first: date, last: date, step: int) -> Iterator[date]:
    return _years(exception, first, last, step, lambda year, month: _placed(exception, year, month))


RULES: dict[int, Callable[[Row, date, date, int], Iterator[date]]] = {
    1: _daily,
    2: _yearly_by_day,
    3: _yearly_by_position,
    4: _monthly_by_day,
    5: _monthly_by_position,
    6: _weekly,
    7: _daily,
    8: _weekdays,
}


def _date(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month)
    except (ValueError, OverflowError):  # no 30th in February
        return None


def _placed(exception: Row, year: int, month: int) -> date | None:
    """Such as the second Tuesday or the last weekday of a month."""
    item = whole(exception.get("MonthItem"), 0) or 0
    position = whole(exception.get("MonthPosition"), 0) or 0
    days = [on for number in range(1, 32) if (on := _date(year, month, number)) is not None and _is_item(on, item)]
    if position >= LAST_POSITION:
        return days[-1] if days else None
    return days[position] if 0 <= position < len(days) else None


def _is_item(on: date, item: int) -> bool:
    """0 any day, 1 a weekday, 2 a day of the weekend, 3 Sunday to 9 Saturday."""
    if item == 0:
        return True
    if item in (1, 2):
        return (on.weekday() >= 5) == (item == 2)
    return (on.weekday() + 1) % 7 == item - 3
