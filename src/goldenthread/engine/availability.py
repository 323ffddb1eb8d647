"""How available a service was in its agreed time, and how available its parts make it, in series or redundant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from goldenthread.engine.calendars import WorkCalendar
from goldenthread.engine.calendars.hours import merged
from goldenthread.engine.calendars.pauses import Pause
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import instant_of, micros_of

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Outage:
    """A component (or, without a graph, the service) was down from `start` to `end`, None while it still is."""

    start: datetime
    end: datetime | None = None
    component: str = ""

    def __post_init__(self) -> None:
        if self.end is not None and micros_of(self.end) < micros_of(self.start):
            raise EngineError("reversed_outage", start=self.start, end=self.end)


@dataclass(frozen=True, slots=True)
class Series:
    """Works when all its parts work."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Redundant:
    """Works when at least `needed` of its parts work."""

    parts: tuple["Part", ...]
    needed: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.needed <= len(self.parts):
            raise EngineError("bad_redundancy", needed=self.needed, parts=len(self.parts))


Part = str | Series | Redundant
"""A component by name, or an arrangement of parts."""


@dataclass(frozen=True, slots=True)
class Availability:
    """The figures of a period, all in agreed service time (ITIL's definitions); None where one is undefined.

    `percent` is (agreed - down) / agreed; `mtrs`, the mean time to restore service, down / outages; `mtbf`, between
    failures, (agreed - down) / outages; `mtbsi`, between service incidents, agreed / outages, which is their sum.
    """

    percent: float | None
    agreed: timedelta
    down: timedelta
    outages: int
    mtrs: timedelta | None
    mtbf: timedelta | None
    mtbsi: timedelta | None


def measure_availability(
    outages: Iterable[Outage],
    service_time: WorkCalendar,
    begin: datetime,
    end: datetime,
    *,
    graph: Part | None = None,
    maintenance: Sequence[Pause] = (),
) -> Availability:
    """The availability from `begin` to `end` on the agreed service time, agreed `maintenance` taken out.

    Without a `graph` every outage brings the service down; with one, only those its arrangement does not bear.
    Overlapping outages count once, and one wholly outside the agreed time not at all.
    """
    agreed = service_time.between(begin, end, maintenance)
    down, count = timedelta(0), 0
    for start, stop in down_spans(list(outages), begin, end, graph):
        lost = service_time.between(start, stop, maintenance)
        down += lost
        count += lost > timedelta(0)
    return Availability(
        percent=100 * ((agreed - down) / agreed) if agreed else None,
        agreed=agreed,
        down=down,
        outages=count,
        mtrs=down / count if count else None,
        mtbf=(agreed - down) / count if count else None,
        mtbsi=agreed / count if count else None,
    )


def down_spans(
    outages: Sequence[Outage], begin: datetime, end: datetime, graph: Part | None = None
) -> tuple[tuple[datetime, datetime], ...]:
    """When the service was down between two instants, in order, outages that touch being one."""
    first, last = micros_of(begin), micros_of(end)
    by_component: dict[str, list[tuple[int, int]]] = {}
    for outage in outages:
        stop = last if outage.end is None else min(last, micros_of(outage.end))
        by_component.setdefault(outage.component, []).append((max(first, micros_of(outage.start)), stop))
    if graph is None:
        spans = merged(span for spans in by_component.values() for span in spans)
    else:
        _check(graph, set(by_component))
        spans = _down(graph, {name: merged(spans) for name, spans in by_component.items()})
    return tuple((instant_of(start), instant_of(stop)) for start, stop in spans)


def expected_availability(graph: Part, component: Mapping[str, float]) -> float:
    """The share of time a graph works when its components, each with such a share, fail independently.

    A component without a share (`unknown_component`), a share outside 0 to 1 (`bad_share`), and a component that
    stands twice in the graph (`component_twice`) are refused.
    """
    _check(graph, set())
    return _works(graph, component)


def _works(part: Part, component: Mapping[str, float]) -> float:
    if isinstance(part, str):
        if part not in component:
            raise EngineError("unknown_component", component=part)
        if not 0 <= component[part] <= 1:
            raise EngineError("bad_share", component=part, share=component[part])
        return component[part]
    shares = [_works(inner, component) for inner in part.parts]
    needed = part.needed if isinstance(part, Redundant) else len(shares)
    working = [1.0]  # working[k]: the chance that exactly k of the parts so far work
    for share in shares:
        less, more = [*working, 0.0], [0.0, *working]
        working = [a * (1 - share) + b * share for a, b in zip(less, more, strict=True)]
    return sum(working[needed:])


def _down(part: Part, outages: Mapping[str, Spans]) -> Spans:
    if isinstance(part, str):
        return outages.get(part, ())
    inner = [_down(each, outages) for each in part.parts]
    tolerated = len(inner) - part.needed if isinstance(part, Redundant) else 0
    return _deeper(inner, tolerated)


def _deeper(parts: Iterable[Spans], tolerated: int) -> Spans:
    """When more than `tolerated` of the parts are down at once."""
    edges = sorted((at, step) for spans in parts for span in spans for at, step in zip(span, (1, -1), strict=True))
    spans, depth, since = [], 0, 0
    for at, step in edges:
        if step == 1 and depth == tolerated:
            since = at
        if step == -1 and depth == tolerated + 1:
            spans.append((since, at))
        depth += step
    return merged(spans)


def _check(graph: Part, named: set[str]) -> None:
    names: list[str] = []
    parts: list[Part] = [graph]
    while parts:
        part = parts.pop()
        if isinstance(part, str):
            names.append(part)
        else:
            parts.extend(part.parts)
    for name in names:
        if names.count(name) > 1:
            raise EngineError("component_twice", component=name)
    for name in sorted(named - set(names)):
        raise EngineError("unknown_component", component=name)
