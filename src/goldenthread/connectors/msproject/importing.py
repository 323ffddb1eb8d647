"""A file brought in from beginning to end, or only looked at: everything is computed, then nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import import_plan
from goldenthread.business.projects.actions.importing import Loss, PlanChanges
from goldenthread.business.projects.models import Project
from goldenthread.business.projects.policies import may_plan
from goldenthread.connectors.msproject.reading import Readable, read_document
from goldenthread.connectors.msproject.translating import FilePlan, Home, translate
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.policies import require

MOST_ROWS = 500


@dataclass(frozen=True)
class DateRow:
    """A task with the dates computed here beside those the file stores."""

    uid: int
    key: str
    wbs: str
    title: str
    is_summary: bool
    start: datetime | None
    finish: datetime | None
    stored_start: datetime | None
    stored_finish: datetime | None
    is_same: bool
    """At the same points of working time; Friday's closing and Monday's opening are one."""


@dataclass
class Outcome:
    """What came of an import, or would come of it."""

    done: PlanChanges
    rows: list[DateRow] = field(default_factory=list)
    start: datetime | None = None
    finish: datetime | None = None

    @property
    def losses(self) -> list[Loss]:
        return self.done.losses

    @property
    def compared(self) -> list[DateRow]:
        return [row for row in self.rows if row.stored_start and row.stored_finish]

    @property
    def differing(self) -> list[DateRow]:
        return [row for row in self.compared if not row.is_same]

    def figures(self) -> dict[str, Any]:
        done = self.done
        known = (
            "tasks", "links", "resources", "assignments", "created", "updated", "unchanged", "ties", "calendars",
            "kept_resources", "baselines", "settings", "changes", "gone",
        )  # fmt: skip
        named = ("field", "task", "value", "why")
        return {name: getattr(done, name) for name in known} | {
            "start": self.start,
            "finish": self.finish,
            "dates": {
                "compared": len(self.compared),
                "equal": len(self.compared) - len(self.differing),
                "differing": [_told(row) for row in self.differing[:MOST_ROWS]],
            },
            "losses": [{name: getattr(loss, name) for name in named} for loss in done.losses],
        }


def _told(row: DateRow) -> dict[str, Any]:
    named = ("uid", "title", "start", "finish", "stored_start", "stored_finish")
    return {name: getattr(row, name) for name in named}


def import_file(acting: Acting, key: str, file: Readable, *, name: str) -> Outcome:
    """Bring a file into the plan of the project with this key, whole or not at all."""
    project, given = _read(acting, key, file, name)
    with transaction.atomic():
        return _outcome(acting, project, given)


def preview_file(acting: Acting, key: str, file: Readable, *, name: str) -> Outcome:
    """All that the import would do, computed and taken back."""
    project, given = _read(acting, key, file, name)
    with transaction.atomic():
        outcome = _outcome(acting, project, given)
        transaction.set_rollback(True)
    return outcome


def _read(acting: Acting, key: str, file: Readable, name: str) -> tuple[Project, FilePlan]:
    project = queries.project(acting.actor, key)
    require(may_plan(acting.actor, project), _("%(name)s plans this project.") % {"name": project.manager.name})
    hours = project.calendar.hours()
    start = project.starts_at or hours.next_open(hours.instant(project.start_on, "00:00"))
    home = Home(hours.zone, start, project.name, project.charter.currency)
    return project, translate(read_document(file), home, name)


def _outcome(acting: Acting, project: Project, given: FilePlan) -> Outcome:
    done = import_plan(acting, project.key, plan=given.plan)
    after = queries.project(acting.actor, project.key)
    hours = after.calendar.hours()
    start = after.starts_at or hours.next_open(hours.instant(after.start_on, "00:00"))
    branches = {one.task.key: one for one in queries.plan(acting.actor, after).branches}
    rows = [_row(uid, branches[key], given, hours) for uid, key in done.keys.items() if key in branches]
    return Outcome(done, rows, start, after.finish_at)


def _row(uid: int, branch: queries.Branch, given: FilePlan, hours: Hours) -> DateRow:
    task, (start, finish) = branch.task, given.stored[uid]
    is_same = _meet(hours, task.early_start_at, start) and _meet(hours, task.early_finish_at, finish)
    return DateRow(
        uid, task.key, branch.wbs, task.work.title, branch.is_summary, task.early_start_at, task.early_finish_at,
        start, finish, is_same,
    )  # fmt: skip


def _meet(hours: Hours, one: datetime | None, other: datetime | None) -> bool:
    """Whether two instants are one point of working time."""
    if one is None or other is None or one == other:
        return True
    return not hours.between(min(one, other), max(one, other))
