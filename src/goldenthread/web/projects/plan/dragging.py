"""Dragging a bar: its plan as lines of plain values, what a drop would move, and the drop itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseNotModified, JsonResponse
from django.utils.translation import gettext as _

from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import change_task
from goldenthread.business.projects.policies import may_plan
from goldenthread.foundation.errors import GoldenthreadError, Invalid, Stale
from goldenthread.foundation.once import once
from goldenthread.web.door import PageRequest, View, signed_in
from goldenthread.web.facts import detail, worded
from goldenthread.web.format import Format
from goldenthread.web.projects.forms import PlaceForm, TryForm
from goldenthread.web.projects.plan.drop_words import Dropped
from goldenthread.web.projects.plan.line_values import line_values

MINUTE = 60_000_000


def in_json(view: View) -> View:
    """Errors of the tree as JSON, for a script that shows them where the bar is."""

    @wraps(view)
    def answer(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except GoldenthreadError as error:
            told: dict[str, Any] = {"sentence": str(error)}
            if isinstance(error, Stale):
                told["changes"] = [_what(change, request.fmt) for change in error.changes]
            return JsonResponse(told, status=error.status)

    return answer


@signed_in
@in_json
def lines(request: PageRequest, key: str) -> HttpResponseBase:
    """The whole plan for the element that draws it; unchanged since the ETag that was sent, nothing."""
    project = queries.project(request.actor, key)
    plans = project.state == "open" and may_plan(request.actor, project)
    state = [*queries.state_of_plan(request.actor, project), plans, request.actor, request.fmt.today]
    etag = f'"{hashlib.sha256(repr(state).encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        answer: HttpResponseBase = HttpResponseNotModified()
    else:
        known = queries.plan_lines(request.actor, project)
        answer = _json(line_values(request, known) | {"plans": plans})
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


@signed_in
@in_json
def preview(request: PageRequest, key: str) -> HttpResponseBase:
    """What a drop would move and break, before it is dropped."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = TryForm(request.POST)
    changes = form.changes()
    project = queries.project(request.actor, key)
    found = queries.preview(request.actor, project, form.cleaned_data["task"], changes)
    return _json(_told(request, project, found, changes))


@signed_in
@in_json
def place(request: PageRequest, key: str) -> HttpResponseBase:
    """Drop it: the task changes, what follows moves, and the answer tells what moved and how to undo it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    changes = PlaceForm(request.POST).changes()
    if not changes:
        raise Invalid(_("Nothing was moved."))

    def act() -> dict[str, Any]:
        project = queries.task(request.actor, key).project
        found = queries.preview(request.actor, project, key, changes)
        made = change_task(request.acting, key, changes=changes)
        told = _told(request, project, found, changes)
        return told | {
            "version": made.version,
            "stamp": str(made.project.plan_stamp),
            "toast": Dropped(request, project, found, changes).done(),
            "undo": _undo(found, changes),
        }

    sent = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    return _json(once(request.actor, request.POST.get("_once", ""), [request.path, sent], act))


def _told(request: PageRequest, project: Any, found: queries.Preview, changes: queries.TaskChanges) -> dict[str, Any]:
    words = Dropped(request, project, found, changes)
    return {
        "before": found.stamp,
        "task": found.was.key,
        "now": moved_values(found.now),
        "rows": [moved_values(one) for one in found.rows],
        "title": words.title(),
        "says": words.says(),
        "breaks": words.breaks(),
    }


def moved_values(one: queries.Moved) -> list[Any]:
    """Key, start, finish, late finish (minutes since 1970), float in minutes, critical, what drives it, which task."""
    return [
        one.key,
        one.start // MINUTE,
        one.finish // MINUTE,
        one.late_finish // MINUTE,
        one.total_float_minutes,
        int(one.is_critical),
        one.kind,
        one.held_by,
    ]


def _undo(found: queries.Preview, changes: queries.TaskChanges) -> dict[str, str]:
    """What to send to have it as it was."""
    was = found.was
    back: dict[str, str] = {}
    if "duration_minutes" in changes:
        back["duration_minutes"] = str(was.duration_minutes)
    if {"constraint", "constraint_on", "constraint_at"} & set(changes):
        back["constraint"] = was.constraint
        if was.constraint_at is not None:
            back["constraint_at"] = was.constraint_at.isoformat()
        if was.levelled_at is not None:
            back["levelled_at"] = was.levelled_at.isoformat()
    return back


def _what(change: Mapping[str, object], fmt: Format) -> str:
    """A change made meanwhile, in words."""
    known = {name: value for name, value in change.items() if name not in ("what", "at", "by")}
    told = ", ".join(f"{name}: {text}" for name, text in detail(known, fmt))
    name = worded(str(change["what"]))
    return f"{name} ({told})" if told else name


def _json(told: dict[str, Any]) -> HttpResponse:
    return HttpResponse(json.dumps(told, separators=(",", ":"), default=_plain), content_type="application/json")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
