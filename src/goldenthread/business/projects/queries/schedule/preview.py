"""What a change of one task would move, before it is made: worked out on the kept plan, writing nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from goldenthread.business.projects.models import Project, Task
from goldenthread.business.projects.policies import may_plan
from goldenthread.business.projects.queries.schedule.bounds import is_levelled
from goldenthread.business.projects.queries.schedule.breaks import Break, breaks
from goldenthread.business.projects.queries.schedule.changes import TaskChanges, read_changes
from goldenthread.business.projects.queries.schedule.compiling import scheduled, task_of, told_in_words
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
    found = moved(kept.schedule, after)
    row_of = {**kept.rows, key: changed}
    rows = [_as_seen(one, hidden, row_of[one.key]) for one in found if one.key not in hidden]
    now = _as_seen(place_of(kept.schedule, after, key), hidden, changed)
    return Preview(
        stamp=str(kept.stamp[0]),
        was=row,
        now=now,
        asked_at=changed.constraint_at,
        rows=rows,
        others=sum(one.is_shifted and one.key != key and kept.rows[one.key].pk not in kept.summaries for one in rows),
        waits_for=kept.rows[now.held_by].title if now.held_by else "",
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


def _as_seen(one: Moved, hidden: set[str], row: PlanRow) -> Moved:
    """What moved, without the key of a private task that holds it; told where it is levelling that does."""
    if one.kind == "constraint" and is_levelled(row):
        return replace(one, kind="levelled")
    return replace(one, held_by="", link_type="") if one.held_by in hidden else one


def _may_change_a_lag(kept: KeptPlan, row: PlanRow) -> bool:
    """Whether some lag is a share of what this row's length is a part of."""
    is_longer = row.length != kept.rows[row.key].length
    return any(
        (is_longer and link.predecessor == row.key) or kept.rows[link.predecessor].pk in kept.summaries
        for link in kept.links
        if link.lag_percent
    )


def _rescheduled(project: Project, kept: KeptPlan, row: PlanRow) -> network.Schedule:
    is_as_before = row.calendar_id == kept.rows[row.key].calendar_id
    hours = kept.hours if is_as_before else PlanHours(project, [row])
    if _may_change_a_lag(kept, row):
        rows = [row if one.key == row.key else one for one in kept.rows.values()]
        with told_in_words(project):
            return scheduled(project, rows, kept.links, hours if is_as_before else PlanHours(project, rows))
    task = task_of(row, hours, kept.key_of.get(row.parent_id or 0), is_summary=row.pk in kept.summaries)
    with told_in_words(project):
        return network.reschedule(kept.schedule.plan, kept.schedule, {row.key: task})
