"""What happens in projects. Earned value, history and feeds are read from these and from the readings beside them."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ProjectOpened(Fact):
    name: str
    manager: int
    template: str
    budget: str
    currency: str
    deadline: str


@dataclass(frozen=True, kw_only=True)
class PhaseStarted(Fact):
    phase: str
    before: str


@dataclass(frozen=True, kw_only=True)
class ProjectClosed(Fact):
    pass


@dataclass(frozen=True, kw_only=True)
class ProjectStopped(Fact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class MemberAdded(Fact):
    person: int


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Fact):
    person: int


@dataclass(frozen=True, kw_only=True)
class TaskAdded(Fact):
    title: str
    project: str


@dataclass(frozen=True, kw_only=True)
class TaskChanged(Fact):
    """`changes` maps a field to its value before and after, as text."""

    changes: dict[str, list[str | None]]


@dataclass(frozen=True, kw_only=True)
class TaskMoved(Fact):
    before: str
    wbs: str


@dataclass(frozen=True, kw_only=True)
class TaskRemoved(Fact):
    """Told of the project, for the task is no more."""

    task: str
    title: str


@dataclass(frozen=True, kw_only=True)
class TasksLinked(Fact):
    predecessor: str
    kind: str
    lag_minutes: int


@dataclass(frozen=True, kw_only=True)
class TasksUnlinked(Fact):
    predecessor: str


@dataclass(frozen=True, kw_only=True)
class TaskAssigned(Fact):
    person: int
    units: int


@dataclass(frozen=True, kw_only=True)
class TaskUnassigned(Fact):
    person: int


@dataclass(frozen=True, kw_only=True)
class ResourceKept(Fact):
    """A resource of the project was added or changed, or (gone) taken away."""

    name: str
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True, kw_only=True)
class ResourceUsed(Fact):
    """So much of a resource is on a task from now on; none of it where `units` is empty."""

    resource: str
    units: str


@dataclass(frozen=True, kw_only=True)
class PlanImported(Fact):
    """A plan came in from a file; how many tasks it made, changed and left as they were."""

    source: str
    name: str
    created: int
    updated: int
    unchanged: int


@dataclass(frozen=True, kw_only=True)
class PlanMoved(Fact):
    """The plan's finish moved because of a change; instants as ISO text."""

    finish_before: str
    finish: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class PlanLevelled(Fact):
    """So many tasks of the plan were held back, or let go, by a levelling; instants as ISO text."""

    levelling: str
    tasks: int
    finish_before: str
    finish: str


@dataclass(frozen=True, kw_only=True)
class LevellingUndone(Fact):
    """Told of each plan: it stands as it did before."""

    levelling: str


@dataclass(frozen=True, kw_only=True)
class LevellingAccepted(Fact):
    """Told of the levelling: which run proposed it, of which projects, and how many tasks are held."""

    run: str
    projects: list[str]
    tasks: int


@dataclass(frozen=True, kw_only=True)
class LevellingTakenBack(Fact):
    """Told of the levelling."""

    projects: list[str]


@dataclass(frozen=True, kw_only=True)
class PlanBaselined(Fact):
    number: int
    reason: str
    budget: str
    finish: str


@dataclass(frozen=True, kw_only=True)
class ProgressReported(Fact):
    before: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class TaskCommented(Fact):
    comment: int


@dataclass(frozen=True, kw_only=True)
class DeliverableAdded(Fact):
    name: str


@dataclass(frozen=True, kw_only=True)
class DeliverableSubmitted(Fact):
    name: str


@dataclass(frozen=True, kw_only=True)
class DeliverableAccepted(Fact):
    name: str


@dataclass(frozen=True, kw_only=True)
class DeliverableSentBack(Fact):
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RiskNoted(Fact):
    title: str
    probability: int


@dataclass(frozen=True, kw_only=True)
class RiskChanged(Fact):
    title: str
    state: str


@dataclass(frozen=True, kw_only=True)
class DecisionRecorded(Fact):
    title: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class HandoverStarted(Fact):
    project: str
    service: str


@dataclass(frozen=True, kw_only=True)
class ReadinessJudged(Fact):
    item: str
    is_ready: bool
    evidence: str


@dataclass(frozen=True, kw_only=True)
class ReadinessListed(Fact):
    """An item was put on the list, or taken off it."""

    item: str
    is_removed: bool


@dataclass(frozen=True, kw_only=True)
class HandoverPassed(Fact):
    project: str
    service: str
