"""Levelling against published projects: how far from the best known, how often proven, and how soon."""

import argparse
import csv
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

if __name__ == "__main__":  # called by its path, as the issue has it: the package is one folder up
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.levelling_houses import house, side_by_side
from benchmarks.psplib import multi_project_plan, single_project_plan
from benchmarks.result import LeftOutError, Result
from goldenthread.engine import Plan, level
from goldenthread.engine.levelling import warm

DATA = Path(os.environ.get("GOLDENTHREAD_SHARED") or Path(__file__).parents[1] / "../shared") / "data" / "psplib"
BUDGET = {"j30": 0.0, "j60": 0.3, "j120": 1.0}
QUICK = {"j30": 14, "j60": 14}
"""Of which families the short measure takes every so manieth instance."""
QUICK_SECONDS = 2.0
FIRST_PLAN_TASKS = 2_000


@dataclass(frozen=True)
class Score:
    """One instance levelled: its value in hours, and how far that is over a reference, in percent."""

    instance: str
    value: float
    gap: float
    is_proven: bool
    seconds: float


def measure() -> Iterator[Result]:
    """A few instances of each family, and the first plan of a large house."""
    warm()
    large = house(projects=50, tasks=FIRST_PLAN_TASKS, people=100)
    taken = min(_first_told(large) for _ in range(5))
    yield Result("levelling: first plan of 2,000 tasks, CPU", taken * 1e3, "ms", 50)
    if not DATA.exists():
        raise LeftOutError(f"no {DATA}: set GOLDENTHREAD_SHARED")
    for family, each in QUICK.items():
        gap = mean(score.gap for score in scores_of(DATA, family, QUICK_SECONDS, each=each))
        yield Result(f"levelling: {family}, gap to best known", gap, "%", BUDGET[family] + 0.3, target=BUDGET[family])


def _first_told(plan: Plan) -> float:
    """Seconds of processor time until the first plan is told; why each task moved is worked out after it."""
    told: list[float] = []
    begun = time.process_time()
    level(plan, time_limit=0, on_better=lambda _: told.append(time.process_time() - begun))
    return told[0]


def scores_of(data: Path, family: str, limit: float, *, each: int = 1) -> Iterator[Score]:
    """Every so manieth instance of a family, levelled within the limit and compared with the best known."""
    with (data / "best_known.csv").open() as file:
        best = {row["instance"]: int(row["ub"]) for row in csv.DictReader(file) if row["family"] == family}
    for path in sorted((data / family).glob("*.sm"))[::each]:
        yield _score(path.stem, single_project_plan(path), limit, best[path.stem])


def _score(name: str, plan: Plan, limit: float, reference: float) -> Score:
    begun = time.perf_counter()
    levelled = level(plan, time_limit=limit)
    seconds = time.perf_counter() - begun
    return Score(name, levelled.value, (levelled.value / reference - 1) * 100, levelled.is_proven, seconds)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks/levelling.py", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of PSPLIB")
    parser.add_argument("--family", choices=sorted(BUDGET), help="which single projects")
    parser.add_argument("--multi", type=Path, help="the folder of the multi-project instances")
    parser.add_argument(
        "--house", action="store_true", help="50 projects, 2,000 tasks, 100 people, beside CP-SAT alone"
    )
    parser.add_argument("--limit", type=float, default=5.0, help="seconds for each")
    parser.add_argument("--each", type=int, default=1, help="only every so manieth instance")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    chosen = parser.parse_args(arguments)
    warm()
    if chosen.house:
        return side_by_side(chosen.limit)
    if chosen.multi is not None:
        return _multi(chosen.multi, chosen.limit, as_json=chosen.json)
    if chosen.family is None:
        parser.error("one of --family, --multi and --house is needed")
    return _family(chosen)


def _family(chosen: argparse.Namespace) -> int:
    scores = []
    for score in scores_of(chosen.data, chosen.family, chosen.limit, each=chosen.each):
        told = "proven" if score.is_proven else ""
        print(f"{score.instance:<12} {score.value:>6g} {score.gap:>7.2f} % {score.seconds:>6.2f} s {told}", flush=True)
        scores.append(score)
    _summary(chosen.family, scores, as_json=chosen.json)
    return 0 if mean(score.gap for score in scores) <= BUDGET[chosen.family] + 1e-9 else 1


def _summary(family: str, scores: Sequence[Score], *, as_json: bool) -> None:
    gaps = [score.gap for score in scores]
    figures = {
        "family": family,
        "instances": len(scores),
        "mean_gap_percent": round(mean(gaps), 4),
        "max_gap_percent": round(max(gaps), 4),
        "proven": sum(score.is_proven for score in scores),
        "mean_seconds": round(mean(score.seconds for score in scores), 3),
    }
    print(json.dumps(figures) if as_json else ", ".join(f"{name} {figure}" for name, figure in figures.items()))


def _multi(folder: Path, limit: float, *, as_json: bool) -> int:
    """Beside Microsoft Project's published makespans; gaps are over the lower bound."""
    scores, longer = [], []
    with (folder / "reference.csv").open() as file:
        for row in csv.DictReader(file):
            plan = multi_project_plan(folder / f"{row['instance']}.json")
            score = _score(row["instance"], plan, limit, float(row["lower_bound"]))
            theirs = float(row["msproject_makespan"])
            print(
                f"{score.instance:<18} {score.value:>6g}  Microsoft Project {theirs:>6g}  {score.gap:>6.2f} %",
                flush=True,
            )
            scores.append(score)
            longer += [score.instance] if score.value > theirs else []
    _summary("multi", scores, as_json=as_json)
    return 1 if longer or mean(score.gap for score in scores) > 5 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
