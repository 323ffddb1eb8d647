"""A selection as numbers: a column for each candidate and start, a row for each limit, all rows at most their bound."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.errors import EngineError
from goldenthread.engine.selection.model import Candidate, LimitKey, Limits

Values = NDArray[np.float64]
Objective = Literal["value", "net_value"]
Entry = tuple[int, float]
GREATEST = 1e15
"""Of a figure of a candidate: beyond it, sums are no longer exact to a cent."""


@dataclass(slots=True)
class Problem:
    """Columns and rows of a selection; `owner` is each column's candidate by number, `start` its start.

    `bounds` are `limits_told` less what it would cost to stop all that is under way. `columns` is the matrix by column:
    begins, rows, amounts.
    """

    candidates: list[Candidate]
    owner: NDArray[np.int64]
    start: NDArray[np.int64]
    values: Values
    keys: list[LimitKey]
    bounds: Values
    matrix: Values
    is_mandatory: NDArray[np.bool_]
    limits_told: Values
    columns: tuple[NDArray[np.int64], NDArray[np.int64], Values] = field(init=False)

    def __post_init__(self) -> None:
        cols, rows = np.nonzero(self.matrix.T)
        begins = np.searchsorted(cols, np.arange(len(self.values) + 1))
        self.columns = begins.astype(np.int64), rows.astype(np.int64), self.matrix[rows, cols]

    @property
    def is_priced(self) -> NDArray[np.bool_]:
        """The rows that are amounts: money, capacity, risk."""
        return np.array([key.kind in ("money", "capacity", "risk") for key in self.keys], np.bool_)

    def with_limits(self, rows: Sequence[int], level: float) -> "Problem":
        """The same with some limits multiplied."""
        told = self.limits_told.copy()
        told[rows] *= level
        return replace(self, limits_told=told, bounds=self.bounds + told - self.limits_told)

    def with_factors(self, values: Values, costs: Values) -> "Problem":
        """The same with each candidate's value and money multiplied."""
        is_money = np.array([key.kind == "money" for key in self.keys], np.bool_)
        matrix = np.where(is_money[:, None], self.matrix * costs[self.owner], self.matrix)
        return replace(self, values=self.values * values[self.owner], matrix=matrix)

    def around(self, chosen: NDArray[np.bool_], is_free: NDArray[np.bool_]) -> "Problem":
        """What is left of it when all candidates but these (flags) stay as chosen; its columns are theirs, in order."""
        columns = np.flatnonzero(is_free[self.owner])
        stays = chosen & ~is_free[self.owner]
        matrix, bounds = self.matrix[:, columns], self.bounds - self.matrix @ stays
        binds = np.maximum(matrix, 0).sum(axis=1) > bounds
        number = np.cumsum(is_free) - 1
        return Problem(
            candidates=[candidate for candidate, free in zip(self.candidates, is_free, strict=True) if free],
            owner=number[self.owner[columns]],
            start=self.start[columns],
            values=self.values[columns],
            keys=[key for key, is_kept in zip(self.keys, binds, strict=True) if is_kept],
            bounds=bounds[binds],
            matrix=matrix[binds],
            is_mandatory=self.is_mandatory[is_free],
            limits_told=self.limits_told[binds],
        )

    def columns_of(self, number: int) -> NDArray[np.intp]:
        """The columns of a candidate."""
        return np.flatnonzero(self.owner == number)


def problem_of(candidates: Sequence[Candidate], limits: Limits, objective: Objective = "value") -> Problem:
    """The numbers of a selection whose input has been checked."""
    number = {candidate.id: n for n, candidate in enumerate(candidates)}
    pairs = [(n, start) for n, candidate in enumerate(candidates) for start in candidate.starts]
    at = {pair: column for column, pair in enumerate(pairs)}
    values = [
        candidates[n].value_at(start) - (candidates[n].total_cost if objective == "net_value" else 0.0)
        for n, start in pairs
    ]
    rows = list(_rows(candidates, limits, number, at))
    keys, told, stopped, lines = (list(part) for part in zip(*rows, strict=True)) if rows else ([], [], [], [])
    matrix = np.zeros((len(keys), len(pairs)))
    for row, line in enumerate(lines):
        for column, amount in line:
            matrix[row, column] += amount
    return Problem(
        candidates=list(candidates),
        owner=np.array([n for n, _ in pairs], np.int64),
        start=np.array([start for _, start in pairs], np.int64),
        values=np.array(values, np.float64),
        keys=keys,
        bounds=np.array(told, np.float64) - np.array(stopped, np.float64),
        matrix=matrix,
        is_mandatory=np.array([candidate.mandatory for candidate in candidates], np.bool_),
        limits_told=np.array(told, np.float64),
    )


Row = tuple[LimitKey, float, float, list[Entry]]
Columns = Mapping[tuple[int, int], int]


def _rows(candidates: Sequence[Candidate], limits: Limits, number: Mapping[str, int], at: Columns) -> Iterator[Row]:
    for (fund, period), bound in limits.money.items():
        line, stopped = _spent(candidates, fund, period, at)
        yield LimitKey("money", fund, period), float(bound), stopped, line
    for (skill, period), bound in limits.capacity.items():
        line = [
            (column, amount)
            for (n, start), column in at.items()
            if (amount := _told(candidates[n].capacity, skill, period - start))
        ]
        yield LimitKey("capacity", skill, period), float(bound), 0.0, line
    if limits.risk is not None:
        line = [(column, candidates[n].risk) for (n, _), column in at.items() if candidates[n].risk]
        yield LimitKey("risk", "risk"), float(limits.risk), 0.0, line
    yield from _balances(candidates, limits, at)
    for names in limits.exclusive:
        members = {number[name] for name in names}
        yield LimitKey("exclusive", names), 1.0, 0.0, [(column, 1.0) for (n, _), column in at.items() if n in members]
    for need in limits.prerequisites:
        one, other = number[need.candidate], number[need.needs]
        for period in candidates[one].starts:
            line = [(at[one, start], 1.0) for start in candidates[one].starts if start <= period]
            line += [(at[other, start], -1.0) for start in candidates[other].starts if start <= period - need.lag]
            yield LimitKey("prerequisite", (need.candidate, need.needs), period), 0.0, 0.0, line


def _spent(candidates: Sequence[Candidate], fund: str, period: int, at: Columns) -> tuple[list[Entry], float]:
    """What each column spends, less what stopping its candidate would; and what stopping all would spend."""
    line = []
    for (n, start), column in at.items():
        amount = _told(candidates[n].cost, fund, period - start) - _told(candidates[n].stop_cost, fund, period)
        if amount:
            line.append((column, amount))
    return line, sum(_told(candidate.stop_cost, fund, period) for candidate in candidates)


def _told(amounts: Mapping[str, Sequence[float]], name: str, period: int) -> float:
    told = amounts.get(name, ())
    return float(told[period]) if 0 <= period < len(told) else 0.0


def _balances(candidates: Sequence[Candidate], limits: Limits, at: Columns) -> Iterator[Row]:
    for balance in limits.balance:
        weights = {(n, start): _weight(candidates[n], start, balance.of) for n, start in at}
        inside = {pair: balance.group in candidates[pair[0]].groups for pair in at}
        if balance.most < 1:
            line = [(at[pair], w * ((1.0 if inside[pair] else 0.0) - balance.most)) for pair, w in weights.items()]
            yield LimitKey("balance", (balance.group, "most", balance.of)), 0.0, 0.0, line
        if balance.least > 0:
            line = [(at[pair], w * (balance.least - (1.0 if inside[pair] else 0.0))) for pair, w in weights.items()]
            yield LimitKey("balance", (balance.group, "least", balance.of)), 0.0, 0.0, line


def _weight(candidate: Candidate, start: int, of: str) -> float:
    if of == "count":
        return 1.0
    return candidate.total_cost if of == "cost" else candidate.value_at(start)


def check(candidates: Sequence[Candidate], limits: Limits) -> None:
    """Refuse what cannot be meant.

    `duplicate_candidate`, `unknown_candidate`, `bad_candidate` (naming the figure), `bad_limit`, `unknown_group`,
    `cycle` of prerequisites with its path.
    """
    known: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.id in known:
            raise EngineError("duplicate_candidate", candidate=candidate.id)
        known[candidate.id] = candidate
        _check_candidate(candidate)
    named = [name for names in limits.exclusive for name in names]
    named += [name for need in limits.prerequisites for name in (need.candidate, need.needs)]
    for name in named:
        if name not in known:
            raise EngineError("unknown_candidate", candidate=name)
    for key, bound in (*limits.money.items(), *limits.capacity.items(), (("risk",), limits.risk or 0)):
        if not (np.isfinite(bound) and bound >= 0):
            raise EngineError("bad_limit", limit=key, bound=bound)
    groups = {group for candidate in candidates for group in candidate.groups}
    for balance in limits.balance:
        if balance.group not in groups:
            raise EngineError("unknown_group", group=balance.group)
        if not 0 <= balance.least <= balance.most <= 1:
            raise EngineError("bad_limit", limit=("balance", balance.group), bound=(balance.least, balance.most))
    _check_cycles(limits)


def _check_candidate(candidate: Candidate) -> None:
    if not 0 <= candidate.earliest <= candidate.latest:
        raise EngineError("bad_candidate", candidate=candidate.id, figure="earliest")
    values = candidate.value
    if isinstance(values, Mapping) and any(start not in values for start in candidate.starts):
        raise EngineError("bad_candidate", candidate=candidate.id, figure="value")
    figures: dict[str, list[float]] = {
        "value": [candidate.value_at(start) for start in candidate.starts],
        "risk": [candidate.risk],
        "value_spread": [candidate.value_spread],
        "cost_spread": [candidate.cost_spread],
    }
    for name in ("cost", "capacity", "stop_cost"):
        figures[name] = [amount for amounts in getattr(candidate, name).values() for amount in amounts]
    for name, told in figures.items():
        if any(not abs(amount) <= GREATEST or (amount < 0 and name != "value") for amount in told):
            raise EngineError("bad_candidate", candidate=candidate.id, figure=name)


def _check_cycles(limits: Limits) -> None:
    needs: dict[str, list[str]] = {}
    for need in limits.prerequisites:
        needs.setdefault(need.candidate, []).append(need.needs)
    done: set[str] = set()
    for name in needs:
        _walk(name, needs, done, [])


def _walk(name: str, needs: Mapping[str, list[str]], done: set[str], path: list[str]) -> None:
    if name in path:
        raise EngineError("cycle", path=[*path[path.index(name) :], name])
    if name in done:
        return
    for other in needs.get(name, ()):
        _walk(other, needs, done, [*path, name])
    done.add(name)
