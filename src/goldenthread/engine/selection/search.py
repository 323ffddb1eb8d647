"""A search among feasible selections: take some investments out, fill up by price with luck, keep what is better.

Ruin and recreate with blinks (Christiaens and Vanden Berghe, 2020) on the rows of a selection problem.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.kernels import compiled
from goldenthread.engine.selection.problem import Problem

_STEPS = 400
_LOOSE, _ASTRAY = 0.006, 9.0  # what part of the value a step may lose at first, and so many times that all in all
_NOISE = 0.3  # how far prices stray from round to round, in their logarithm
_BLINK = 5  # of a hundred are passed over
_RUIN = 15  # so many are taken out at most


class Search:
    """Improves a feasible choice of columns (an array of flags) in rounds of the same number of steps."""

    def __init__(self, problem: Problem, prices: NDArray[np.float64], chosen: NDArray[np.bool_], seed: int) -> None:
        self.best = chosen.copy()
        self.value = float(problem.values[chosen].sum())
        self._run: Any = compiled(improve, nogil=True) or improve
        self._problem, self._prices = problem, prices
        self._chosen = chosen.copy()
        self._luck = np.random.default_rng(seed)
        self._chance = np.array([2 * seed + 1], np.int64)
        self._used = np.maximum(problem.matrix, 0)
        self._shape = *_columns(problem, prices), *_lines(problem)

    def rounds(self, looseness: Iterator[float]) -> Iterator[float]:
        """A round for each share of looseness (1 at first, 0 at the end); the best value so far after each."""
        problem = self._problem
        given = problem.owner, problem.values, problem.bounds, problem.is_mandatory
        for share in looseness:
            slack = _LOOSE * share * abs(self.value) if np.isfinite(self.value) else 0.0
            used = problem.matrix @ self._chosen
            choice, pace = (self._chosen, used, self.best), (_STEPS, _RUIN, slack, _ASTRAY * slack)
            orders = self._order()
            self.value = self._run(self._shape, (*given, *orders), choice, self.value, pace, self._chance)
            yield self.value

    def take(self, chosen: NDArray[np.bool_]) -> None:
        """Go on from a better choice that was found elsewhere."""
        self.best, self._chosen = chosen.copy(), chosen.copy()
        self.value = float(self._problem.values[chosen].sum())

    def _order(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The columns of each candidate by what they bring for what they use, at prices that stray a little; the
        candidates by their best; and where each candidate's columns begin in that order.
        """
        stray = np.exp(_NOISE * self._luck.standard_normal(len(self._prices)))
        least = 1e-3 * float(self._prices.max(initial=0)) * self._luck.random(len(self._prices))
        priced = (self._prices * stray + least) @ self._used
        worth = np.where(priced > 0, self._problem.values / np.maximum(priced, 1e-12), np.inf)
        owner, best = self._problem.owner, np.full(len(self._problem.candidates), -np.inf)
        np.maximum.at(best, owner, worth)
        rank = np.empty(len(best), np.int64)
        rank[np.argsort(-best, kind="stable")] = np.arange(len(best))
        order = np.lexsort((-worth, rank[owner])).astype(np.int64)
        return order, np.searchsorted(rank[owner][order], np.arange(len(best) + 1)).astype(np.int64)


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


def _columns(problem: Problem, prices: NDArray[np.float64]) -> tuple[Any, ...]:
    """The matrix by column, the dearest rows of each first: those are where most do not fit."""
    begins, rows, amounts = problem.columns
    column = np.repeat(np.arange(len(problem.values)), np.diff(begins))
    order = np.lexsort((-(prices[rows] * amounts), column))
    return begins, rows[order], amounts[order]


def _lines(problem: Problem) -> tuple[Any, ...]:
    """By row the columns that use it, and the rows from which some are taken out."""
    rows, columns = np.nonzero(problem.matrix > 0)
    begins = np.searchsorted(rows, np.arange(len(problem.keys) + 1)).astype(np.int64)
    return begins, columns.astype(np.int64), np.flatnonzero(problem.is_priced).astype(np.int64)


def improve(  # noqa: C901, PLR0912, PLR0915
    shape: Any, given: Any, choice: Any, best_value: float, pace: Any, chance: Any
) -> float:
    """Steps of ruin and recreate: the kernel. One function, because calls between kernels would be compiled apart."""
    begins, rows, amounts, line_begins, line_columns, priced = shape
    owner, values, bounds, mandatory, order, groups = given
    chosen, used, best = choice
    steps, ruin, slack, astray = pace
    columns = len(values)
    has, most = np.zeros(len(mandatory), np.bool_), np.empty(len(bounds))
    changed = np.empty(2 * columns, np.int64)
    waiting = np.empty(len(bounds), np.int64)
    state, current, missing = chance[0], 0.0, 0
    for r in range(len(bounds)):
        most[r] = bounds[r] + 1e-9 * (1 + abs(bounds[r]))
    for c in range(columns):
        if chosen[c]:
            current += values[c]
            has[owner[c]] = True
    for j in range(len(mandatory)):
        if mandatory[j] and not has[j]:
            missing += 1
    for _ in range(steps):
        value, out = current, 0
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        taken = 1 + (state >> 8) % ruin
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        way = (state >> 8) % 4
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        # Those taken out use one row, or come from one stretch of the order, or from anywhere.
        if way < 2 and len(priced):
            r = priced[(state >> 8) % len(priced)]
            begin, count = line_begins[r], line_begins[r + 1] - line_begins[r]
        else:
            begin, count = 0, columns
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        at = (state >> 8) % max(count, 1)
        for _turn in range(count):
            if way == 3:
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                at = (state >> 8) % count
            else:
                at = (at + 1) % count
            c = line_columns[begin + at] if way < 2 and len(priced) else order[at]
            if not chosen[c]:
                continue
            if way < 2:
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                if (state >> 8) % 2 == 0:
                    continue
            chosen[c] = False
            changed[out] = c
            out += 1
            if out >= taken:
                break
        # What is left may break rows that need another: those go too.
        turn = 0
        while turn < out:
            c = changed[turn]
            turn += 1
            value -= values[c]
            has[owner[c]] = False
            if mandatory[owner[c]]:
                missing += 1
            queued = 0
            for e in range(begins[c], begins[c + 1]):
                used[rows[e]] -= amounts[e]
                if amounts[e] < 0 and used[rows[e]] > most[rows[e]]:
                    waiting[queued] = rows[e]
                    queued += 1
            for q in range(queued):
                r, over = waiting[q], used[waiting[q]]
                for e in range(turn, out):  # those that go already
                    for f in range(begins[changed[e]], begins[changed[e] + 1]):
                        if rows[f] == r:
                            over -= amounts[f]
                for n in range(line_begins[r], line_begins[r + 1]):
                    if over <= most[r]:
                        break
                    other = line_columns[n]
                    if chosen[other] and not mandatory[owner[other]]:
                        chosen[other] = False
                        changed[out] = other
                        out += 1
                        for f in range(begins[other], begins[other + 1]):
                            if rows[f] == r:
                                over -= amounts[f]
        end, passed = out, 0
        for turn in range(3):
            if turn == 0 and missing == 0:
                continue
            if turn == 2 and passed == 0:
                break
            for g in range(len(groups) - 1):
                if groups[g] == groups[g + 1]:
                    continue
                j = owner[order[groups[g]]]
                if has[j] or (turn == 0 and not mandatory[j]):
                    continue
                for n in range(groups[g], groups[g + 1]):
                    c = order[n]
                    fits = values[c] > 0 or mandatory[j]
                    for e in range(begins[c], begins[c + 1]):
                        r, amount = rows[e], amounts[e]
                        if amount > 0 and used[r] + amount > most[r]:
                            fits = False
                            # The row without room comes first: it is the likeliest to have none the next time.
                            rows[e], amounts[e] = rows[begins[c]], amounts[begins[c]]
                            rows[begins[c]], amounts[begins[c]] = r, amount
                            break
                    if not fits:
                        continue
                    if turn == 1:
                        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                        if (state >> 8) % 100 < _BLINK:
                            passed += 1
                            continue
                    chosen[c] = True
                    has[j] = True
                    if mandatory[j]:
                        missing -= 1
                    value += values[c]
                    changed[end] = c
                    end += 1
                    for e in range(begins[c], begins[c + 1]):
                        used[rows[e]] += amounts[e]
                    break
        sound = missing == 0
        if sound and value < best_value + 1e-9 * (1 + abs(value)):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            luck = (state >> 8) / 8388608.0
            sound = value >= max(current - slack * luck, best_value - astray)
        if sound:
            for r in range(len(bounds)):
                if used[r] > most[r]:
                    sound = False
        if sound:
            current = value
            if value > best_value + 1e-9 * (1 + abs(value)):
                best_value = value
                best[:] = chosen
            continue
        for n in range(end - 1, -1, -1):
            c, sign = changed[n], 1.0
            if n >= out:
                sign = -1.0
            chosen[c] = n < out
            has[owner[c]] = n < out
            if mandatory[owner[c]]:
                missing += 1 if n >= out else -1
            for e in range(begins[c], begins[c + 1]):
                used[rows[e]] += sign * amounts[e]
    chance[0] = state
    return best_value
