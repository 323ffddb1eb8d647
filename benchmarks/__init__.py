"""The budgets of the design, measured: `python -m benchmarks [NAME …]`."""

from importlib import import_module

from benchmarks.result import Result


def results_of(name: str) -> list[Result]:
    return list(import_module(f"benchmarks.{name}").measure())
