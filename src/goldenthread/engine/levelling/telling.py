"""A levelled model told in instants and names: starts, people, lateness, and why each task moved."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from goldenthread.engine.instants import instant_of, micros_of, span_of
from goldenthread.engine.levelling.causes import Causes
from goldenthread.engine.levelling.kernels.generation import by_start, generate, last_finish
from goldenthread.engine.levelling.levelled import Incumbent, LevelledPlan, Move
from goldenthread.engine.levelling.model.compiling import Model
from goldenthread.engine.levelling.model.figures import Figures
from goldenthread.engine.levelling.search.bounds import heads_of
from goldenthread.engine.levelling.search.population import room_for
from goldenthread.engine.levelling.search.record import Record
from goldenthread.engine.network.scheduling import schedule

HOUR = 3_600_000_000


def settled(model: Model, positions: Any, crew: Any) -> Any:
    """The same plan and people with every task as early as those before it allow: no task starts later than before."""
    f = with_crew(model.figures, crew)
    room = room_for(f, 0)
    by_start(f, positions, room.order, room.keys, room.counts)
    generate(f, room.order, room.free, room.starts, room.given)
    return room.starts


def with_crew(f: Figures, crew: Any) -> Figures:
    """The figures with every want turned into a need of the resource that takes it."""
    if not len(crew):
        return f
    of: list[int] = []
    units: list[int] = []
    offsets = [0]
    for i in range(len(f.work)):
        own = range(f.need_from[i], f.need_from[i + 1])
        wants = range(f.want_from[i], f.want_from[i + 1])
        of += [int(f.need_of[e]) for e in own] + [int(f.pack[crew[e]]) for e in wants]
        units += [int(f.need_units[e]) for e in own] + [int(f.chunk[e]) << int(f.shift[crew[e]]) for e in wants]
        offsets.append(len(of))
    return f._replace(
        need_from=np.array(offsets, np.int32),
        need_of=np.array(of, np.int32),
        need_units=np.array(units, np.int64),
        want_from=np.zeros_like(f.want_from),
    )


class Teller:
    """Tells plans of one model; values in hours of working time from the plan's start."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._hours = model.grid.tick / HOUR
        self._origin = model.grid.line.point(micros_of(model.plan.start)) - model.grid.base

    def hours(self, value: float) -> float:
        """A value of the search in hours: a tick, or with weights a sum of weight × ticks."""
        weight = float(self._model.figures.weight.sum()) if len(self._model.figures.weight) else 1.0
        return value * self._hours - weight * self._origin / HOUR

    def gap(self, value: float, bound: float) -> float:
        """How far a value lies over a bound, as a share of the bound."""
        told, least = self.hours(value), self.hours(bound)
        return max(0.0, (told - least) / least) if least > 0 else float(told > least)

    def incumbent(self, value: float, bound: float, positions: Any) -> Incumbent:
        """A plan that has just been found."""
        last = self._model.grid.closing(int(last_finish(self._model.figures, positions)))
        return Incumbent(self.hours(value), self.hours(bound), self.gap(value, bound), instant_of(last))

    def plan(self, record: Record, finish_bound: int) -> LevelledPlan:
        """The whole answer."""
        model = self._model
        positions = settled(model, record.positions, record.crew)
        ids = [row.task.id for row in model.rows]
        starts = {name: model.start_at(i, positions[i]) for i, name in enumerate(ids)}
        finishes = {name: model.finish_at(i, positions[i]) for i, name in enumerate(ids)}
        starts |= {row.id: row.start_at for row in model.done}
        finishes |= {row.id: row.finish_at for row in model.done}
        finish = max(finishes.values(), default=model.plan.start)
        least = self._least_finish(finish_bound, finish)
        return LevelledPlan(
            starts=starts,
            finish=finish,
            lower_bound=least,
            gap=self.gap(record.value, record.bound),
            is_proven=record.is_proven,
            moves=self._moves(positions, record.crew),
            finishes=finishes,
            assigned=self._assigned(record.crew),
            value=self.hours(record.value),
            bound=self.hours(record.bound),
            late=self._late(finishes),
        )

    def _least_finish(self, bound: int, finish: datetime) -> datetime:
        """The instant of the bound; where durations do not fit the grid, that of the links alone."""
        model = self._model
        done = [row.finish_at for row in model.done]
        least = instant_of(model.grid.closing(bound)) if model.is_exact else schedule(model.plan).finish
        return min(finish, max([least, *done]))

    def _assigned(self, crew: Any) -> dict[str, tuple[str, ...]]:
        f, model = self._model.figures, self._model
        return {
            row.task.id: tuple(model.demands.resources[crew[e]].id for e in range(f.want_from[i], f.want_from[i + 1]))
            for i, row in enumerate(model.rows)
            if f.want_from[i] < f.want_from[i + 1]
        }

    def _late(self, finishes: dict[str, datetime]) -> dict[str, timedelta]:
        late: dict[str, timedelta] = {}
        for row in self._model.rows:
            if row.leaf.ceiling is not None:
                over = row.leaf.axis.point(micros_of(finishes[row.task.id])) - row.leaf.ceiling
                if over > 0:
                    late[row.task.id] = span_of(over)
        return late

    def _moves(self, positions: Any, crew: Any) -> tuple[Move, ...]:
        model = self._model
        heads = heads_of(model.figures)
        causes = Causes(model, positions, crew, heads)
        moves: list[Move] = []
        for i, cause in causes.reasons.items():
            before, after = model.start_at(i, int(heads[i])), model.start_at(i, int(positions[i]))
            if after <= before:
                continue
            shift = model.plan.calendar.between(before, after)
            moves.append(
                Move(model.rows[i].task.id, before, after, shift, cause.kind, cause.id, cause.blockers, cause.behind)
            )
        return tuple(sorted(moves, key=lambda move: (move.after, move.task)))
