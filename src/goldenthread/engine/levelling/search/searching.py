"""The search: islands of plans that breed, and the solver for proof, until nothing is left to find or no time."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial

from goldenthread.engine.levelling.model.compiling import Model
from goldenthread.engine.levelling.search.population import Elders, Population
from goldenthread.engine.levelling.search.proving import PLAIN, RESTLESS, Proof
from goldenthread.engine.levelling.search.record import Record

STEP = 0.04
"""Seconds that an island breeds between two looks at the stop watch."""
STEADY = 0.4
"""The share of the limit that one worker's fixed amount of work is meant to take; the rest is for slower machines."""
AT_FIRST = 3
"""Children for each place that one worker breeds before it turns to proof: a few plans are enough to begin from."""
BRED_FIRST = 0.1
"""The share of the limit in which all workers breed before one of them turns to proof."""
PROVED = 0.25
"""The share of the limit that proof is given while other workers still find better plans."""
EFFORT = 0.3
"""The solver's deterministic seconds that pass in a second, roughly."""
SPENT = 3
"""How often an island settles with nothing better than is known before its worker turns to proof too."""


class Search:
    """One search for better plans of a model, into a record."""

    def __init__(self, model: Model, record: Record, seed: int, seconds: float) -> None:
        self.model, self.record, self.seed, self.seconds = model, record, seed, seconds
        self._proofs: list[Proof] = []
        self._islands: list[Population] = []
        self._elders: Elders = {}

    def run(self, workers: int, tell: Callable[[], None]) -> None:
        """Search with so many workers until the record says stop; `tell` is called in the caller's thread.

        With one worker, what is tried depends on seed and limit alone, unless the time is up first.
        """
        if workers == 1:
            self._together([self._steadily], tell)
        else:
            self._islands = [self._island(number) for number in range(workers)]
            self._together([partial(self._freely, number) for number in range(workers)], tell)

    def _together(self, jobs: Sequence[Callable[[], None]], tell: Callable[[], None]) -> None:
        with ThreadPoolExecutor(len(jobs)) as pool:
            waiting: set[Future[None]] = {pool.submit(job) for job in jobs}
            while waiting:
                done, waiting = wait(waiting, timeout=0.02)
                for proof in list(self._proofs):
                    proof.watch()
                tell()
                for job in done:
                    job.result()

    def _island(self, number: int) -> Population:
        return Population(self.model, self.seed + number, self.seconds, self._elders)

    def _proof(self, number: int) -> Proof:
        proof = Proof(self.model, self.record, self.seed + number)
        self._proofs.append(proof)
        return proof

    def _steadily(self) -> None:
        """Breed a few children, solve for a fixed amount of work, and breed a fixed number more."""
        island = self._island(0)
        children = int(STEADY * self.seconds / island.effort)
        first = min(children, AT_FIRST * island.size)
        self._breed(island, 0.0, first)
        self._proof(0).run(EFFORT * STEADY * self.seconds)
        self._breed(island, 0.0, children - first)

    def _freely(self, number: int) -> None:
        """Breed and prove by turns, as one of several workers: the first turns to proof early, all when they are spent.

        Proof goes on for as long as nothing better is found; where it fails, breeding goes on instead.
        """
        island, proof = self._islands[number], self._proof(number)
        if number == 0:
            self._breed(island, self.seconds * (1 - BRED_FIRST), is_spent=proof.is_apt)
            proof.run(is_wanted=self._may_prove)
        self._breed(island, 0.0, is_spent=proof.is_apt)
        proof.run(how=RESTLESS if number % 2 else PLAIN)
        self._breed(island, 0.0)

    def _may_prove(self) -> bool:
        """Whether proof comes before breeding: early, and when the others breed nothing better any more."""
        is_early = self.record.left > self.seconds * (1 - BRED_FIRST - PROVED)
        return is_early or all(island.settled for island in self._islands[1:])

    def _breed(
        self, island: Population, until: float, children: float = float("inf"), *, is_spent: bool = False
    ) -> None:
        """Breed until so many seconds are left, for so many children, or with `is_spent` until the island is spent."""
        at_once = max(1, int(STEP / island.effort))
        while self.record.left > until and children > 0 and not (is_spent and island.settled >= SPENT):
            children -= island.step(at_once, self.record.bound)
            self.record.offer(*island.best)
