"""A search among feasible selections: take some investments out, fill up by price with luck, keep what is better.

Ruin and recreate with blinks (Christiaens and Vanden Berghe, 2020) on the rows of a selection problem.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.kernels import compiled
from goldenthread.engine.selection.problem import Problem

_STEPS = 100
_LOOSE = 0.002  # what part of the value may be lost on the way, at first
_NOISE = 0.3  # how far prices stray from round to round, in their logarithm


class Search:
    """Improves a feasible choice of columns (an array of flags) in rounds of the same number of steps."""

    def __init__(self, problem: Problem, prices: NDArray[np.float64], chosen: NDArray[np.bool_], seed: int) -> None:
        self.best = chosen.copy()
        self.value = float(problem.values[chosen].sum())
        self._run: Any = compiled(improve) or improve
        self._problem, self._prices = problem, prices
        self._state = chosen.copy(), problem.matrix @ chosen
        self._luck = np.random.default_rng(seed)
        self._chance = np.array([2 * seed + 1], np.int64)

    def rounds(self, looseness: Iterator[float]) -> Iterator[float]:
        """A round for each share of looseness (1 at first, 0 at the end); the best value so far after each."""
        problem, (chosen, used) = self._problem, self._state
        shape = *problem.columns, problem.owner, problem.values, problem.bounds, problem.is_mandatory
        for share in looseness:
            slack = _LOOSE * share * abs(self.value) if np.isfinite(self.value) else 0.0
            fixed = (*shape, self._order())
            choice = chosen, used, self.best
            self.value = self._run(fixed, choice, self.value, (_STEPS, slack), self._chance)
            yield self.value

    def _order(self) -> NDArray[np.int64]:
        """The columns by what they bring for what they use, at prices that stray a little."""
        stray = np.exp(_NOISE * self._luck.standard_normal(len(self._prices)))
        least = 1e-3 * float(self._prices.max(initial=0)) * self._luck.random(len(self._prices))
        priced = (self._prices * stray + least) @ np.maximum(self._problem.matrix, 0)
        worth = np.where(priced > 0, self._problem.values / np.maximum(priced, 1e-12), np.inf)
        return np.argsort(-worth, kind="stable").astype(np.int64)


def mended(problem: Problem, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What can stay of a choice that breaks limits: what brings least for what it uses goes, with all that needs it.

    What is mandatory stays; nothing is left where that alone is too much.
    """
    left, may_go = chosen.copy(), ~problem.is_mandatory[problem.owner]
    needs = np.array([key.kind == "prerequisite" for key in problem.keys], np.bool_)
    dependents = np.maximum(-problem.matrix[needs], 0).T @ np.maximum(problem.matrix[needs], 0)
    allowed = problem.bounds + 1e-9 * (1 + np.abs(problem.bounds))
    while True:
        over = (problem.matrix @ left - allowed) / (1 + np.abs(problem.bounds))
        row = int(np.argmax(over)) if len(over) else 0
        if not len(over) or over[row] <= 0:
            return left
        users = np.flatnonzero(left & may_go & (problem.matrix[row] > 0))
        if not len(users):
            return np.zeros_like(left)
        brings = (problem.values + dependents @ (problem.values * left))[users]
        left[users[np.argmin(brings / problem.matrix[row, users])]] = False


def improve(fixed: Any, choice: Any, best_value: float, pace: Any, chance: Any) -> float:  # noqa: C901, PLR0912, PLR0915
    """Steps of ruin and recreate: the kernel. One function, because calls between kernels would be compiled apart."""
    begins, rows, amounts, owner, values, bounds, mandatory, order = fixed
    chosen, used, best = choice
    steps, slack = pace
    columns, limits = len(values), len(bounds)
    kept, kept_used, has = chosen.copy(), used.copy(), np.zeros(len(mandatory), np.bool_)
    state, current = chance[0], 0.0
    for c in range(columns):
        if chosen[c]:
            current += values[c]
    for _ in range(steps):
        kept[:] = chosen
        kept_used[:] = used
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        taken = 1 + (state >> 8) % 25
        # Those taken out come from one stretch of the order, or from anywhere.
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        near = (state >> 8) % 2 == 0
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        at = (state >> 8) % columns
        for _try in range(4 * columns):
            if taken == 0:
                break
            if near:
                at = (at + 1) % columns
            else:
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                at = (state >> 8) % columns
            c = order[at]
            if chosen[c]:
                chosen[c] = False
                taken -= 1
                for e in range(begins[c], begins[c + 1]):
                    used[rows[e]] -= amounts[e]
        # What is left may break rows that need another: those go too.
        is_mending = True
        while is_mending:
            is_mending = False
            for r in range(limits):
                most = bounds[r] + 1e-9 * (1 + abs(bounds[r]))
                for c in range(columns):
                    if used[r] <= most:
                        break
                    if not chosen[c] or mandatory[owner[c]]:
                        continue
                    for e in range(begins[c], begins[c + 1]):
                        if rows[e] == r and amounts[e] > 0:
                            chosen[c] = False
                            is_mending = True
                    if not chosen[c]:
                        for e in range(begins[c], begins[c + 1]):
                            used[rows[e]] -= amounts[e]
        has[:] = False
        for c in range(columns):
            if chosen[c]:
                has[owner[c]] = True
        for turn in range(3):
            for n in range(columns):
                c = order[n]
                if has[owner[c]] or (turn == 0 and not mandatory[owner[c]]):
                    continue
                if turn == 1:
                    state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                    if (state >> 8) % 100 < 5:
                        continue
                fits = values[c] > 0 or mandatory[owner[c]]
                for e in range(begins[c], begins[c + 1]):
                    r = rows[e]
                    if amounts[e] > 0 and used[r] + amounts[e] > bounds[r] + 1e-9 * (1 + abs(bounds[r])):
                        fits = False
                        break
                if fits:
                    chosen[c] = True
                    has[owner[c]] = True
                    for e in range(begins[c], begins[c + 1]):
                        used[rows[e]] += amounts[e]
        value, sound = 0.0, True
        for c in range(columns):
            if chosen[c]:
                value += values[c]
        for r in range(limits):
            if used[r] > bounds[r] + 1e-7 * (1 + abs(bounds[r])):
                sound = False
        for j in range(len(mandatory)):
            if mandatory[j] and not has[j]:
                sound = False
        if sound and value >= current - slack and value >= best_value - 2 * slack:
            current = value
            if value > best_value + 1e-9 * (1 + abs(value)):
                best_value = value
                best[:] = chosen
        else:
            chosen[:] = kept
            used[:] = kept_used
    chance[0] = state
    return best_value
