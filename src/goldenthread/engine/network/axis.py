"""The working-time axis of one calendar: instants as points, so that a closing and the next opening are one."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from goldenthread.engine.calendars import WorkCalendar, walk
from goldenthread.engine.calendars.open_year import OpenYear
from goldenthread.engine.errors import EngineError


@dataclass(slots=True)
class Axis:
    """Points are microseconds of open time from `origin`, itself in microseconds since 1970; before it, negative."""

    calendar: WorkCalendar
    origin: int
    _years: list[OpenYear] = field(init=False)
    _tops: list[int] = field(init=False)
    _base: int = field(init=False)

    def __post_init__(self) -> None:
        year = self.calendar.open_year_of(self.origin)
        self._years, self._tops = [year], [year.total]
        self._base = year.worked(self.origin)

    def point(self, at: int) -> int:
        """The point of an instant; all closed instants between two segments share one."""
        year = self._years[0]
        if year.begin <= at < year.end:
            return year.worked(at) - self._base
        if at >= self.origin:
            return walk.between(self.calendar, self.origin, at)
        return -walk.between(self.calendar, at, self.origin)

    def opening(self, point: int) -> int:
        """The last instant of a point, as a start is told; where no time opens after it, the first."""
        worked = self._base + point
        if worked < 0:
            year = self._years[0]
            while worked < 0:
                year = walk.preceding(self.calendar, year)
                worked += year.total
            return year.latest(worked)
        try:
            while worked >= self._tops[-1]:
                self._grow()
        except EngineError as error:
            if error.code != "never_open" or worked > self._tops[-1]:
                raise
            return self.closing(point)
        i = bisect_right(self._tops, worked)
        return self._years[i].latest(worked - self._top_before(i))

    def closing(self, point: int) -> int:
        """The first instant of a point, as a finish is told."""
        worked = self._base + point
        if worked <= 0:
            year = self._years[0]
            while worked <= 0:
                year = walk.preceding(self.calendar, year)
                worked += year.total
            return year.earliest(worked)
        while worked > self._tops[-1]:
            self._grow()
        i = bisect_left(self._tops, worked)
        return self._years[i].earliest(worked - self._top_before(i))

    def _grow(self) -> None:
        year = walk.following(self.calendar, self._years[-1])
        self._years.append(year)
        self._tops.append(self._tops[-1] + year.total)

    def _top_before(self, i: int) -> int:
        return self._tops[i - 1] if i else 0
