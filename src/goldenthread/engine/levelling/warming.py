"""Compiles the kernels of levelling on the smallest plans that reach them all."""

from datetime import UTC, datetime, timedelta

from goldenthread.engine.calendars import WorkCalendar
from goldenthread.engine.levelling.answering import answer, modelled
from goldenthread.engine.levelling.model.compiling import Question
from goldenthread.engine.levelling.search.exact import load_solver
from goldenthread.engine.levelling.search.population import Population
from goldenthread.engine.levelling.search.record import Record
from goldenthread.engine.network.plan import Demand, Link, Plan, Resource, Task

HOUR = timedelta(hours=1)


def warm() -> None:
    """Answer one small plan, and fill and breed an island of it: every kernel has one signature, and is reached so."""
    calendar = WorkCalendar.always("UTC")
    tasks = tuple(Task(f"T{n}", (1 + n % 3) * HOUR, demands=(Demand(1, "R"), Demand(1, skill="S"))) for n in range(6))
    people = (Resource("R", 2), Resource("A", skills={"S": 1}), Resource("B", skills={"S": 1}))
    plan = Plan(tasks, (Link("T0", "T3"),), calendar, datetime(2026, 1, 5, tzinfo=UTC), resources=people)
    answer(plan, Question(), Record(0.0), 1, 0, None)
    island = Population(modelled(plan, Question(), Record(0.0)), 0, 0.0)
    for _ in range(2):
        island.step(island.size, 0.0)
    load_solver()
