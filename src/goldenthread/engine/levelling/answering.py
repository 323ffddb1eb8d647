"""One question of levelling answered: compiled, bounded, searched and told."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import DAY
from goldenthread.engine.levelling.kernels.generation import cost_of, last_finish
from goldenthread.engine.levelling.kernels.placing import NOWHERE
from goldenthread.engine.levelling.kernels.staffing import place_after
from goldenthread.engine.levelling.levelled import Incumbent, LevelledPlan
from goldenthread.engine.levelling.model.compiling import Model, Question, compile_plan
from goldenthread.engine.levelling.search.bounds import bound_of, path_bound
from goldenthread.engine.levelling.search.population import first_plan, room_for
from goldenthread.engine.levelling.search.record import Record
from goldenthread.engine.levelling.search.searching import Search
from goldenthread.engine.levelling.telling import Teller
from goldenthread.engine.network.plan import Plan

YEARS = 4
"""How far ahead a task is looked after that finds no room; resources repeat their weeks long before."""
SLACK = 1.3
"""How much longer than the first plan the plans of the search may be."""


def answer(
    plan: Plan,
    question: Question,
    record: Record,
    workers: int,
    seed: int,
    on_better: Callable[[Incumbent], None] | None,
) -> LevelledPlan:
    """Level a plan; see `goldenthread.engine.level`."""
    model = modelled(plan, question, record)
    teller = Teller(model)

    def tell() -> None:
        news = record.news()
        if news is not None and on_better is not None:
            on_better(teller.incumbent(*news))

    record.raise_bound(path_bound(model))
    tell()
    value, finish_bound = bound_of(model)
    record.raise_bound(value)
    if record.left:
        Search(_shortened(model, record), record, seed, record.left).run(workers, tell)
    tell()
    return teller.plan(record, finish_bound if len(model.figures.weight) else max(finish_bound, int(record.bound)))


def modelled(plan: Plan, question: Question, record: Record) -> Model:
    """The model with its first plan in the record, on a horizon long enough for it."""
    stretch = 1
    while True:
        model = compile_plan(plan, question, stretch)
        lost, positions, crew = first_plan(model)
        f = model.figures
        if lost == NOWHERE and (f.is_even or last_finish(f, positions) <= model.grid.size):
            record.offer(cost_of(f, positions, room_for(f, 0).ends), positions, crew)
            return model
        if lost != NOWHERE:
            _refuse_if_never(model, lost)
        stretch *= 2


"""+"""


def _refuse_if_never(model: Model, lost: int) -> None:
    """Refuse a row that finds no room although it has everything to itself, years ahead (`never_fits`).

    A held row that finds nobody with its skill where it is held is refused as `frozen_collide`.
    """
    f, row = model.figures, model.rows[lost]
    wanted = [model.demands.pools[pool][0] for pool, _ in model.demands.wants[lost]]
    named = [model.demands.resources[r].id for r in model.demands.needs[lost]]
    if f.pinned[lost] >= 0:
        raise EngineError("frozen_collide", tasks=[row.task.id], skills=wanted)
    room = room_for(f, 0)
    room.free[:] = f.capacity
    ahead = model.grid.opening(model.grid.size) - model.grid.opening(0)
    if place_after(f, room.free, lost, int(f.floor[lost]), room.given) == NOWHERE and ahead > YEARS * 366 * DAY:
        raise EngineError("never_fits", task=row.task.id, resources=named, skills=wanted)


def _shortened(model: Model, record: Record) -> Model:
    """The model on a horizon not much longer than its first plan, which is all the search needs."""
    f = model.figures
    if not f.is_even:
        return model
    width = min(f.capacity.shape[1], int(last_finish(f, record.positions) * SLACK) + 2)
    return replace(model, figures=f._replace(capacity=np.ascontiguousarray(f.capacity[:, :width])))
