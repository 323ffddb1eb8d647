"""A frozen plan as a reader may see it."""

from __future__ import annotations

from typing import Any

from goldenthread.business.projects.models import Baseline, Task
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import visible


def frozen_tasks(actor: Actor, baseline: Baseline) -> dict[str, dict[str, Any]]:
    """The tasks of a baseline by key: those the actor sees, and those since removed that were no secret."""
    mine = Task.objects.filter(project_id=baseline.project_id)
    there = set(mine.values_list("work__key", flat=True))
    seen = set(visible(Task, actor).filter(project_id=baseline.project_id).values_list("work__key", flat=True))
    return {
        key: {name: value for name, value in task.items() if name != "is_private"}
        for key, task in baseline.tasks.items()
        if key in seen or (key not in there and not task.get("is_private"))
    }
