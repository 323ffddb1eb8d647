"""The shape of a plan: its leaves and summaries, links expanded to leaves, and an order without cycles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from goldenthread.engine.errors import EngineError
from goldenthread.engine.network.compilation import run
from goldenthread.engine.network.plan import Link, Project, Task


@dataclass(frozen=True)
class Structure:
    """Tasks stand in the plan's order, leaves after their predecessors, ties by successor and then in link order.

    `row_of` gives a task's place by id, `up` its summary's place or -1, `number` its leaf number or -1, `leaf_rows` the
    place of each leaf. The leaves below a task at `row` are `below[below_of[row]:below_of[row + 1]]`. `holders` is
    the place of each link's predecessor; `link`, `p` and `s` are a tie's link and leaves. The ties into leaf `i` are
    the rows from `into[i]` to `into[i + 1]`, and those out of it are `out[out_of[i]:out_of[i + 1]]`.
    """

    tasks: tuple[Task, ...]
    links: tuple[Link, ...]
    row_of: Mapping[str, int]
    up: Any
    number: Any
    leaf_rows: Any
    below: Any
    below_of: Any
    holders: Any
    link: Any
    p: Any
    s: Any
    into: Any
    out: Any
    out_of: Any

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self.leaf_rows)

    def leaf(self, number: int) -> Task:
        """The task of a leaf."""
        return self.tasks[int(self.leaf_rows[number])]

    def link_of(self, tie: int) -> Link:
        """The link that a tie comes from."""
        return self.links[int(self.link[tie])]

    def is_like(self, other: "Structure") -> bool:
        """Whether the same tasks stand under the same summaries, with the same links."""
        if self.row_of is not other.row_of and self.row_of != other.row_of:
            return False
        return self.links == other.links and np.array_equal(self.up, other.up)

    def leaves_below(self, row: int) -> Any:
        """The leaf numbers below a task; of a leaf, its own."""
        return self.below[self.below_of[row] : self.below_of[row + 1]]

    @cached_property
    def summaries(self) -> tuple[int, ...]:
        """The places of the summaries, the outer before the inner."""
        rows = [int(row) for row in np.flatnonzero(self.number < 0)]
        return tuple(sorted(rows, key=self._depth))

    def _depth(self, row: int) -> int:
        depth = 0
        while self.up[row] >= 0:
            row, depth = self.up[row], depth + 1
        return depth


def structure_of(tasks: Sequence[Task], links: Sequence[Link], projects: Sequence[Project] = ()) -> Structure:
    """The shape of a plan of these tasks, links and projects.

    Refused: `duplicate_task`, `unknown_task` (in a link or as a parent), `unknown_project`, `link_to_own_summary`,
    and `cycle`, over all links and parents, with its `path`.
    """
    tasks, links = tuple(tasks), tuple(links)
    row_of = _rows(tasks, projects)
    up = _parents(tasks, row_of)
    number = np.full(len(tasks), -1, np.int64)
    is_leaf = np.ones(len(tasks), np.bool_)
    is_leaf[up[up >= 0]] = False
    leaf_rows = np.flatnonzero(is_leaf)
    below, below_of = _below(tasks, up, leaf_rows)
    holders, link, p, s = _ends(tasks, links, row_of, up, (below, below_of))
    rank, leaf_rows = _ranked(tasks, leaf_rows, p, s)
    number[leaf_rows] = np.arange(len(leaf_rows))
    into, rows = _grouped(rank[s], len(leaf_rows))
    link, p, s = link[rows], rank[p[rows]], rank[s[rows]]
    out_of, out = _grouped(p, len(leaf_rows))
    below = rank[below]
    return Structure(
        tasks, links, row_of, up, number, leaf_rows, below, below_of, holders, link, p, s, into, out, out_of
    )


def _ranked(tasks: Sequence[Task], leaf_rows: Any, p: Any, s: Any) -> tuple[Any, Any]:
    """Each leaf's turn, predecessors before successors, and the leaves' places in that order."""
    size = len(leaf_rows)
    into, rows = _grouped(s, size)
    out_of, out = _grouped(p, size)
    waiting, order, rank = np.diff(into), np.zeros(size, np.int64), np.zeros(size, np.int64)
    run(size, "turns", s, out, out_of, waiting, order)
    if waiting.any():
        raise EngineError("cycle", path=[tasks[leaf_rows[i]].id for i in _cycle(waiting, p[rows], into)])
    rank[order] = np.arange(size)
    return rank, leaf_rows[order]


def _rows(tasks: Sequence[Task], projects: Sequence[Project]) -> dict[str, int]:
    rows = {task.id: row for row, task in enumerate(tasks)}
    if len(rows) < len(tasks):
        raise EngineError(
            "duplicate_task", task=next(task.id for row, task in enumerate(tasks) if rows[task.id] != row)
        )
    known = {None, *(project.id for project in projects)}
    if projects:
        for task in tasks:
            if task.project not in known:
                raise EngineError("unknown_project", task=task.id, project=task.project)
    return rows


def _parents(tasks: Sequence[Task], row_of: Mapping[str, int]) -> Any:
    up = np.full(len(tasks), -1, np.int64)
    for row, task in enumerate(tasks):
        if task.parent is not None:
            if task.parent not in row_of:
                raise EngineError("unknown_task", task=task.parent, parent_of=task.id)
            up[row] = row_of[task.parent]
    return up


def _below(tasks: Sequence[Task], up: Any, leaf_rows: Any) -> tuple[Any, Any]:
    """The leaves below every task, found by letting each leaf climb to the top."""
    leaves = np.arange(len(leaf_rows))
    owners, found, row = [leaf_rows], [leaves], leaf_rows
    for _ in range(len(tasks)):
        row = up[row]
        leaves, row = leaves[row >= 0], row[row >= 0]
        if not len(row):
            break
        owners.append(row)
        found.append(leaves)
    owner, leaf = np.concatenate(owners), np.concatenate(found)
    counts = np.bincount(owner, minlength=len(tasks))
    if len(row) or not counts.all():  # every task has leaves below it, unless parents go round
        raise EngineError("cycle", path=_circle(tasks, up))
    order = np.lexsort((leaf, owner)) if len(owners) > 1 else np.arange(len(leaf))
    return leaf[order], np.concatenate(([0], np.cumsum(counts)))


def _circle(tasks: Sequence[Task], up: Any) -> list[str]:
    """The first circle of parents, its first task repeated at the end."""
    for start in range(len(tasks)):
        path, row = [start], int(up[start])
        while row >= 0 and row not in path:
            path.append(row)
            row = int(up[row])
        if row >= 0:
            return [tasks[r].id for r in (*path[path.index(row) :], row)]
    raise AssertionError


def _ends(
    tasks: Sequence[Task], links: Sequence[Link], row_of: Mapping[str, int], up: Any, below: tuple[Any, Any]
) -> tuple[Any, Any, Any, Any]:
    """The rows of the links' predecessors; then link, predecessor and successor of every tie.

    A link is a tie for every pair of leaves below its ends.
    """
    try:
        p = np.array([row_of[link.predecessor] for link in links], np.int64)
        s = np.array([row_of[link.successor] for link in links], np.int64)
    except KeyError:
        unknown = next((name, ln) for ln in links for name in (ln.predecessor, ln.successor) if name not in row_of)
        raise EngineError(
            "unknown_task", task=unknown[0], link=(unknown[1].predecessor, unknown[1].successor)
        ) from None
    numbers = np.arange(len(links))
    if (up < 0).all():
        return p, numbers, p, s
    _check_within(links, p, s, up)
    leaves, first = below
    wide, high = np.diff(first)[p], np.diff(first)[s]
    link = np.repeat(numbers, wide * high)
    turn = np.arange(len(link)) - np.repeat(np.cumsum(wide * high) - wide * high, wide * high)
    return p, link, leaves[first[p[link]] + turn // high[link]], leaves[first[s[link]] + turn % high[link]]


def _check_within(links: Sequence[Link], p: Any, s: Any, up: Any) -> None:
    """Refuse a link between a task and a summary above it."""
    for lower, upper in ((p, s), (s, p)):
        above = up[lower]
        while (above >= 0).any():
            wrong = np.flatnonzero(above == upper)
            if len(wrong):
                link = links[wrong[0]]
                raise EngineError("link_to_own_summary", link=(link.predecessor, link.successor))
            above = np.where(above >= 0, up[above], -1)


def _grouped(keys: Any, size: int) -> tuple[Any, Any]:
    first, rows = np.zeros(size + 1, np.int64), np.zeros(len(keys), np.int64)
    run(size, "grouped", keys, first, rows)
    return first, rows


def _cycle(waiting: Any, p: Any, into: Any) -> Iterator[int]:
    """A cycle among the leaves that still wait, in link order, its first leaf repeated at the end."""
    i = int(np.flatnonzero(waiting)[0])
    seen: dict[int, int] = {}
    path: list[int] = []
    while i not in seen:
        seen[i] = len(path)
        path.append(i)
        # Every waiting leaf waits for another one that waits, so walking backwards must meet itself.
        i = next(int(p[tie]) for tie in range(into[i], into[i + 1]) if waiting[p[tie]])
    yield from (i, *reversed(path[seen[i] :]))
