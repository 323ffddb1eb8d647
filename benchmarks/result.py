"""What a benchmark answers: a figure beside its budget."""

import time
from collections.abc import Callable
from dataclasses import dataclass

GOES = 9


@dataclass(frozen=True)
class Result:
    """One line of the table. `target` is told beside the budget and never fails."""

    name: str
    measured: float
    unit: str
    budget: float
    is_least: bool = False
    """True where the budget is the least it may be, not the most."""
    target: float | None = None
    note: str = ""

    @property
    def ok(self) -> bool:
        return self.measured >= self.budget if self.is_least else self.measured <= self.budget

    def line(self) -> str:
        sign = "≥" if self.is_least else "≤"
        said = [f"target {sign} {self.target:,g}"] if self.target is not None else []
        said += [self.note] if self.note else []
        figures = f"{self.name:<46} {self.measured:>9,.4g} {self.unit:<9} {sign} {self.budget:<6,g}"
        return f"{figures} {'ok' if self.ok else 'OVER':<4}  {'; '.join(said)}".rstrip()


class LeftOutError(Exception):
    """The benchmark cannot be made here; the sentence says why."""


def cpu(call: Callable[[], object], rounds: int = 1) -> float:
    """Seconds of processor time one call takes: the least of a few goes, each a mean over so many rounds."""
    goes = []
    for _ in range(GOES):
        start = time.process_time()
        for _ in range(rounds):
            call()
        goes.append((time.process_time() - start) / rounds)
    return min(goes)
