"""A plan brought in from beginning to end: hours, resources, tasks, ties, dates and baselines, or nothing at all."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.actions.importing.baselines import bring_baselines
from goldenthread.business.projects.actions.importing.calendars import Calendars
from goldenthread.business.projects.actions.importing.given import GivenPlan, Loss, Said
from goldenthread.business.projects.actions.importing.resources import Resources
from goldenthread.business.projects.actions.importing.tasks import iso
from goldenthread.business.projects.actions.importing.ties import Ties
from goldenthread.business.projects.actions.importing.tree import Tree
from goldenthread.business.projects.actions.plan.rescheduling import reschedule
from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.events import PlanImported
from goldenthread.business.projects.models import PlanImport, Project, Task
from goldenthread.business.projects.policies import may_plan
from goldenthread.business.projects.queries.schedule.compiling import told_in_words
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.events import record

MOST_LOSSES = 2000


@dataclass
class PlanChanges:
    """What an import did: how much of each there is in the file, and what of it was new or different."""

    tasks: int = 0
    links: int = 0
    resources: int = 0
    assignments: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    ties: int = 0
    """Links and assignments that were added, changed or taken away."""
    calendars: int = 0
    """Calendars made or changed."""
    kept_resources: int = 0
    """Resources made or changed."""
    baselines: int = 0
    """Baselines frozen."""
    settings: list[str] = field(default_factory=list)
    """Which of the project's start, calendar and status date were set."""
    changes: dict[str, list[str]] = field(default_factory=dict)
    """Of tasks that were here, the fields that changed, by key."""
    gone: list[str] = field(default_factory=list)
    """Keys of tasks that the file no longer holds; they stay."""
    keys: dict[int, str] = field(default_factory=dict)
    """By the file's number of a task, its key."""
    losses: list[Loss] = field(default_factory=list)

    @property
    def is_any(self) -> bool:
        """Whether anything was written at all."""
        counts = (self.created, self.updated, self.ties, self.calendars, self.kept_resources, self.baselines)
        return any(counts) or bool(self.settings)


@action(on=Project, may=may_plan)
def import_plan(acting: Acting, project: Project, *, plan: GivenPlan) -> PlanChanges:
    """Bring a plan in. Tasks and resources are recognised by the file's numbers, so a second time changes nothing.

    Only what the file says otherwise than last time changes here; what was changed here meanwhile stays. Tasks that
    the file no longer holds stay and are named. All dates are computed again. Refused where links go round.
    """
    must_be_open(project)
    kept = PlanImport.objects.filter(project=project).first() or PlanImport(project=project, said={}, calendars={})
    calendars = Calendars(acting, project, kept.calendars)
    calendars.bring(plan.calendars)
    done = PlanChanges(losses=plan.losses, calendars=calendars.created + calendars.updated)
    said: Said = {"start": iso(plan.start), "calendar": plan.calendar_uid, "status": iso(plan.status_at)}
    resources = Resources(project, calendars.of)
    tree = Tree(acting, project, calendars.of, min(plan.status_at or acting.at, acting.at))
    with told_in_words(project):
        done.settings = _set_project(project, plan, kept.said, said, calendars.of)
        resources.bring(plan.resources)
        tree.bring(plan.tasks)
    ties = Ties(tree.of, tree.before, resources)
    ties.bring(plan.tasks)
    reschedule(project, cause=project.key)
    done.baselines = bring_baselines(acting, project, plan.baselines, tree.of, plan.source)
    _count(done, plan, tree, ties, resources)
    _keep(acting, kept, plan, said, calendars.known)
    if done.is_any:
        project.save(update_fields=["state"])
    counts = {"created": done.created, "updated": done.updated, "unchanged": done.unchanged}
    record(
        PlanImported(subject=project.key, source=plan.source, name=plan.name, **counts),
        version=project.version,
    )
    return done


def _set_project(
    project: Project, plan: GivenPlan, before: Said, said: Said, calendars: dict[int, WorkCalendar]
) -> list[str]:
    """Start, calendar and status date, where the file says them otherwise than last time."""
    found = []
    calendar = calendars.get(plan.calendar_uid) if plan.calendar_uid is not None else None
    if calendar is not None and before.get("calendar") != said["calendar"] and project.calendar_id != calendar.pk:
        project.calendar = calendar
        found.append("calendar")
    if before.get("start") != said["start"] and _starts(project) != plan.start:
        hours = project.calendar.hours()
        project.start_on = plan.start.astimezone(hours.zone).date()
        project.starts_at = None if _opening(project) == plan.start else plan.start
        found.append("start")
    if plan.status_at is not None and before.get("status") != said["status"] and project.status_at != plan.status_at:
        project.status_at = plan.status_at
        found.append("status_at")
    if found:
        project.save(update_fields=["calendar", "start_on", "starts_at", "status_at"])
    return found


def _opening(project: Project) -> datetime:
    hours = project.calendar.hours()
    return hours.next_open(hours.instant(project.start_on, "00:00"))


def _starts(project: Project) -> datetime:
    return project.starts_at or _opening(project)


def _count(done: PlanChanges, plan: GivenPlan, tree: Tree, ties: Ties, resources: Resources) -> None:
    done.tasks, done.resources = len(plan.tasks), len(plan.resources)
    done.links, done.assignments, done.ties = ties.links, ties.uses, ties.changed
    done.created, done.updated = len(tree.created), len(tree.changes)
    done.unchanged = done.tasks - done.created - done.updated
    done.changes = tree.changes
    done.kept_resources = resources.created + resources.updated
    done.gone = [task.key for task in tree.gone]
    done.keys = {uid: task.key for uid, task in tree.of.items()}


def _keep(acting: Acting, kept: PlanImport, plan: GivenPlan, said: Said, calendars: dict[str, dict[str, Any]]) -> None:
    kept.source, kept.name, kept.at = plan.source, plan.name[:200], acting.at
    kept.by_id = acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id
    kept.said, kept.calendars = said, calendars
    kept.losses = [asdict(loss) for loss in plan.losses[:MOST_LOSSES]]
    kept.save()


def schedule_of(project: Project) -> dict[str, tuple[datetime | None, datetime | None]]:
    """The computed dates of a plan by key."""
    rows = Task.objects.filter(project=project).values_list("work__key", "early_start_at", "early_finish_at")
    return {key: (start, finish) for key, start, finish in rows}
