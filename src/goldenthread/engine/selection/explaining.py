"""What a selection tells of itself: what is used, what was dropped and why, and what the limits are worth."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.selection.exact import Solved
from goldenthread.engine.selection.model import Dropped, LimitKey, Selection, Use
from goldenthread.engine.selection.problem import Problem, Values

_SLACK = 1e-7


def selection_of(problem: Problem, solved: Solved, prices: Values) -> Selection:
    """The answer for the columns chosen."""
    chosen = np.flatnonzero(solved.chosen)
    starts = {problem.candidates[problem.owner[column]].id: int(problem.start[column]) for column in chosen}
    value = float(problem.values[chosen].sum())
    used = problem.matrix @ solved.chosen
    return Selection(
        chosen=tuple(candidate.id for candidate in problem.candidates if candidate.id in starts),
        starts=starts,
        value=value,
        bound=max(value, solved.bound),
        used=_uses(problem, used),
        dropped=_dropped(problem, used, starts, prices),
        prices={key: float(prices[row]) for row, key in enumerate(problem.keys) if problem.is_priced[row]},
    )


def _uses(problem: Problem, used: Values) -> dict[LimitKey, Use]:
    """Of amounts; what stopping costs counts as used."""
    uses = {}
    for row, key in enumerate(problem.keys):
        if problem.is_priced[row]:
            stopping = float(problem.limits_told[row] - problem.bounds[row])
            uses[key] = Use(float(used[row]) + stopping, float(problem.limits_told[row]))
    return uses


def _dropped(problem: Problem, used: Values, starts: Mapping[str, int], prices: Values) -> dict[str, Dropped]:
    dropped = {}
    for number, candidate in enumerate(problem.candidates):
        if candidate.id in starts:
            continue
        columns = problem.columns_of(number)
        priced = prices @ problem.matrix[:, columns]
        short = [_short(problem, used, column) for column in columns]
        is_worth = problem.values[columns] > 0
        best = min(
            range(len(columns)),
            key=lambda n: (not is_worth[n], len(short[n]), float(priced[n] - problem.values[columns[n]])),
        )
        lacks = short[best] if is_worth[best] else {}
        value = float(problem.values[columns[best]])
        dropped[candidate.id] = Dropped(candidate.id, lacks, value, float(priced[best]))
    return dropped


def _short(problem: Problem, used: Values, column: int) -> dict[LimitKey, float]:
    """What each limit lacks for one more column."""
    amounts: NDArray[np.float64] = problem.matrix[:, column]
    over = used + amounts - problem.bounds
    short: dict[LimitKey, float] = {}
    for row in np.flatnonzero((amounts > 0) & (over > _SLACK * (1 + np.abs(problem.bounds)))):
        key = problem.keys[row]
        if key.kind in ("exclusive", "prerequisite"):
            short[key._replace(period=None)] = 1.0
        else:
            short[key] = float(over[row])
    return short
