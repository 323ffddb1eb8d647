"""A selection under its own limits, and the points of its frontier as money rises, each with prices and stability."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from goldenthread.engine.errors import EngineError
from goldenthread.engine.selection.model import Candidate, Limits, Selection
from goldenthread.engine.selection.selecting import select
from goldenthread.engine.watching import ShouldStop

POINTS = 20
DRAWS = 60
WIDEST = 3.0  # times the money there is: past that a choice is a dream
_NONE_THERE = ("mandatory_above_limit", "no_start", "no_selection", "time_over", "stopped")
_NEAR = 1e-9
_FOR_THE_OWN = 4  # a quarter of the time, because it counts most and the kernels are warmed in it


@dataclass(frozen=True, slots=True)
class Study:
    """Selections by rising `level` of all limits of money; `own` is the place of the one under the limits as told."""

    points: tuple[Selection, ...]
    own: int
    of: int
    """How many points there are to be, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How many points are looked for, how many draws each has, and the seconds for all."""

    points: int = POINTS
    draws: int = DRAWS
    time_limit: float = 60.0
    seed: int = 0


def study(
    candidates: Sequence[Candidate],
    limits: Limits,
    effort: Effort = Effort(),
    *,
    tell: Callable[[Study], None] | None = None,
    should_stop: ShouldStop = None,
) -> Study:
    """The selection under the limits, and others under multiples of their money, up to where money holds nothing back.

    Levels at which nothing can be chosen, or at which less is found than at a lower one, are left out. `tell` is given
    each study as it grows; once `should_stop` says so, the study ends as it is. Refused: what `select` refuses, and
    `no_money` where no money is limited.
    """
    if not limits.money:
        raise EngineError("no_money")
    until = monotonic() + effort.time_limit
    share = effort.time_limit / (effort.points + 2)
    first = max(2 * share, effort.time_limit / _FOR_THE_OWN)
    own = select(candidates, limits, time_limit=first, draws=effort.draws, seed=effort.seed, should_stop=should_stop)
    found = [own]
    levels = _levels(candidates, limits, replace(effort, time_limit=share), should_stop)
    _report(tell, found, len(levels) + 1)
    for level in levels:
        left = until - monotonic()
        if left <= 0 or (should_stop is not None and should_stop()):
            break
        point = _at(candidates, limits, level, replace(effort, time_limit=min(share, left)), should_stop)
        if point is not None:
            found.append(point)
        _report(tell, found, len(levels) + 1)
    return _studied(found, len(levels) + 1)


def _report(tell: Callable[[Study], None] | None, found: list[Selection], of: int) -> None:
    if tell is not None:
        tell(_studied(found, of))


def _at(
    candidates: Sequence[Candidate], limits: Limits, level: float, effort: Effort, should_stop: ShouldStop
) -> Selection | None:
    """The selection at a level; None where there is none."""
    try:
        found = select(
            candidates,
            _times(limits, level),
            time_limit=effort.time_limit,
            draws=effort.draws,
            seed=effort.seed,
            should_stop=should_stop,
        )
    except EngineError as error:
        if error.code in _NONE_THERE:
            return None
        raise
    return replace(found, level=level)


def _times(limits: Limits, level: float) -> Limits:
    return replace(limits, money={key: amount * level for key, amount in limits.money.items()})


def _levels(candidates: Sequence[Candidate], limits: Limits, effort: Effort, should_stop: ShouldStop) -> list[float]:
    """Even levels up to the one at which money holds nothing back; the one nearest to 1 makes way for 1 itself."""
    try:
        free = select(candidates, replace(limits, money={}), time_limit=effort.time_limit, should_stop=should_stop)
    except EngineError as error:
        if error.code in _NONE_THERE:
            return []
        raise
    needed = max(
        (_spent(candidates, free, *key) / amount for key, amount in limits.money.items() if amount > 0), default=1.0
    )
    top = min(max(needed, 1.0), WIDEST)
    even = [top * (n + 1) / effort.points for n in range(effort.points)]
    nearest = min(even, key=lambda level: abs(level - 1))
    return [level for level in even if level != nearest]


def _spent(candidates: Sequence[Candidate], chosen: Selection, fund: str, period: int) -> float:
    """What a choice spends of a fund in a period, what stopping costs included."""
    spent = 0.0
    for candidate in candidates:
        start = chosen.starts.get(candidate.id)
        told = candidate.stop_cost.get(fund, ()) if start is None else candidate.cost.get(fund, ())
        place = period - (start or 0)
        spent += float(told[place]) if 0 <= place < len(told) else 0.0
    return spent


def _studied(found: list[Selection], of: int) -> Study:
    """In order of level, without what is worth less than what a lower level brings; the limits as told stay."""
    own = found[0]
    kept: list[Selection] = []
    for point in sorted(found, key=lambda one: one.level):
        if point is own or not kept or point.value >= kept[-1].value - _NEAR * abs(kept[-1].value):
            kept.append(point)
    return Study(tuple(kept), kept.index(own), of)
