"""What is said and answered about projects. Money is null for those who do not see it."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema

from goldenthread.api.listing import Listed
from goldenthread.business.projects import queries
from goldenthread.business.work.policies import may_see_money
from goldenthread.foundation.actors import Actor

TAGS = ["projects"]
MONEY = (
    "bac", "pv", "ev", "ac", "sv", "cv", "eac_cpi", "eac_budget_rate", "eac_cpi_spi", "etc_cpi", "vac_cpi",
    "vac_budget_rate",
)  # fmt: skip
RATIOS = (
    "spi", "cpi", "sv_pct", "cv_pct", "percent_complete", "tcpi_bac", "tcpi_eac_cpi", "pd", "at", "es", "sv_t", "spi_t",
    "ieac_t", "ieac_t_pf1", "tspi_pd",
)  # fmt: skip


class FactorOut(Schema):
    name: str
    light: str
    because: str
    rule: str


class StandingOut(Schema):
    """Undefined stays null. `es`, `sv_t`, `pd`, `at` and `ieac_t` are working days of the baseline's calendar."""

    at: datetime
    light: str
    reasons: list[str]
    factors: list[FactorOut]
    percent: Decimal
    finish_at: datetime | None
    baseline_finish_at: datetime | None
    baseline: int | None
    slip_days: int | None
    milestones_promised: int
    milestones_missed: list[str]
    share_missed: Decimal | None
    currency: str
    budget: Decimal | None
    forecast: Decimal | None
    budget_deviation: Decimal | None
    measures: dict[str, Decimal | None]


class PhaseOut(Schema):
    kind: str
    started_at: datetime | None
    finished_at: datetime | None


class ProjectOut(Schema):
    key: str
    name: str
    state: str
    manager: str
    phase: str
    start_on: date
    deadline: date
    finish_at: datetime | None
    percent: Decimal
    light: str
    version: int


class ProjectsOut(Listed):
    items: list[ProjectOut]


class TaskOut(Schema):
    key: str
    project: str
    title: str
    description: str
    wbs: str
    parent: str | None
    is_summary: bool
    is_milestone: bool
    duration_minutes: int
    duration_seconds: int
    is_elapsed: bool
    budget: Decimal | None
    fixed_cost: Decimal | None
    priority: int
    calendar: str | None
    constraint: str
    constraint_at: datetime | None
    deadline_on: date | None
    earning_rule: str
    earning_weights: list[int]
    deadline_at: datetime | None
    percent: int
    optimistic_minutes: int | None
    pessimistic_minutes: int | None
    start_at: datetime | None
    finish_at: datetime | None
    late_start_at: datetime | None
    late_finish_at: datetime | None
    actual_start_at: datetime | None
    actual_finish_at: datetime | None
    total_float_minutes: int | None
    free_float_minutes: int | None
    is_critical: bool
    driver: dict[str, str] | None
    assignee: str | None
    version: int


class DeliverableOut(Schema):
    key: str
    project: str
    name: str
    state: str
    criteria: list[dict[str, Any]]
    due_on: date | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    version: int


class RiskOut(Schema):
    key: str
    project: str
    title: str
    probability: int
    days: int
    cost: Decimal | None
    task: str | None
    response: str
    response_cost: Decimal | None
    residual_probability: int | None
    owner: str | None
    state: str
    version: int


class ReadinessOut(Schema):
    id: int
    area: str
    text: str
    is_ready: bool
    evidence: str
    ready_at: datetime | None


class HandoverOut(Schema):
    key: str
    project: str
    service: str
    started_at: datetime
    passed_at: datetime | None
    items: list[ReadinessOut]
    version: int


def standing_out(actor: Actor, found: queries.Standing) -> dict[str, Any]:
    sees = may_see_money(actor)
    names = (*MONEY, *RATIOS) if sees else RATIOS
    return {
        "at": found.at,
        "light": found.light,
        "reasons": list(found.reasons),
        "factors": [vars(factor) for factor in found.factors],
        "percent": found.percent,
        "finish_at": found.finish_at,
        "baseline_finish_at": found.baseline_finish_at,
        "baseline": found.baseline_number,
        "slip_days": found.slip_days,
        "milestones_promised": found.promised,
        "milestones_missed": list(found.missed),
        "share_missed": found.share_missed,
        "currency": found.currency,
        "budget": found.budget if sees else None,
        "forecast": found.eac if sees else None,
        "budget_deviation": found.budget_deviation if sees else None,
        "measures": {name: getattr(found.value, name) for name in names},
    }


def project_out(found: Any, standing: queries.Standing, phase: str) -> dict[str, Any]:
    return {
        "key": found.key,
        "name": found.name,
        "state": found.state,
        "manager": found.manager.key,
        "phase": phase,
        "start_on": found.start_on,
        "deadline": found.charter.deadline,
        "finish_at": standing.finish_at,
        "percent": standing.percent,
        "light": standing.light,
        "version": found.version,
    }


def task_out(actor: Actor, found: Any, project: str, shown: Container[str], *, is_summary: bool) -> dict[str, Any]:
    """A task in plain values; of the tasks it names, those that are shown."""
    known = (
        "key", "wbs", "is_milestone", "duration_minutes", "constraint", "constraint_at", "deadline_on", "percent",
        "earning_rule", "earning_weights",
        "late_start_at", "late_finish_at", "actual_start_at", "actual_finish_at", "total_float_minutes",
        "free_float_minutes", "is_critical", "version", "duration_seconds", "is_elapsed", "priority",
        "deadline_at",
        "optimistic_minutes", "pessimistic_minutes",
    )  # fmt: skip
    return {name: getattr(found, name) for name in known} | {
        "project": project,
        "title": found.work.title,
        "description": found.work.description,
        "parent": found.parent.key if found.parent and found.parent.key in shown else None,
        "driver": queries.driver_as_seen(found.driver, shown),
        "is_summary": is_summary,
        "budget": found.budget if may_see_money(actor) else None,
        "fixed_cost": found.fixed_cost if may_see_money(actor) else None,
        "calendar": found.calendar.key if found.calendar else None,
        "start_at": found.early_start_at,
        "finish_at": found.early_finish_at,
        "assignee": found.work.assignee.key if found.work.assignee else None,
    }


def deliverable_out(found: Any) -> dict[str, Any]:
    known = ("key", "name", "state", "criteria", "due_on", "decided_at", "reason", "version")
    return {name: getattr(found, name) for name in known} | {
        "project": found.project.key,
        "decided_by": found.decided_by.key if found.decided_by else None,
    }


def risk_out(actor: Actor, found: Any) -> dict[str, Any]:
    known = ("key", "title", "probability", "days", "response", "residual_probability", "state", "version")
    sees_money = may_see_money(actor)
    return {name: getattr(found, name) for name in known} | {
        "project": found.project.key,
        "task": found.task.key if found.task else None,
        "cost": found.cost if sees_money else None,
        "response_cost": found.response_cost if sees_money else None,
        "owner": found.owner.key if found.owner else None,
    }


def handover_out(found: Any) -> dict[str, Any]:
    items = ("id", "area", "text", "is_ready", "evidence", "ready_at")
    return {
        "key": found.key,
        "project": found.project.key,
        "service": found.service.key,
        "started_at": found.started_at,
        "passed_at": found.passed_at,
        "items": [{name: getattr(item, name) for name in items} for item in found.items.all()],
        "version": found.version,
    }
