"""The tree of a plan: tasks in reading order with their codes 1, 1.1, … and their depth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from goldenthread.business.projects.models import Task


@dataclass(frozen=True, slots=True)
class Branch:
    """A task where it stands in the tree; a summary is one with parts."""

    task: Task
    wbs: str
    depth: int
    is_summary: bool


def outline(tasks: Iterable[Task]) -> list[Branch]:
    """Every task below its parent, siblings by their place. A task whose parent is not given stands at the top."""
    given = list(tasks)
    known = {task.pk for task in given}
    parts: dict[int | None, list[Task]] = defaultdict(list)
    for task in given:
        parts[task.parent_id if task.parent_id in known else None].append(task)
    for siblings in parts.values():
        siblings.sort(key=lambda task: (task.place, task.pk))
    return list(_walk(parts, None, "", 0))


def _walk(parts: dict[int | None, list[Task]], parent: int | None, code: str, depth: int) -> Iterator[Branch]:
    for number, task in enumerate(parts.get(parent, ()), start=1):
        wbs = f"{code}.{number}" if code else str(number)
        yield Branch(task, wbs, depth, task.pk in parts)
        yield from _walk(parts, task.pk, wbs, depth + 1)


def leaves(tasks: Iterable[Task]) -> list[Task]:
    """The tasks that have no parts: where work is done, money spent and value earned."""
    given = list(tasks)
    parents = {task.parent_id for task in given}
    return [task for task in given if task.pk not in parents]
