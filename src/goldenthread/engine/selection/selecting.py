"""The choice of investments under limits, its frontier along a limit, and how stable it is."""

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.errors import EngineError
from goldenthread.engine.selection.culprits import refusal, refuse_contradictions
from goldenthread.engine.selection.exact import Relaxation
from goldenthread.engine.selection.explaining import selection_of
from goldenthread.engine.selection.model import Candidate, LimitKind, Limits, Selection
from goldenthread.engine.selection.problem import Objective, Problem, check, problem_of
from goldenthread.engine.selection.search import Search, mended
from goldenthread.engine.selection.solver import is_feasible, relaxation_of, solve
from goldenthread.engine.watching import OnProgress, ShouldStop, Watch

Along = LimitKind | tuple[LimitKind, str]
_FOR_DRAWS = 0.3  # the part of the time that draws may take
_ROUNDS = 12  # of search in each draw


def select(  # noqa: PLR0913  (the face promised in the design, and what watches it)
    candidates: Sequence[Candidate],
    limits: Limits,
    *,
    objective: Objective = "value",
    time_limit: float = 10.0,
    draws: int = 0,
    seed: int = 0,
    should_stop: ShouldStop = None,
    on_progress: OnProgress = None,
) -> Selection:
    """The selection of the greatest value that keeps all limits, within the time in seconds.

    The objective is the value, or the value less the whole cost (`net_value`). The bound is proven by the solver; a
    small problem is solved to the end and the answer is then exact. With `draws`, values and costs are drawn anew that
    often (lognormal, with the candidates' spreads) and `stability` tells how often each candidate was chosen.

    `on_progress` hears the share that is done, by the time; `should_stop` is asked often, in the caller's thread: once
    it says so, the answer is the best known with its bound, and stability by the draws done.

    Refused: what `problem.check` and `culprits.refuse_contradictions` refuse; `no_selection` with what the limits lack
    together; `stopped` and `time_over` where none was found before.
    """
    began, watch = monotonic(), Watch(should_stop, on_progress)
    problem = _checked(candidates, limits, objective)
    relaxation = relaxation_of(problem)
    share = 1 - _FOR_DRAWS if draws else 1.0
    left = max(0.1, time_limit * share - (monotonic() - began))
    found = None if relaxation is None else solve(problem, relaxation, left, watch=watch.part(0, share))
    if relaxation is None or found is None:
        raise EngineError("stopped") if watch.is_stopped else refusal(problem, limits, time_limit)
    selection = selection_of(problem, found, relaxation.prices)
    if draws:
        asked = draws, seed, began + time_limit
        stability = _stability(problem, relaxation, found.chosen, asked, watch.part(share, 1))
        selection = replace(selection, stability=stability)
    watch.tell(1)
    return selection


def frontier(  # noqa: PLR0913  (as `select`)
    candidates: Sequence[Candidate],
    limits: Limits,
    *,
    along: Along,
    points: int | Sequence[float] = 20,
    objective: Objective = "value",
    time_limit: float = 30.0,
    should_stop: ShouldStop = None,
    on_progress: OnProgress = None,
) -> list[Selection]:
    """Selections as one kind of limit, or one name of it over all periods, is multiplied by rising levels.

    A number of points is spread evenly up to the level at which the limit no longer holds anything back; levels may be
    told instead. Levels at which no selection exists are left out. The value never falls. `on_progress` hears the share
    that is done; once `should_stop` says so, the answer is the levels reached, the last with the best known and its
    bound. Refused: `unknown_limit`.
    """
    began, watch = monotonic(), Watch(should_stop, on_progress)
    problem = _checked(candidates, limits, objective, is_whole=False)
    rows = _rows(problem, along)
    levels = sorted(_levels(problem, rows, points, time_limit, watch)) if isinstance(points, int) else sorted(points)
    found: list[Selection] = []
    chosen: NDArray[np.bool_] | None = None
    for n, level in enumerate(levels):
        if watch.is_stopped:
            break
        part = watch.part((n + 1) / (len(levels) + 1), (n + 2) / (len(levels) + 1))
        at_level = problem.with_limits(rows, level)
        left = time_limit - (monotonic() - began)
        relaxation = relaxation_of(at_level)
        solved = None
        if relaxation is not None:
            solved = solve(at_level, relaxation, max(0.1, left / (len(levels) - n)), chosen, part)
        if relaxation is None or solved is None:
            continue
        chosen = solved.chosen
        found.append(replace(selection_of(at_level, solved, relaxation.prices), level=float(level)))
    watch.tell(1)
    return _lowered(found)


def _lowered(found: list[Selection]) -> list[Selection]:
    """With the bounds of higher levels where those are lower: what more of a limit does not bring, less does not."""
    least, told = np.inf, []
    for selection in reversed(found):
        least = min(least, selection.bound)
        told.append(replace(selection, bound=max(selection.value, least)))
    return told[::-1]


def _checked(
    candidates: Sequence[Candidate], limits: Limits, objective: Objective, *, is_whole: bool = True
) -> Problem:
    if objective not in ("value", "net_value"):
        raise EngineError("unknown_objective", objective=objective)
    check(candidates, limits)
    problem = problem_of(candidates, limits, objective)
    if is_whole:
        refuse_contradictions(problem, limits)
    return problem


def _rows(problem: Problem, along: Along) -> list[int]:
    kind, name = (along, None) if isinstance(along, str) else along
    rows = [n for n, key in enumerate(problem.keys) if key.kind == kind and name in (None, key.name)]
    if not rows or not all(problem.is_priced[row] for row in rows):
        raise EngineError("unknown_limit", limit=along)
    return rows


def _levels(problem: Problem, rows: list[int], points: int, time_limit: float, watch: Watch) -> list[float]:
    """Even levels up to the one at which all that is worth choosing without this limit has room."""
    free = problem.with_limits(rows, 1e6)
    relaxation, part = relaxation_of(free), time_limit / (points + 1)
    solved = None if relaxation is None else solve(free, relaxation, part, watch=watch.part(0, 1 / (points + 1)))
    if solved is None:
        return [1.0]
    used = (problem.matrix @ solved.chosen)[rows] + (problem.limits_told - problem.bounds)[rows]
    told = problem.limits_told[rows]
    top = float(np.max(np.divide(used, told, out=np.zeros_like(used), where=told > 0), initial=0.0)) or 1.0
    return [top * (n + 1) / points for n in range(points)]


def _stability(
    problem: Problem, relaxation: Relaxation, chosen: NDArray[np.bool_], asked: tuple[int, int, float], watch: Watch
) -> dict[str, float]:
    """The share of draws in which each candidate is chosen; as many draws as the time allows, at least one."""
    draws, seed, until = asked
    chance = np.random.default_rng(seed)
    spreads = np.array([(candidate.value_spread, candidate.cost_spread) for candidate in problem.candidates])
    sigma = np.sqrt(np.log1p(spreads**2))
    counts, done = np.zeros(len(problem.candidates)), 0
    for _ in range(draws):
        factors = np.exp(sigma * chance.standard_normal(sigma.shape) - sigma**2 / 2)
        drawn = problem.with_factors(factors[:, 0], factors[:, 1])
        first = chosen if is_feasible(drawn, chosen) else mended(drawn, chosen)
        search = Search(drawn, relaxation.prices, first, seed=seed)
        search.value = search.value if is_feasible(drawn, first) else -np.inf
        for _ in search.rounds(1 - n / _ROUNDS for n in range(_ROUNDS)):
            pass
        counts[np.unique(drawn.owner[search.best])] += 1
        done += 1
        watch.tell(done / draws)
        if monotonic() > until or watch.is_stopped:
            break
    return {candidate.id: float(counts[n]) / done for n, candidate in enumerate(problem.candidates)}
