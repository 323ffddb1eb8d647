"""Accepting what levelling proposed, whole or in part, and taking it back in one step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.plan.rescheduling import reschedule
from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.events import LevellingAccepted, LevellingTakenBack, LevellingUndone, PlanLevelled
from goldenthread.business.projects.models import Levelling, Project, Task
from goldenthread.business.projects.policies import may_see_levelling, may_settle
from goldenthread.business.projects.queries.levelling.part import Part, part_of
from goldenthread.business.projects.queries.levelling.refusals import task_name
from goldenthread.business.projects.queries.levelling.stamping import stamp_text
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Run


@action(on=Run, may=may_settle)
def accept_levelling(
    acting: Acting, run: Run, *, projects: Sequence[str] | None = None, tasks: Sequence[str] | None = None
) -> Levelling:
    """Make the plans as the run proposes: all of it, or what concerns these projects or tasks (by key).

    Refused where others must go along and were not named, where plans, people or absences have changed since the
    proposal was worked out, and where it has been accepted already.
    """
    locked = _locked(run.question["projects"])
    _must_hold(run, locked)
    part = part_of(acting, run, projects, tasks)
    if part.along:
        names = ", ".join(task_name(acting.actor, key) for key in sorted(part.along))
        raise Refused(_("This part asks somebody for two things at once. Take along: %(tasks)s.") % {"tasks": names})
    levelling = Levelling.objects.create(
        key=next_key(Levelling.prefix),
        run=run,
        accepted_at=acting.at,
        accepted_by_id=acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id,
        plans={},
        holds=_holds(part),
    )
    touched = {part.given.plan_of[key] for key in part.holds}
    levelling.plans = {
        project.key: _levelled(project, levelling.key, _of(part, project))
        for project in locked
        if project.pk in touched
    }
    Levelling.objects.filter(pk=levelling.pk).update(plans=levelling.plans)
    record(
        LevellingAccepted(subject=levelling.key, run=run.key, projects=levelling.project_keys, tasks=len(part.holds))
    )
    return levelling


@action(on=Levelling, may=may_see_levelling)
def undo_levelling(acting: Acting, levelling: Levelling) -> Levelling:
    """Put the plans back as they were before it was accepted. Refused where one of them has changed since."""
    levelling.must_stand()
    locked = _locked(levelling.project_keys)
    changed = [project for project in locked if str(project.plan_stamp) != levelling.plans[project.key]["after"]]
    if changed:
        names = ", ".join(project.name for project in changed)
        raise Refused(
            _("The plan has changed since it was levelled: %(names)s. Level again instead.") % {"names": names}
        )
    for project in locked:
        must_be_open(project)
    _hold({int(task): was for task, (was, _now) in levelling.holds.items()})
    for project in locked:
        reschedule(project, cause=levelling.key)
        stamp = UUID(levelling.plans[project.key]["before"])
        Project.objects.filter(pk=project.pk).update(plan_stamp=stamp)  # it is the same plan again
        record(LevellingUndone(subject=project.key, levelling=levelling.key))
    levelling.undone_at = acting.at
    levelling.undone_by_id = acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id
    levelling.save()
    record(LevellingTakenBack(subject=levelling.key, projects=levelling.project_keys), version=levelling.version)
    return levelling


def _locked(keys: Sequence[str]) -> list[Project]:
    """The projects, held until the end in one order, so that nobody plans in them meanwhile."""
    held = Project.objects.select_for_update().filter(key__in=keys).order_by("pk").values_list("pk", flat=True)
    return list(Project.objects.filter(pk__in=list(held)).select_related("charter", "calendar").order_by("pk"))


def _must_hold(run: Run, projects: list[Project]) -> None:
    if not run.is_over or run.answer is None or "moves" not in run.answer:
        raise Refused(_("%(key)s has no proposal yet.") % {"key": run.key})
    if Levelling.objects.filter(run=run, undone_at=None).exists():
        raise Refused(_("This proposal has been accepted already."))
    for project in projects:
        must_be_open(project)
    if run.answer["stamp"] != stamp_text(projects):
        raise Refused(
            _("Plans, people or absences have changed since this was worked out. Level again to see what holds now.")
        )


def _holds(part: Part) -> dict[str, list[str | None]]:
    rows = part.given.rows
    return {str(rows[key].pk): [_text(rows[key].levelled_at), _text(until)] for key, until in part.holds.items()}


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _of(part: Part, project: Project) -> dict[int, str | None]:
    given = part.given
    return {given.rows[key].pk: _text(until) for key, until in part.holds.items() if given.plan_of[key] == project.pk}


def _levelled(project: Project, cause: str, holds: Mapping[int, str | None]) -> dict[str, str | None]:
    before, finish = str(project.plan_stamp), _text(project.finish_at)
    _hold(holds)
    reschedule(project, cause=cause)
    after = _text(project.finish_at)
    record(
        PlanLevelled(
            subject=project.key, levelling=cause, tasks=len(holds), finish_before=finish or "", finish=after or ""
        )
    )
    return {
        "before": before,
        "after": str(project.plan_stamp),
        "finish_before": finish,
        "finish_after": after,
    }


def _hold(holds: Mapping[int, str | None]) -> None:
    """One statement for each instant; the versions stay: it is the plan that is edited, not the task."""
    together: dict[str | None, list[int]] = defaultdict(list)
    for task, until in holds.items():
        together[until].append(task)
    for until, tasks in together.items():
        at = None if until is None else datetime.fromisoformat(until)
        Task.objects.filter(pk__in=tasks).update(levelled_at=at)
