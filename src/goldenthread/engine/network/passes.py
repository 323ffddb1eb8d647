"""The forward and backward passes over a compiled plan, for all leaves or only for those that change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from goldenthread.engine.errors import EngineError
from goldenthread.engine.network.axis import Axes
from goldenthread.engine.network.compilation import run
from goldenthread.engine.network.structure import Structure
from goldenthread.engine.network.tables import LEAVES, NEVER, TOLD

POINTS = ("early_start", "resume", "early_finish", "late_start", "late_finish")


@dataclass
class Network:
    """A compiled plan and its dates: a table of `leaves` and one of `ties`; `groups` is one more than its projects."""

    structure: Structure
    leaves: Any
    ties: Any
    axes: Axes
    groups: int

    @classmethod
    def of(cls, structure: Structure, given: Mapping[str, Any], ties: Any, axes: Axes, groups: int) -> "Network":
        """A network before its passes, from what is given of its leaves."""
        leaves = np.zeros(structure.size, LEAVES)
        for name, column in given.items():
            leaves[name] = column
        leaves["into"], leaves["into_end"] = structure.into[:-1], structure.into[1:]
        leaves["out"], leaves["out_end"] = structure.out_of[:-1], structure.out_of[1:]
        return cls(structure, leaves, ties, axes, groups)

    def run(self) -> None:
        """Both passes over all leaves."""
        self.leaves["is_changed"] = 1
        self._settle(self._pass)

    def rerun(self, changed: Any) -> None:
        """Both passes from the changed leaves (their numbers), as far as dates move; over all, where a leaf is ALAP."""
        # An ALAP leaf looks both ways, so that a change behind it may move what lies before it.
        self.leaves["is_changed"] = self.leaves["is_alap"].any()
        self.leaves["is_changed"][changed] = 1
        self._settle(self._pass)

    @cached_property
    def told(self) -> Any:
        """The leaves' dates as instants, floats in microseconds, and the kinds of their drivers: a table of `TOLD`."""
        rows = np.zeros(len(self.leaves), TOLD)
        if len(rows):
            self.axes.cover(self.leaves["axis"], [self.leaves[name] for name in POINTS])
        self._settle(lambda axes, segments: run(len(rows), "tell", self.leaves, self.ties, axes, segments, rows))
        return rows

    def _pass(self, axes: Any, segments: Any) -> None:
        size, caps = len(self.leaves), np.zeros(self.groups * len(axes), np.int64)
        run(size, "early_pass", self.leaves, self.ties, axes, segments)
        run(size, "finishes", self.leaves, axes, segments, caps)
        alap = "alap_pass " if self.leaves["is_alap"].any() else ""
        run(size, alap + "late_pass", self.leaves, self.ties, axes, segments)

    def _settle(self, work: Callable[[Any, Any], None]) -> None:
        """Do work, and anew as long as an axis is too short for it."""
        while True:
            axes, segments = self.axes.tables
            axes["lack"], axes["failed"] = 0, 0
            work(axes, segments)
            if axes["failed"][0] == 2:
                raise EngineError("out_of_range", micros=NEVER)
            if axes["failed"][0] == 0:
                return
            number = int(np.flatnonzero(axes["lack"])[0])
            self.axes.grow(number, int(axes["lack"][number]))
            # What was found beyond the axis is wrong and may stand anywhere, so all is placed again.
            self.leaves["is_changed"] = 1
