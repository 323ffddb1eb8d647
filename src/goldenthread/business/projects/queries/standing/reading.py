"""What the standing of projects is worked out from, read for many at once: the same few queries however many."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, JSONObject

from goldenthread.business.projects.models import (
    Baseline,
    Deliverable,
    Handover,
    ProgressReading,
    Project,
    Risk,
    Task,
)
from goldenthread.business.projects.queries.standing.frozen import Frozen
from goldenthread.business.work.queries import Asked, Costs, Foreign, Spent, spent, together

FROZEN = ("number", "frozen_at", "finish_at", "starts_on", "calendar", "tasks", "planned")
"""What counts of a baseline here."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What counts of a task here."""

    id: int
    key: str
    parent_id: int | None
    budget: Decimal
    duration_minutes: int
    actual_finish_at: datetime | None
    earning_rule: str = "physical"
    earning_weights: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """What counts of a deliverable here."""

    state: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class RiskRow:
    """What counts of a risk here."""

    state: str
    probability: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """What counts of a hand-over here: whether it passed, and how many of the things it asks for are ready."""

    has_passed: bool
    wanted: int
    ready: int


@dataclass
class Known:
    """Everything known of one project at an instant."""

    project: Project
    at: datetime
    frozen: Frozen | None = None
    tasks: list[TaskRow] = field(default_factory=list)
    percent: dict[int, int] = field(default_factory=dict)
    """The latest reading of each task at the instant."""
    spent: Decimal | None = None
    """None where nothing was booked, and where a rate is missing to know it: then `foreign` tells."""
    spent_by_month: list[tuple[date, Costs]] = field(default_factory=list)
    foreign: tuple[Foreign, ...] = ()
    deliverables: list[DeliverableRow] = field(default_factory=list)
    risks: list[RiskRow] = field(default_factory=list)
    handovers: list[HandoverRow] = field(default_factory=list)


def with_terms(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Projects with the charter and the calendar they are judged by beside them."""
    return projects.select_related("charter", "calendar")


def known(project_ids: Collection[int], at: datetime) -> dict[int, Known]:
    """All that is known of these projects at an instant, by id."""
    return known_of(with_terms(Project.objects.filter(pk__in=list(project_ids))), at)


def known_of(projects: Iterable[Project], at: datetime, money: Spent | None = None) -> dict[int, Known]:
    """The same of projects at hand, each with its terms; `money` where the answers to `asked_of` are at hand too."""
    found = {project.pk: Known(project, project.stands_at(at)) for project in projects}
    if not found:
        return found
    asked = {number: asked_of(one.project, at) for number, one in found.items()}
    money = spent(asked.values()) if money is None else money
    for number, one in found.items():
        one.spent_by_month = money[asked[number]]
        every = together(costs for _month, costs in one.spent_by_month)
        one.spent = every.whole if one.spent_by_month else None
        one.foreign = every.foreign
    for project_id, kind, part in _parts(found, at):
        _KINDS[kind](found[project_id], part)
    return found


def asked_of(project: Project, at: datetime) -> Asked:
    """The money that counts: all that was posted up to the day it is where the project is."""
    return Asked(project.account_id, at.astimezone(project.calendar.hours().zone).date())


def _parts(project_ids: Collection[int], at: datetime) -> QuerySet[Any, Any]:
    """All that hangs on these projects and counts, each as its project, its kind and its values. One query."""
    reading = ProgressReading.objects.filter(task=OuterRef("pk"), at__lte=at).order_by("-at", "-pk").values("percent")
    tasks = _told(
        Task.objects.filter(project_id__in=project_ids),
        "task",
        id="work_id",
        key="work__key",
        parent="parent_id",
        budget=_exact("budget"),
        minutes="duration_minutes",
        finished="actual_finish_at",
        rule="earning_rule",
        weights="earning_weights",
        percent=Subquery(reading[:1]),
    )
    ready = Count("items", filter=Q(items__is_ready=True))
    handovers = Handover.objects.filter(project_id__in=project_ids).annotate(wanted=Count("items"), ready=ready)
    past = Baseline.objects.filter(project=OuterRef("project"), frozen_at__lte=at).order_by("-number").values("pk")
    newest = Baseline.objects.filter(project_id__in=project_ids, pk=Subquery(past[:1]))
    results = Deliverable.objects.filter(project_id__in=project_ids)
    risks = Risk.objects.filter(project_id__in=project_ids)
    return tasks.union(
        _told(newest, "baseline", **{name: name for name in FROZEN}),
        _told(results, "deliverable", state="state", due="due_on"),
        _told(risks, "risk", state="state", probability="probability", cost=_exact("cost")),
        _told(handovers, "handover", passed="passed_at", wanted=F("wanted"), ready=F("ready")),
        all=True,
    )


def _told(rows: QuerySet[Any], kind: str, **values: Any) -> QuerySet[Any, Any]:
    return rows.order_by().values_list("project_id", Value(kind), JSONObject(**values))


def _exact(name: str) -> Cast:
    """Money as text: a number in JSON would come back as a float."""
    return Cast(name, CharField())


def _take_task(one: Known, part: dict[str, Any]) -> None:
    finished = datetime.fromisoformat(part["finished"]) if part["finished"] else None
    of_tree = part["id"], part["key"], part["parent"]
    one.tasks.append(
        TaskRow(*of_tree, Decimal(part["budget"]), part["minutes"], finished, part["rule"], tuple(part["weights"]))
    )
    if part["percent"] is not None:
        one.percent[part["id"]] = part["percent"]


def _take_baseline(one: Known, part: dict[str, Any]) -> None:
    instants = {name: datetime.fromisoformat(part[name]) for name in ("frozen_at", "finish_at")}
    starts_on = date.fromisoformat(part["starts_on"])
    one.frozen = Frozen(Baseline(**part | instants | {"starts_on": starts_on}, project=one.project))


def _take_deliverable(one: Known, part: dict[str, Any]) -> None:
    due = date.fromisoformat(part["due"]) if part["due"] else None
    one.deliverables.append(DeliverableRow(part["state"], due))


def _take_risk(one: Known, part: dict[str, Any]) -> None:
    one.risks.append(RiskRow(part["state"], part["probability"], Decimal(part["cost"])))


def _take_handover(one: Known, part: dict[str, Any]) -> None:
    one.handovers.append(HandoverRow(part["passed"] is not None, part["wanted"], part["ready"]))


_KINDS = {
    "task": _take_task,
    "baseline": _take_baseline,
    "deliverable": _take_deliverable,
    "risk": _take_risk,
    "handover": _take_handover,
}
