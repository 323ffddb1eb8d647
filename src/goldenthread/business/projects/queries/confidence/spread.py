"""How far tasks of this house went from what was promised: what is taken for a task without an estimate of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from goldenthread.business.projects.models import Baseline, Task

FEWEST = 20
"""Finished tasks below which the house's own past says too little."""
MOST = 2000
USUAL = (0.8, 1.5)


@dataclass(frozen=True)
class Spread:
    """Low and high shares of the planned length, and how many finished tasks say so (0: nobody's past, a custom)."""

    low: float
    high: float
    tasks: int


def spread() -> Spread:
    """The tenth and ninetieth percent of finished tasks' lengths over those of their first baseline.

    Both are open time on the project's calendar. With fewer than twenty such tasks: 80 % and 150 %.
    """
    baselines = {one.project_id: one for one in Baseline.objects.filter(number=1).select_related("project__calendar")}
    done = Task.objects.filter(project__in=baselines, actual_finish_at__isnull=False, is_milestone=False, parts=None)
    rows = done.order_by("-actual_finish_at").values_list(
        "project_id", "work__key", "actual_start_at", "actual_finish_at"
    )
    ratios = []
    hours = {number: one.project.calendar.hours() for number, one in baselines.items()}
    for project, key, start, finish in rows[:MOST]:
        promised = baselines[project].tasks.get(key, {})
        if start is None or finish is None or not promised.get("start") or not promised.get("finish"):
            continue
        begin, end = (datetime.fromisoformat(promised[name]) for name in ("start", "finish"))
        planned = hours[project].between(begin, end)
        if planned:
            ratios.append(hours[project].between(start, finish) / planned)
    if len(ratios) < FEWEST:
        return Spread(*USUAL, 0)
    ratios.sort()
    low, high = ratios[len(ratios) // 10], ratios[-1 - len(ratios) // 10]
    return Spread(min(max(low, 0.1), 1.0), max(min(high, 5.0), 1.0), len(ratios))
