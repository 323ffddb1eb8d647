"""The working-time axis of one calendar: instants as points, so that a closing and the next opening are one."""

from dataclasses import dataclass, field

from goldenthread.engine.calendars import WorkCalendar, walk
from goldenthread.engine.calendars.open_year import OpenYear
from goldenthread.engine.errors import EngineError


@dataclass(slots=True)
class Axis:
    """Points are microseconds of open time from `origin`, itself in microseconds since 1970; before it, negative."""

    calendar: WorkCalendar
    origin: int
    _year: OpenYear = field(init=False)
    _base: int = field(init=False)

    def __post_init__(self) -> None:
        self._year = self.calendar.open_year_of(self.origin)
        self._base = self._year.worked(self.origin)

    def point(self, at: int) -> int:
        """The point of an instant; all closed instants between two segments share one."""
        year = self._year
        if year.begin <= at < year.end:
            return year.worked(at) - self._base
        if at >= self.origin:
            return walk.between(self.calendar, self.origin, at)
        return -walk.between(self.calendar, at, self.origin)

    def opening(self, point: int) -> int:
        """The last instant of a point, as a start is told; where no time opens after it, the first."""
        year, worked = self._year, self._base + point
        try:
            while worked >= year.total:
                worked -= year.total
                year = walk.following(self.calendar, year)
            while worked < 0:
                year = walk.preceding(self.calendar, year)
                worked += year.total
        except EngineError as error:
            if error.code != "never_open" or worked > 0:
                raise
            return self.closing(point)
        return year.latest(worked)

    def closing(self, point: int) -> int:
        """The first instant of a point, as a finish is told."""
        year, worked = self._year, self._base + point
        while worked > year.total:
            worked -= year.total
            year = walk.following(self.calendar, year)
        while worked <= 0:
            year = walk.preceding(self.calendar, year)
            worked += year.total
        return year.earliest(worked)
