"""Proof by the solver: that no plan is shorter than the best, or with weights, how much better one could be."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from goldenthread.engine.levelling.kernels.generation import cost_of
from goldenthread.engine.levelling.model.compiling import Model
from goldenthread.engine.levelling.search.exact import Solver, can_solve
from goldenthread.engine.levelling.search.record import Record

SOLVED = 400
"""The most tasks that the solver takes whole."""
PLAIN: Mapping[str, Any] = {"num_workers": 1, "linearization_level": 0}
"""Without linear relaxations, which say little about cumulatives, a length is denied in half the time."""
RESTLESS: Mapping[str, Any] = {**PLAIN, "search_branching": "PORTFOLIO_WITH_QUICK_RESTART_SEARCH"}
"""The same with quick restarts: now the one is first, now the other, so that two workers race."""


class Proof:
    """One worker's attempts to prove the best plan of a record; what it finds on its way is offered to the record."""

    def __init__(self, model: Model, record: Record, seed: int) -> None:
        self._model, self._record, self._seed = model, record, seed
        self._ends = np.zeros(len(model.figures.weight), np.int64)
        self._solver: Solver | None = None
        self._is_wanted: Callable[[], bool] = lambda: True

    @property
    def is_apt(self) -> bool:
        """Whether the solver can take the model, and it is small enough to be proven."""
        return can_solve(self._model) and len(self._model.rows) <= SOLVED

    def run(
        self,
        effort: float = float("inf"),
        how: Mapping[str, Any] = PLAIN,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        """Look for proof while it is wanted and time is left, with so many of the solver's deterministic seconds."""
        if not self.is_apt or not self._record.left:
            return
        self._is_wanted = is_wanted
        if len(self._model.figures.weight):
            self._lift(effort)
        else:
            self._deny(effort, how)

    def watch(self) -> None:
        """Stop the solver when it is not wanted any more, or when a plan is known as short as those it looks for."""
        solver = self._solver
        if solver is not None and (not self._may_go_on or self._is_outdated(solver)):
            solver.stop()

    @property
    def _may_go_on(self) -> bool:
        return self._record.left > 0 and self._is_wanted()

    def _is_outdated(self, solver: Solver) -> bool:
        return not len(self._ends) and self._record.value <= solver.horizon

    def _deny(self, effort: float, how: Mapping[str, Any]) -> None:
        """Ask for a plan one tick shorter than the best, until there is none."""
        while self._may_go_on and effort > 0:
            solver = self._solver = Solver(self._model, int(self._record.value) - 1, None)
            found = solver.decide(self._settings(effort, how), self._keep)
            effort -= solver.effort
            if found is False:
                self._record.raise_bound(solver.horizon + 1)
            if found is None and not self._is_outdated(solver):
                return

    def _lift(self, effort: float) -> None:
        """Push the bound of the weighted finishes up, and the value down."""
        width = self._model.figures.capacity.shape[1]
        solver = self._solver = Solver(self._model, width, self._record.positions)
        how = {"num_workers": 1, "use_objective_lb_search": True}
        solver.solve(self._settings(effort, how), self._keep, self._record.raise_bound)

    def _settings(self, effort: float, how: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **how,
            "random_seed": self._seed,
            "max_deterministic_time": effort,
            "max_time_in_seconds": self._record.left,
        }

    def _keep(self, positions: Any, crew: Any) -> None:
        self._record.offer(cost_of(self._model.figures, positions, self._ends), positions, crew)
