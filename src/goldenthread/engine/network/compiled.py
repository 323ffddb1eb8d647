"""A plan compiled to numbers: each leaf's work, bounds and state in points on the axis of its calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from goldenthread.engine.calendars import WorkCalendar
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import length_of, micros_of
from goldenthread.engine.network.axis import Axis
from goldenthread.engine.network.plan import Plan, Project, Task

DriverKind = Literal["start", "release", "status", "constraint", "link", "calendar", "actual"]


@dataclass(slots=True)
class Leaf:
    """One leaf in numbers, its points on the axis of its own calendar; `work` is what is left to do.

    `floor` is the first start that plan, project, status date and constraints allow; `fixed` the start that an
    inflexible constraint demands; `ceiling` the last finish that constraints and deadlines allow.
    """

    axis: Axis
    work: int
    floor: int
    floor_kind: DriverKind
    fixed: int | None
    ceiling: int | None
    group: str | None
    is_alap: bool
    started: int | None
    finished: int | None
    started_at: int | None
    finished_at: int | None

    @property
    def is_done(self) -> bool:
        """Whether it has an actual finish."""
        return self.finished is not None


class Compiler:
    """Compiles leaves of one plan; calendars share one axis each."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.start = micros_of(plan.start)
        self.status = None if plan.status_at is None else micros_of(plan.status_at)
        self.projects: Mapping[str, Project] = {project.id: project for project in plan.projects}
        self._axes: dict[int, Axis] = {}
        self.axis = self.axis_of(plan.calendar)

    def axis_of(self, calendar: WorkCalendar) -> Axis:
        """The axis of a calendar, from the plan's start; equal calendars share it."""
        axis = self._axes.get(id(calendar))
        if axis is None:
            axis = next((known for known in self._axes.values() if known.calendar == calendar), None)
            axis = self._axes[id(calendar)] = axis or Axis(calendar, self.start)
        return axis

    def adopt(self, axes: Iterable[Axis]) -> None:
        """Use axes that were made before for the same plan."""
        self._axes.update((id(axis.calendar), axis) for axis in axes)

    def leaf(self, task: Task, ancestors: tuple[Task, ...]) -> Leaf:
        """A leaf with what its summaries hand down: SNET, FNLT and deadlines."""
        axis = self.axis if task.calendar is None else self.axis_of(task.calendar)
        project = self.projects.get(task.project) if task.project is not None else None
        started, finished = self._actuals(task, axis)
        work = self._work(task, axis, started)
        floor, kind = self._floor(task, ancestors, axis, work, project)
        constraint_at = None if task.constraint_at is None else axis.point(micros_of(task.constraint_at))
        fixed = None
        if started is None and constraint_at is not None and task.constraint in ("MSO", "MFO"):
            fixed = constraint_at - (work if task.constraint == "MFO" else 0)
            fixed = fixed if self.status is None else max(fixed, axis.point(self.status))
        return Leaf(
            axis=axis,
            work=0 if finished is not None else work,
            floor=floor,
            floor_kind=kind,
            fixed=fixed,
            ceiling=self._ceiling(task, ancestors, axis, work, project),
            group=project.id if project else None,
            is_alap=task.constraint == "ALAP" and started is None,
            started=None if started is None else axis.point(started),
            finished=None if finished is None else axis.point(finished),
            started_at=started,
            finished_at=finished,
        )

    def _actuals(self, task: Task, axis: Axis) -> tuple[int | None, int | None]:
        started = None if task.actual_start is None else micros_of(task.actual_start)
        finished = None if task.actual_finish is None else micros_of(task.actual_finish)
        if started is None and finished is not None:
            started = min(finished, axis.opening(axis.point(finished) - length_of(task.duration)))
        return started, finished

    def _work(self, task: Task, axis: Axis, started: int | None) -> int:
        """The work that is left; without a figure, the duration less what fits between start and status date."""
        duration = length_of(task.duration)
        if started is None or self.status is None:
            if task.remaining is None:
                return duration
            left = length_of(task.remaining)
            return left if started is None else max(duration, left)
        if task.remaining is not None:
            return length_of(task.remaining)
        return duration - min(duration, max(0, axis.point(self.status) - axis.point(started)))

    def _floor(
        self, task: Task, ancestors: tuple[Task, ...], axis: Axis, work: int, project: Project | None
    ) -> tuple[int, DriverKind]:
        floor: int = 0
        kind: DriverKind = "start"
        bounds: list[tuple[int, DriverKind]] = []
        if project and project.release is not None:
            bounds.append((axis.point(micros_of(project.release)), "release"))
        if self.status is not None:
            bounds.append((axis.point(self.status), "status"))
        elif task.actual_start is not None:
            floor, kind = axis.point(micros_of(task.actual_start)), "actual"
        for holder in (task, *ancestors):
            if holder.constraint_at is not None and holder.constraint in ("SNET", "FNET"):
                at = axis.point(micros_of(holder.constraint_at))
                bounds.append((at - work if holder.constraint == "FNET" else at, "constraint"))
        for bound, its_kind in bounds:
            if bound > floor:
                floor, kind = bound, its_kind
        return floor, kind

    def _ceiling(
        self, task: Task, ancestors: tuple[Task, ...], axis: Axis, work: int, project: Project | None
    ) -> int | None:
        ceilings: list[int] = []
        if project and project.due is not None:
            ceilings.append(axis.point(micros_of(project.due)))
        for holder in (task, *ancestors):
            if holder.deadline is not None:
                ceilings.append(axis.point(micros_of(holder.deadline)))
            if holder.constraint_at is not None and holder.constraint in ("MSO", "MFO", "SNLT", "FNLT"):
                is_start = holder.constraint in ("MSO", "SNLT")
                ceilings.append(axis.point(micros_of(holder.constraint_at)) + (work if is_start else 0))
        return min(ceilings, default=None)


def check_summaries(plan: Plan) -> None:
    """A summary's dates come from its leaves: only ASAP, SNET and FNLT may bind it (`constraint_on_summary`)."""
    parents = {task.parent for task in plan.tasks}
    for task in plan.tasks:
        if task.id in parents and task.constraint not in (None, "ASAP", "SNET", "FNLT"):
            raise EngineError("constraint_on_summary", task=task.id, constraint=task.constraint)
