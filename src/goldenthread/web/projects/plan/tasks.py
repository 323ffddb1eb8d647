"""A task: read, added, changed, moved, linked, given to people, told forward, talked about."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.people import queries as people
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    Lag,
    NewTask,
    add_task,
    assign_task,
    change_task,
    comment_task,
    link_tasks,
    move_task,
    remove_task,
    report_progress,
    unassign_task,
    unlink_tasks,
)
from goldenthread.business.projects.policies import may_plan_task, may_report
from goldenthread.business.work.policies import may_see_money, may_work_on
from goldenthread.foundation.comments import comments_on
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.links import url_of
from goldenthread.web.pages import do, submit
from goldenthread.web.projects.forms import (
    AssignForm,
    CommentForm,
    LinkForm,
    MoveForm,
    NewTaskForm,
    Options,
    ProgressForm,
    TaskForm,
)
from goldenthread.web.projects.frame import form_frame
from goldenthread.web.projects.listing import face
from goldenthread.web.projects.plan.gantt import Drawing
from goldenthread.web.projects.words import day_minutes, in_days, tell, word_of
from goldenthread.web.thread import thread_of

if TYPE_CHECKING:
    from goldenthread.business.projects.models import Project, Task


OF_LEAVES = (
    *("duration_minutes", "budget", "is_milestone", "is_elapsed", "fixed_cost"),
    *("optimistic_minutes", "pessimistic_minutes"),
)
"""What a task with parts takes from them."""


@signed_in
def task(request: PageRequest, key: str) -> HttpResponse:
    """One task: its dates and what drives them, who is on it, time, and what was said."""
    found = queries.task(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        comment_task(request.acting, key, text=data["text"])
        return url("task", key=key)

    return submit(request, CommentForm, lambda form: _shown(request, found), act, template="projects/task.html")


def _shown(request: PageRequest, found: Task) -> dict[str, Any]:
    actor, fmt = request.actor, request.fmt
    read = queries.plan(actor, found.project)
    around = queries.task_read(actor, found)
    said = comments_on(actor, found.key)
    drawing = Drawing(request, found.project, read, found.key, "week")
    is_open = found.project.state == "open"
    plans = is_open and may_plan_task(actor, found)
    per_day = day_minutes(found.project.calendar.hours())
    promised = read.promised(found.key)
    kinds = {"new": "still", "active": "live", "waiting": "wait", "done": "good"}
    words = {"new": _("Not begun"), "active": _("Under way"), "waiting": _("Waits"), "done": _("Done")}
    is_summary = bool(around.parts)
    return {
        "task": found,
        "thread": thread_of(request, found.key, found.project),
        "state_kind": kinds[found.work.status],
        "state_word": words[found.work.status],
        "facts": [
            (_("Part of"), found.project.name),
            (_("No."), found.wbs),
            (_("Done"), fmt.percent(found.percent / 100)),
        ],
        "around": around,
        "opened": drawing.opened(on_task=True),
        "length": in_days(fmt, found.duration_minutes, per_day),
        "slack": in_days(fmt, found.total_float_minutes, per_day),
        "promised": promised,
        "constraint": word_of(queries.CONSTRAINT_WORDS, found.constraint),
        "faces": {one.person_id: face(one.person) for one in around.assignments},
        "said": said,
        "names": people.names({one.author_id for one in said}),
        "happened": [(one, tell(one, fmt)) for one in queries.happenings_of(found.key, 12)],
        "may_plan": plans,
        "may_report": is_open and not is_summary and may_report(actor, found),
        "may_log": is_open and not is_summary and may_work_on(actor, found.work),
        "sees_money": may_see_money(actor),
        "is_summary": is_summary,
        "lag": lambda minutes: in_days(fmt, minutes, per_day),
        "lag_words": dict(queries.LAG_CALENDARS),
        "uses": queries.resource_uses(found),
        "link": url_of,
    }


@signed_in
def add(request: PageRequest, key: str) -> HttpResponse:
    """Put a task or milestone into the plan."""
    project = queries.project(request.actor, key)
    per_day = day_minutes(project.calendar.hours())

    def act(data: dict[str, Any]) -> str:
        follows = data.pop("follows")
        known = _planned(data, per_day)
        made = add_task(request.acting, key, new=NewTask(**known))
        if follows:
            link_tasks(request.acting.actor.at(request.acting.at), made.key, predecessor=follows)
        return url("project-plan", {"date": made.key}, key=key)

    context = form_frame(request, project.key, _("Add a task"), _("Add it"), url("project-plan", key=key))
    options = _options(request, project)
    initial = {"parent": request.GET.get("parent", ""), "days": 1}
    return submit(
        request,
        NewTaskForm,
        lambda form: context,
        act,
        template="projects/form.html",
        initial=initial,
        options=options | {"follows": options["parent"]},
    )


@signed_in
def edit(request: PageRequest, key: str) -> HttpResponse:
    """Change what is planned of a task."""
    found = queries.task(request.actor, key)
    hours = (found.calendar or found.project.calendar).hours()
    per_day = day_minutes(found.project.calendar.hours())

    def act(data: dict[str, Any]) -> str:
        changes = _planned(data, per_day)
        if queries.task_read(request.actor, found).parts:
            for name in OF_LEAVES:
                changes.pop(name)
        change_task(request.acting, key, changes=changes)  # type: ignore[arg-type]
        return url("task", key=key)

    initial = {
        "title": found.work.title,
        "description": found.work.description,
        "days": _days(found.duration_minutes, per_day),
        "optimistic_days": _days(found.optimistic_minutes, per_day),
        "pessimistic_days": _days(found.pessimistic_minutes, per_day),
        "is_milestone": found.is_milestone,
        "budget": found.budget,
        "earning_rule": found.earning_rule,
        "earning_weights": ", ".join(str(weight) for weight in found.earning_weights),
        "deadline_on": found.deadline_on,
        "constraint": found.constraint,
        "constraint_on": found.constraint_at.astimezone(hours.zone).date() if found.constraint_at else None,
        "calendar": found.calendar.key if found.calendar else "",
        "is_elapsed": found.is_elapsed,
        "fixed_cost": found.fixed_cost,
        "priority": found.priority,
    }
    context = form_frame(request, key, _("Change the task"), _("Save"), url("task", key=key), version=found.version)
    options = _options(request, found.project)
    return submit(
        request, TaskForm, lambda form: context, act, template="projects/form.html", initial=initial, options=options
    )


@signed_in
def move(request: PageRequest, key: str) -> HttpResponse:
    """Put a task elsewhere in the tree."""
    found = queries.task(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        move_task(request.acting, key, **data)
        return url("project-plan", {"date": key}, key=found.project.key)

    context = form_frame(request, key, _("Move the task"), _("Move it"), url("task", key=key), version=found.version)
    initial = {"parent": found.parent.key if found.parent else "", "place": found.place}
    options = _options(request, found.project)
    return submit(
        request, MoveForm, lambda form: context, act, template="projects/form.html", initial=initial, options=options
    )


@signed_in
def link(request: PageRequest, key: str) -> HttpResponse:
    """Let a task wait for another."""
    found = queries.task(request.actor, key)
    per_day = day_minutes(found.project.calendar.hours())

    def act(data: dict[str, Any]) -> str:
        minutes = round((data.pop("days") or 0) * per_day)
        lag = Lag(minutes, data.pop("percent"), data.pop("calendar") or "successor")
        link_tasks(request.acting, key, lag=lag, **data)
        return url("task", key=key)

    options = _options(request, found.project)
    others = [pair for pair in options["parent"] if pair[0] != key]
    context = form_frame(
        request, key, _("What must come before?"), _("Link them"), url("task", key=key), version=found.version
    )
    return submit(
        request, LinkForm, lambda form: context, act, template="projects/form.html", options={"predecessor": others}
    )


@signed_in
def assign(request: PageRequest, key: str) -> HttpResponse:
    """Put someone of the team on a task."""
    found = queries.task(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        hours = data.pop("hours")
        assign_task(request.acting, key, work_minutes=None if hours is None else round(hours * 60), **data)
        return url("task", key=key)

    team = [(one.person.key, one.person.name) for one in queries.team(request.actor, found.project)]
    context = form_frame(
        request, key, _("Who works on it?"), _("Put them on it"), url("task", key=key), version=found.version
    )
    return submit(
        request, AssignForm, lambda form: context, act, template="projects/form.html", options={"person": team}
    )


@signed_in
def report(request: PageRequest, key: str) -> HttpResponse:
    """Say how far a task is."""
    found = queries.task(request.actor, key)
    per_day = day_minutes(found.project.calendar.hours())
    zone = found.project.calendar.hours().zone

    def act(data: dict[str, Any]) -> str:
        left = data.pop("days_left")
        minutes = None if left is None else round(left * per_day)
        report_progress(request.acting, key, remaining_minutes=minutes, **data)
        return url("task", key=key)

    initial = {
        "percent": found.percent,
        "started_on": found.actual_start_at.astimezone(zone).date() if found.actual_start_at else None,
        "finished_on": found.actual_finish_at.astimezone(zone).date() if found.actual_finish_at else None,
    }
    context = form_frame(
        request, key, _("How far is it?"), _("Report progress"), url("task", key=key), version=found.version
    )
    return submit(request, ProgressForm, lambda form: context, act, template="projects/form.html", initial=initial)


@signed_in
def unlink(request: PageRequest, key: str) -> HttpResponse:
    def act() -> str:
        unlink_tasks(request.acting, key, predecessor=request.POST.get("predecessor", ""))
        return url("task", key=key)

    return do(request, act, takes=("predecessor",))


@signed_in
def unassign(request: PageRequest, key: str) -> HttpResponse:
    def act() -> str:
        unassign_task(request.acting, key, person=request.POST.get("person", ""))
        return url("task", key=key)

    return do(request, act, takes=("person",))


@signed_in
def remove(request: PageRequest, key: str) -> HttpResponse:
    """Take a task out of its plan, with its parts."""
    back = url("project-plan", key=queries.task(request.actor, key).project.key)

    def act() -> str:
        remove_task(request.acting, key)
        return back

    return do(request, act)


def _planned(data: dict[str, Any], per_day: int) -> dict[str, Any]:
    """What a form said of a task, as the actions take it."""
    days = data.pop("days") or 0
    ends = {f"{end}_minutes": data.pop(f"{end}_days") for end in ("optimistic", "pessimistic")}
    ends = {name: None if told is None else round(told * per_day) for name, told in ends.items()}
    known = {**data, **ends, "duration_minutes": round(days * per_day), "budget": data["budget"] or Decimal(0)}
    known |= {
        "fixed_cost": data["fixed_cost"] or Decimal(0),
        "earning_rule": data["earning_rule"] or "physical",
        "priority": 500 if data["priority"] is None else data["priority"],
    }
    return known | ({"duration_minutes": 0} if data["is_milestone"] else {})


def _days(minutes: int | None, per_day: int) -> str:
    """Minutes of work as days for a field; empty for none."""
    return "" if minutes is None else f"{(Decimal(minutes) / per_day).quantize(Decimal('0.01')).normalize():f}"


def _options(request: PageRequest, project: Project) -> Options:
    read = queries.plan(request.actor, project)
    return {
        "parent": [(one.task.key, f"{one.wbs} {one.task.work.title}") for one in read.branches],
        "calendar": [(one.key, one.name) for one in people.calendars(request.actor)],
    }
