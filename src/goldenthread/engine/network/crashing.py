"""Crashing: the least cost at which a plan's duration can be brought down, by shortening tasks within limits."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np

from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import length_of, span_of
from goldenthread.engine.network.compiled import Compiler
from goldenthread.engine.network.plan import Plan, Task
from goldenthread.engine.network.structure import Structure, structure_of

Options = Mapping[str, tuple[timedelta, Any]]
SOURCE, SINK = 0, 1


@dataclass(frozen=True, slots=True)
class Crashing:
    """What it costs, and the duration of every task that is no summary."""

    cost: Any
    durations: Mapping[str, timedelta]


@dataclass(slots=True)
class _Flow:
    """A flow network whose arcs come in pairs, each the other's reverse; room None is without limit."""

    heads: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    room: list[Fraction | None] = field(default_factory=list)
    outs: dict[int, list[int]] = field(default_factory=dict)

    def arc(self, tail: int, head: int, length: int, room: Fraction | None = None) -> None:
        for a, b, size, space in ((tail, head, length, room), (head, tail, -length, Fraction(0))):
            self.outs.setdefault(a, []).append(len(self.heads))
            self.heads.append(b)
            self.lengths.append(size)
            self.room.append(space)

    def longest(self, begin: Mapping[int, int]) -> tuple[dict[int, int], dict[int, int]]:
        """The longest way to every node from the given ones, over arcs with room, and the arc it comes by."""
        distance, by = dict(begin), dict[int, int]()
        queue = deque(begin)
        while queue:
            tail = queue.popleft()
            for arc in self.outs.get(tail, ()):
                head, reached = self.heads[arc], distance[tail] + self.lengths[arc]
                if self.room[arc] != 0 and (head not in distance or reached > distance[head]):
                    distance[head], by[head] = reached, arc
                    if head not in queue:
                        queue.append(head)
        return distance, by

    def push(self, by: Mapping[int, int]) -> bool:
        """Send what fits along the way to the sink; False when nothing limits it."""
        way, node = [], SINK
        while node != SOURCE:
            way.append(by[node])
            node = self.heads[by[node] ^ 1]
        rooms = [room for arc in way if (room := self.room[arc]) is not None]
        if not rooms:
            return False
        amount = min(rooms)
        for arc in way:
            room, back = self.room[arc], self.room[arc ^ 1]
            self.room[arc] = None if room is None else room - amount
            self.room[arc ^ 1] = None if back is None else back + amount
        return True


def crash(plan: Plan, options: Options, to: timedelta, unit: timedelta | None = None) -> Crashing:
    """The cheapest durations with which the plan takes no more than `to` of working time.

    `options` gives, by task, the shortest duration and the cost of each `unit` it is shortened by; `unit` is by
    default the plan's own, the longest time of which all its durations are multiples. Exact, by the flow dual of the
    time-cost problem (Fulkerson 1961; Kelley 1961). All tasks and lags must share the plan's calendar
    (`mixed_calendars`); refused too: `bad_crash_option`, and `cannot_crash` with the shortest time there is.
    """
    structure = structure_of(plan.tasks, plan.links)
    shortest = _shortest(structure, options)
    flow = _network(plan, structure, shortest, options)
    goal = length_of(to)
    while True:
        distance, by = flow.longest({SOURCE: 0})
        if distance.get(SINK, 0) <= goal:
            break
        if not flow.push(by):
            raise EngineError("cannot_crash", to=to, shortest=span_of(distance[SINK]))
    # With the sink held at the goal, complementary slackness makes these times the cheapest ones.
    times, _ = flow.longest({SOURCE: 0, SINK: goal})
    durations = {}
    for i in range(structure.size):
        task = structure.leaf(i)
        taken = times[_finish(i)] - times[_start(i)]
        durations[task.id] = span_of(max(shortest[i], min(length_of(task.duration), taken)))
    return Crashing(_cost(structure, options, durations, unit or _unit(structure, options)), durations)


def _leaves(structure: Structure) -> list[Task]:
    return [structure.leaf(i) for i in range(structure.size)]


def _start(i: int) -> int:
    return 2 + 2 * i


def _finish(i: int) -> int:
    return 3 + 2 * i


def _shortest(structure: Structure, options: Options) -> list[int]:
    for name, (least, cost) in options.items():
        row = structure.row_of.get(name, -1)
        if row < 0 or structure.number[row] < 0:
            raise EngineError("unknown_task", task=name)
        if not timedelta(0) <= least <= structure.tasks[row].duration or cost < 0:
            raise EngineError("bad_crash_option", task=name, shortest=least, cost=cost)
    return [length_of(options[task.id][0] if task.id in options else task.duration) for task in _leaves(structure)]


def _network(plan: Plan, structure: Structure, shortest: list[int], options: Options) -> _Flow:
    flow, compiler = _Flow(), Compiler(plan, structure)
    leaves = compiler.leaves(np.arange(structure.size), compiler.handed_down())
    for i, task in enumerate(_leaves(structure)):
        if leaves["axis"][i]:
            raise EngineError("mixed_calendars", task=task.id)
        start, finish, duration = _start(i), _finish(i), length_of(task.duration)
        flow.arc(SOURCE, start, max(0, int(leaves["floor"][i])))
        flow.arc(finish, SINK, 0)
        flow.arc(start, finish, shortest[i])
        flow.arc(finish, start, -duration)
        if shortest[i] < duration:
            flow.arc(start, finish, duration, Fraction(options[task.id][1]))
    for tie, (p, s) in enumerate(zip(structure.p.tolist(), structure.s.tolist(), strict=True)):
        link = structure.link_of(tie)
        if link.lag and link.lag_calendar == "elapsed":
            raise EngineError("mixed_calendars", link=(link.predecessor, link.successor))
        tail = _finish(p) if link.type in ("FS", "FF") else _start(p)
        flow.arc(tail, _finish(s) if link.type in ("FF", "SF") else _start(s), length_of(link.lag))
    return flow


def _unit(structure: Structure, options: Options) -> timedelta:
    lengths = [length_of(task.duration) for task in _leaves(structure)]
    return span_of(gcd(*lengths, *(length_of(least) for least, _ in options.values())) or 1)


def _cost(structure: Structure, options: Options, durations: Mapping[str, timedelta], unit: timedelta) -> Any:
    """Exact, told in the type of the costs where it can be."""
    total = Fraction(0)
    for task in _leaves(structure):
        saved = task.duration - durations[task.id]
        if saved:
            total += Fraction(options[task.id][1]) * Fraction(length_of(saved), length_of(unit))
    if any(isinstance(cost, Decimal) for _, cost in options.values()):
        return Decimal(total.numerator) / total.denominator
    return int(total) if total.denominator == 1 else float(total)
