"""The constraint solver: the same model for CP-SAT, which proves bounds, closes gaps and frees parts of a plan anew."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from goldenthread.engine.levelling.model.compiling import Model
from goldenthread.engine.levelling.model.figures import FROM_FINISH, TO_FINISH
from goldenthread.engine.levelling.search.bounds import heads_of, tails_of

WEIGHT_SCALE = 1000


def can_solve(model: Model) -> bool:
    """Whether the solver can take the model: one calendar, and links that count on it."""
    f = model.figures
    return f.is_even and not len(f.tables) and len(f.work) > 0


def load_solver() -> Any:
    """CP-SAT's module: half a second the first time, paid by those who solve."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    return cp_model


class Solver:
    """A CP-SAT model of a plan that is to end by tick `horizon`; tasks not in `loose` stay at their `positions`.

    Without positions it starts from nothing.
    """

    def __init__(self, model: Model, horizon: int, positions: Any, loose: Iterable[int] | None = None) -> None:
        cp_model = load_solver()
        self._cp = cp_model
        self._solver = cp_model.CpSolver()
        self._figures = model.figures
        self._model = model
        self._positions = positions
        self.horizon = horizon
        f = model.figures
        self._loose = set(range(len(f.work)) if loose is None else loose)
        self.cp = cp_model.CpModel()
        self._takers: list[tuple[list[int], list[Any]]] = []
        self._starts = self._variables()
        self._link()
        self._supply()
        self._aim()

    def _variables(self) -> list[Any]:
        f = self._figures
        heads, tails = heads_of(f), tails_of(f)
        starts = []
        for i in range(len(f.work)):
            if f.pinned[i] >= 0:
                starts.append(self.cp.new_constant(int(f.pinned[i])))
            elif i not in self._loose:
                starts.append(self.cp.new_constant(int(self._positions[i])))
            else:
                last = self.horizon - int(tails[i]) - int(f.work[i])
                starts.append(self.cp.new_int_var(int(heads[i]), max(int(heads[i]), last), ""))
                if self._positions is not None:
                    self.cp.add_hint(starts[-1], int(self._positions[i]))
        return starts

    def _link(self) -> None:
        f = self._figures
        for s in range(len(f.work)):
            for e in range(f.in_from[s], f.in_from[s + 1]):
                p = f.in_task[e]
                if p not in self._loose and s not in self._loose:
                    continue
                lag = int(f.in_lag[e])
                lag += int(f.work[p]) if f.in_kind[e] & FROM_FINISH else 0
                lag -= int(f.work[s]) if f.in_kind[e] & TO_FINISH else 0
                self.cp.add(self._starts[s] >= self._starts[p] + lag)

    def _supply(self) -> None:
        f, demands = self._figures, self._model.demands
        use: list[list[tuple[Any, int]]] = [[] for _ in demands.resources]
        for i in range(len(f.work)):
            interval = None
            if demands.needs[i] and f.pinned[i] < 0:
                interval = self.cp.new_fixed_size_interval_var(self._starts[i], int(f.work[i]), "")
                for r, units in demands.needs[i].items():
                    use[r].append((interval, units))
            for pool, units in demands.wants[i]:
                takers: list[Any] = []
                self._takers.append((demands.members[pool], takers))
                for r in demands.members[pool]:
                    taker = self.cp.new_bool_var("")
                    takers.append(taker)
                    own = self.cp.new_optional_fixed_size_interval_var(self._starts[i], int(f.work[i]), taker, "")
                    use[r].append((own, units))
                self.cp.add_exactly_one(takers)
        for r, own in enumerate(use):
            if own:
                self._limit(self._model.supply[r, : self.horizon], own)

    def _limit(self, supply: Any, use: list[tuple[Any, int]]) -> None:
        """One resource: its most, with intervals that take away what it has less at times."""
        most = int(supply.max(initial=0))
        edges = np.flatnonzero(np.diff(supply)) + 1
        for first, end in zip([0, *edges.tolist()], [*edges.tolist(), len(supply)], strict=True):
            if end > first and supply[first] < most:
                use.append((self.cp.new_fixed_size_interval_var(first, end - first, ""), most - int(supply[first])))
        if sum(units for _, units in use) > most:
            if min(units for _, units in use) * 2 > most:
                self.cp.add_no_overlap([interval for interval, _ in use])
            else:
                self.cp.add_cumulative([interval for interval, _ in use], [units for _, units in use], most)

    def _aim(self) -> None:
        f = self._figures
        if not len(f.weight):
            self.end = self.cp.new_int_var(0, self.horizon, "")
            tails = tails_of(f)
            for i in range(len(f.work)):
                self.cp.add(self.end >= self._starts[i] + int(f.work[i]) + int(tails[i]))
            self.cp.minimize(self.end)
            self.scale = 1.0
            return
        ends = [self.cp.new_int_var(0, self.horizon, "") for _ in f.weight]
        for i in range(len(f.work)):
            self.cp.add(ends[f.project[i]] >= self._starts[i] + int(f.work[i]))
        self.scale = float(WEIGHT_SCALE)
        self.cp.minimize(sum(round(float(w) * WEIGHT_SCALE) * end for w, end in zip(f.weight, ends, strict=True)))

    def solve(
        self, settings: dict[str, Any], on_plan: Callable[[Any, Any], None], on_bound: Callable[[float], None]
    ) -> None:
        """Run with CP-SAT's parameters; plans and bounds are told as they come."""
        self._solver.best_bound_callback = lambda bound: on_bound(bound / self.scale)
        status = self._run(settings, on_plan)
        if status in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            on_bound(self._solver.best_objective_bound / self.scale)

    def decide(self, settings: dict[str, Any], on_plan: Callable[[Any, Any], None]) -> bool | None:
        """Whether there is a plan by the horizon at all, whatever its value; None when the settings end it before.

        To deny that takes far less than to push an objective's bound up to the same place.
        """
        self.cp.clear_objective()
        status = self._run(settings, on_plan)
        if status in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return True
        return False if status == self._cp.INFEASIBLE else None

    @property
    def effort(self) -> float:
        """CP-SAT's own measure of the work that the last run took, in its deterministic seconds."""
        return float(self._solver.deterministic_time)

    def _run(self, settings: dict[str, Any], on_plan: Callable[[Any, Any], None]) -> Any:
        for name, value in settings.items():
            setattr(self._solver.parameters, name, getattr(self._cp, value) if isinstance(value, str) else value)
        return self._solver.solve(self.cp, _listener(self._cp, self._starts, self._takers, on_plan))

    def stop(self) -> None:
        """End a run from another thread."""
        self._solver.stop_search()


def _listener(cp_model: Any, starts: list[Any], wants: list[Any], on_plan: Callable[[Any, Any], None]) -> Any:
    class Listener(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]  # its library is loaded where it solves
        """Hands each plan on as positions, and who takes each want."""

        def on_solution_callback(self) -> None:
            crew = [next(r for r, taker in zip(*want, strict=True) if self.value(taker)) for want in wants]
            on_plan(np.array([self.value(start) for start in starts], np.int32), np.array(crew, np.int32))

    return Listener()
