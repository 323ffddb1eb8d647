"""Simulation of a plan: thousands of runs of its network under uncertain durations, risks and costs."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import SECOND, micros_of
from goldenthread.engine.network.plan import Plan
from goldenthread.engine.simulation.answer import Simulation
from goldenthread.engine.simulation.answering import answer_of, finishes_of
from goldenthread.engine.simulation.chances.distributions import Amount, Distribution
from goldenthread.engine.simulation.chances.draws import Correlation, TaskDraws
from goldenthread.engine.simulation.chances.effects import bill_of, risk_sources
from goldenthread.engine.simulation.chances.shapes import Shape, scaled, shape_of
from goldenthread.engine.simulation.inputs import Costs, Risk, Targets
from goldenthread.engine.simulation.runs.case import Case, Outcomes
from goldenthread.engine.simulation.runs.course import NEVER, Course, course_of
from goldenthread.engine.simulation.runs.kernel import passes_of
from goldenthread.engine.simulation.runs.passes import Passes, Room
from goldenthread.engine.watching import OnProgress, ShouldStop, Watch

_CELLS, _PLAIN_CELLS = 250_000, 3_400_000  # places × runs at a time, 8 bytes each: what a cache, and what 32 MiB hold
_FEWEST = 32


def simulate(  # noqa: PLR0913  (the face promised in the design)
    plan: Plan,
    uncertainties: Mapping[str, Distribution | Amount],
    risks: Iterable[Risk] = (),
    costs: Costs | None = None,
    *,
    iterations: int = 10_000,
    seed: int = 0,
    correlation: Correlation = None,
    targets: Targets | None = None,
    should_stop: ShouldStop = None,
    on_progress: OnProgress = None,
) -> Simulation:
    """Run the plan's network many times, and tell how its finish and cost are spread.

    `uncertainties` gives, by task, the distribution of its whole duration; of a task under way, what is left is
    uncertain in the same proportion, and a finished one is certain. Tasks without one take their plan's duration.
    Links, lags, calendars, constraints and actuals count as in `schedule` (ALAP as ASAP); a task is critical in a run
    when any more of it would delay the finish of its project. The same seed gives the same answer.

    `on_progress` hears the share of the runs that are done, `should_stop` is asked after each block of them; once it
    says so, the answer is that of the runs done, at least one block: its `iterations` says how many, and they are the
    first of those asked for.

    Refused: what `schedule` refuses, `unknown_task`, `uncertain_summary`, `bad_distribution`, `bad_probability`,
    `duplicate_risk`, `cost_of_summary`, `bad_correlation`, `correlation_not_possible`, `bad_iterations`, `bad_seed`,
    and `no_tasks`.
    """
    if not 1 <= iterations <= 10_000_000:
        raise EngineError("bad_iterations", iterations=iterations)
    if seed < 0:
        raise EngineError("bad_seed", seed=seed)
    targets = targets or Targets()
    case = _case_of(plan, uncertainties, tuple(risks), costs, (seed, correlation, targets))
    outcomes = Outcomes.blank(case, iterations)
    done = _run(case, outcomes, Watch(should_stop, on_progress))
    return answer_of(case, outcomes.first(done), seed, targets)


def _case_of(
    plan: Plan,
    uncertainties: Mapping[str, Distribution | Amount],
    risks: tuple[Risk, ...],
    costs: Costs | None,
    more: tuple[int, Correlation, Targets],
) -> Case:
    seed, correlation, targets = more
    course = course_of(plan)
    if not course.names:
        raise EngineError("no_tasks")
    leaves_of = course.leaves_of
    for name in {*targets.tasks, *_correlated(correlation)}:
        if name not in leaves_of:
            raise EngineError("unknown_task", task=name)
    planned = course.work.copy()
    drawn = {}
    for name, shape in _shapes(course, uncertainties, leaves_of).items():
        if shape.kind == "fixed":
            course.work[course.place[name]] = round(shape.mean)
        else:
            drawn[name] = shape
    draws = TaskDraws(list(drawn), list(drawn.values()), correlation, seed)
    sources = risk_sources(risks, course, leaves_of, seed)
    places = np.array([course.place[name] for name in draws.names], np.intp)
    return Case(
        course=course,
        planned=planned,
        draws=draws,
        means=np.array([shape.mean for shape in draws.shapes], np.float32),
        places=places,
        is_drawn=np.isin(np.arange(len(course.names)), places),
        risks=sources,
        touched=sorted({place for risk in sources for place in risk.places}),
        bill=bill_of(costs, course, leaves_of, seed),
        watched={name: leaves_of[name] for name in targets.tasks},
        now=0 if plan.status_at is None else max(0, _point(course, micros_of(plan.status_at))),
    )


def _correlated(correlation: Correlation) -> set[str]:
    return {name for pair in correlation for name in pair} if isinstance(correlation, Mapping) else set()


def _point(course: Course, micros: int) -> int:
    return int(course.timeline.point(np.array([micros // SECOND]))[0])


def _shapes(
    course: Course, uncertainties: Mapping[str, Distribution | Amount], leaves_of: Mapping[str, list[int]]
) -> dict[str, Shape]:
    """By task still to do, the shape of what is left of it."""
    shapes = {}
    for name, told in uncertainties.items():
        if name not in leaves_of:
            raise EngineError("unknown_task", task=name)
        if name not in course.place:
            raise EngineError("uncertain_summary", task=name)
        shape = shape_of(name, told, is_time=True)
        if not course.done[course.place[name]]:
            shapes[name] = scaled(shape, float(course.share[course.place[name]]))
    return shapes


def _run(case: Case, outcomes: Outcomes, watch: Watch) -> int:
    """Run by run, until all are done or it should stop; how many were done."""
    iterations, done = len(outcomes.costs), 0
    passes = passes_of(case.course)
    cells = _PLAIN_CELLS if isinstance(passes, Passes) else _CELLS
    size = max(_FEWEST, min(iterations, cells // len(case.course.names)))
    room = Room.of(case.course, size, _kind(case))
    room.work[:] = case.course.work[:, None]
    for begin in range(0, iterations, size):
        runs = min(size, iterations - begin)
        part, here = room.first(runs), slice(begin, begin + runs)
        charged = _fill_work(case, part, outcomes.happened[:, here], begin)
        passes.forward(part)
        _note_finishes(case, part, outcomes, here)
        passes.back(part)
        uncertain = np.array([source.draw(begin, runs) for source in case.bill.sources]).reshape(-1, runs)
        outcomes.costs[here] = _costs(case, part, outcomes.points[here]) + charged + uncertain.sum(axis=0)
        for place in case.touched:
            outcomes.work[place] += part.work[place].sum(dtype=np.float64)
        done = begin + runs
        watch.tell(done / iterations)
        if watch.is_stopped:
            break
    outcomes.critical[:] = room.critical
    return done


def _kind(case: Case) -> type[np.signedinteger[Any]]:
    """32 bits where no run can leave them: they are twice as fast."""
    course = case.course
    if not course.is_plain:
        return np.int64
    delays = sum(max(abs(risk.delay.high), abs(risk.delay.low)) * len(risk.places) for risk in case.risks)
    floors = np.concatenate([course.floor, course.finish_floor, course.started])
    reach = float(np.abs(floors[floors > NEVER]).max(initial=0)) + float(np.abs(course.links.lag).sum())
    reach += float(course.work.sum()) + sum(shape.high for shape in case.draws.shapes) + delays
    return np.int32 if reach < 2**29 else np.int64


def _fill_work(case: Case, room: Room, happened: NDArray[np.bool_], begin: int) -> NDArray[np.float64]:
    """Each run's work with its risks' delays; `happened` is filled. What the risks cost."""
    case.draws.fill_work(room.work, case.places, begin)
    charged = np.zeros(room.work.shape[1])
    for place in case.touched:
        if not case.is_drawn[place]:
            room.work[place] = case.course.work[place]
    for n, risk in enumerate(case.risks):
        happened[n], delay, cost = risk.draw(begin, room.work.shape[1])
        charged += cost + risk.certain
        for place in risk.places:
            room.work[place] += delay.astype(room.work.dtype)
    for place in case.touched:
        np.maximum(room.work[place], 0, out=room.work[place])
    return charged


def _note_finishes(case: Case, room: Room, outcomes: Outcomes, here: slice) -> None:
    points, at = finishes_of(case, room)
    outcomes.points[here], outcomes.finishes[here] = points, at * SECOND
    for name, places in case.watched.items():
        each = [_instants(case.course, room, place) for place in places]
        outcomes.watched[name][here] = np.max(each, axis=0) * SECOND


def _instants(course: Course, room: Room, place: int) -> NDArray[np.signedinteger[Any]]:
    if course.done[place]:
        return np.full(room.work.shape[1], course.finished_at[place])
    return course.timelines[place].closing(room.finish[place])


def _costs(case: Case, room: Room, points: NDArray[np.float64]) -> NDArray[np.float64]:
    running = np.maximum(points - case.now, 0) * case.bill.per_second
    return case.bill.certain + running + case.bill.of_work(room.work)
