"""The draws of task durations: uniform or correlated chance, turned into deviations from each task's mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.errors import EngineError
from goldenthread.engine.kernels import compiled
from goldenthread.engine.simulation.chances.chance import ONE, TWO, Bits, chance_of, fill_with_chance, keys_of, runs_of
from goldenthread.engine.simulation.chances.shapes import KNOTS, Kind, Shape, beta_tables, probability_of, scores_of

Single = NDArray[np.float32]
Correlation = float | Mapping[tuple[str, str], float] | None

KINDS: tuple[Kind, ...] = ("triangular", "table", "lognormal")
_CELLS = 64_000  # rows × runs that are worked on together, so that they stay in the processor's cache
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
        self._means = np.array([shape.mean for shape in self.shapes], np.float32)
        self._tables = beta_tables(exponents) if len(exponents) else np.empty((0, KNOTS + 1), np.float32)

    def draw(self, room: Single, begin: int) -> None:
        """Fill a row for each task, for the runs from `begin` on, with deviations from the mean."""
        chance = self._chance_of(begin, room.shape[1])
        if self._factor is None:
            for rows in self._blocks(room.shape[1]):
                self._draw_rows(room[rows], rows, chance)
            return
        fill_with_chance(room, self._keys, chance.runs)
        room[:] = scores_of(room)
        room[self._mixed] = self._factor @ room[self._mixed]
        for rows in self._blocks(room.shape[1]):
            self._shape(room[rows], rows, is_scores=True)

    def fill_work(self, work: NDArray[Any], places: NDArray[np.intp], begin: int) -> None:
        """Fill the work of the tasks' places in whole seconds, for the runs from `begin` on."""
        if self._factor is not None:
            room = np.empty((len(self._keys), work.shape[1]), np.float32)
            self.draw(room, begin)
            work[places] = np.rint(room + self._means[:, None])
            return
        chance, done = self._chance_of(begin, work.shape[1]), 0
        kernel = compiled(triangular_work)
        if kernel is not None and chance.shared is None:
            done = int(self.ends[0])
            kernel(work, places[:done], (self._keys[:done], chance.runs), self._columns[:, :done])
        for rows in self._blocks(work.shape[1]):
            if rows.start >= done:
                block = np.empty((rows.stop - rows.start, work.shape[1]), np.float32)
                self._draw_rows(block, rows, chance)
                block += self._means[rows, None]
                work[places[rows]] = np.rint(block, out=block)

    def _chance_of(self, begin: int, count: int) -> "_Chance":
        shared = None
        if self._common:
            shared = scores_of(chance_of(self._seed, "common", "", begin, count)) * np.float32(sqrt(self._common))
        return _Chance(runs_of(begin, count), shared)

    def _blocks(self, runs: int) -> list[slice]:
        """The rows in blocks of one kind, small enough to stay in the processor's cache."""
        size, found = max(1, _CELLS // max(runs, 1)), list[slice]()
        for begin, end in pairwise([0, *self.ends.tolist()]):
            found += [slice(at, min(end, at + size)) for at in range(begin, end, size)]
        return found

    def _draw_rows(self, room: Single, rows: slice, chance: "_Chance") -> None:
        fill_with_chance(room, self._keys[rows], chance.runs)
        if chance.shared is not None:
            room[:] = scores_of(room)
            room *= np.float32(sqrt(1 - self._common))
            room += chance.shared
        self._shape(room, rows, is_scores=chance.shared is not None)

    def _shape(self, room: Single, rows: slice, *, is_scores: bool) -> None:
        """From probabilities, or normal scores, to deviations from the mean."""
        if rows.start >= self.ends[1]:
            scores = room if is_scores else scores_of(room)
            for shape, row, score in zip(self.shapes[rows], room, scores, strict=True):
                row[:] = shape.from_scores(score) - shape.mean
            return
        if is_scores:
            room[:] = np.minimum(probability_of(room), _FINEST)
        if rows.start >= self.ends[0]:
            _from_tables(room, self._tables[rows.start - self.ends[0] :], self._columns[:, rows])
        else:
            _triangular(room, self._columns[:, rows])


@dataclass(frozen=True, slots=True)
class _Chance:
    """The bits of some runs, and the part of every score that they have in common (None where they have none)."""

    runs: Bits
    shared: Any


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
    ends less the likely value, and the lower end; the width and the mean. A triangular value is then
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
            shape.mean,
        )
        for shape in shapes
    ]
    return np.array(told, np.float32).reshape(len(told), 7).T.copy()


def _triangular(room: Single, columns: Single) -> None:
    cut, rise, fall, base = columns[:4, :, None]
    rising = np.minimum(room, cut)
    np.sqrt(np.multiply(rising, rise, out=rising), out=rising)
    np.subtract(np.float32(1), np.maximum(room, cut, out=room), out=room)
    np.sqrt(np.multiply(room, fall, out=room), out=room)
    np.add(np.subtract(rising, room, out=room), base, out=room)


def _from_tables(room: Single, tables: Single, columns: Single) -> None:
    kernel = compiled(table_rows)
    if kernel is not None:
        kernel(room, tables, columns[4], columns[5])
        return
    for row, table, low, width in zip(room, tables, columns[4], columns[5], strict=False):
        at = row * np.float32(KNOTS)
        cell = at.astype(np.int32)
        below = table[cell]
        row[:] = ((at - cell) * (table[cell + 1] - below) + below) * width + low


def triangular_work(work: Any, places: Any, chance: Any, columns: Any) -> None:
    """Chance, triangle and mean of each row in one go: the kernel of triangular tasks that are not correlated."""
    keys, runs = chance
    one = np.float32(1)
    for row in range(len(keys)):
        key, place = keys[row], places[row]
        cut, rise, fall, base = columns[0, row], columns[1, row], columns[2, row], columns[3, row]
        mean = columns[6, row]
        for run in range(len(runs)):
            bits = np.uint32(runs[run] ^ key)
            bits = np.uint32(bits ^ (bits >> np.uint32(16)))
            bits = np.uint32(bits * np.uint32(ONE))
            bits = np.uint32(bits ^ (bits >> np.uint32(15)))
            bits = np.uint32(bits * np.uint32(TWO))
            bits = np.uint32(bits ^ (bits >> np.uint32(16)))
            u = np.float32(bits >> np.uint32(9)) * np.float32(2.0**-23) + np.float32(2.0**-24)
            deviation = np.sqrt(min(u, cut) * rise) - np.sqrt((one - max(u, cut)) * fall) + base
            work[place, run] = np.rint(deviation + mean)


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
