"""The thread line as values: five knots from why to what came of it, and how far each strand is spun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

StepKind = Literal["objective", "investment", "project", "service", "outcome"]
KnotShape = Literal["none", "way", "done", "trouble"]

STEPS: tuple[StepKind, ...] = ("objective", "investment", "project", "service", "outcome")


@dataclass(frozen=True)
class Other:
    """One of several things behind a knot."""

    name: str
    url: str


@dataclass(frozen=True)
class Knot:
    """One step. `spun` is the share of the way to the next step that is true, 0 to 1.

    `count` > 1 shows the number and forks the strand; `others` opens as a list. A missing step has no thing behind it:
    `knot="none"`, `is_missing`, and a name that is an act ("Name an outcome") with its url. `sentence` is read in the
    standing form where `state_word` is too short.
    """

    kind: StepKind
    name: str
    url: str = ""
    state_word: str = ""
    knot: KnotShape = "none"
    spun: float = 0.0
    is_current: bool = False
    count: int = 1
    others: tuple[Other, ...] = ()
    is_missing: bool = False
    sentence: str = ""

    @property
    def shape(self) -> str:
        """The name of the drawing: a knot of several shows its number unless it is in trouble."""
        return "count" if self.count > 1 and self.knot != "trouble" else self.knot


@dataclass(frozen=True)
class ThreadLine:
    """The five knots in order."""

    knots: tuple[Knot, ...]
    label: str = ""

    def __post_init__(self) -> None:
        kinds = tuple(knot.kind for knot in self.knots)
        if kinds != STEPS:
            raise ValueError(f"a thread has the five steps in order, not {kinds}")

    @property
    def known(self) -> int:
        """How many of the steps there is something to show of."""
        return sum(not knot.is_missing for knot in self.knots)

    @property
    def spun(self) -> float:
        """How far the whole thread is spun without a gap, 0 to 1; the outcome's own strand does not count."""
        true = 0.0
        for knot in self.knots[:-1]:
            true += knot.spun
            if knot.spun < 1:
                break
        return true / (len(self.knots) - 1)


@dataclass(frozen=True)
class Step:
    """One step of a request as the portal shows it."""

    word: str
    note: str = ""
    knot: KnotShape = "none"
    is_current: bool = False
