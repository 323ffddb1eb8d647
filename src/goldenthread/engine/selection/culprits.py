"""Why no selection exists: the candidates or limits at fault, named before or after the solver has tried."""

from collections.abc import Sequence

import numpy as np

from goldenthread.engine.errors import EngineError
from goldenthread.engine.selection.model import Candidate, Limits
from goldenthread.engine.selection.problem import Problem
from goldenthread.engine.selection.solver import lacking


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

    `mandatory_excluded` names two that exclude each other; `mandatory_above_limit` the limit, what is needed of it at
    the least, what there is, and the candidates that need it.
    """
    names = required(problem.candidates, limits)
    for members in limits.exclusive:
        both = [name for name in names if name in members]
        if len(both) > 1:
            raise EngineError("mandatory_excluded", candidates=both[:2])
    must = set(names)
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


def refusal(problem: Problem, limits: Limits, time_limit: float) -> EngineError:
    """The refusal when no selection was found: by how much which limits fall short together."""
    short = lacking(problem, time_limit)
    names = required(problem.candidates, limits)
    if short:
        told = {problem.keys[row]: amount for row, amount in short.items()}
        return EngineError("no_selection", lacking=told, candidates=names)
    return EngineError("no_selection", lacking={}, candidates=names)
