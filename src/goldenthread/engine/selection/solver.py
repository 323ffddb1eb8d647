"""Solving a selection problem: an exact solver beside a search of our own.

The exact solver proves and the search finds: it starts the solver with a good selection and goes on beside it.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from time import monotonic
from typing import Any

import numpy as np

from goldenthread.engine.selection.exact import Choice, Exact, Relaxation, Solved
from goldenthread.engine.selection.problem import Problem
from goldenthread.engine.selection.search import Search
from goldenthread.engine.watching import Watch

_ALONE, _A_COLUMN = 0.15, 0.001  # the search runs alone for a part of the time, and so many seconds a column at most
_MARGIN = 0.97  # of the time that is left is given to the solver, which ends a little late
_LEAST = 0.05  # seconds; below that no solver is started
_PULSE = 0.05  # seconds between two looks at a solver that runs alone
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
    began, watch = monotonic(), watch or Watch()
    first = _first(problem, start, time_limit, watch)
    if first is None:
        return None
    search = Search(problem, relaxation.prices, first, seed=1)
    alone = min(time_limit * _ALONE, _A_COLUMN * len(problem.values))
    for _ in search.rounds(_looseness(began, alone)):
        watch.tell((monotonic() - began) / time_limit)
        if watch.is_stopped:
            return Solved(search.best, relaxation.value)
        if search.value >= relaxation.value - _CLOSE * (1 + abs(relaxation.value)):
            return Solved(search.best, search.value)
    left = _MARGIN * (time_limit - (monotonic() - began))
    return _proven(problem, relaxation, search, (began, left, time_limit), watch)


def _proven(
    problem: Problem, relaxation: Relaxation, search: Search, times: tuple[float, float, float], watch: Watch
) -> Solved:
    """The exact solver from what the search has found, and the search going on beside it."""
    began, left, time_limit = times
    if left < _LEAST:
        return Solved(search.best, relaxation.value)
    exact = Exact(problem)
    with ThreadPoolExecutor(1) as beside:
        proof = beside.submit(exact.solve, left, search.best.copy())
        for _ in search.rounds(_looseness(monotonic(), left - _LEAST, proof)):
            watch.tell((monotonic() - began) / time_limit)
            if watch.is_stopped:
                exact.halt()
                break
        proven = proof.result()
    if proven is None:
        return Solved(search.best, relaxation.value)
    if float(problem.values[proven.chosen].sum()) > search.value:
        return Solved(proven.chosen, min(proven.bound, relaxation.value))
    return Solved(search.best, min(proven.bound, relaxation.value))


def lacking(problem: Problem, time_limit: float) -> dict[int, float] | None:
    """By row, the least that the limits together lack for a selection to exist; None when rules alone forbid one."""
    return Exact(problem, is_soft=True).lacking(time_limit)


def is_feasible(problem: Problem, chosen: Choice) -> bool:
    """Whether a choice keeps every row, takes each candidate once at most and all that are mandatory."""
    counts = np.bincount(problem.owner[chosen], minlength=len(problem.candidates))
    used = problem.matrix @ chosen
    kept = bool((used <= problem.bounds + 1e-7 * (1 + np.abs(problem.bounds))).all())
    return kept and int(counts.max(initial=0)) <= 1 and bool((counts[problem.is_mandatory] == 1).all())


def _first(problem: Problem, start: Choice | None, time_limit: float, watch: Watch) -> Choice | None:
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
    found = _exact_watched(problem, time_limit, watch)
    return None if found is None else found.chosen


def _exact_watched(problem: Problem, time_limit: float, watch: Watch) -> Solved | None:
    began, exact = monotonic(), Exact(problem)
    with ThreadPoolExecutor(1) as beside:
        proof = beside.submit(exact.solve, time_limit)
        while not wait([proof], _PULSE).done:
            watch.tell((monotonic() - began) / time_limit)
            if watch.is_stopped:
                exact.halt()
        return proof.result()


def _looseness(began: float, seconds: float, proof: "Future[Any] | None" = None) -> Iterator[float]:
    """Falling from 1 to 0 while the time runs; once in any case, so that there is always a full selection."""
    yield 1.0
    while (passed := monotonic() - began) < seconds and not (proof and proof.done()):
        yield 1 - passed / seconds
