"""Solving a selection problem: its linear relaxation, and SCIP (in ortools) beside a search of our own.

The exact solver proves and the search finds: it starts the solver with a good selection and goes on beside it.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.selection.problem import Problem, Values
from goldenthread.engine.selection.search import Search

Choice = NDArray[np.bool_]
_ALONE, _A_COLUMN = 0.15, 0.001  # the search runs alone for a part of the time, and so many seconds a column at most
_MARGIN = 0.97  # of the time that is left is given to the solver, which ends a little late
_LEAST = 0.05  # seconds; below that no solver is started
_CLOSE = 1e-7


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The linear relaxation: its value, and the price of each row."""

    value: float
    prices: Values


@dataclass(frozen=True, slots=True)
class Solved:
    """The columns chosen, and a proven bound on the value of any choice."""

    chosen: Choice
    bound: float


def relaxation_of(problem: Problem) -> Relaxation | None:
    """The linear relaxation, None when even that has no solution."""
    from ortools.math_opt.python import mathopt  # noqa: PLC0415  (half a second, paid by those who choose)

    model = _Model(problem, is_integer=False)
    result = mathopt.solve(model.model, mathopt.SolverType.GLOP)
    if not result.has_dual_feasible_solution() or not result.has_primal_feasible_solution():
        return None
    duals = result.dual_values()
    prices = np.array([max(0.0, duals[row]) for row in model.rows])
    return Relaxation(result.objective_value(), prices)


def solve(problem: Problem, relaxation: Relaxation, time_limit: float, start: Choice | None = None) -> Solved | None:
    """The best choice found within the time in seconds; None when there is none, or none was found."""
    began = monotonic()
    first = _first(problem, start, time_limit)
    if first is None:
        return None
    search = Search(problem, relaxation.prices, first, seed=1)
    alone = min(time_limit * _ALONE, _A_COLUMN * len(problem.values))
    for _ in search.rounds(_looseness(began, alone)):
        if search.value >= relaxation.value - _CLOSE * (1 + abs(relaxation.value)):
            return Solved(search.best, search.value)
    left = _MARGIN * (time_limit - (monotonic() - began))
    if left < _LEAST:
        return Solved(search.best, relaxation.value)
    with ThreadPoolExecutor(1) as beside:
        proof = beside.submit(exact, problem, left, search.best.copy())
        for _ in search.rounds(_looseness(monotonic(), left - _LEAST, proof)):
            if proof.done():
                break
        proven = proof.result()
    if proven is None:
        return Solved(search.best, relaxation.value)
    if float(problem.values[proven.chosen].sum()) > search.value:
        return Solved(proven.chosen, min(proven.bound, relaxation.value))
    return Solved(search.best, min(proven.bound, relaxation.value))


def exact(problem: Problem, time_limit: float, start: Choice | None = None) -> Solved | None:
    """SCIP's best choice and bound within the time, from a choice it may start with; None when it finds none."""
    from ortools.math_opt.python import mathopt  # noqa: PLC0415

    model = _Model(problem, is_integer=True)
    hints = []
    if start is not None:
        told = {variable: float(is_in) for variable, is_in in zip(model.variables, start, strict=True)}
        hints.append(mathopt.SolutionHint(variable_values=told))
    result = mathopt.solve(
        model.model,
        mathopt.SolverType.GSCIP,
        params=mathopt.SolveParameters(time_limit=timedelta(seconds=time_limit), relative_gap_tolerance=0.0),
        model_params=mathopt.ModelSolveParameters(solution_hints=hints),
    )
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values()
    chosen = np.array([values[variable] > 0.5 for variable in model.variables], np.bool_)
    return Solved(chosen, result.dual_bound())


def lacking(problem: Problem, time_limit: float) -> dict[int, float] | None:
    """By row, the least that the limits together lack for a selection to exist; None when rules alone forbid one."""
    from ortools.math_opt.python import mathopt  # noqa: PLC0415

    model = _Model(problem, is_integer=True)
    is_soft = [key.kind not in ("exclusive", "prerequisite") for key in problem.keys]
    slacks = {row: model.model.add_variable(lb=0) for row, soft in enumerate(is_soft) if soft}
    for row, slack in slacks.items():
        model.rows[row].set_coefficient(slack, -1.0)
    sizes = np.maximum(np.abs(problem.bounds), np.abs(problem.matrix).max(axis=1, initial=1e-9))
    scale = {row: float(sizes[row]) for row in slacks}
    model.model.minimize(mathopt.fast_sum(slack * (1 / scale[row]) for row, slack in slacks.items()))
    params = mathopt.SolveParameters(time_limit=timedelta(seconds=time_limit))
    result = mathopt.solve(model.model, mathopt.SolverType.GSCIP, params=params)
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values()
    return {row: values[slack] for row, slack in slacks.items() if values[slack] > _CLOSE * scale[row]}


def is_feasible(problem: Problem, chosen: Choice) -> bool:
    """Whether a choice keeps every row, takes each candidate once at most and all that are mandatory."""
    counts = np.bincount(problem.owner[chosen], minlength=len(problem.candidates))
    used = problem.matrix @ chosen
    kept = bool((used <= problem.bounds + 1e-7 * (1 + np.abs(problem.bounds))).all())
    return kept and int(counts.max(initial=0)) <= 1 and bool((counts[problem.is_mandatory] == 1).all())


def _first(problem: Problem, start: Choice | None, time_limit: float) -> Choice | None:
    """A feasible choice to begin with: the one given, nothing, what filling up finds, or the exact solver's."""
    nothing = np.zeros(len(problem.values), np.bool_)
    for choice in (start, nothing):
        if choice is not None and is_feasible(problem, choice):
            return choice
    search = Search(problem, np.ones(len(problem.keys)), nothing, seed=1)
    search.value = -np.inf
    for _ in search.rounds(iter([0.0])):
        if is_feasible(problem, search.best):
            return search.best
    found = exact(problem, time_limit)
    return None if found is None else found.chosen


def _looseness(began: float, seconds: float, proof: "Future[Any] | None" = None) -> Iterator[float]:
    """Falling from 1 to 0 while the time runs; once in any case, so that there is always a full selection."""
    yield 1.0
    while (passed := monotonic() - began) < seconds and not (proof and proof.done()):
        yield 1 - passed / seconds


class _Model:
    """The problem as MathOpt holds it."""

    def __init__(self, problem: Problem, *, is_integer: bool) -> None:
        from ortools.math_opt.python import mathopt  # noqa: PLC0415

        self.model = mathopt.Model()
        self.variables = [self.model.add_variable(lb=0, ub=1, is_integer=is_integer) for _ in problem.values]
        self.rows = [self.model.add_linear_constraint(ub=float(bound)) for bound in problem.bounds]
        begins, rows, amounts = problem.columns
        for column, variable in enumerate(self.variables):
            for entry in range(begins[column], begins[column + 1]):
                self.rows[rows[entry]].set_coefficient(variable, float(amounts[entry]))
        for number, mandatory in enumerate(problem.is_mandatory):
            of = [self.variables[column] for column in problem.columns_of(number)]
            if len(of) > 1 or mandatory:
                once = self.model.add_linear_constraint(lb=1.0 if mandatory else 0.0, ub=1.0)
                for variable in of:
                    once.set_coefficient(variable, 1.0)
        total = zip(problem.values, self.variables, strict=True)
        self.model.maximize(mathopt.fast_sum(float(value) * variable for value, variable in total))
