"""Without numba levelling is slower, and gives the same plans."""

import json
import subprocess
import sys
from typing import Any

import pytest
from tests.engine.level_checks import ALWAYS, faults
from tests.engine.plans import HOUR, OFFICE, START, WEEKEND

from goldenthread.engine import Demand, Link, Plan, Project, Resource, Task, level
from goldenthread.engine.levelling.answering import modelled
from goldenthread.engine.levelling.model.compiling import Question
from goldenthread.engine.levelling.search.population import Population
from goldenthread.engine.levelling.search.record import Record

PLAIN = """
import json, sys
sys.modules["numba"] = None
from tests.engine.test_levelling_plain import answers
print(json.dumps(answers()))
"""


def chain(count: int, *, named: tuple[Demand, ...] = (), **more: Any) -> tuple[tuple[Task, ...], tuple[Link, ...]]:
    """Tasks of three lengths in three chains."""
    tasks = tuple(Task(f"T{n}", (1 + n * n % 4) * HOUR, demands=named, **more) for n in range(count))
    return tasks, tuple(Link(f"T{n}", f"T{n + 3}") for n in range(0, count - 3, 2))


def plans() -> dict[str, Plan]:
    """One plan for each way in which a kernel goes: packs, people, several calendars, leads, weights."""
    machines = (Resource("M", 2), Resource("N"))
    people = tuple(Resource(f"P{n}", skills={"a": 1 + n % 2, "b": 1}) for n in range(3))
    packs, links = chain(8, named=(Demand(1, "M"), Demand(1, "N")))
    staffed, _ = chain(8, named=(Demand(1, skill="a", level=1), Demand(1, skill="b")))
    office = tuple(Task(f"O{n}", 3 * HOUR, demands=(Demand(1, skill="a", level=2),)) for n in range(3))
    away = tuple(Task(f"W{n}", 3 * HOUR, WEEKEND, demands=(Demand(1, skill="a"),)) for n in range(3))
    leads = (Link("T0", "T1", "SS", HOUR), Link("T1", "T2", "FF", -HOUR), Link("T2", "T4", "SF", 2 * HOUR))
    owned = tuple(
        Task(task.id, task.duration, demands=task.demands, project="AB"[n % 2]) for n, task in enumerate(packs)
    )
    owners = (Project("A", 1), Project("B", 5))
    return {
        "packs": Plan(packs, links, ALWAYS, START, resources=machines),
        "people": Plan(staffed, links, ALWAYS, START, resources=people),
        "calendars": Plan((*office, *away), (Link("O0", "W1"),), OFFICE, START, resources=people),
        "leads": Plan(packs, leads, OFFICE, START, resources=machines),
        "weights": Plan(owned, links, ALWAYS, START, resources=machines, projects=owners),
    }


def answers() -> dict[str, Any]:
    """Of each plan the first levelled one, and what an island breeds in so many children, swept or not."""
    found: dict[str, Any] = {}
    for name, one in plans().items():
        goal: Any = "weighted_finish" if one.projects else "finish"
        first = level(one, objective=goal, time_limit=0)
        assert faults(one, first) == []
        found[name] = {task: start.isoformat() for task, start in first.starts.items()}
        for is_swept in (False, True):
            island = Population(modelled(one, Question(goal), Record(0)), 0, 0.0)
            island.room.is_swept[0] = is_swept
            for _ in range(3):
                island.step(island.size, 0.0)
            cost, positions, crew = island.best
            found[f"{name}, swept {is_swept}"] = [cost, positions.tolist(), crew.tolist()]
    return found


def test_plain_kernels_make_the_same_plans_as_compiled_ones() -> None:
    pytest.importorskip("numba", reason="numba is not installed: there are no compiled kernels to compare")
    done = subprocess.run([sys.executable, "-c", PLAIN], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    assert json.loads(done.stdout) == answers()
