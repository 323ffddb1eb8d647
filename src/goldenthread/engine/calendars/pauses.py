"""Pauses: spans of instants that do not count, taken as the union of half-open intervals."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from goldenthread.engine.calendars.hours import merged
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import micros_of

Pause = Sequence[datetime]
"""From and to, as instants; the end itself counts again."""


def read_pauses(pauses: Iterable[Pause]) -> tuple[tuple[int, int], ...]:
    """The union of pauses in microseconds, sorted; one that ends before it begins is refused (`reversed_pause`)."""
    spans = []
    for begin_at, end_at in pauses:
        begin, end = micros_of(begin_at), micros_of(end_at)
        if end < begin:
            raise EngineError("reversed_pause", begin=begin_at, end=end_at)
        spans.append((begin, end))
    return merged(spans)
