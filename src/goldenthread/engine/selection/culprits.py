"""Why no selection exists: the candidates or limits at fault, named before or after the solver has tried."""

from collections.abc import Sequence

import numpy as np

from goldenthread.engine.errors import EngineError
from goldenthread.engine.selection.model import Candidate, Limits
from goldenthread.engine.selection.problem import Problem
from goldenthread.engine.selection.solver import lacking

_LEAST, _SHARE = 1.0, 0.3  # seconds, and part of the time that was asked for, to find out what is lacking


def required(candidates: Sequence[Candidate], limits: Limits) -> list[str]:
    """The mandatory candidates and all that they need, in the order of the candidates."""
    found = {candidate.id for candidate in candidates if candidate.mandatory}
    grows = True
    while grows:
        more = {need.needs for need in limits.prerequisites if need.candidate in found} - found
        grows = bool(more)
        found |= more
    return [candidate.id for candidate in candidates if candidate.id in found]


def refuse_contradictions(problem: Problem, limits: Limits) -> None:
    """Refuse what is mandatory and cannot be kept, whatever else is chosen.

    `mandatory_excluded` names two that exclude each other; `prerequisite_too_late` a candidate and what it needs, which
    cannot start early enough; `mandatory_above_limit` the limit, what is needed of it at the least, what there is, and
    the candidates that need it; `no_start` a candidate and the limits that leave it no start, though each leaves some.
    """
    names = required(problem.candidates, limits)
    for members in limits.exclusive:
        both = [name for name in names if name in members]
        if len(both) > 1:
            raise EngineError("mandatory_excluded", candidates=both[:2])
    must = set(names)
    known = {candidate.id: candidate for candidate in problem.candidates}
    for need in limits.prerequisites:
        if need.candidate in must and known[need.candidate].latest < known[need.needs].earliest + need.lag:
            raise EngineError("prerequisite_too_late", candidates=[need.candidate, need.needs], lag=need.lag)
    for row in np.flatnonzero(problem.is_priced):
        key = problem.keys[row]
        least = {
            candidate.id: float(problem.matrix[row, problem.columns_of(n)].min())
            for n, candidate in enumerate(problem.candidates)
        }
        # What is under way and need not go on can still make room: going on may be cheaper than stopping.
        needed = sum(amount if name in must else min(0.0, amount) for name, amount in least.items())
        if needed > problem.bounds[row] + 1e-7 * (1 + abs(problem.bounds[row])):
            users = [name for name in names if least[name] > 0]
            bound = float(problem.bounds[row])
            raise EngineError("mandatory_above_limit", limit=key, needed=needed, limit_is=bound, candidates=users)
    for number, candidate in enumerate(problem.candidates):
        if candidate.id in must:
            _refuse_without_start(problem, number)


def _refuse_without_start(problem: Problem, number: int) -> None:
    """Whether each start alone is above a limit, with all the room that others could make."""
    columns = problem.columns_of(number)
    room = np.where(problem.owner == number, 0.0, np.minimum(problem.matrix, 0)).sum(axis=1)
    most = problem.bounds - room
    is_over = problem.matrix[:, columns] > (most + 1e-7 * (1 + np.abs(most)))[:, None]
    is_over &= problem.is_priced[:, None]
    if is_over.any(axis=0).all():
        limits = [problem.keys[row] for row in np.flatnonzero(is_over.any(axis=1))]
        raise EngineError("no_start", candidates=[problem.candidates[number].id], limits=limits)


def refusal(problem: Problem, limits: Limits, time_limit: float) -> EngineError:
    """The refusal when no selection was found: by how much which limits fall short together, if at all.

    Where neither a selection nor that there is none was found in the time, it is `time_over`.
    """
    short = lacking(problem, max(_LEAST, _SHARE * time_limit))
    names = required(problem.candidates, limits)
    if short is None:
        return EngineError("time_over", seconds=time_limit, candidates=names)
    told = {problem.keys[row]: amount for row, amount in short.items()}
    return EngineError("no_selection", lacking=told, candidates=names)
