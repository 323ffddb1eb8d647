"""The tickets of a service, and the cases behind a target."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.services import queries
from goldenthread.overviews.service_desk import CATEGORIES, KINDS, cases, count_open, service_tickets
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.links import url_of
from goldenthread.web.pages import page
from goldenthread.web.services.frame import frame
from goldenthread.web.ui.lists import Tab
from goldenthread.web.ui.status import kind_of


@signed_in
def tickets(request: PageRequest, key: str) -> HttpResponse:
    """The tickets of a service that the reader sees, newest first."""
    service = queries.service(request.actor, key)
    asked = {"status": request.GET.get("status", "open"), "kind": request.GET.get("kind", "")}

    def read(cursor: str | None, size: int = 50) -> Any:
        return service_tickets(request.actor, service.pk, **asked, cursor=cursor, size=size)

    if wants_csv(request.GET):
        head = [_("Key"), _("Kind"), _("Title"), _("State"), _("Priority"), _("Opened"), _("Due"), _("Assignee")]
        found = every(lambda cursor: read(cursor, 500))
        rows = ([t.key, t.kind, t.title, t.state, t.priority, t.opened_at, t.due_at, t.assignee] for t in found)
        return csv_answer(f"tickets-{service.key}", head, rows)
    listed = read(request.GET.get("after"))
    words = [("open", _("Open")), *((value, str(label)) for value, label in CATEGORIES)]
    kinds = [("", _("All")), *((value, str(label)) for value, label in KINDS)]
    context = frame(request, service, "service-tickets")
    context |= {
        "tickets": listed.rows,
        "views": [
            Tab(word, url("service-tickets", {**asked, "status": status}, key=key), asked["status"] == status)
            for status, word in words
        ],
        "kinds": [(word, url("service-tickets", {**asked, "kind": kind}, key=key)) for kind, word in kinds],
        "chosen": url("service-tickets", asked, key=key),
        "link": url_of,
        "kind_of": kind_of,
        "csv": url("service-tickets", {**asked, "format": "csv"}, key=key),
        "newer": url("service-tickets", {**asked, "after": listed.previous}, key=key) if listed.previous else "",
        "older": url("service-tickets", {**asked, "after": listed.next}, key=key) if listed.next else "",
        "count": count_open(request.actor, service.pk),
        "is_filtered": asked != {"status": "open", "kind": ""},
    }
    return page(request, "services/tickets.html", context)


@signed_in
def service_cases(request: PageRequest, key: str) -> HttpResponse:
    """The cases behind a figure about a target."""
    service = queries.service(request.actor, key)
    asked = {name: request.GET.get(name, "") for name in ("target", "metric", "priority", "state", "since", "until")}

    def read(cursor: str | None, size: int = 50) -> Any:
        return cases(
            request.actor,
            service.pk,
            target=asked["target"],
            metric=asked["metric"],
            priority=int(asked["priority"]) if asked["priority"].isdigit() else None,
            state=asked["state"],
            since=_instant(asked["since"]),
            until=_instant(asked["until"]),
            cursor=cursor,
            size=size,
        )

    metrics = {value: str(label) for value, label in queries.METRICS}
    if wants_csv(request.GET):
        head = [_("Key"), _("Title"), _("What"), _("State"), _("Started"), _("Due"), _("Stopped")]
        found = every(lambda cursor: read(cursor, 500))
        rows = ([c.key, c.title, c.metric, c.state, c.started_at, c.due_at, c.stopped_at] for c in found)
        return csv_answer(f"cases-{service.key}", head, rows)
    listed = read(request.GET.get("after"))
    states = [
        ("", _("All")),
        ("met", _("Kept")),
        ("missed", _("Missed")),
        ("running", _("Runs")),
        ("paused", _("Waits")),
    ]
    context = frame(request, service, "service-agreements")
    context |= {
        "cases": listed.rows,
        "metrics": metrics,
        "states": dict(states) | {"cancelled": _("Cancelled")},
        "views": [
            Tab(word, url("service-cases", {**asked, "state": state}, key=key), asked["state"] == state)
            for state, word in states
        ],
        "link": url_of,
        "kind_of": kind_of,
        "csv": url("service-cases", {**asked, "format": "csv"}, key=key),
        "newer": url("service-cases", {**asked, "after": listed.previous}, key=key) if listed.previous else "",
        "older": url("service-cases", {**asked, "after": listed.next}, key=key) if listed.next else "",
    }
    return page(request, "services/cases.html", context)


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
