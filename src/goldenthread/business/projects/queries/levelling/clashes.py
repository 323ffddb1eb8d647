"""Where more is asked of somebody than they have: who, which week, how much, and by which tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from goldenthread.business.projects.queries.levelling.question import Given
from goldenthread.engine.calendars import WorkCalendar as Hours

ZERO = timedelta(0)
ALMOST = 0.005
Kind = Literal["clash", "away", "begun", "alone"]
"""Two tasks at once, or one while somebody is away, that levelling can part; work under way that meets; and one task
that alone asks for more than there is."""
Placed = Callable[[str], tuple[datetime, datetime]]
"""Where a plan puts a task, by key: from and until."""
CURABLE = ("clash", "away")


@dataclass(frozen=True, slots=True)
class Asked:
    """A task that asks for somebody's time."""

    task: int
    key: str
    """Empty where it is of a plan that is left alone."""
    begin: datetime
    end: datetime
    units: float
    hours: Hours
    is_movable: bool


@dataclass(frozen=True, slots=True)
class Over:
    """A stretch of time in which somebody is asked for more than they have; `over` counts the open hours too many."""

    who: str
    begin: datetime
    end: datetime
    over: timedelta
    tasks: frozenset[int]
    kind: Kind


def overs(given: Given, placed: Placed) -> list[Over]:
    """Every such stretch from now on, by person and resource, in time."""
    return [over for who, asked in asked_of(given, placed).items() for over in _of(given, who, asked)]


def asked_of(given: Given, placed: Placed) -> dict[str, list[Asked]]:
    """What is asked of whom: of tasks that may be moved, where they are placed; of the others, where they are."""
    found: dict[str, list[Asked]] = defaultdict(list)
    for one in given.fixed:
        found[one.who].append(Asked(one.task, "", one.begin, one.end, one.units, given.hours, is_movable=False))
    for key in given.movable:
        for booking in given.booked.get(key, ()):
            begin, end = placed(key)
            if end > given.now:
                begin = max(begin, given.now)
                asked = Asked(booking.task, key, begin, end, booking.units, given.hours_of(key), is_movable=True)
                found[booking.who].append(asked)
    return found


def _of(given: Given, who: str, asked: list[Asked]) -> Iterator[Over]:
    """A sweep over the instants at which something begins or ends."""
    supply, machine = given.supply.get(who), given.machines.get(who)
    is_alike = len({one.hours for one in asked}) == 1  # then their spans need not be taken apart
    there = [
        (begin, end, one)
        for one in asked
        for begin, end in ([(one.begin, one.end)] if is_alike else one.hours.segments(one.begin, one.end))
    ]
    marks = {at for begin, end, _one in there for at in (begin, end)}
    if supply is not None:
        edges = [at for begin, end, _share in supply.taken for at in (begin, end)]
        marks.update(at for at in (*edges, *(at for span in supply.away for at in span)))
    times = sorted(marks)
    starts: dict[datetime, list[Asked]] = defaultdict(list)
    ends: dict[datetime, list[Asked]] = defaultdict(list)
    for begin, end, one in there:
        starts[begin].append(one)
        ends[end].append(one)
    inside: list[Asked] = []
    for begin, end in pairwise(times):
        for one in ends.get(begin, ()):
            inside.remove(one)
        inside += starts.get(begin, ())
        if not inside:
            continue
        is_away = supply is not None and supply.is_away(begin)
        has = machine.units if machine else supply.share(begin) if supply else 1.0
        total = sum(one.units for one in inside)
        open_time = given.hours.between(begin, end) if is_alike else end - begin
        if (total > has + ALMOST or is_away) and open_time:
            kind = _kind(given, who, inside, is_away=is_away)
            over = open_time * (total - (0.0 if is_away else has))
            yield Over(who, begin, end, over, frozenset(one.task for one in inside), kind)


def _kind(given: Given, who: str, inside: list[Asked], *, is_away: bool) -> Kind:
    movable = [one for one in inside if one.is_movable]
    if len(inside) > 1:
        return "clash" if movable else "begun"
    if is_away and movable and given.holding_up(movable[0].key, who):
        return "away"
    return "alone"


def by_week(given: Given, found: Iterable[Over]) -> Mapping[tuple[str, date], tuple[timedelta, frozenset[int]]]:
    """Hours too many, and the tasks that ask for them, by person and week; in the order of weeks."""
    weeks: dict[tuple[str, date], tuple[timedelta, frozenset[int]]] = {}
    for one in found:
        whole = given.hours.between(one.begin, one.end) or one.end - one.begin
        begin = one.begin
        while begin < one.end:
            day = begin.astimezone(given.hours.zone).date()
            monday = day - timedelta(days=day.weekday())
            end = min(one.end, given.hours.instant(monday + timedelta(days=7), "00:00"))
            part = one.over * (given.hours.between(begin, end) / whole)
            if part:
                hours, tasks = weeks.get((one.who, monday), (ZERO, frozenset()))
                weeks[one.who, monday] = (hours + part, tasks | one.tasks)
            begin = end
    return dict(sorted(weeks.items(), key=lambda item: (item[0][1], item[0][0])))
