"""Exact solutions of a selection's core: the candidates of which the prices of the limits are least certain.

All others stay as they are (the core concept of Balas and Zemel, 1980, with luck in what belongs to it).
"""

import numpy as np

from goldenthread.engine.selection.exact import Choice, Exact
from goldenthread.engine.selection.problem import Problem, Values

_FIRST, _FEWEST = 30, 8
_WIDER, _NARROWER = 1.15, 0.8
_SECONDS = 0.4  # for one core
_LUCK = 1.0


class Cores:
    """Draws cores as large as can be solved in a moment, and improves a choice by them."""

    def __init__(self, problem: Problem, prices: Values, seed: int) -> None:
        self._problem, self._size = problem, float(_FIRST)
        self._doubt = _certainty(problem, prices)
        self._luck = np.random.default_rng(seed)

    def improve(self, chosen: Choice, time_limit: float) -> Choice:
        """The choice, or a better one."""
        problem, count = self._problem, len(self._problem.candidates)
        is_free = np.zeros(count, np.bool_)
        is_free[np.argsort(self._doubt + _LUCK * self._luck.gumbel(size=count))[: int(self._size)]] = True
        core = problem.around(chosen, is_free)
        columns = np.flatnonzero(is_free[problem.owner])
        found = Exact(core).solve(min(_SECONDS, time_limit), chosen[columns])
        value = -np.inf if found is None else float(core.values[found.chosen].sum())
        is_solved = found is not None and found.bound <= value + 1e-6 * (1 + abs(value))
        self._size = min(count, max(_FEWEST, self._size * (_WIDER if is_solved else _NARROWER)))
        if found is None or value <= float(core.values[chosen[columns]].sum()):
            return chosen
        better = chosen.copy()
        better[columns] = found.chosen
        return better


def _certainty(problem: Problem, prices: Values) -> Values:
    """By candidate how much better at these prices its best start (or staying out) is than its second; in medians."""
    brings = problem.values - prices @ problem.matrix
    apart = np.empty(len(problem.candidates))
    for number, is_mandatory in enumerate(problem.is_mandatory):
        ways = np.sort(np.append(brings[problem.columns_of(number)], [] if is_mandatory else [0.0]))
        apart[number] = ways[-1] - ways[-2] if len(ways) > 1 else np.inf
    known = apart[np.isfinite(apart)]
    return apart / max(float(np.median(known)) if len(known) else 1.0, 1e-12)
