"""Choosing from many investments: `benchmarks/selection.py [--json]`; knapsacks of the OR-Library, a portfolio.

The portfolio is generated: 200 candidates of one to three years with five years to start in, 3 funds and 10 skills by
year, 20 prerequisites, 20 exclusions; the limits hold some half of all.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

if __name__ == "__main__":  # called by its path: the package is one folder up
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.result import LeftOutError, Result
from goldenthread.engine.selection import Candidate, Limits, Prerequisite, frontier, select

CANDIDATES, YEARS, FUNDS, SKILLS, RULES = 200, 5, 3, 10, 20
SHARED = Path(os.environ.get("GOLDENTHREAD_SHARED") or Path(__file__).parents[2] / "shared")
FOLDER = SHARED / "data" / "portfolio-selection"
EACH = 2  # of the problems of a file


def measure() -> Iterator[Result]:
    told = figures()
    yield Result("selection: 200 candidates, proven gap in 5 s", told["gap_percent"], "%", 4)
    yield Result("selection: 200 candidates, time taken of 5 s", told["seconds"], "s", 5)
    yield Result("selection: frontier of 11 points", told["frontier_seconds"], "s", 30)
    if "knapsack_gap_percent" not in told:
        raise LeftOutError(f"there is no {FOLDER}; set GOLDENTHREAD_SHARED to the shared folder.")
    yield Result("selection: knapsacks, worst from the best known", told["knapsack_gap_percent"], "%", 0.1)


def figures() -> dict[str, Any]:
    select([Candidate(id="warm", value=1)], Limits())
    candidates, limits = a_portfolio()
    begun = time.perf_counter()
    found = select(candidates, limits, time_limit=5)
    taken = time.perf_counter() - begun
    begun = time.perf_counter()
    curve = frontier(candidates, limits, along="money", points=11, time_limit=27)
    told = {
        "gap_percent": round(100 * found.gap, 2),
        "value": round(found.value, 1),
        "seconds": round(taken, 2),
        "frontier_seconds": round(time.perf_counter() - begun, 2),
        "frontier_gap_percent": round(100 * max(point.gap for point in curve), 2),
    }
    if FOLDER.exists():
        told["knapsack_gap_percent"] = round(max(knapsack_gaps()), 3)
    return told


def a_portfolio(seed: int = 2026, tightness: float = 0.5) -> tuple[list[Candidate], Limits]:
    chance = Random(seed)
    candidates = [a_candidate(chance, n) for n in range(CANDIDATES)]
    names = [candidate.id for candidate in candidates]
    money = {(f"fund {n}", year): 0.0 for n in range(FUNDS) for year in range(YEARS)}
    capacity = {(f"skill {n}", year): 0.0 for n in range(SKILLS) for year in range(YEARS)}
    for candidate in candidates:
        for told, limits in ((candidate.cost, money), (candidate.capacity, capacity)):
            for name, amounts in told.items():
                for year in range(YEARS):
                    limits[name, year] += tightness * sum(amounts) / YEARS
    pairs = [sorted(chance.sample(range(CANDIDATES), 2)) for _ in range(2 * RULES)]
    return candidates, Limits(
        money=money,
        capacity=capacity,
        exclusive=tuple((names[a], names[b]) for a, b in pairs[:RULES]),
        prerequisites=tuple(Prerequisite(names[b], names[a]) for a, b in pairs[RULES:]),
    )


def a_candidate(chance: Random, n: int) -> Candidate:
    years, size = chance.randint(1, 3), chance.lognormvariate(0, 0.6)
    cost = {
        f"fund {fund}": [round(size * chance.uniform(20, 120)) for _ in range(years)]
        for fund in chance.sample(range(FUNDS), chance.randint(1, 2))
    }
    capacity = {
        f"skill {skill}": [round(size * chance.uniform(1, 8), 1) for _ in range(years)]
        for skill in chance.sample(range(SKILLS), chance.randint(2, 4))
    }
    worth = sum(map(sum, cost.values())) * chance.uniform(0.8, 2.4)
    earliest = chance.randint(0, 2)
    value = {start: worth * 0.95**start for start in range(YEARS)}
    return Candidate(id=f"INV-{n}", value=value, cost=cost, capacity=capacity, earliest=earliest, latest=YEARS - 1)


def knapsack_gaps() -> Iterator[float]:
    """By problem, how far below the value stated as best, in percent; negative is better than that."""
    for path in sorted(FOLDER.glob("mknapcb*.txt")):
        numbers = iter(path.read_text().split())
        for n in range(int(next(numbers))):
            items, rows, best = (int(float(next(numbers))) for _ in range(3))
            values = [float(next(numbers)) for _ in range(items)]
            weights = [[float(next(numbers)) for _ in range(items)] for _ in range(rows)]
            bounds = [float(next(numbers)) for _ in range(rows)]
            if n % (30 // EACH):
                continue
            candidates = [
                Candidate(id=str(i), value=values[i], cost={str(r): [weights[r][i]] for r in range(rows)})
                for i in range(items)
            ]
            limits = Limits(money={(str(r), 0): bounds[r] for r in range(rows)})
            found = select(candidates, limits, time_limit=10)
            print(f"{path.stem} {n}: {found.value:,.0f} of {best:,}, bound {found.bound:,.1f}", file=sys.stderr)
            yield 100 * (best - found.value) / best


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="benchmarks/selection.py", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON instead of a line a figure")
    chosen, told = parser.parse_args(), figures()
    print(json.dumps(told) if chosen.json else "\n".join(f"{name} {figure}" for name, figure in told.items()))
