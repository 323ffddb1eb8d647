"""The plan: read as bars or as a list of what is due, frozen, and told forward."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import baseline_project
from goldenthread.business.projects.policies import may_level
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.pages import page, submit
from goldenthread.web.projects.forms import BaselineForm
from goldenthread.web.projects.frame import form_frame, frame
from goldenthread.web.projects.plan.due import due
from goldenthread.web.projects.plan.element_words import element_words
from goldenthread.web.projects.plan.gantt import SCALES, Drawing
from goldenthread.web.projects.words import day_minutes, in_days

SHOWN = 200
"""Lines that the server draws at once; the element draws as many as can be seen."""


@signed_in
def plan(request: PageRequest, key: str) -> HttpResponse:
    """The plan of a project; `date` opens what drives the date of a task."""
    project = queries.project(request.actor, key)
    read = queries.plan(request.actor, project)
    if wants_csv(request.GET):
        return _csv(key, read)
    scale = request.GET.get("scale", "week")
    drawing = Drawing(request, project, read, request.GET.get("date", ""), scale)
    if request.headers.get("HX-Target") == "drives":
        return page(request, "projects/plan.html", {"opened": drawing.opened()}, block="drives")
    first = _first_line(request, read, drawing.chosen)
    groups, more = due(drawing)
    words = {"day": _("Day"), "week": _("Week"), "month": _("Month")}
    context = frame(request, project, "project-plan") | {
        "gantt": drawing.gantt(first, SHOWN) if read.branches else None,
        "pages": _pages(key, len(read.branches), first, drawing),
        "due": groups,
        "more": more,
        "chosen": drawing.chosen,
        "words": element_words(project),
        "csrf": get_token(request),
        "opened": drawing.opened(),
        "may_level": project.state == "open" and may_level(request.actor, project),
        "scales": [
            (words[one], url("project-plan", {"scale": one, "date": drawing.chosen}, key=key)) for one in SCALES
        ],
        "scale": url("project-plan", {"scale": drawing.scale, "date": drawing.chosen}, key=key),
        "csv": url("project-plan", {"format": "csv"}, key=key),
        "baselines": queries.baselines(project),
    }
    return page(request, "projects/plan.html", context, block="bars")


def _first_line(request: PageRequest, read: queries.PlanRead, chosen: str) -> int:
    """Where the lines that the server draws begin: as asked, or where the opened date is."""
    asked = request.GET.get("from", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 0
    if chosen and not asked:
        number = next(n for n, one in enumerate(read.branches) if one.task.key == chosen)
    return number // SHOWN * SHOWN if number < len(read.branches) else 0


def _pages(key: str, count: int, here: int, drawing: Drawing) -> list[tuple[str, str, bool]]:
    """The stretches of a long plan, for those without script; none where one holds all."""
    if count <= SHOWN:
        return []
    return [
        (
            f"{first + 1}–{min(first + SHOWN, count)}",
            url("project-plan", {"from": first or "0", "date": drawing.chosen, "scale": drawing.scale}, key=key),
            first == here,
        )
        for first in range(0, count, SHOWN)
    ]


@signed_in
def baseline(request: PageRequest, key: str) -> HttpResponse:
    """Freeze the plan as it stands."""
    queries.project(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        baseline_project(request.acting, key, **data)
        return url("project-plan", key=key)

    context = form_frame(request, key, _("Freeze the plan"), _("Freeze it"), url("project-plan", key=key))
    context["said"] = _(
        "Dates and money are compared with this from now on. What is added later counts from the next one."
    )
    return submit(request, BaselineForm, lambda form: context, act, template="projects/form.html")


@signed_in
def progress(request: PageRequest, key: str) -> HttpResponse:
    """What is under way or due, soonest first, each to be told forward."""
    project = queries.project(request.actor, key)
    read = queries.plan(request.actor, project)
    per_day = day_minutes(project.calendar.hours())
    waiting = [one for one in read.branches if not one.is_summary and one.task.percent < 100]
    waiting.sort(key=lambda one: (one.task.early_finish_at is None, one.task.early_finish_at, one.wbs))
    at = request.acting.at
    context = frame(request, project, "project-plan") | {
        "rows": [
            {
                "task": one.task,
                "wbs": one.wbs,
                "slack": in_days(request.fmt, one.task.total_float_minutes, per_day),
                "is_late": one.task.early_finish_at is not None and one.task.early_finish_at < at,
            }
            for one in waiting
        ],
    }
    return page(request, "projects/progress.html", context)


def _csv(key: str, read: queries.PlanRead) -> HttpResponse:
    head = ["no", "key", "task", "start", "finish", "minutes", "float_minutes", "critical", "percent", "budget"]
    head += ["promised_start", "promised_finish", "assignee", "waits_for"]
    before: dict[str, list[str]] = {}
    for link in read.links:
        lag = f"{link.lag_minutes:+d} min" if link.lag_minutes else ""
        before.setdefault(link.successor, []).append(f"{link.predecessor} {link.kind}{lag}")
    return csv_answer(f"{key}-plan", head, (_cells(read, one, before) for one in read.branches))


def _cells(read: queries.PlanRead, one: queries.Branch, before: dict[str, list[str]]) -> list[object]:
    task, promised = one.task, read.promised(one.task.key) or (None, None)
    cells: list[object] = [one.wbs, task.key, task.work.title, task.early_start_at, task.early_finish_at]
    cells += [task.duration_minutes, task.total_float_minutes, task.is_critical, task.percent, task.budget, *promised]
    return [*cells, task.work.assignee.name if task.work.assignee else "", ", ".join(before.get(task.key, []))]
