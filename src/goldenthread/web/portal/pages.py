"""The portal: ask in one's own words, follow what was asked, decide what one is asked to approve."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from goldenthread.business.desk import queries
from goldenthread.business.desk.queries import RequestRow
from goldenthread.business.people.queries import names
from goldenthread.business.services.queries import services
from goldenthread.business.work import queries as work
from goldenthread.business.work.actions import approve, decline
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.format import Format
from goldenthread.web.forms import Form
from goldenthread.web.pages import do, page, say, submit
from goldenthread.web.portal.places import places
from goldenthread.web.portal.steps import standing, steps
from goldenthread.web.ui.board import Offer, RequestCard
from goldenthread.web.ui.lists import Tab

MOST_OFFERS = 6


@signed_in
def portal(request: PageRequest) -> HttpResponse:
    """What do you need?"""
    offerings, _services = queries.search_services(request.actor, "")
    rows = queries.own_requests(request.actor)
    approvals = work.approvals_asked(request.actor)
    asked_by = names({approval.work.requester_id for approval in approvals})
    context = {
        **places(request),
        "greeting": _greeting(request),
        "outages": queries.open_outages(request.actor, request.fmt.now),
        "cards": [(card(row, request.fmt, request.actor.name), row) for row in rows],
        "offers": [_offer(offering) for offering in offerings[:MOST_OFFERS]],
        "approvals": [(approval, asked_by.get(approval.work.requester_id or 0, "")) for approval in approvals],
    }
    return page(request, "portal/home.html", context)


@signed_in
def ask(request: PageRequest) -> HttpResponse:
    """The whole catalogue, or what fits the words."""
    words = request.GET.get("q", "").strip()[:200]
    offerings, found = queries.search_services(request.actor, words)
    context = {
        **places(request),
        "q": words,
        "offers": [_offer(offering) for offering in offerings],
        "services": [
            Offer(service.name, url("new-ticket", {"service": service.key, "title": words}), "service", service.outcome)
            for service in found
        ],
        "other_url": url("new-ticket", {"title": words}),
    }
    return page(request, "portal/ask.html", context)


@signed_in
def requests(request: PageRequest) -> HttpResponse:
    """Own requests and those colleagues share, newest first."""
    state = request.GET.get("state", "")
    if wants_csv(request.GET):
        rows = every(lambda cursor: queries.requests(request.actor, cursor, state))
        cells = (
            (
                row.key,
                row.title,
                standing(row, request.actor.name)[1],
                row.service_name,
                row.requester,
                row.opened_at.isoformat(),
            )
            for row in rows
        )
        head = (_("Key"), _("Title"), _("State"), _("Service"), _("Asked by"), _("Opened"))
        return csv_answer("requests", head, cells)
    found = queries.requests(request.actor, request.GET.get("after"), state)
    context = {
        **places(request),
        "rows": [(row, *standing(row, request.actor.name)) for row in found.rows],
        "views": [
            Tab(label, url("portal-requests", {"state": name}), state == name)
            for name, label in (("", _("All")), ("open", _("Open")), ("done", _("Done")))
        ],
        "state": state,
        "newer": url("portal-requests", {"state": state, "after": found.previous}) if found.previous else "",
        "older": url("portal-requests", {"state": state, "after": found.next}) if found.next else "",
        "csv_url": url("portal-requests", {"state": state, "format": "csv"}),
    }
    return page(request, "portal/requests.html", context)


@signed_in
def portal_services(request: PageRequest) -> HttpResponse:
    """The services one has, and how each does now."""
    down = {outage.service_id: outage for outage in queries.open_outages(request.actor, request.fmt.now)}
    context = {
        **places(request),
        "services": [(service, down.get(service.pk)) for service in services(request.actor)],
    }
    return page(request, "portal/services.html", context)


class Decline(Form):
    """Why not."""

    reason = forms.CharField(label=gettext_lazy("Why not?"), widget=forms.Textarea)


@signed_in
@require_POST
def approve_one(request: PageRequest, key: str) -> HttpResponse:
    def act() -> str:
        approve(request.acting, key)
        say(request, _("You approved it."))
        return reverse("portal")

    return do(request, act)


@signed_in
def decline_one(request: PageRequest, key: str) -> HttpResponse:
    """Say no, and why."""
    asked = work.approval(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        decline(request.acting, key, reason=data["reason"])
        say(request, _("You declined it."))
        return reverse("portal")

    context = {
        **places(request),
        "ticket": asked.work,
        "title": _("Decline %(title)s") % {"title": asked.work.title},
        "act_word": _("Decline"),
        "back": reverse("portal"),
        "layout": "layouts/visit.html",
    }
    return submit(request, Decline, lambda form: context, act, template="desk/ask.html")


def card(row: RequestRow, fmt: Format, reader: str) -> RequestCard:
    """A request of one's own; once it is done its steps are left out."""
    kind, word = standing(row, reader)
    shown = steps(row, fmt, reader) if row.state not in ("resolved", "closed", "cancelled") else ()
    return RequestCard(row.key, row.title, reverse("ticket", kwargs={"key": row.key}), kind, word, shown)


def _offer(offering: Any) -> Offer:
    where = url("portal-offering", key=offering.key)
    icon = offering.icon or ("alert" if offering.kind == "incident" else "desk")
    return Offer(offering.name, where, icon, offering.description or offering.service.name)


def _greeting(request: PageRequest) -> str:
    hour = request.fmt.local(request.fmt.now).hour
    name = request.actor.name.split()[0] if request.actor.name else ""
    if hour < 11:
        return _("Good morning, %(name)s. What do you need?") % {"name": name}
    if hour < 18:
        return _("Good day, %(name)s. What do you need?") % {"name": name}
    return _("Good evening, %(name)s. What do you need?") % {"name": name}
