"""One year of open time as sorted arrays with running sums, so that a question costs a binary search."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from goldenthread.engine.calendars.hours import DAY_END, Hours, merged
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import SECOND, micros_of

FIRST_YEAR, LAST_YEAR = 2, 9998
"""The years a calendar can count in: the edges of `datetime`, less one for the zones."""


@dataclass(frozen=True, slots=True)
class OpenYear:
    """Open segments of the local year, in microseconds since 1970; `after[i]` is the open time up to `ends[i]`."""

    year: int
    begin: int
    end: int
    starts: list[int]
    ends: list[int]
    after: list[int]
    total: int

    def worked(self, at: int) -> int:
        """Open time from the beginning of the year to `at`."""
        i = bisect_right(self.starts, at) - 1
        if i < 0:
            return 0
        left = self.ends[i] - at
        return self.after[i] - left if left > 0 else self.after[i]

    def earliest(self, worked: int) -> int:
        """The first instant by which `worked` (0 < worked <= total) has passed: an exact fit is a closing time."""
        i = bisect_left(self.after, worked)
        return self.ends[i] - (self.after[i] - worked)

    def latest(self, worked: int) -> int:
        """The last instant by which only `worked` (0 <= worked < total) has passed: an exact fit is an opening."""
        i = bisect_right(self.after, worked)
        return self.ends[i] - (self.after[i] - worked)

    def open_from(self, at: int) -> int | None:
        """The first open instant not before `at`, or None when the year has no more."""
        i = bisect_right(self.ends, at)
        return max(at, self.starts[i]) if i < len(self.ends) else None

    def open_until(self, at: int) -> int | None:
        """The last instant not after `at` that ends open time, or None when the year has none."""
        i = bisect_left(self.starts, at) - 1
        return min(at, self.ends[i]) if i >= 0 else None


def wall_micros(zone: ZoneInfo, on: date, seconds: int) -> int:
    """The instant of a wall time: one a clock change skips moves forward, a doubled one is the first."""
    if seconds == DAY_END:
        on, seconds = on + timedelta(days=1), 0
    # fold=0 answers both cases: in a gap Python keeps the offset from before it, in an overlap the first one (PEP 495).
    wall = datetime.combine(on, time(seconds // 3600, seconds // 60 % 60, seconds % 60), zone)
    return micros_of(wall.astimezone(UTC))


def day_segments(zone: ZoneInfo, on: date, hours: Hours) -> Hours:
    """The open segments of one day as instants; hours that a clock change swallows leave none."""
    # Some dates never were (Apia's 30 December 2011): all their wall times move to the next midnight, so they are cut.
    begin, end = wall_micros(zone, on, 0), wall_micros(zone, on, DAY_END)
    walls = ((wall_micros(zone, on, opening), wall_micros(zone, on, closing)) for opening, closing in hours)
    return merged((max(begin, opening), min(end, closing)) for opening, closing in walls)


def build_year(zone: ZoneInfo, year: int, hours_on: Callable[[date], Hours]) -> OpenYear:
    """The open time of one local year; years outside what `datetime` can hold are refused (`out_of_range`)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise EngineError("out_of_range", year=year)
    segments = merged(_segments_of(zone, year, hours_on))
    after = list(accumulate(end - start for start, end in segments))
    return OpenYear(
        year=year,
        begin=wall_micros(zone, date(year, 1, 1), 0),
        end=wall_micros(zone, date(year + 1, 1, 1), 0),
        starts=[start for start, _ in segments],
        ends=[end for _, end in segments],
        after=after,
        total=after[-1] if after else 0,
    )


def _segments_of(zone: ZoneInfo, year: int, hours_on: Callable[[date], Hours]) -> Iterable[tuple[int, int]]:
    on, last = date(year, 1, 1), date(year, 12, 31)
    midnight = wall_micros(zone, on, 0)
    while on <= last:
        tomorrow = on + timedelta(days=1)
        next_midnight = wall_micros(zone, tomorrow, 0)
        hours = hours_on(on)
        if next_midnight - midnight == DAY_END * SECOND:
            # No clock change in this day, so the wall clock counts straight on from midnight.
            yield from ((midnight + opening * SECOND, midnight + closing * SECOND) for opening, closing in hours)
        elif hours:
            yield from day_segments(zone, on, hours)
        on, midnight = tomorrow, next_midnight
