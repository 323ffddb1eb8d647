"""Solving a selection problem: an exact solver beside a search of our own.

The exact solver proves and the search finds: it starts the solver with a good selection and goes on beside it.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from time import monotonic
from typing import Any

import numpy as np

from goldenthread.engine.selection.cores import Cores
from goldenthread.engine.selection.exact import PROVING, Choice, Exact, Relaxation, Solved
from goldenthread.engine.selection.problem import Problem
from goldenthread.engine.selection.search import Search
from goldenthread.engine.watching import Watch

_ALONE, _A_COLUMN = 0.15, 0.0003  # the search runs alone for a part of the time, so many seconds a column at most
_ROAMING, _BEFORE_CORES, _A_CORE = (
    0.9,
    0.25,
    0.2,
)  # parts of the time: it roams before it settles, or gives way to cores
_RESERVE, _OF_IT = 0.04, 0.02  # seconds, and part of the time, in which a solver ends and the answer is put together
_LEAST = 0.05  # seconds; below that no solver is started
_PULSE = 0.02  # seconds between two looks at a solver
_CLOSE = 1e-7


def relaxation_of(problem: Problem) -> Relaxation | None:
    """The linear relaxation, None when even that has no solution."""
    return Exact(problem, is_whole=False).relax()


def solve(
    problem: Problem,
    relaxation: Relaxation,
    time_limit: float,
    start: Choice | None = None,
    watch: Watch | None = None,
) -> Solved | None:
    """The best choice found within the time in seconds; None when there is none, or none was found."""
    span = _Span(time_limit, watch or Watch())
    first = _first(problem, start, span)
    if first is None:
        return None
    search = Search(problem, relaxation.prices, first, seed=1)
    alone = min(time_limit * _ALONE, _A_COLUMN * len(problem.values))
    for _ in search.rounds(_looseness(span, alone)):
        if search.value >= relaxation.value - _CLOSE * (1 + abs(relaxation.value)):
            return Solved(search.best, search.value)
    proven = _proven(problem, relaxation, search, span) if span.left > _LEAST and not span.is_over else None
    if proven is None:
        return Solved(search.best, relaxation.value)
    bound = min(proven.bound, relaxation.value)
    if float(problem.values[proven.chosen].sum()) > search.value:
        return Solved(proven.chosen, bound)
    return Solved(search.best, bound)


class _Span:
    """The time there is for a solution, and who watches it."""

    def __init__(self, seconds: float, watch: Watch) -> None:
        self._began, self._seconds, self._watch = monotonic(), seconds, watch
        self._until = self._began + seconds * (1 - _OF_IT) - _RESERVE

    @property
    def left(self) -> float:
        """So many seconds are left."""
        return self._until - monotonic()

    def solved(self, exact: Exact, seconds: float, start: Choice | None = None) -> Solved | None:
        """What a solver finds within so many seconds, or until the time is over."""
        with ThreadPoolExecutor(1) as beside:
            solution = beside.submit(exact.solve, max(min(seconds, self.left), _LEAST), start)
            while not (wait([solution], _PULSE).done or self.is_over):
                pass
            return _ended(solution, exact)

    @property
    def is_over(self) -> bool:
        """Whether it is time to end, or somebody wants it; tells how far it is."""
        self._watch.tell((monotonic() - self._began) / self._seconds)
        return self._watch.is_stopped or self.left <= 0


def _proven(problem: Problem, relaxation: Relaxation, search: Search, span: _Span) -> Solved | None:
    """The exact solver from what the search has found; the search goes on beside it, then cores are solved."""
    exact = Exact(problem, ways=PROVING)
    with ThreadPoolExecutor(1) as beside:
        proof = beside.submit(exact.solve, span.left, search.best.copy())
        cores = Cores(problem, relaxation.prices, _A_CORE * span.left, seed=1)
        roaming = _BEFORE_CORES if cores.is_worth else _ROAMING
        for _ in search.rounds(_looseness(span, roaming * span.left, proof)):
            pass
        while not (proof.done() or span.is_over):
            if cores.is_worth:
                search.take(cores.improve(search.best, span.solved))
            for _ in search.rounds(iter([0.0])):
                pass
        return _ended(proof, exact)


def _ended(proof: "Future[Solved | None]", exact: Exact) -> Solved | None:
    """What a solver has, told to end; told again, for one that has not quite begun does not hear it."""
    while not proof.done():
        exact.halt()
        wait([proof], _PULSE)
    return proof.result()


def lacking(problem: Problem, time_limit: float) -> dict[int, float] | None:
    """By row, the least that the limits together lack for a selection to exist; nothing when rules alone forbid one.

    None where it was not found out in the time, or nothing is lacking.
    """
    return Exact(problem, is_soft=True).lacking(time_limit)


def is_feasible(problem: Problem, chosen: Choice) -> bool:
    """Whether a choice keeps every row, takes each candidate once at most and all that are mandatory."""
    counts = np.bincount(problem.owner[chosen], minlength=len(problem.candidates))
    used = problem.matrix @ chosen
    kept = bool((used <= problem.bounds + 1e-7 * (1 + np.abs(problem.bounds))).all())
    return kept and int(counts.max(initial=0)) <= 1 and bool((counts[problem.is_mandatory] == 1).all())


def _first(problem: Problem, start: Choice | None, span: _Span) -> Choice | None:
    """A feasible choice to begin with: the one given, nothing, what filling up finds, or the exact solver's."""
    nothing = np.zeros(len(problem.values), np.bool_)
    for choice in (start, nothing):
        if choice is not None and is_feasible(problem, choice):
            return choice
    search = Search(problem, np.ones(len(problem.keys)), nothing, seed=1)
    search.value = -np.inf
    for _ in search.rounds(iter([0.0])):
        if is_feasible(problem, search.best):
            return search.best
    found = span.solved(Exact(problem), span.left)
    return None if found is None else found.chosen


def _looseness(span: _Span, seconds: float, proof: "Future[Any] | None" = None) -> Iterator[float]:
    """Falling from 1 to 0 while the time runs; once in any case, so that there is always a full selection."""
    began = monotonic()
    yield 1.0
    while (passed := monotonic() - began) < seconds and not (span.is_over or (proof and proof.done())):
        yield 1 - passed / seconds
