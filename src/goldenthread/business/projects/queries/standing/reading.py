"""What the standing of projects is worked out from, read for many at once: the same few queries however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, Subquery

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
from goldenthread.business.work.queries import Costs, Foreign, spent_by_month, together


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
    deliverables: list[Deliverable] = field(default_factory=list)
    risks: list[Risk] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)


def known(project_ids: Collection[int], at: datetime) -> dict[int, Known]:
    """All that is known of these projects at an instant, by id."""
    return known_of(Project.objects.select_related("charter", "calendar").filter(pk__in=list(project_ids)), at)


def known_of(projects: Iterable[Project], at: datetime) -> dict[int, Known]:
    """The same of projects at hand, each with its charter and calendar."""
    found = {project.pk: Known(project, project.stands_at(at)) for project in projects}
    ids = list(found)
    for baseline in (
        Baseline.objects.filter(project_id__in=ids, frozen_at__lte=at)
        .order_by("project_id", "-number")
        .distinct("project_id")
    ):
        found[baseline.project_id].frozen = Frozen(baseline)
    _read_tasks(found, at)
    _read_money(found, at)
    for deliverable in Deliverable.objects.filter(project_id__in=ids).order_by("due_on", "pk"):
        found[deliverable.project_id].deliverables.append(deliverable)
    for risk in Risk.objects.filter(project_id__in=ids).order_by("-probability", "pk"):
        found[risk.project_id].risks.append(risk)
    handovers = Handover.objects.filter(project_id__in=ids).select_related("service")
    for handover in handovers.annotate(
        wanted=Count("items"), ready=Count("items", filter=Q(items__is_ready=True))
    ).order_by("pk"):
        found[handover.project_id].handovers.append(handover)
    return found


def _read_tasks(found: dict[int, Known], at: datetime) -> None:
    readings = ProgressReading.objects.filter(task=OuterRef("pk"), at__lte=at).order_by("-at", "-pk").values("percent")
    rows = Task.objects.filter(project_id__in=found).values_list(
        *("project_id", "work_id", "work__key", "parent_id", "budget", "duration_minutes", "actual_finish_at"),
        *("earning_rule", "earning_weights"),
        Subquery(readings[:1]),
    )
    for project_id, number, key, parent_id, budget, minutes, finished_at, rule, weights, percent in rows:
        row = TaskRow(number, key, parent_id, budget, minutes, finished_at, rule, tuple(weights))
        found[project_id].tasks.append(row)
        if percent is not None:
            found[project_id].percent[number] = percent


def _read_money(found: dict[int, Known], at: datetime) -> None:
    on = at.astimezone(next(iter(found.values())).project.calendar.hours().zone).date() if found else None
    if on is None:
        return
    of_account: dict[int, list[Known]] = defaultdict(list)
    for one in found.values():
        of_account[one.project.account_id].append(one)
    for account_id, lines in spent_by_month(of_account, on).items():
        for one in of_account[account_id]:
            one.spent_by_month = lines
            every = together(costs for _month, costs in lines)
            one.spent = every.whole if lines else None
            one.foreign = every.foreign
