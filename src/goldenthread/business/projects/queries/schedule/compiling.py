"""From a plan's rows to the engine's plan and back, with the engine's refusals in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.projects.models import Project, Task
from goldenthread.business.projects.queries.schedule.bounds import bounds_of, is_levelled
from goldenthread.business.projects.queries.schedule.hours import PlanHours, lag_of
from goldenthread.business.projects.queries.schedule.rows import LinkRow, PlanRow
from goldenthread.engine import network
from goldenthread.engine.errors import EngineError
from goldenthread.foundation.errors import Refused


def scheduled(project: Project, rows: Sequence[PlanRow], links: Sequence[LinkRow], when: PlanHours) -> network.Schedule:
    """The dates of a project's plan.

    A lag that is a share of a summary is one of the length its parts give it, whatever is stored: it is scheduled
    again until these lengths stand still, which takes one round more than such links follow one another.
    """
    parents = {row.parent_id for row in rows}
    length_of = {row.key: timedelta(0) if row.pk in parents else row.length for row in rows}
    summaries = {row.key for row in rows if row.pk in parents}
    shared = {link.predecessor for link in links if link.lag_percent and link.predecessor in summaries}
    found = network.schedule(plan_of(project, rows, _timed(links, length_of), when))
    for _round in shared:
        spans = {key: when.project.between(found[key].early_start, found[key].early_finish) for key in shared}
        if spans.items() <= length_of.items():
            break
        length_of |= spans
        found = network.schedule(plan_of(project, rows, _timed(links, length_of), when))
    return found


def _timed(links: Iterable[LinkRow], length_of: Mapping[str, timedelta]) -> Iterator[network.Link]:
    """The links as the engine takes them; a share of a predecessor is one of its length here."""
    for link in links:
        yield network.Link(
            link.predecessor,
            link.successor,
            link.kind,
            lag_of(link, length_of[link.predecessor]),
            link.lag_calendar,
        )


def plan_of(project: Project, rows: Sequence[PlanRow], links: Iterable[network.Link], when: PlanHours) -> network.Plan:
    """The engine's plan of a project."""
    key_of = {row.pk: row.key for row in rows}
    summaries = {row.parent_id for row in rows}
    return network.Plan(
        tasks=tuple(task_of(row, when, key_of.get(row.parent_id or 0), is_summary=row.pk in summaries) for row in rows),
        links=tuple(links),
        calendar=when.project,
        start=project.starts_at or when.project.next_open(when.project.instant(project.start_on, "00:00")),
        status_at=project.status_at,
    )


def task_of(row: PlanRow, when: PlanHours, parent: str | None, *, is_summary: bool) -> network.Task:
    """A row as the engine takes it; `parent` by key. A summary's length and progress come from its parts."""
    given: dict[str, Any] = {}
    if not is_summary:
        given = {
            "duration": row.length,
            "actual_start": row.actual_start_at,
            "actual_finish": row.actual_finish_at,
            "remaining": None if row.remaining_minutes is None else timedelta(minutes=row.remaining_minutes),
        }
    hours = None if is_summary else when.of(row)
    bounds = bounds_of(row, hours or when.project, when.deadline(row))
    return network.Task(
        id=row.key,
        calendar=hours,
        constraint=bounds.constraint,
        constraint_at=bounds.constraint_at,
        deadline=bounds.deadline,
        priority=row.priority,
        parent=parent,
        **{"duration": timedelta(0), **given},
    )


def minutes_of(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds() / 60)


def told(driver: network.Driver | None, row: PlanRow) -> dict[str, str] | None:
    """What holds a task, in plain values: its kind, and the task and type of the link where it is one."""
    if driver is None:
        return None
    plain = {"kind": "levelled" if driver.kind == "constraint" and is_levelled(row) else str(driver.kind)}
    if driver.link is not None:
        plain |= {"task": driver.link.predecessor, "type": driver.link.type}
    return plain


@contextmanager
def told_in_words(project: Project) -> Iterator[None]:
    """Where a plan cannot be computed, Refused with a sentence that whoever plans may read."""
    try:
        yield
    except EngineError as error:
        raise _refusal(error, project) from error


def _refusal(error: EngineError, project: Project) -> Refused:
    """Why a plan cannot be computed, with the names of what is in the way; a private task has neither name nor key."""
    rows = Task.objects.filter(project=project, work__is_private=False).values_list("work__key", "work__title")
    titles = dict(rows)

    def name(key: object) -> str:
        return titles.get(str(key), _("A private task"))

    if error.code == "cycle":
        path = " → ".join(name(key) for key in error.values["path"])
        return Refused(_("The links would go round in a circle: %(path)s. Leave one of them out.") % {"path": path})
    if error.code == "link_to_own_summary":
        return Refused(_("A task cannot wait for what it is a part of."))
    if error.code == "constraint_on_summary":
        return Refused(
            _("%(task)s has parts: it can only start no earlier or finish no later than a day.")
            % {"task": name(error.values["task"])}
        )
    if error.code == "never_open":
        return Refused(_("A calendar of this plan has no open time left."))
    if error.code == "out_of_range":
        return Refused(_("The plan would go on beyond the year 9999."))
    why = f"{error.code}: {name(error.values['task'])}" if "task" in error.values else error.code
    return Refused(_("This plan cannot be computed: %(why)s") % {"why": why})
