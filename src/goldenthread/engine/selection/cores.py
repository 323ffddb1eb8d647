"""Exact solutions of a selection's core: the candidates of which the prices of the limits are least certain.

All others stay as they are (the core concept of Balas and Zemel, 1980, with luck in what belongs to it).
"""

from collections.abc import Callable

import numpy as np

from goldenthread.engine.selection.exact import Choice, Exact, Solved
from goldenthread.engine.selection.problem import Problem, Values

_A_LIMIT, _FEWEST, _MOST = 7, 20, 100  # candidates of a core for each limit that binds; of a first core
_WIDER, _NARROWER = 1.15, 0.9
_LUCK = 0.05  # rises so with each core that brings nothing


class Cores:
    """Draws cores that can be solved in a moment, and improves a choice by them.

    The linear relaxation leaves as many candidates undecided as there are limits that bind: where these are many, a
    core that is worth it is too large to be solved (`is_worth` is then False).
    """

    def __init__(self, problem: Problem, prices: Values, seconds: float, seed: int) -> None:
        self._problem, self._seconds, self._luck = problem, seconds, 0.0
        wanted = _A_LIMIT * int(np.count_nonzero(prices > 0))
        self.is_worth = wanted <= _MOST
        self._size = float(min(max(_FEWEST, wanted), len(problem.candidates)))
        self._doubt = _certainty(problem, prices)
        self._chance = np.random.default_rng(seed)

    def improve(self, chosen: Choice, solved: Callable[[Exact, float, Choice], Solved | None]) -> Choice:
        """The choice, or a better one; `solved` runs a solver for so many seconds from a choice."""
        problem, count = self._problem, len(self._problem.candidates)
        drawn = np.argsort(self._doubt + self._luck * self._chance.gumbel(size=count))
        is_free = np.zeros(count, np.bool_)
        is_free[drawn[: int(self._size)]] = True
        core = problem.around(chosen, is_free)
        columns = np.flatnonzero(is_free[problem.owner])
        found = solved(Exact(core), self._seconds, chosen[columns])
        value = -np.inf if found is None else float(core.values[found.chosen].sum())
        is_solved = found is not None and found.bound <= value + 1e-6 * (1 + abs(value))
        self._size = min(count, max(_FEWEST, self._size * (_WIDER if is_solved else _NARROWER)))
        if found is None or value <= float(core.values[chosen[columns]].sum()):
            self._luck += _LUCK
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
