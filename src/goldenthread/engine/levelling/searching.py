"""The search: islands of plans that breed, and the solver for proof, until nothing is left to find or no time."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Any

import numpy as np

from goldenthread.engine.levelling.compiling import Model
from goldenthread.engine.levelling.exact import Solver, can_solve
from goldenthread.engine.levelling.generation import cost_of, last_finish
from goldenthread.engine.levelling.population import Population
from goldenthread.engine.levelling.record import Record

STEP = 0.04
"""Seconds that an island breeds between two looks at the stop watch."""
SOLVED = 400
"""The most tasks that the solver takes whole."""
STEADY = 0.4
"""The share of the limit that one worker's fixed amount of work is meant to take; the rest is for slower machines."""
AT_FIRST = 3
"""Children for each place that one worker breeds before it turns to proof: a few plans are enough to begin from."""
BRED_FIRST = 0.1
"""The share of the limit in which all workers breed before one of them turns to proof."""


class Search:
    """One search for better plans of a model, into a record."""

    def __init__(self, model: Model, record: Record, seed: int, seconds: float) -> None:
        self.model, self.record, self.seed, self.seconds = model, record, seed, seconds
        self._solvers: list[Solver] = []

    def run(self, workers: int, tell: Callable[[], None]) -> None:
        """Search with so many workers until the record says stop; `tell` is called in the caller's thread.

        With one worker, what is tried depends on seed and limit alone, unless the time is up first.
        """
        if workers == 1:
            self._together([self._steadily], tell)
            return
        islands = [self._island(n) for n in range(workers)]
        self._together([partial(self._breed, island, self.seconds * (1 - BRED_FIRST)) for island in islands], tell)
        if self.record.left:
            jobs = [partial(self._breed, island, 0.0) for island in islands[:-1]]
            self._together([*jobs, partial(self._prove, {"max_time_in_seconds": self.record.left})], tell)

    def _together(self, jobs: Sequence[Callable[[], None]], tell: Callable[[], None]) -> None:
        with ThreadPoolExecutor(len(jobs)) as pool:
            waiting: set[Future[None]] = {pool.submit(job) for job in jobs}
            while waiting:
                done, waiting = wait(waiting, timeout=0.02)
                if not self.record.left:
                    for solver in self._solvers:
                        solver.stop()
                tell()
                for job in done:
                    job.result()

    def _island(self, number: int) -> Population:
        return Population(self.model, self.seed + number, self.seconds)

    def _steadily(self) -> None:
        """Breed a few children, solve for a fixed amount of work, and breed a fixed number more."""
        island = self._island(0)
        children = int(STEADY * self.seconds / island.effort)
        first = min(children, AT_FIRST * island.size)
        self._breed(island, 0.0, first)
        self._prove({"max_deterministic_time": STEADY * self.seconds, "max_time_in_seconds": self.record.left})
        self._breed(island, 0.0, children - first)

    def _breed(self, island: Population, until: float, children: float = float("inf")) -> None:
        """Breed until so many seconds are left, or for so many children."""
        at_once = max(1, int(STEP / island.effort))
        while self.record.left > until and children > 0:
            children -= island.step(at_once, self.record.bound)
            self.record.offer(*island.best)

    def _prove(self, settings: dict[str, Any]) -> None:
        """Let the solver look for proof, from the best plan so far."""
        if not can_solve(self.model) or len(self.model.rows) > SOLVED or not self.record.left:
            return
        f = self.model.figures
        positions = self.record.positions
        horizon = last_finish(f, positions) if not len(f.weight) else f.capacity.shape[1]
        solver = Solver(self.model, horizon, positions)
        ends = np.zeros(len(f.weight), np.int64)
        self._solvers.append(solver)
        solver.solve(
            {"num_workers": 1, "random_seed": self.seed, "use_objective_lb_search": True, **settings},
            lambda found, crew: self.record.offer(cost_of(f, found, ends), found, crew),
            self.record.raise_bound,
        )
