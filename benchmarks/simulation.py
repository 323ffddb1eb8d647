"""Ten thousand runs of a plan of a thousand tasks, with criticality: `benchmarks/simulation.py [--json]`."""

import argparse
import json
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

if __name__ == "__main__":  # called by its path: the package is one folder up
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.calendars import OFFICE
from benchmarks.result import Result, cpu
from goldenthread.engine import Link, Plan, Task
from goldenthread.engine.simulation import Triangular, simulate
from goldenthread.engine.simulation.chances import chance, draws
from goldenthread.engine.simulation.runs import kernel

TASKS, LINKS, RUNS = 1_000, 2_000, 10_000
REACH = 60  # tasks; how far ahead a link leads, at most
HOUR = timedelta(hours=1)
ROOMS = (chance, draws, kernel)


def measure() -> Iterator[Result]:
    compiled, plain = figures(), None
    with without_kernels():
        plain = figures()
    name = f"simulation: {TASKS:,} tasks × {RUNS:,} runs"
    yield Result(f"{name}, compiled, CPU", compiled[0], "ms", 50)
    yield Result(f"{name}, plain, CPU", plain[0], "ms", 150)
    yield Result(f"{name}, memory", max(compiled[1], plain[1]), "MiB", 32)


def figures() -> tuple[float, float]:
    """Milliseconds of processor time and MiB at the most, warm."""
    run = a_simulation()
    run()
    taken = cpu(run) * 1e3
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return taken, peak / 2**20


def a_simulation() -> Callable[[], object]:
    chance = Random(2026)
    likely = [chance.randint(4, 40) for _ in range(TASKS)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < LINKS:
        first = chance.randrange(TASKS - 1)
        pairs.add((first, min(TASKS - 1, first + chance.randint(1, REACH))))
    plan = Plan(
        tuple(Task(f"T{n}", hours * HOUR) for n, hours in enumerate(likely)),
        tuple(Link(f"T{first}", f"T{second}") for first, second in sorted(pairs)),
        OFFICE,
        datetime(2026, 3, 2, 8, tzinfo=UTC),
    )
    spread = {
        f"T{n}": Triangular(hours * HOUR * 0.7, hours * HOUR, hours * HOUR * 1.8) for n, hours in enumerate(likely)
    }
    return lambda: simulate(plan, spread, iterations=RUNS, seed=1)


@contextmanager
def without_kernels() -> Iterator[None]:
    """As where numba is not installed."""
    kept = draws.compiled
    for room in ROOMS:
        room.compiled = lambda _: None
    try:
        yield
    finally:
        for room in ROOMS:
            room.compiled = kept


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="benchmarks/simulation.py", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON, of the compiled runs")
    if parser.parse_args().json:
        milliseconds, mebibytes = figures()
        print(json.dumps({"milliseconds": round(milliseconds, 1), "mebibytes": round(mebibytes, 1)}))
    else:
        for result in measure():
            print(result.line())
