"""Levelling: plans moved so that no resource is asked for more than it has, as short or as valuable as can be found.

The search and its libraries are loaded by the first call, not with this package.
"""

from collections.abc import Callable

from goldenthread.engine.errors import EngineError
from goldenthread.engine.levelling.levelled import Incumbent, LevelledPlan, Move, Objective
from goldenthread.engine.network.plan import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from goldenthread.engine.levelling.model.compiling import Freeze
    from goldenthread.engine.levelling.model.supply import Load

__all__ = ["Incumbent", "LevelledPlan", "Move", "Objective", "level", "warm"]


def level(  # noqa: PLR0913  the public face
    plan: Plan,
    *,
    objective: Objective = "finish",
    time_limit: float,
    workers: int = 2,
    seed: int = 0,
    freeze: "Freeze" = None,
    load: "Load | None" = None,
    on_better: Callable[[Incumbent], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> LevelledPlan:
    """A plan without overloads: first at once by serial generation, then better ones for `time_limit` seconds.

    Links, calendars, releases and dates hold as in `schedule`: a task works on its own calendar and on those of the
    resources it names. While it works, its resources have the units it demands, less the `load` that operations take
    of them (by resource: from, until, units). Each unit of a skill is one resource that has it at the level, the same
    and open throughout. Deadlines and due instants set what comes first, and what misses them is told. Zero seconds
    give the first plan.

    `objective` is the last finish, or the sum over projects of weight × finish. What `freeze` names stays: tasks by
    id, or with the instant each is to start at, or with an instant whatever would start before it unlevelled. So do
    tasks that must start or finish on a date, whatever links say, and running work, unless other running work has its
    resource: then it goes on after that.

    `on_better` is called in the caller's thread with every better plan; `should_stop` is asked often, and ends the
    search with the best plan so far. A stop watch measures `time_limit`; no other clock is read. One worker tries the
    same for the same seed and limit, on any machine fast enough to try it all in time.

    Refused beside what `schedule` refuses: `unknown_objective`, `bad_time_limit`, `bad_workers`, `duplicate_resource`,
    `unknown_resource`, `bad_capacity`, `bad_units`, `bad_load`, `empty_demand`, `lacks_skill`, `no_such_skill`,
    `demand_above_capacity`, `frozen_collide` and `never_fits`.
    """
    if objective not in ("finish", "weighted_finish"):
        raise EngineError("unknown_objective", objective=objective)
    if not time_limit >= 0:
        raise EngineError("bad_time_limit", time_limit=time_limit)
    if workers < 1:
        raise EngineError("bad_workers", workers=workers)
    from goldenthread.engine.levelling.answering import answer  # noqa: PLC0415  loads the compiled kernels
    from goldenthread.engine.levelling.model.compiling import Question  # noqa: PLC0415
    from goldenthread.engine.levelling.search.record import Record  # noqa: PLC0415

    question = Question(objective, freeze, load or {})
    return answer(plan, question, Record(time_limit, should_stop), workers, seed, on_better)


def warm() -> None:
    """Compile the kernels, or load them from disk where they were compiled before, so that nobody waits for it."""
    from goldenthread.engine.levelling.warming import warm as compile_all  # noqa: PLC0415

    compile_all()
