"""What happens besides the work itself: risk events and uncertain costs, each with a stream of chance of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.errors import EngineError
from goldenthread.engine.simulation.chances.chance import chance_of
from goldenthread.engine.simulation.chances.shapes import Shape, shape_of
from goldenthread.engine.simulation.inputs import Costs, Mitigation, Risk, TaskCost
from goldenthread.engine.simulation.runs.course import Course

Values = NDArray[np.float64]
HOUR = 3600


@dataclass(slots=True)
class RiskSource:
    """A risk in numbers; chance, delay and cost have streams of their own, so that a change of one keeps the rest."""

    id: str
    probability: float
    places: list[int]
    delay: Shape
    cost: Shape
    certain: float
    seed: int

    def draw(self, begin: int, runs: int) -> tuple[NDArray[np.bool_], Values, Values]:
        """Whether it happens in each run from `begin` on, and its delay in seconds and its cost there."""
        happens = chance_of(self.seed, "risk", self.id, begin, runs) < self.probability
        delay = self.delay.quantile(chance_of(self.seed, "delay", self.id, begin, runs))
        cost = self.cost.quantile(chance_of(self.seed, "impact", self.id, begin, runs))
        return happens, np.rint(np.where(happens, delay, 0.0)), np.where(happens, cost, 0.0)


@dataclass(slots=True)
class CostSource:
    """The uncertain part of a task's cost."""

    id: str
    cost: Shape
    seed: int

    def draw(self, begin: int, runs: int) -> Values:
        """The cost in each run from `begin` on."""
        return np.asarray(self.cost.quantile(chance_of(self.seed, "cost", self.id, begin, runs)), np.float64)


@dataclass(slots=True)
class Bill:
    """The costs in numbers: what is certain, per second until the finish, per second of work by place, uncertain."""

    certain: float
    per_second: float
    places: NDArray[np.intp]
    rates: Values
    sources: list[CostSource]

    def of_work(self, work: NDArray[np.signedinteger[Any]]) -> Values:
        """What the work of each run costs."""
        total = np.zeros(work.shape[1])
        for begin in range(0, len(self.places), 64):
            total += self.rates[begin : begin + 64] @ work[self.places[begin : begin + 64]]
        return total


def risk_sources(
    risks: Iterable[Risk], course: Course, leaves_of: Mapping[str, list[int]], seed: int
) -> list[RiskSource]:
    """The risks in numbers.

    Refused: `duplicate_risk`, `unknown_task`, `bad_probability`, `bad_distribution`.
    """
    sources: dict[str, RiskSource] = {}
    for risk in risks:
        if risk.id in sources:
            raise EngineError("duplicate_risk", risk=risk.id)
        unknown = next((task for task in risk.tasks if task not in leaves_of), None)
        if unknown is not None:
            raise EngineError("unknown_task", task=unknown, risk=risk.id)
        places = sorted({i for task in risk.tasks for i in leaves_of[task] if not course.done[i]})
        sources[risk.id] = _risk_source(risk, places, seed)
    return list(sources.values())


def _risk_source(risk: Risk, places: list[int], seed: int) -> RiskSource:
    done = risk.mitigation or Mitigation()
    probability = risk.probability if done.probability is None else done.probability
    for figure in (risk.probability, probability):
        if not 0 <= figure <= 1:
            raise EngineError("bad_probability", risk=risk.id, probability=figure)
    delay = shape_of(risk.id, risk.delay if done.delay is None else done.delay, is_time=True, may_be_negative=True)
    cost = shape_of(risk.id, risk.cost if done.impact is None else done.impact, is_time=False, may_be_negative=True)
    certain = shape_of(risk.id, done.cost, is_time=False).mean
    return RiskSource(risk.id, probability, places, delay, cost, certain, seed)


def bill_of(costs: Costs | None, course: Course, leaves_of: Mapping[str, list[int]], seed: int) -> Bill:
    """The costs in numbers. Refused: `unknown_task`, `cost_of_summary`, `bad_distribution`."""
    costs = costs or Costs()
    certain, places, rates, sources = _money("spent", costs.spent), list[int](), list[float](), list[CostSource]()
    for task, cost in costs.tasks.items():
        place = _place(task, course, leaves_of)
        if course.done[place]:
            continue
        rate, fixed = _money(task, cost.per_hour), _fixed(task, cost)
        if rate:
            places.append(place)
            rates.append(rate / HOUR)
        if fixed.kind == "fixed":
            certain += fixed.mean
        else:
            sources.append(CostSource(task, fixed, seed))
    per_second = _money("per_hour", costs.per_hour) / HOUR
    return Bill(certain, per_second, np.array(places, np.intp), np.array(rates, np.float64), sources)


def _place(task: str, course: Course, leaves_of: Mapping[str, list[int]]) -> int:
    if task not in leaves_of:
        raise EngineError("unknown_task", task=task)
    if task not in course.place:
        raise EngineError("cost_of_summary", task=task)
    return course.place[task]


def _fixed(task: str, cost: TaskCost) -> Shape:
    return shape_of(task, cost.fixed, is_time=False, may_be_negative=True)


def _money(of: str, amount: float) -> float:
    return shape_of(of, amount, is_time=False, may_be_negative=True).mean
