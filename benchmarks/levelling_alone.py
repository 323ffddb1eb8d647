"""The generated house as a plain CP-SAT model: intervals, cumulatives and optional people, nothing of ours."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from goldenthread.engine import Objective, Plan, Task


@dataclass
class Alone:
    """A model of a plan whose tasks all work on the plan's calendar, in ticks that measure every duration and release.

    Each demand for people is one choice among those who have the skill at the level; a person does one thing at a time.
    What a skill's people, and all people, can do together is said once more as cumulatives, which help the solver. It
    begins from first come, first served, since it finds no plan of its own accord in a minute.
    """

    plan: Plan
    tick: timedelta
    objective: Objective
    starts: dict[str, Any] = field(default_factory=dict)
    ends: dict[str | None, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415  as the engine loads it: only to solve

        self._cp = cp_model
        self.model = cp_model.CpModel()
        self._first = self._served()
        self.served = self._value()
        self._horizon = max(self._first[task.id][0] + self._ticks(task) for task in self.plan.tasks)
        self._intervals = {task.id: self._interval(task) for task in self.plan.tasks}
        for link in self.plan.links:
            before = self._intervals[link.predecessor].end_expr()
            self.model.add(self.starts[link.successor] >= before)
        self._staff()
        self._aim()

    def _ticks(self, task: Task) -> int:
        return task.duration // self.tick

    def _release(self, task: Task) -> int:
        release = {project.id: project.release for project in self.plan.projects}[task.project or ""]
        return self.plan.calendar.between(self.plan.start, release) // self.tick if release else 0

    def _served(self) -> dict[str, tuple[int, list[set[str]]]]:
        """First come, first served: tasks as they could begin at the earliest, by the able who are free first."""
        free = {resource.id: 0 for resource in self.plan.resources}
        before: dict[str, list[str]] = {task.id: [] for task in self.plan.tasks}
        for link in self.plan.links:
            before[link.successor].append(link.predecessor)
        ticks = {task.id: self._ticks(task) for task in self.plan.tasks}
        comes: dict[str, int] = {}
        for task in self.plan.tasks:  # the house names predecessors first
            comes[task.id] = max([self._release(task), *(comes[p] + ticks[p] for p in before[task.id])])
        found: dict[str, tuple[int, list[set[str]]]] = {}
        for task in sorted(self.plan.tasks, key=lambda task: comes[task.id]):
            crew: list[set[str]] = []
            for demand in task.demands:
                able = (name for name in self._able(demand.skill, demand.level) if not any(name in c for c in crew))
                crew.append(set(sorted(able, key=free.__getitem__)[: int(demand.units)]))
            ends = [found[p][0] + ticks[p] for p in before[task.id]]
            start = max([comes[task.id], *ends, *(free[name] for chosen in crew for name in chosen)])
            free.update(dict.fromkeys((name for chosen in crew for name in chosen), start + ticks[task.id]))
            found[task.id] = start, crew
        return found

    def _value(self) -> float:
        """What first come, first served is worth, in ticks."""
        weights = {project.id: project.weight for project in self.plan.projects}
        ends: dict[str, int] = {}
        for task in self.plan.tasks:
            start, _ = self._first[task.id]
            ends[task.project or ""] = max(ends.get(task.project or "", 0), start + self._ticks(task))
        if self.objective == "finish":
            return max(ends.values())
        return sum(weights[owner] * end for owner, end in ends.items())

    def _interval(self, task: Task) -> Any:
        start = self.model.new_int_var(self._release(task), self._horizon - self._ticks(task), "")
        self.starts[task.id] = start
        return self.model.new_fixed_size_interval_var(start, self._ticks(task), "")

    def _staff(self) -> None:
        busy: dict[str, list[Any]] = {resource.id: [] for resource in self.plan.resources}
        for task in self.plan.tasks:
            first, crew = self._first[task.id]
            self.model.add_hint(self.starts[task.id], first)
            for demand, given in zip(task.demands, crew, strict=True):
                chosen = {name: self.model.new_bool_var("") for name in self._able(demand.skill, demand.level)}
                self.model.add(sum(chosen.values()) == int(demand.units))
                for name, is_chosen in chosen.items():
                    self.model.add_hint(is_chosen, name in given)
                    start, ticks = self.starts[task.id], self._ticks(task)
                    doing = self.model.new_optional_fixed_size_interval_var(start, ticks, is_chosen, "")
                    busy[name].append(doing)
        for own in busy.values():
            self.model.add_no_overlap(own)
        pools = {(demand.skill, demand.level) for task in self.plan.tasks for demand in task.demands}
        for skill, level in sorted(pools, key=str):
            self._share(len(self._able(skill, level)), lambda d, s=skill, at=level: d.skill == s and d.level >= at)
        self._share(len(self.plan.resources), lambda _: True)

    def _able(self, skill: str | None, level: int) -> list[str]:
        return [r.id for r in self.plan.resources if skill is not None and r.skills.get(skill, -1) >= level]

    def _share(self, capacity: int, counts: Any) -> None:
        units = {task.id: sum(int(d.units) for d in task.demands if counts(d)) for task in self.plan.tasks}
        taken = [(self._intervals[name], count) for name, count in units.items() if count]
        self.model.add_cumulative([interval for interval, _ in taken], [count for _, count in taken], capacity)

    def _aim(self) -> None:
        weights = {project.id: project.weight for project in self.plan.projects}
        owners = weights if self.objective == "weighted_finish" else {None: 1}
        self.ends = {owner: self.model.new_int_var(0, self._horizon, "") for owner in owners}
        for task in self.plan.tasks:
            owner = task.project if task.project in self.ends else None
            self.model.add(self.ends[owner] >= self._intervals[task.id].end_expr())
        self.model.minimize(sum(int(weights.get(o or "", 1)) * end for o, end in self.ends.items()))

    def solve(self, limit: float, workers: int = 2) -> tuple[float, float]:
        """The least value within so many seconds, in ticks, where it found none what it began from; and the bound."""
        solver = self._cp.CpSolver()
        solver.parameters.max_time_in_seconds = limit
        solver.parameters.num_workers = workers
        status = solver.solve(self.model)
        is_found = status in (self._cp.OPTIMAL, self._cp.FEASIBLE)
        return solver.objective_value if is_found else self.served, solver.best_objective_bound
