"""My work and my time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.business.work import queries as work
from goldenthread.business.work.actions import log_time, start_timer, stop_timer
from goldenthread.overviews.my_work import my_items, waits_for_me
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.forms import Form
from goldenthread.web.links import url_of
from goldenthread.web.pages import do, page, say, submit
from goldenthread.web.ui.lists import Tab, Todo
from goldenthread.web.work.dues import groups
from goldenthread.web.work.week import week_figure, week_of


class LogTime(Form):
    """So many minutes on a day."""

    on = forms.DateField(label=gettext_lazy("Day"))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=1440)
    note = forms.CharField(label=gettext_lazy("What was done"), max_length=200, required=False)


@signed_in
def my_work(request: PageRequest) -> HttpResponse:
    """Everything that waits for me, tickets and tasks alike."""
    state, kind = request.GET.get("state", "open"), request.GET.get("kind", "")
    if wants_csv(request.GET):
        rows = every(lambda cursor: my_items(request.actor, cursor, kind, state))
        head = (_("Key"), _("Title"), _("Kind"), _("Priority"), _("State"), _("Due"), _("For"))
        values = ((i.key, i.title, i.kind, i.priority, i.status, i.due_at, i.context) for i in rows)
        return csv_answer("my-work", head, values)
    items = my_items(request.actor, request.GET.get("after"), kind, state)
    asked = {"state": state, "kind": kind}
    context = {
        "groups": groups(items.rows, request.fmt, is_done=state == "done"),
        "week": week_figure(request),
        "link": url_of,
        "views": [
            Tab(word, url("my-work", {"state": name, "kind": kind}), state == name)
            for name, word in (("open", _("Open")), ("waiting", _("Waiting")), ("done", _("Done")))
        ],
        "kinds": [
            (_("All"), url("my-work", {"state": state})),
            (_("Tickets"), url("my-work", {"state": state, "kind": "ticket"})),
            (_("Tasks"), url("my-work", {"state": state, "kind": "task"})),
        ],
        "chosen": url("my-work", asked),
        "todo": [_todo(*row) for row in waits_for_me(request.actor)],
        "newer": url("my-work", {**asked, "after": items.previous}) if items.previous else "",
        "older": url("my-work", {**asked, "after": items.next}) if items.next else "",
        "exports": [(_("CSV"), url("my-work", {**asked, "format": "csv"}))],
        "is_filtered": bool(kind) or state != "open",
    }
    return page(request, "work/my_work.html", context, block="items")


@signed_in
def my_time(request: PageRequest) -> HttpResponse:
    """My week: what I spent on what, day by day."""
    today = request.fmt.local(request.acting.at).date()
    monday, days, rows = week_of(request.actor, request.GET.get("week", ""), today)
    context = {
        "days": days,
        "rows": rows,
        "sums": [sum(row.minutes[number] for row in rows) for number in range(7)],
        "before": url("my-time", {"week": (monday - timedelta(days=7)).isoformat()}),
        "after": url("my-time", {"week": (monday + timedelta(days=7)).isoformat()}),
        "link": url_of,
    }
    return page(request, "work/my_time.html", context)


@signed_in
def log(request: PageRequest, key: str) -> HttpResponse:
    """Log time on one work."""
    found = work.work(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        log_time(request.acting, key, **data)
        say(request, _("The time on %(key)s is kept.") % {"key": key})
        return url_of(key) or reverse("my-work")

    today = request.fmt.local(request.acting.at).date()
    running = work.timer(request.actor)
    context = {
        "work": found,
        "back": url_of(key) or reverse("my-work"),
        "running_on": running.key if running else "",
    }
    initial = {"on": today, "minutes": 30}
    return submit(request, LogTime, lambda form: context, act, template="work/log_time.html", initial=initial)


@signed_in
def start(request: PageRequest, key: str) -> HttpResponse:
    """Start the timer; one that ran elsewhere is stopped and kept."""

    def act() -> str:
        start_timer(request.acting, key)
        return url_of(key) or reverse("my-work")

    return do(request, act)


@signed_in
def stop(request: PageRequest) -> HttpResponse:
    """Stop the timer and keep its time."""

    def act() -> str:
        return url_of(stop_timer(request.acting).work.key) or reverse("my-work")

    return do(request, act)


def _todo(what: str, key: str, title: str) -> Todo:
    act = _("Decide") if what == "approval" else _("Judge the deliverable")
    return Todo("wait", _("Waits for you"), title, key, act, url_of(key))
