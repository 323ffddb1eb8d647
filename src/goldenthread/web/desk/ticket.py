"""One ticket: its page for those who work on it, its page for those who asked, and what both are made of."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.desk import policies, queries
from goldenthread.business.work.queries import approvals_of, ties_of
from goldenthread.foundation.files import files_on
from goldenthread.web.desk import words
from goldenthread.web.desk.clocks import card, clock, foremost
from goldenthread.web.desk.conversation import answers, conversation, opening_note
from goldenthread.web.desk.weighing import priority_figure, risk_figure
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.links import url_of
from goldenthread.web.pages import page
from goldenthread.web.portal.places import places
from goldenthread.web.portal.request import request_page
from goldenthread.web.thread import thread_of


@signed_in
def ticket(request: PageRequest, key: str) -> HttpResponse:
    """The ticket, as the one who looks at it needs it."""
    found = queries.ticket(request.actor, key)
    if not policies.may_handle(request.actor, found):
        return request_page(request, found)
    return staff_page(request, key)


@signed_in
def clocks(request: PageRequest, key: str) -> HttpResponse:
    """Every clock of a ticket in full: what ran, what waited and for whom, when it warned, when it is due."""
    found = queries.ticket(request.actor, key)
    views = queries.clocks(request.actor, key, request.fmt.now, found)
    is_staff = policies.may_handle(request.actor, found)
    context = {
        **places(request),
        "ticket": found,
        "cards": [card(view, key, request.fmt) for view in views],
        "layout": "layouts/work.html" if is_staff else "layouts/visit.html",
        "thread": thread_of(request, key),
        "now": request.fmt.instant(request.fmt.now),
    }
    return page(request, "desk/clocks.html", context)


def staff_page(request: PageRequest, key: str, **kept: Any) -> HttpResponse:
    """The whole page; `kept` is what a refused answer held, with its error and status."""
    status = kept.pop("status", 200)
    context = {"shown": ticket_context(request, key, **kept), "thread": thread_of(request, key)}
    return page(request, "desk/ticket.html", context, status=status)


def ticket_context(
    request: PageRequest, key: str, *, back: str = "", text: str = "", error: str = "", is_internal: bool = False
) -> dict[str, Any]:
    """Everything the ticket's pane shows, on its own page or beside the queue."""
    found = queries.ticket(request.actor, key)
    policies_of = {
        "may_handle": policies.may_handle(request.actor, found),
        "may_answer": policies.may_answer(request.actor, found),
    }
    work = found.work
    kind, word = words.state(found.state)
    entries = queries.history(request.actor, key, found)
    approvals = approvals_of(request.actor, found.pk)
    views = queries.clocks(request.actor, key, request.fmt.now, found)
    return {
        **policies_of,
        "ticket": found,
        "key": key,
        "kind": kind,
        "word": word,
        "is_open": found.is_open,
        "priority": words.priority(work.priority),
        "weighed": priority_figure(found),
        "risk": risk_figure(found) if work.kind == "change" else None,
        "clocks": [clock(view, key, request.fmt) for view in foremost(views)],
        "more_clocks": len(views) - len(foremost(views)),
        "has_pin": any(view.kind == "sla" and view.metric == "resolution" for view in views),
        "items": conversation(entries, request, opening=opening_note(found, request)),
        "approvals": approvals,
        "files": [] if found.imported_number else files_on(request.actor, key),
        "answers": answers(found),
        "links": [(tie.other.key, url_of(tie.other.key), tie.other.title) for tie in ties_of(request.actor, found.pk)],
        "requester": work.requester.name if work.requester else _("the one who asked"),
        "back": back,
        "text": text,
        "error": error,
        "is_internal": is_internal,
    }
