"""The shape of a plan: its leaves and summaries, links expanded to leaves, and an order without cycles."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from goldenthread.engine.errors import EngineError
from goldenthread.engine.network.plan import Link, Project, Task


@dataclass(frozen=True, slots=True)
class Structure:
    """Leaves are numbered in the plan's order; `ins` and `outs` list links by number, `rank` is a leaf's turn."""

    leaves: tuple[Task, ...]
    number: Mapping[str, int]
    leaves_of: Mapping[str, tuple[int, ...]]
    ancestors: tuple[tuple[Task, ...], ...]
    links: tuple[Link, ...]
    ends: tuple[tuple[int, int], ...]
    ins: tuple[tuple[int, ...], ...]
    outs: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]
    rank: tuple[int, ...]


def structure_of(every: Sequence[Task], links: Sequence[Link], projects: Sequence[Project] = ()) -> Structure:
    """The shape of a plan of these tasks, links and projects.

    Refused: `duplicate_task`, `unknown_task` (in a link or as a parent), `unknown_project`, `link_to_own_summary`,
    and `cycle`, over all links and parents, with its `path`.
    """
    tasks = _by_id(every, projects)
    ancestors = {task.id: _ancestors(task, tasks) for task in every}
    parents = {task.parent for task in every if task.parent is not None}
    leaves = tuple(task for task in every if task.id not in parents)
    number = {task.id: i for i, task in enumerate(leaves)}
    leaves_of = _leaves_of(leaves, ancestors)
    spread, ends = _expanded(links, tasks, ancestors, leaves_of)
    ins: list[list[int]] = [[] for _ in leaves]
    outs: list[list[int]] = [[] for _ in leaves]
    for index, (p, s) in enumerate(ends):
        outs[p].append(index)
        ins[s].append(index)
    order = _order(leaves, ends, ins, outs)
    rank = [0] * len(leaves)
    for turn, i in enumerate(order):
        rank[i] = turn
    return Structure(
        leaves=leaves,
        number=number,
        leaves_of=leaves_of,
        ancestors=tuple(ancestors[task.id] for task in leaves),
        links=spread,
        ends=ends,
        ins=tuple(map(tuple, ins)),
        outs=tuple(map(tuple, outs)),
        order=order,
        rank=tuple(rank),
    )


def _by_id(every: Sequence[Task], projects: Sequence[Project]) -> dict[str, Task]:
    tasks: dict[str, Task] = {}
    known = {project.id for project in projects}
    for task in every:
        if task.id in tasks:
            raise EngineError("duplicate_task", task=task.id)
        if known and task.project is not None and task.project not in known:
            raise EngineError("unknown_project", task=task.id, project=task.project)
        tasks[task.id] = task
    return tasks


def _ancestors(task: Task, tasks: Mapping[str, Task]) -> tuple[Task, ...]:
    """The summaries above a task, nearest first."""
    found: list[Task] = []
    path = [task.id]
    while (parent := (found[-1] if found else task).parent) is not None:
        if parent not in tasks:
            raise EngineError("unknown_task", task=parent, parent_of=path[-1])
        path.append(parent)
        if parent in path[:-1]:
            raise EngineError("cycle", path=path[path.index(parent) :])
        found.append(tasks[parent])
    return tuple(found)


def _leaves_of(leaves: Sequence[Task], ancestors: Mapping[str, tuple[Task, ...]]) -> dict[str, tuple[int, ...]]:
    below: dict[str, list[int]] = {}
    for i, leaf in enumerate(leaves):
        for task in (leaf, *ancestors[leaf.id]):
            below.setdefault(task.id, []).append(i)
    return {name: tuple(numbers) for name, numbers in below.items()}


def _expanded(
    links: Sequence[Link],
    tasks: Mapping[str, Task],
    ancestors: Mapping[str, tuple[Task, ...]],
    leaves_of: Mapping[str, tuple[int, ...]],
) -> tuple[tuple[Link, ...], tuple[tuple[int, int], ...]]:
    """Each link once for every pair of leaves below its ends."""
    if not any(ancestors.values()):
        return _numbered(links, leaves_of)
    expanded: list[Link] = []
    ends: list[tuple[int, int]] = []
    for link in links:
        for name in (link.predecessor, link.successor):
            if name not in tasks:
                raise EngineError("unknown_task", task=name, link=(link.predecessor, link.successor))
        if _is_within(link, ancestors):
            raise EngineError("link_to_own_summary", link=(link.predecessor, link.successor))
        for p in leaves_of[link.predecessor]:
            for s in leaves_of[link.successor]:
                expanded.append(link)
                ends.append((p, s))
    return tuple(expanded), tuple(ends)


def _numbered(
    links: Sequence[Link], leaves_of: Mapping[str, tuple[int, ...]]
) -> tuple[tuple[Link, ...], tuple[tuple[int, int], ...]]:
    """Links of a plan without summaries, where each is between two leaves."""
    ends: list[tuple[int, int]] = []
    for link in links:
        try:
            ends.append((leaves_of[link.predecessor][0], leaves_of[link.successor][0]))
        except KeyError as error:
            raise EngineError("unknown_task", task=error.args[0], link=(link.predecessor, link.successor)) from None
    return tuple(links), tuple(ends)


def _is_within(link: Link, ancestors: Mapping[str, tuple[Task, ...]]) -> bool:
    above_successor = (task.id for task in ancestors[link.successor])
    above_predecessor = (task.id for task in ancestors[link.predecessor])
    return link.predecessor in above_successor or link.successor in above_predecessor


def _order(
    leaves: Sequence[Task], ends: Sequence[tuple[int, int]], ins: Sequence[Sequence[int]], outs: Sequence[Sequence[int]]
) -> tuple[int, ...]:
    """Predecessors before successors (Kahn)."""
    waiting = [len(links) for links in ins]
    ready = deque(i for i, count in enumerate(waiting) if count == 0)
    order: list[int] = []
    while ready:
        i = ready.popleft()
        order.append(i)
        for link in outs[i]:
            s = ends[link][1]
            waiting[s] -= 1
            if waiting[s] == 0:
                ready.append(s)
    if len(order) < len(leaves):
        raise EngineError("cycle", path=[leaves[i].id for i in _cycle(waiting, ends, ins)])
    return tuple(order)


def _cycle(waiting: Sequence[int], ends: Sequence[tuple[int, int]], ins: Sequence[Sequence[int]]) -> Iterator[int]:
    """A cycle among the leaves that still wait, in link order, its first leaf repeated at the end."""
    i = next(i for i, count in enumerate(waiting) if count)
    seen: dict[int, int] = {}
    path: list[int] = []
    while i not in seen:
        seen[i] = len(path)
        path.append(i)
        # Every waiting leaf waits for another one that waits, so walking backwards must meet itself.
        i = next(ends[link][0] for link in ins[i] if waiting[ends[link][0]])
    yield from (i, *reversed(path[seen[i] :]))
