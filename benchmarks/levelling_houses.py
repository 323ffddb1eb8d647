"""A generated house of many projects and people with skills, and levelling beside the constraint solver alone."""

import time
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.calendars import OFFICE
from benchmarks.levelling_alone import Alone
from goldenthread.engine import Demand, Link, Objective, Plan, Project, Resource, Task, level

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
SKILLS = tuple(f"skill {n}" for n in range(10))
HOUR = timedelta(hours=1)
QUARTER_DAY = 2 * HOUR
MOST_OVER = 0.04


def house(projects: int = 50, tasks: int = 2_000, people: int = 100, seed: int = 2026) -> Plan:
    """Projects of equal size with weights and staggered releases; people with one to three skills at levels 1 to 3."""
    chance = Random(seed)
    staff = tuple(_person(n, chance) for n in range(people))
    found: list[Task] = []
    links: list[Link] = []
    for p in range(projects):
        names = [f"P{p}-{n}" for n in range(tasks // projects)]
        for n, name in enumerate(names):
            found.append(_task(name, f"P{p}", chance))
            before = chance.sample(range(max(0, n - 8), n), min(n, chance.choice((0, 1, 1, 2))))
            links += [Link(names[b], name) for b in before]
    releases = sorted(chance.randrange(0, 40) for _ in range(projects))
    owners = tuple(
        Project(f"P{p}", chance.randint(1, 10), OFFICE.add(START, 8 * day * HOUR + HOUR) if day else None)
        for p, day in enumerate(releases)
    )
    return Plan(tuple(found), tuple(links), OFFICE, START, resources=staff, projects=owners)


def _person(n: int, chance: Random) -> Resource:
    own = [SKILLS[n % len(SKILLS)], *chance.sample(SKILLS, chance.choice((0, 1, 2)))]
    return Resource(f"person {n}", skills={skill: chance.randint(1, 3) for skill in own})


def _task(name: str, project: str, chance: Random) -> Task:
    skills = chance.sample(SKILLS, chance.choice((1, 1, 1, 2)))
    demands = tuple(
        Demand(chance.choice((1, 1, 1, 2)), skill=skill, level=chance.choice((0, 1, 2))) for skill in skills
    )
    return Task(name, chance.randint(1, 20) * QUARTER_DAY, project=project, demands=demands)


def side_by_side(limit: float) -> int:
    """Both objectives, levelled and by the solver alone in the same time; 1 when a budget is missed."""
    plan = house()
    goals: tuple[Objective, ...] = ("finish", "weighted_finish")
    missed = False
    for objective in goals:
        begun = time.perf_counter()
        ours = level(plan, objective=objective, time_limit=limit)
        seconds = time.perf_counter() - begun
        print(
            f"{objective}: levelled {ours.value:,.1f} h in {seconds:.1f} s, {ours.gap:.2%} over the bound", flush=True
        )
        alone = Alone(plan, HOUR, objective)
        hours, bound = alone.solve(limit)
        print(
            f"{objective}: CP-SAT alone {hours:,.1f} h in {limit:.1f} s, begun from {alone.served:,.1f} h, "
            f"its bound {bound:,.1f} h",
            flush=True,
        )
        missed |= ours.gap > MOST_OVER if objective == "finish" else ours.value >= hours
    return int(missed)
