"""How available a service was in its agreed time, and how available its parts make it, in series or redundant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from goldenthread.engine.calendars import WorkCalendar
from goldenthread.engine.calendars.pauses import Pause
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import instant_of, micros_of

NOTHING: Mapping[str, "Part"] = {}


@dataclass(frozen=True, slots=True)
class Outage:
    """A component (or, without a graph, the service) was down from `start` to `end`, None while it still is.

    `share` is how much of it was lost, above 0 and up to 1: less than 1 is a partial outage. Refused: an end before
    the start (`reversed_outage`) and a share that is none (`bad_share`).
    """

    start: datetime
    end: datetime | None = None
    component: str = ""
    share: float = 1.0

    def __post_init__(self) -> None:
        if self.end is not None and micros_of(self.end) < micros_of(self.start):
            raise EngineError("reversed_outage", start=self.start, end=self.end)
        if not 0 < self.share <= 1:
            raise EngineError("bad_share", component=self.component, share=self.share)


@dataclass(frozen=True, slots=True)
class Series:
    """Works as well as the worst of its parts."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Redundant:
    """Works as well as the worst of the `needed` best of its parts; wholly when at least those work."""

    parts: tuple["Part", ...]
    needed: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.needed <= len(self.parts):
            raise EngineError("bad_redundancy", needed=self.needed, parts=len(self.parts))


Part = str | Series | Redundant
"""A component by name, or an arrangement of parts."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A stretch of time in which the same share of a service was lost."""

    start: datetime
    end: datetime
    share: float


@dataclass(frozen=True, slots=True)
class Availability:
    """The figures of a period, all in agreed service time (ITIL's definitions); None where one is undefined.

    `down` is service time lost, a partial outage by its share; `impaired` the time in which anything was lost, which
    is the same where no outage was partial. `percent` is (agreed - down) / agreed; `mtrs`, the mean time to restore
    service, impaired / outages; `mtbf`, between failures, (agreed - impaired) / outages; `mtbsi`, between service
    incidents, agreed / outages, which is their sum.
    """

    percent: float | None
    agreed: timedelta
    down: timedelta
    impaired: timedelta
    outages: int
    mtrs: timedelta | None
    mtbf: timedelta | None
    mtbsi: timedelta | None


def measure_availability(  # noqa: PLR0913  what is measured, and the four terms it is measured on
    outages: Iterable[Outage],
    service_time: WorkCalendar,
    begin: datetime,
    end: datetime,
    *,
    graph: Part | None = None,
    leans_on: Mapping[str, Part] = NOTHING,
    maintenance: Sequence[Pause] = (),
) -> Availability:
    """The availability from `begin` to `end` on the agreed service time, agreed `maintenance` taken out.

    Without a `graph` every outage is one of the service; with one, only what its arrangement does not bear is lost.
    `leans_on` says of a component what it needs itself, in circles too. Overlapping outages count once, by the
    greater share, and one wholly outside the agreed time not at all.
    """
    agreed = service_time.between(begin, end, maintenance)
    down = impaired = timedelta(0)
    count = 0
    for spell in _spells(losses(list(outages), begin, end, graph, leans_on)):
        lengths = [service_time.between(loss.start, loss.end, maintenance) for loss in spell]
        lost = sum(lengths, timedelta(0))
        down += sum((length * loss.share for length, loss in zip(lengths, spell, strict=True)), timedelta(0))
        impaired += lost
        count += lost > timedelta(0)
    return Availability(
        percent=100 * ((agreed - down) / agreed) if agreed else None,
        agreed=agreed,
        down=down,
        impaired=impaired,
        outages=count,
        mtrs=impaired / count if count else None,
        mtbf=(agreed - impaired) / count if count else None,
        mtbsi=agreed / count if count else None,
    )


def losses(
    outages: Sequence[Outage],
    begin: datetime,
    end: datetime,
    graph: Part | None = None,
    leans_on: Mapping[str, Part] = NOTHING,
) -> tuple[Loss, ...]:
    """What share of the service was lost when, between two instants, in order; stretches without loss are left out.

    The state of a whole follows from its parts' as in a multi-state coherent system (Barlow and Wu, 1978): in series
    the least, of redundant parts the one that is `needed`-th best. In a circle nothing fails for its own sake only:
    the least loss that fits all of them holds.
    """
    spans = _clipped(outages, micros_of(begin), micros_of(end))
    if graph is not None:
        _check(graph, leans_on, {component for _from, _to, component, _share in spans})
    edges = sorted({edge for since, until, _component, _share in spans for edge in (since, until)})
    found: list[tuple[int, int, float]] = []
    for since, until in pairwise(edges):
        own: dict[str, float] = {}
        for first, last, component, share in spans:
            if first <= since and until <= last:
                own[component] = max(share, own.get(component, 0.0))
        lost = _lost(graph, leans_on, own)
        if lost and found and found[-1][1] == since and found[-1][2] == lost:
            found[-1] = (found[-1][0], until, lost)
        elif lost:
            found.append((since, until, lost))
    return tuple(Loss(instant_of(since), instant_of(until), lost) for since, until, lost in found)


def down_spans(
    outages: Sequence[Outage], begin: datetime, end: datetime, graph: Part | None = None
) -> tuple[tuple[datetime, datetime], ...]:
    """When the service lost anything between two instants, in order, outages that touch being one."""
    spells = _spells(losses(outages, begin, end, graph))
    return tuple((spell[0].start, spell[-1].end) for spell in spells)


def expected_availability(graph: Part, component: Mapping[str, float]) -> float:
    """The share of time a graph works when its components, each with such a share, fail independently.

    A component without a share (`unknown_component`), a share outside 0 to 1 (`bad_share`), and a component that
    stands twice in the graph (`component_twice`) are refused.
    """
    _check_once(graph)
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


def _clipped(outages: Sequence[Outage], first: int, last: int) -> list[tuple[int, int, str, float]]:
    """The outages within a span, in microseconds; one without length is none."""
    found = []
    for outage in outages:
        since = max(first, micros_of(outage.start))
        until = last if outage.end is None else min(last, micros_of(outage.end))
        if since < until:
            found.append((since, until, outage.component, outage.share))
    return found


def _lost(graph: Part | None, leans_on: Mapping[str, Part], own: Mapping[str, float]) -> float:
    if graph is None or not own:
        return max(own.values(), default=0.0)
    state, before = dict(own), None
    while state != before:  # shares only rise, and only to one of those reported: this ends
        before = dict(state)
        for name, part in leans_on.items():
            state[name] = max(state.get(name, 0.0), _state(part, state))
    return _state(graph, state)


def _state(part: Part, lost: Mapping[str, float]) -> float:
    if isinstance(part, str):
        return lost.get(part, 0.0)
    inner = sorted((_state(each, lost) for each in part.parts), reverse=True)
    tolerated = len(inner) - part.needed if isinstance(part, Redundant) else 0
    return inner[tolerated] if inner else 0.0


def _spells(found: Sequence[Loss]) -> list[list[Loss]]:
    """Losses that touch, together: one outage of the service."""
    breaks = [0, *(int(before.end != after.start) for before, after in pairwise(found))]
    number, numbered = 0, []
    for is_new, loss in zip(breaks, found, strict=False):
        number += is_new
        numbered.append((number, loss))
    return [[loss for _number, loss in group] for _number, group in groupby(numbered, lambda pair: pair[0])]


def _names(graph: Part) -> list[str]:
    names: list[str] = []
    parts: list[Part] = [graph]
    while parts:
        part = parts.pop()
        if isinstance(part, str):
            names.append(part)
        else:
            parts.extend(part.parts)
    return names


def _check(graph: Part, leans_on: Mapping[str, Part], named: set[str]) -> None:
    known = {*_names(graph), *leans_on}.union(*(_names(part) for part in leans_on.values()))
    for name in sorted(named - known):
        raise EngineError("unknown_component", component=name)


def _check_once(graph: Part) -> None:
    names = _names(graph)
    for name in names:
        if names.count(name) > 1:
            raise EngineError("component_twice", component=name)
