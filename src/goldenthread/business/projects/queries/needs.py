"""What needs the reader in a project: each with the one thing to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from goldenthread.business.projects.models import Deliverable, Project
from goldenthread.business.projects.policies import may_accept, may_note_risk, may_plan, may_ready, owns_service
from goldenthread.business.projects.queries.outline import Branch
from goldenthread.business.projects.queries.parts import deliverables, handovers, risks
from goldenthread.business.projects.queries.plan import PlanRead
from goldenthread.foundation.actors import Actor

Weight = Literal["bad", "risk", "wait", "live"]
STALE_AFTER = timedelta(days=7)
MOST = 8


@dataclass(frozen=True)
class Need:
    """What waits, how grave it is, the key it is about, and its values for the words around it."""

    name: str
    weight: Weight
    key: str
    values: dict[str, Any] = field(default_factory=dict)


def needs(actor: Actor, project: Project, read: PlanRead, at: datetime) -> list[Need]:
    """The gravest first; only what this actor can do something about. Nothing once the project has ended."""
    if project.state != Project.State.OPEN:
        return []
    found = [*_of_plan(actor, project, read, at), *_of_parts(actor, project)]
    order = ("bad", "risk", "wait", "live")
    return sorted(found, key=lambda need: order.index(need.weight))[:MOST]


def milestones(read: PlanRead, most: int = 6) -> list[Branch]:
    """The next milestones that are not reached, soonest first."""
    coming = [one for one in read.branches if one.task.is_milestone and one.task.percent < 100]
    dated = [(one.task.early_finish_at, one.wbs, one) for one in coming if one.task.early_finish_at]
    return [one for _at, _wbs, one in sorted(dated, key=lambda row: row[:2])[:most]]


def _of_plan(actor: Actor, project: Project, read: PlanRead, at: datetime) -> list[Need]:
    found: list[Need] = []
    plans = may_plan(actor, project)
    if plans and not read.branches:
        return [Need("plan", "live", project.key)]
    if plans and read.baseline is None:
        found.append(Need("freeze", "live", project.key))
    for one in read.branches:
        task, window = one.task, read.freeze_at(one.task.early_finish_at)
        is_open = task.percent < 100 and not one.is_summary
        if plans and is_open and task.is_milestone and window is not None:
            values = {"title": task.work.title, "freeze": window.name, "until": window.ends_at}
            found.append(Need("move", "bad", task.key, values))
        if plans and is_open and (task.total_float_minutes or 0) < 0:
            values = {"title": task.work.title, "minutes": -(task.total_float_minutes or 0)}
            found.append(Need("late", "risk", task.key, values))
        mine = task.work.assignee_id is not None and task.work.assignee_id == actor.id
        if is_open and mine and task.early_finish_at is not None and task.early_finish_at < at:
            found.append(Need("report", "risk", task.key, {"title": task.work.title}))
    begun = any(one.task.early_start_at and one.task.early_start_at < at - STALE_AFTER for one in read.branches)
    is_done = all(one.task.percent == 100 for one in read.branches)
    if plans and begun and not is_done and (project.status_at is None or at - project.status_at > STALE_AFTER):
        found.append(Need("update", "risk", project.key, {"since": project.status_at}))
    return found


def _of_parts(actor: Actor, project: Project) -> list[Need]:
    found: list[Need] = []
    for result in deliverables(actor, project):
        result.project = project
        if result.state == Deliverable.State.SUBMITTED and may_accept(actor, result):
            found.append(Need("accept", "wait", result.key, {"title": result.name}))
        if result.state == Deliverable.State.SENT_BACK and may_plan(actor, project):
            found.append(Need("sent_back", "risk", result.key, {"title": result.name, "reason": result.reason}))
    if may_note_risk(actor, project):
        bare = [risk for risk in risks(actor, project) if risk.state == "open"]
        found += [
            Need("answer", "risk", risk.key, {"title": risk.title})
            for risk in bare
            if risk.owner_id is None or not risk.response
        ]
    for handover in handovers(actor, project):
        handover.project = project
        if handover.passed_at is None and may_ready(actor, handover):
            waiting = [item for item in handover.items.all() if not item.is_ready]
            if not waiting and owns_service(actor, handover):
                found.append(Need("take_over", "wait", handover.key, {"title": handover.service.name}))
    return found
