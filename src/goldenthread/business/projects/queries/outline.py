"""The tree of a plan: tasks in reading order with their codes 1, 1.1, … and their depth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from goldenthread.business.projects.models import Task


class Placed(Protocol):
    """Whatever stands at a place in the tree: a task, or a row of one."""

    @property
    def pk(self) -> Any: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def place(self) -> int: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True)
class Branch:
    """A task where it stands in the tree; a summary is one with parts."""

    task: Task
    wbs: str
    depth: int
    is_summary: bool


def outline(tasks: Iterable[Task]) -> list[Branch]:
    """Every task below its parent, siblings by their place. A task whose parent is not given stands at the top."""
    return [Branch(*found) for found in walk(tasks)]


def walk(tasks: Iterable[P]) -> Iterator[tuple[P, str, int, bool]]:
    """The same of whatever stands in the tree: each with its code, its depth, and whether it has parts."""
    given = list(tasks)
    known = {task.pk for task in given}
    parts: dict[int | None, list[P]] = defaultdict(list)
    for task in given:
        parts[task.parent_id if task.parent_id in known else None].append(task)
    for siblings in parts.values():
        siblings.sort(key=lambda task: (task.place, task.pk))
    return _below(parts, None, "", 0)


def _below(
    parts: Mapping[int | None, list[P]], parent: int | None, code: str, depth: int
) -> Iterator[tuple[P, str, int, bool]]:
    for number, task in enumerate(parts.get(parent, ()), start=1):
        wbs = f"{code}.{number}" if code else str(number)
        yield task, wbs, depth, task.pk in parts
        yield from _below(parts, task.pk, wbs, depth + 1)


def leaves(tasks: Iterable[P]) -> list[P]:
    """The tasks that have no parts: where work is done, money spent and value earned."""
    given = list(tasks)
    parents = {task.parent_id for task in given}
    return [task for task in given if task.pk not in parents]
