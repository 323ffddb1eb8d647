"""The draws of task durations: uniform or correlated chance, turned into deviations from each task's mean."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.errors import EngineError
from goldenthread.engine.kernels import compiled
from goldenthread.engine.simulation.chance import chance_of, fill_with_chance, keys_of
from goldenthread.engine.simulation.shapes import KNOTS, Kind, Shape, beta_tables, probability_of, scores_of

Single = NDArray[np.float32]
Correlation = float | Mapping[tuple[str, str], float] | None

KINDS: tuple[Kind, ...] = ("triangular", "table", "lognormal")
_BLOCK = 32  # rows that are worked on together, so that they stay in the processor's cache
_SLACK = 1e-9
_FINEST = 0.9999999


class TaskDraws:
    """Draws of the uncertain tasks, one row each: triangular rows first, then tables, then lognormal ones.

    Correlation is that of the normal scores behind the durations (a Gaussian copula): one figure for all pairs, or
    figures by pair of tasks. Refused: `unknown_task`, `bad_correlation`, and `correlation_not_possible` for pairs that
    contradict each other (the matrix is not positive semidefinite).
    """

    def __init__(self, names: Sequence[str], shapes: Sequence[Shape], correlation: Correlation, seed: int) -> None:
        order = sorted(range(len(names)), key=lambda i: KINDS.index(shapes[i].kind))
        self.names = [names[i] for i in order]
        self.shapes = [shapes[i] for i in order]
        counts = [sum(shape.kind == kind for shape in shapes) for kind in KINDS]
        self.ends = np.cumsum(counts)
        self._seed = seed
        self._keys = keys_of(seed, "task", self.names)
        self._common, self._mixed, self._factor = _factors(self.names, correlation)
        self._columns = _columns(self.shapes[: self.ends[1]])
        exponents = np.array([[shape.a, shape.b] for shape in self.shapes[self.ends[0] : self.ends[1]]])
        self._tables = beta_tables(exponents) if len(exponents) else np.empty((0, KNOTS + 1), np.float32)

    def draw(self, room: Single, begin: int) -> None:
        """Fill a row for each task, for the runs from `begin` on, with deviations from the mean."""
        fill_with_chance(room, self._keys, begin)
        flat, tabled, scored = np.split(room, self.ends[:2])
        if self._common or self._factor is not None:
            self._correlate(room, begin)
        else:
            _to_scores(scored)
        _triangular(flat, self._columns[:, : self.ends[0]])
        _from_tables(tabled, self._tables, self._columns[:, self.ends[0] :])
        for shape, row in zip(self.shapes[self.ends[1] :], scored, strict=True):
            row[:] = shape.from_scores(row) - shape.mean

    def _correlate(self, room: Single, begin: int) -> None:
        """Mix the scores behind the probabilities; the rows of lognormal tasks stay scores."""
        _to_scores(room)
        if self._common:
            shared = scores_of(chance_of(self._seed, "common", "", begin, room.shape[1]))
            room *= np.float32(sqrt(1 - self._common))
            room += np.float32(sqrt(self._common)) * shared
        elif self._factor is not None:
            room[self._mixed] = self._factor @ room[self._mixed]
        for block in _blocks(room[: self.ends[1]]):
            block[:] = np.minimum(probability_of(block), _FINEST)


def _to_scores(room: Single) -> None:
    for block in _blocks(room):
        block[:] = scores_of(block)


def _factors(names: Sequence[str], correlation: Correlation) -> tuple[float, NDArray[np.intp], Single | None]:
    """The share of common chance, or the rows that are correlated and the matrix that mixes their scores."""
    nobody = np.empty(0, np.intp)
    if correlation is None:
        return 0.0, nobody, None
    if not isinstance(correlation, Mapping):
        if not 0 <= correlation <= 1:
            raise EngineError("bad_correlation", correlation=correlation)
        return float(correlation), nobody, None
    number = {name: i for i, name in enumerate(names)}
    pairs = {pair: value for pair, value in correlation.items() if pair[0] in number and pair[1] in number}
    told = sorted({name for pair in pairs for name in pair}, key=lambda name: number[name])
    place = {name: i for i, name in enumerate(told)}
    matrix = np.eye(len(told))
    for (one, other), value in pairs.items():
        if not -1 <= value <= 1 or one == other or (pairs.get((other, one), value) != value):
            raise EngineError("bad_correlation", tasks=(one, other), correlation=value)
        matrix[place[one], place[other]] = matrix[place[other], place[one]] = value
    values, vectors = np.linalg.eigh(matrix) if told else (np.empty(0), matrix)
    if told and values[0] < -_SLACK:
        raise EngineError("correlation_not_possible", tasks=told)
    factor = (vectors * np.sqrt(np.maximum(values, 0))).astype(np.float32)
    return 0.0, np.array([number[name] for name in told], np.intp), factor if told else None


def _columns(shapes: Sequence[Shape]) -> Single:
    """By row: the probability of the likely value, the squares' rise and fall, and beside the mean the sum of both
    ends less the likely value, and the lower end; and the width. A triangular value is then
    √(min(u, cut) · rise) - √((1 - max(u, cut)) · fall) + base: the half that is not meant adds the likely value.
    """
    told = [
        (
            (shape.likely - shape.low) / (shape.high - shape.low),
            (shape.high - shape.low) * (shape.likely - shape.low),
            (shape.high - shape.low) * (shape.high - shape.likely),
            shape.low + shape.high - shape.likely - shape.mean,
            shape.low - shape.mean,
            shape.high - shape.low,
        )
        for shape in shapes
    ]
    return np.array(told, np.float32).reshape(len(told), 6).T.copy()


def _blocks(room: Single) -> list[Single]:
    ends = [*range(0, len(room), _BLOCK), len(room)]
    return [room[begin:end] for begin, end in pairwise(ends)]


def _triangular(room: Single, columns: Single) -> None:
    if not len(room):
        return
    kernel = compiled(triangular_rows)
    if kernel is not None:
        kernel(room, columns[0], columns[1], columns[2], columns[3])
        return
    for n, block in enumerate(_blocks(room)):
        cut, rise, fall, base = columns[:4, n * _BLOCK : (n + 1) * _BLOCK, None]
        rising = np.minimum(block, cut)
        np.sqrt(np.multiply(rising, rise, out=rising), out=rising)
        np.subtract(np.float32(1), np.maximum(block, cut, out=block), out=block)
        np.sqrt(np.multiply(block, fall, out=block), out=block)
        np.add(np.subtract(rising, block, out=block), base, out=block)


def _from_tables(room: Single, tables: Single, columns: Single) -> None:
    if not len(room):
        return
    kernel = compiled(table_rows)
    if kernel is not None:
        kernel(room, tables, columns[4], columns[5])
        return
    for n, (table, low, width) in enumerate(zip(tables, columns[4], columns[5], strict=True)):
        row = room[n]
        at = row * np.float32(KNOTS)
        cell = at.astype(np.int32)
        below = table[cell]
        row[:] = ((at - cell) * (table[cell + 1] - below) + below) * width + low


def fill_work(work: NDArray[Any], drawn: Single, places: NDArray[np.intp], means: Single) -> None:
    """The drawn tasks' work, in whole seconds, at their places."""
    kernel = compiled(work_rows)
    if kernel is not None:
        kernel(work, drawn, places, means)
        return
    for n, block in enumerate(_blocks(drawn)):
        here = slice(n * _BLOCK, n * _BLOCK + len(block))
        work[places[here]] = np.rint(block + means[here, None])


def work_rows(work: Any, drawn: Any, places: Any, means: Any) -> None:
    """As `fill_work` says: the kernel of it."""
    for row in range(drawn.shape[0]):
        place, mean = places[row], means[row]
        for run in range(drawn.shape[1]):
            work[place, run] = np.rint(drawn[row, run] + mean)


def triangular_rows(room: Any, cut: Any, rise: Any, fall: Any, base: Any) -> None:
    """Probabilities to deviations, in place: the kernel of the triangular rows."""
    for row in range(room.shape[0]):
        for run in range(room.shape[1]):
            u = room[row, run]
            rising = np.sqrt(min(u, cut[row]) * rise[row])
            falling = np.sqrt((np.float32(1) - max(u, cut[row])) * fall[row])
            room[row, run] = rising - falling + base[row]


def table_rows(room: Any, tables: Any, low: Any, width: Any) -> None:
    """Probabilities to deviations, in place: the kernel of the rows with quantile tables."""
    cells = np.float32(tables.shape[1] - 1)
    for row in range(room.shape[0]):
        for run in range(room.shape[1]):
            at = room[row, run] * cells
            cell = np.int32(at)
            within = at - np.float32(cell)
            below = tables[row, cell]
            room[row, run] = (within * (tables[row, cell + 1] - below) + below) * width[row] + low[row]
