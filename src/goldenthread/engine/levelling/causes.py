"""Why a task cannot start one tick earlier: a link, or a resource that others take or whose hours are closed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from goldenthread.engine.levelling.levelled import Cause
from goldenthread.engine.levelling.model.compiling import Model
from goldenthread.engine.levelling.model.figures import FROM_FINISH, TO_FINISH


@dataclass(frozen=True, slots=True)
class Reason:
    """What a task waits for; see `Move`."""

    kind: Cause
    id: str
    blockers: tuple[str, ...] = ()
    behind: str | None = None


class Causes:
    """The reasons of a levelled plan's moves."""

    def __init__(self, model: Model, positions: Any, crew: Any, heads: Any) -> None:
        self._model, self._positions, self._crew = model, positions, crew
        self.reasons: dict[int, Reason] = {}
        """By row that starts later than links and floors alone would have it. What it follows stands before it."""
        for i in np.flatnonzero(positions > heads).tolist():
            self.reasons[i] = self._followed(i) or self._lacking(i) or Reason("link", self._name(i))

    def _name(self, i: int) -> str:
        return self._model.rows[i].task.id

    def _followed(self, i: int) -> Reason | None:
        f, positions = self._model.figures, self._positions
        for e in range(f.in_from[i], f.in_from[i + 1]):
            p = int(f.in_task[e])
            bound = int(positions[p]) + (int(f.work[p]) if f.in_kind[e] & FROM_FINISH else 0)
            bound = int(f.tables[f.in_table[e], bound]) if f.in_table[e] >= 0 else bound + int(f.in_lag[e])
            if bound - (int(f.work[i]) if f.in_kind[e] & TO_FINISH else 0) == positions[i]:
                first = self.reasons.get(p) or Reason("link", self._name(p))
                return Reason(first.kind, first.id, first.blockers, self._name(p))
        return None

    def _lacking(self, i: int) -> Reason | None:
        """The resource that is short if the row started one position earlier."""
        own = self._ticks(i, int(self._positions[i]))
        earlier = self._ticks(i, int(self._positions[i]) - 1)
        for r, units, skill in self._takes[i]:
            for t in earlier.tolist():
                others = self._used[r][t] - (units if t in own else 0)
                if self._model.offered[r, t] - others < units:
                    return self._short(r, t, units, skill, i)
        return None

    def _short(self, r: int, t: int, units: int, skill: str | None, i: int) -> Reason:
        resource = self._model.demands.resources[r].id
        if self._model.offered[r, t] < units:
            return Reason("calendar", resource)
        blockers = tuple(
            self._name(j) for j in self._takers[r] if j != i and t in self._ticks(j, int(self._positions[j]))
        )
        return Reason("resource", resource, blockers) if skill is None else Reason("skill", skill, blockers)

    def _ticks(self, i: int, position: int) -> Any:
        f = self._model.figures
        span = np.arange(position, position + int(f.work[i]))
        return span if f.is_even else f.tick_of[f.calendar[i], np.clip(span, 0, f.tick_of.shape[1] - 1)]

    @cached_property
    def _takes(self) -> list[list[tuple[int, int, str | None]]]:
        """By row: resource, units, and the skill it is taken for."""
        f, demands = self._model.figures, self._model.demands
        found: list[list[tuple[int, int, str | None]]] = []
        for i, needs in enumerate(demands.needs):
            own: list[tuple[int, int, str | None]] = [(r, units, None) for r, units in needs.items()]
            own += [
                (int(self._crew[e]), int(f.chunk[e]), demands.pools[f.want_of[e]][0])
                for e in range(f.want_from[i], f.want_from[i + 1])
            ]
            found.append(own)
        return found

    @cached_property
    def _takers(self) -> list[list[int]]:
        takers: list[list[int]] = [[] for _ in self._model.demands.resources]
        for i, own in enumerate(self._takes):
            for r, _, _ in own:
                takers[r].append(i)
        return takers

    @cached_property
    def _used(self) -> Any:
        used = np.zeros_like(self._model.offered)
        for i, own in enumerate(self._takes):
            ticks = self._ticks(i, int(self._positions[i]))
            for r, units, _ in own:
                used[r, ticks[ticks < used.shape[1]]] += units
        return used
