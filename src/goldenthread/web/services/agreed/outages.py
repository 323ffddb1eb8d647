"""When a service was down, and when nothing may go live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goldenthread.business.services import queries
from goldenthread.business.services.actions import (
    NewOutage,
    add_freeze_window,
    end_outage,
    remove_freeze_window,
    report_outage,
)
from goldenthread.business.services.policies import may_freeze, may_lift_freeze
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.pages import do, page, submit
from goldenthread.web.services.forms import EndOutageForm, FreezeForm, OutageForm
from goldenthread.web.services.frame import frame

if TYPE_CHECKING:
    from goldenthread.web.forms import Form


@signed_in
def outages(request: PageRequest, key: str) -> HttpResponse:
    """The outages of a service, newest first."""
    service = queries.service(request.actor, key)
    if wants_csv(request.GET):
        found = every(lambda cursor: queries.outages_of(request.actor, service.pk, cursor))
        head = [_("Key"), _("What"), _("From"), _("Until"), _("Planned"), _("Partial")]
        rows = ([o.key, o.title, o.started_at, o.ended_at, o.is_planned, o.is_partial] for o in found)
        return csv_answer(f"outages-{service.key}", head, rows)
    listed = queries.outages_of(request.actor, service.pk, request.GET.get("after"))
    context = frame(request, service, "service-outages")
    context |= {
        "outages": listed.rows,
        "freezes": queries.freezes(request.actor, request.acting.at, service.pk),
        "csv": url("service-outages", {"format": "csv"}, key=key),
        "newer": url("service-outages", {"after": listed.previous}, key=key) if listed.previous else "",
        "older": url("service-outages", {"after": listed.next}, key=key) if listed.next else "",
        "may_freeze": may_freeze(request.actor),
    }
    return page(request, "services/outages.html", context)


@signed_in
def report(request: PageRequest, key: str) -> HttpResponse:
    """Report that a service is down, or will be."""
    service = queries.service(request.actor, key)
    back = reverse("service-outages", kwargs={"key": key})

    def act(data: dict[str, Any]) -> str:
        report_outage(request.acting, key, new=NewOutage(**data))
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("Report an outage of %(name)s") % {"name": service.name}
        return {"title": title, "act": _("Report outage"), "back": back, "version": None}

    initial = {"started_at": request.fmt.local(request.acting.at).replace(second=0, microsecond=0)}
    return submit(request, OutageForm, show, act, template="services/form.html", initial=initial)


@signed_in
def end(request: PageRequest, key: str) -> HttpResponse:
    """Say that an outage is over."""
    outage = queries.outage(request.actor, key)
    back = reverse("service-outages", kwargs={"key": outage.service.key})

    def act(data: dict[str, Any]) -> str:
        end_outage(request.acting, key, ended_at=data["ended_at"])
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("End of “%(title)s”") % {"title": outage.title}
        return {"title": title, "act": _("End outage"), "back": back, "version": outage.version}

    initial = {"ended_at": request.fmt.local(request.acting.at).replace(second=0, microsecond=0)}
    return submit(request, EndOutageForm, show, act, template="services/form.html", initial=initial)


@signed_in
def freezes(request: PageRequest) -> HttpResponse:
    """The freezes to come."""
    found = queries.freezes(request.actor, request.acting.at)
    context = {
        "freezes": found,
        "may_freeze": may_freeze(request.actor),
        "liftable": {window.key for window in found if may_lift_freeze(request.actor, window)},
        "now": request.acting.at,
    }
    return page(request, "services/freezes.html", context)


@signed_in
def new_freeze(request: PageRequest) -> HttpResponse:
    """Keep a span free of changes."""

    def act(data: dict[str, Any]) -> str:
        add_freeze_window(request.acting, **data)
        return reverse("freezes")

    def show(form: Form) -> dict[str, Any]:
        return {"title": _("Add a freeze"), "act": _("Add freeze"), "back": reverse("freezes"), "version": None}

    offers = [(service.key, service.name) for service in queries.services(request.actor)]
    initial = {"service": request.GET.get("service", "")}
    return submit(
        request, FreezeForm, show, act, template="services/form.html", initial=initial, options={"service": offers}
    )


@signed_in
@require_POST
def remove_freeze(request: PageRequest, key: str) -> HttpResponse:
    """Take a freeze away before it begins."""

    def act() -> str:
        remove_freeze_window(request.acting, key)
        return reverse("freezes")

    return do(request, act)
