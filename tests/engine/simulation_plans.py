"""A plan with estimates, risks and costs, and a plain simulation to compare with: one run at a time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

from tests.engine.plans import HOUR, OFFICE, START

from goldenthread.engine import Link, Plan, Schedule, Task, schedule
from goldenthread.engine.simulation import Costs, Distribution, Pert, Risk, TaskCost, Triangular

ESTIMATES: Mapping[str, Distribution] = {
    name: Triangular(0.6 * likely * HOUR, likely * HOUR, 2.5 * likely * HOUR)
    for name, likely in {"A": 20, "B": 30, "C": 24, "D": 16, "E": 40, "F": 8}.items()
}
TASKS = tuple(Task(name, estimate.likely) for name, estimate in ESTIMATES.items())
LINKS = (
    Link("A", "C", lag=4 * HOUR),
    Link("B", "D"),
    Link("C", "E", "SS", 10 * HOUR),
    Link("D", "E"),
    Link("D", "F", "FF", 2 * HOUR),
    Link("E", "F"),
)
PLAN = Plan(TASKS, LINKS, OFFICE, START)
RISKS = (
    Risk(id="late supplier", probability=0.3, tasks=("B",), delay=Triangular(8 * HOUR, 16 * HOUR, 60 * HOUR), cost=900),
    Risk(id="easy tests", probability=0.2, tasks=("E", "F"), delay=-4 * HOUR),
)
COSTS = Costs(
    spent=500,
    per_hour=20,
    tasks={
        "A": TaskCost(per_hour=80),
        "E": TaskCost(fixed=Pert(1000, 1500, 4000), per_hour=50),
        "F": TaskCost(fixed=70),
    },
)


def runs_one_by_one(plan: Plan, estimates: Mapping[str, Triangular], runs: int, seed: int) -> list[Schedule]:
    chance = Random(seed)
    found = []
    for _ in range(runs):
        drawn = {
            name: timedelta(
                seconds=round(
                    chance.triangular(told.low.total_seconds(), told.high.total_seconds(), told.likely.total_seconds())
                )
            )
            for name, told in estimates.items()
        }
        tasks = tuple(replace(task, duration=drawn.get(task.id, task.duration)) for task in plan.tasks)
        found.append(schedule(replace(plan, tasks=tasks)))
    return found
