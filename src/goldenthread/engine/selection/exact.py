"""The solvers of ortools on a selection problem: GLOP relaxes it, SCIP finds the best choice and proves a bound."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.selection.problem import Problem, Values

Choice = NDArray[np.bool_]
_CLOSE = 1e-7
_HEURISTICS = [
    "actconsdiving",
    "adaptivediving",
    "alns",
    "bound",
    "clique",
    "coefdiving",
    "completesol",
    "conflictdiving",
    "crossover",
    "distributiondiving",
    "farkasdiving",
    "feaspump",
    "fixandinfer",
    "fracdiving",
    "gins",
    "guideddiving",
    "indicator",
    "indicatordiving",
    "intdiving",
    "intshifting",
    "linesearchdiving",
    "localbranching",
    "locks",
    "lpface",
    "mpec",
    "mutation",
    "nlpdiving",
    "objpscostdiving",
    "octane",
    "ofins",
    "oneopt",
    "padm",
    "proximity",
    "pscostdiving",
    "randrounding",
    "rens",
    "reoptsols",
    "repair",
    "rins",
    "rootsoldiving",
    "rounding",
    "scheduler",
    "shiftandpropagate",
    "shifting",
    "simplerounding",
    "subnlp",
    "trivial",
    "trivialnegation",
    "trustregion",
    "trysol",
    "twoopt",
    "undercover",
    "vbounds",
    "veclendiving",
    "zeroobj",
    "zirounding",
]
PROVING = "\n".join(
    [
        "separating/maxrounds = 0",
        "separating/maxroundsroot = 0",
        "nodeselection/bfs/stdpriority = 1000000",
        "branching/relpscost/initcand = 20",
        "branching/relpscost/inititer = 5",
        "branching/relpscost/maxreliable = 1.0",
        *(f"heuristics/{name}/freq = -1" for name in _HEURISTICS),
    ]
)
"""For a bound that falls fast, when another finds: no cuts (they hardly cut here), the worst node next, short looks
ahead, no heuristics. Measured beside SCIP's own ways: decision 13.
"""
_LONG = 60.0  # seconds; a linear relaxation takes milliseconds


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


class Exact:
    """One solver for one run, which may be halted from another thread (MathOpt's SCIP cannot be, in ortools 9.15)."""

    def __init__(self, problem: Problem, *, is_soft: bool = False, is_whole: bool = True, ways: str = "") -> None:
        from ortools.linear_solver import pywraplp  # noqa: PLC0415  (half a second, paid by those who choose)

        self._solver: Any = pywraplp.Solver.CreateSolver("SCIP" if is_whole else "GLOP")
        if ways and not self._solver.SetSolverSpecificParametersAsString(ways):
            raise RuntimeError("This version of SCIP has other parameters.")
        self._variables = [self._solver.Var(0.0, 1.0, is_whole, "") for _ in problem.values]
        # A limit that nothing can reach may be told as a number that no solver counts to.
        bounds = np.minimum(problem.bounds, np.maximum(problem.matrix, 0).sum(axis=1))
        self._rows = [self._solver.Constraint(-self._solver.infinity(), float(bound)) for bound in bounds]
        self._status: int = self._solver.NOT_SOLVED
        self._fill(problem)
        self._slacks = self._softened(problem) if is_soft else {}
        if not is_soft:
            objective = self._solver.Objective()
            for value, variable in zip(problem.values, self._variables, strict=True):
                objective.SetCoefficient(variable, float(value))
            objective.SetMaximization()

    def halt(self) -> None:
        """Come to an end now."""
        self._solver.InterruptSolve()

    def solve(self, time_limit: float, start: Choice | None = None) -> Solved | None:
        """The best choice and bound within the time, from a choice it may start with; None when it finds none."""
        if not self._run(time_limit, start):
            return None
        chosen = np.array([variable.solution_value() > 0.5 for variable in self._variables], np.bool_)
        return Solved(chosen, float(self._solver.Objective().BestBound()))

    def relax(self) -> Relaxation | None:
        """Of a problem whose columns need not be whole: None when not even that has a solution."""
        if not self._run(_LONG, None):
            return None
        prices = np.array([max(0.0, row.dual_value()) for row in self._rows])
        return Relaxation(float(self._solver.Objective().Value()), prices)

    def lacking(self, time_limit: float) -> dict[int, float] | None:
        """Of a soft problem: by row, the least that limits together lack; nothing where rules alone forbid a choice.

        None where that was not found out in the time, or nothing is lacking.
        """
        if not self._run(time_limit, None):
            return {} if self._status == self._solver.INFEASIBLE else None
        if self._status != self._solver.OPTIMAL:
            return None
        told = {row: float(slack.solution_value()) for row, (slack, _) in self._slacks.items()}
        return {row: short for row, short in told.items() if short > _CLOSE * self._slacks[row][1]} or None

    def _run(self, time_limit: float, start: Choice | None) -> bool:
        if start is not None:
            self._solver.SetHint(self._variables, [float(is_in) for is_in in start])
        self._solver.SetTimeLimit(max(1, int(1000 * time_limit)))
        self._status = self._solver.Solve()
        return self._status in (self._solver.OPTIMAL, self._solver.FEASIBLE)

    def _fill(self, problem: Problem) -> None:
        begins, rows, amounts = problem.columns
        for column, variable in enumerate(self._variables):
            for entry in range(begins[column], begins[column + 1]):
                self._rows[rows[entry]].SetCoefficient(variable, float(amounts[entry]))
        for number, mandatory in enumerate(problem.is_mandatory):
            of = problem.columns_of(number)
            if len(of) > 1 or mandatory:
                once = self._solver.Constraint(1.0 if mandatory else 0.0, 1.0)
                for column in of:
                    once.SetCoefficient(self._variables[column], 1.0)

    def _softened(self, problem: Problem) -> dict[int, tuple[Any, float]]:
        """The rows that are no rules may be exceeded, at the least in all, each measured by its size."""
        sizes = np.maximum(np.abs(problem.bounds), np.abs(problem.matrix).max(axis=1, initial=1e-9))
        objective, slacks = self._solver.Objective(), {}
        for row, key in enumerate(problem.keys):
            if key.kind not in ("exclusive", "prerequisite"):
                slack = self._solver.NumVar(0.0, self._solver.infinity(), "")
                self._rows[row].SetCoefficient(slack, -1.0)
                objective.SetCoefficient(slack, float(1 / sizes[row]))
                slacks[row] = slack, float(sizes[row])
        objective.SetMinimization()
        return slacks
