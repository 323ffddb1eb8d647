"""Runs the benchmarks, each in a process of its own, a line a figure; exit code 1 when one is over its budget."""

import multiprocessing
import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from benchmarks import results_of
from benchmarks.result import LeftOutError, Result

NAMES = (
    "calendars",
    "clocks",
    "network",
    "levelling",
    "simulation",
    "selection",
    "forecast",
    "drag",
    "desk_list",
    "page_weight",
    "servicenow",
    "msproject",
    "serving",
)


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.stderr.write(f"There is no benchmark {unknown[0]}. There are: {', '.join(NAMES)}.\n")
        return 2
    broken: list[str] = []
    results = list(_measured(names or list(NAMES), broken))
    over = [result.name for result in results if not result.ok]
    if over:
        sys.stderr.write(f"Over budget: {', '.join(over)}.\n")
    return 1 if over or broken else 0


def _measured(names: list[str], broken: list[str]) -> Iterator[Result]:
    for name in names:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as fresh:
            try:
                found = fresh.submit(results_of, name).result()
            except LeftOutError as reason:
                print(f"{name} is left out: {reason}", flush=True)
                continue
            except Exception:  # noqa: BLE001  the others are measured all the same
                traceback.print_exc()
                print(f"{name} broke.", flush=True)
                broken.append(name)
                continue
        for result in found:
            print(result.line(), flush=True)
            yield result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
