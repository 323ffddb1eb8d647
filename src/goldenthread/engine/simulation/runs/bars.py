"""The bars of a tornado: how far each source of uncertainty alone moves the finish and the cost."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.simulation.answer import Bar, Outcome, SourceKind
from goldenthread.engine.simulation.chances.shapes import Shape
from goldenthread.engine.simulation.runs.case import Case
from goldenthread.engine.simulation.runs.sums import Sums

_RUNS = 500
_LOW, _HIGH = 0.1, 0.9
_OUTCOMES: tuple[Outcome, ...] = ("finish", "cost")


@dataclass(frozen=True)
class Bars:
    """Draws the bars of an outcome when they are asked for: chance is met again, so nothing of it need be kept."""

    case: Case
    points: NDArray[np.float64]
    costs: NDArray[np.float64]

    def __call__(self, outcome: Outcome) -> tuple[Bar, ...]:
        """All bars, the widest first; sources that move nothing have none."""
        bars = []
        for kind, sources in self._sources.items():
            pull = self._sums[kind].pull(_OUTCOMES.index(outcome))
            for (name, source), slope, correlation in zip(sources, pull.slope, pull.correlation, strict=True):
                low, high = _ends(source)
                if slope and high > low:
                    bars.append(_bar(outcome, (name, kind, float(correlation)), (low * slope, high * slope)))
        return tuple(sorted(bars, key=lambda bar: (-abs(bar.high - bar.low), bar.kind, bar.id)))

    @property
    def _sources(self) -> dict[SourceKind, list[tuple[str, Shape | float]]]:
        case = self.case
        return {
            "task": list(zip(case.draws.names, case.draws.shapes, strict=True)),
            "risk": [(risk.id, risk.probability) for risk in case.risks],
            "cost": [(source.id, source.cost) for source in case.bill.sources],
        }

    @cached_property
    def _sums(self) -> dict[SourceKind, Sums]:
        case, outcomes = self.case, np.stack([self.points, self.costs])
        outcomes -= outcomes.mean(axis=1, keepdims=True)
        sums: dict[SourceKind, Sums] = {kind: Sums(len(sources)) for kind, sources in self._sources.items()}
        for begin in range(0, len(self.costs), _RUNS):
            here = outcomes[:, begin : begin + _RUNS]
            runs = here.shape[1]
            deviations = np.empty((len(case.places), runs), np.float32)
            case.draws.draw(deviations, begin)
            happened = [risk.draw(begin, runs)[0].astype(np.float32) for risk in case.risks]
            charged = [source.draw(begin, runs) - source.cost.mean for source in case.bill.sources]
            sums["task"].add(deviations, here)
            sums["risk"].add(np.array(happened, np.float32).reshape(-1, runs), here)
            sums["cost"].add(np.array(charged).reshape(-1, runs), here)
        return sums


def _ends(source: Shape | float) -> tuple[float, float]:
    """Beside the mean: the 10 % and 90 % points of an amount, or a risk's staying away and happening."""
    if not isinstance(source, Shape):
        return -source, 1 - source
    low, high = source.quantile(np.array([_LOW, _HIGH])) - source.mean
    return float(low), float(high)


def _bar(outcome: Outcome, source: tuple[str, SourceKind, float], ends: tuple[float, float]) -> Bar:
    name, kind, correlation = source
    if outcome == "cost":
        return Bar(name, kind, float(ends[0]), float(ends[1]), correlation)
    low, high = (timedelta(seconds=round(float(end))) for end in ends)
    return Bar(name, kind, low, high, correlation)
