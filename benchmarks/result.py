"""What a benchmark answers: a figure beside its budget, and how figures are taken."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One line of the table. Without a budget the figure is only told."""

    name: str
    measured: float
    unit: str
    budget: float | None = None
    least: bool = False  # the budget is the least it may be, not the most
    target: float | None = None  # what a later issue asks for; told, never failing
    note: str = ""

    @property
    def ok(self) -> bool:
        if self.budget is None:
            return True
        return self.measured >= self.budget if self.least else self.measured <= self.budget

    def line(self) -> str:
        budget = "-" if self.budget is None else f"{'≥' if self.least else '≤'} {self.budget:g} {self.unit}"
        notes = [] if self.target is None else [f"target {'≥' if self.least else '≤'} {self.target:g} {self.unit}"]
        notes += [self.note] if self.note else []
        verdict = "ok" if self.ok else "OVER"
        return f"{self.name:<44} {self.measured:>10.4g} {self.unit:<8} {budget:<16} {verdict:<4}  {', '.join(notes)}"


def cpu(of: Callable[[], object], rounds: int = 1) -> float:
    """Seconds of processor time one call takes, the least of five goes."""
    goes = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(rounds):
            of()
        goes.append((time.process_time() - start) / rounds)
    return min(goes)
