"""What a change of one task would move, before it is made: worked out on the kept plan, writing nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from goldenthread.business.projects.models import Project, Task
from goldenthread.business.projects.policies import may_plan
from goldenthread.business.projects.queries.schedule.breaks import Break, breaks
from goldenthread.business.projects.queries.schedule.changes import TaskChanges, read_changes
from goldenthread.business.projects.queries.schedule.compiling import task_of, told_in_words
from goldenthread.business.projects.queries.schedule.hours import PlanHours
from goldenthread.business.projects.queries.schedule.kept import KeptPlan, kept_plan
from goldenthread.business.projects.queries.schedule.moved import Moved, moved, place_of
from goldenthread.business.projects.queries.schedule.rows import PlanRow
from goldenthread.engine import network
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import NotFound, Refused
from goldenthread.foundation.policies import require, visible

ONLY_OF_LEAVES = {"duration_minutes", "is_milestone", "is_elapsed"}


@dataclass(frozen=True, slots=True)
class Preview:
    """What would move: of the rows, those that the reader may see. `stamp` names the plan it was worked out on."""

    stamp: str
    was: PlanRow
    """The task as it is planned now."""
    now: Moved
    """Where it would stand."""
    asked_at: datetime | None
    """The instant of its constraint; a day off was stepped over."""
    rows: list[Moved]
    others: int
    """How many other tasks, summaries apart, would begin or end at another time."""
    waits_for: str
    """The name of the task that would hold it where it stands; empty where none does, or none that may be named."""
    finish_before: datetime
    finish_at: datetime
    breaks: list[Break]


def preview(actor: Actor, project: Project, key: str, changes: TaskChanges) -> Preview:
    """What these changes of a task would move. Only for those who plan; refused as the change itself would be."""
    require(may_plan(actor, project))
    if project.state != Project.State.OPEN:
        raise Refused(_("%(key)s is closed; its plan stays as it was.") % {"key": project.key})
    kept, hidden = kept_plan(project), _hidden(actor, project)
    row = kept.rows.get(key)
    if row is None or key in hidden:
        raise NotFound(_("There is no %(key)s, or it is not open to you.") % {"key": key})
    changed = _changed(kept, row, changes)
    after = _rescheduled(project, kept, changed)
    found = moved(kept, after, key)
    now = found.get(key) or place_of(after, key)
    rows = [one for one in found.values() if one.key not in hidden]
    before = (now.driver or {}).get("task", "")
    return Preview(
        stamp=str(kept.stamp[0]),
        was=row,
        now=now,
        asked_at=changed.constraint_at,
        rows=rows,
        others=sum(1 for one in rows if one.key != key and _is_elsewhere(kept, one)),
        waits_for=kept.rows[before].title if before and before not in hidden else "",
        finish_before=kept.schedule.finish,
        finish_at=after.finish,
        breaks=[one for one in breaks(actor, project, kept, changed, (found, after.finish)) if one.key not in hidden],
    )


def _hidden(actor: Actor, project: Project) -> set[str]:
    """The keys of the plan's private tasks that are not the actor's to see."""
    private = Task.objects.filter(project=project, work__is_private=True)
    found = dict(private.values_list("work_id", "work__key"))
    if found:
        for pk in visible(Task, actor).filter(pk__in=found).values_list("pk", flat=True):
            del found[pk]
    return set(found.values())


def _changed(kept: KeptPlan, row: PlanRow, changes: TaskChanges) -> PlanRow:
    """The row as it would be."""
    given = dict(changes)
    if row.pk in kept.summaries and any(given[name] != getattr(row, name) for name in ONLY_OF_LEAVES & set(given)):
        raise Refused(_("%(key)s has parts: its length and its budget come from them.") % {"key": row.key})
    base = None if "calendar" in given else row.calendar_id
    fields = read_changes(given, kept.hours.told_on(base), row)
    known = PlanRow.__dataclass_fields__
    return replace(row, **{name: value for name, value in fields.items() if name in known})


def _rescheduled(project: Project, kept: KeptPlan, row: PlanRow) -> network.Schedule:
    is_as_before = row.calendar_id == kept.rows[row.key].calendar_id
    hours = kept.hours if is_as_before else PlanHours(project, [row])
    task = task_of(row, hours, kept.key_of.get(row.parent_id or 0), is_summary=row.pk in kept.summaries)
    with told_in_words(project):
        return network.reschedule(kept.schedule.plan, kept.schedule, {row.key: task})


def _is_elsewhere(kept: KeptPlan, now: Moved) -> bool:
    was = kept.schedule[now.key]
    if kept.rows[now.key].pk in kept.summaries:
        return False
    return (was.early_start, was.early_finish) != (now.start_at, now.finish_at)
