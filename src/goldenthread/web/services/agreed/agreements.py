"""What was promised about a service, how far it was kept, and the editor of a new promise."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.business.services import queries
from goldenthread.business.services.actions import NewAgreement, NewTarget, add_agreement, end_agreement
from goldenthread.business.services.queries.promises import attainment_for
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.once import once
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.forms import HIDDEN
from goldenthread.web.pages import page, submit
from goldenthread.web.services.agreed.promises import Span, axis, promise_rows, target_words
from goldenthread.web.services.forms import AgreementForm, EndForm, TargetForm
from goldenthread.web.services.frame import frame

if TYPE_CHECKING:
    from goldenthread.business.services.models import Service
    from goldenthread.web.forms import Form

KEPT_DAYS = 30
STARTING = (
    {"metric": "response", "priority": 1},
    {"metric": "resolution", "priority": 1},
    {"metric": "response", "priority": None},
    {"metric": "resolution", "priority": None},
)


@signed_in
def agreements(request: PageRequest, key: str) -> HttpResponse:
    """The agreements of a service with their targets and what was kept."""
    service = queries.service(request.actor, key)
    at = request.acting.at
    since = at - timedelta(days=KEPT_DAYS)
    context = frame(request, service, "service-agreements")
    lines = attainment_for(request.actor, service.pk, since, at)
    context |= {
        "agreements": queries.agreements_of(request.actor, service.pk),
        "kinds": dict(queries.AGREEMENT_KINDS),
        "words": lambda target: target_words(request.fmt, target),
        "today": at.date(),
        "rows": promise_rows(request.fmt, key, lines, Span(since, at, _("last 30 days"))),
        "axis": axis(request.fmt, lines),
    }
    return page(request, "services/agreements.html", context)


@signed_in
def new_agreement(request: PageRequest, key: str) -> HttpResponse:
    """Make an agreement with its targets: one form and a row for each target."""
    service = queries.service(request.actor, key)
    options = {
        "organisation_id": list(queries.organisation_choices(request.actor, "customer", "supplier", "internal")),
        "team_id": list(queries.team_choices(request.actor)),
    }
    if request.method != "POST":
        form = AgreementForm(options=options)
        return _show(request, service, form, _rows(request, service))
    posted = {name: value for name, value in request.POST.items() if not name.startswith("target-")}
    form = AgreementForm(posted, options=options)
    rows = _rows(request, service)
    _refuse_unknown(request, form, rows)
    if form.is_valid() and all(row.is_valid() for row in rows):
        new = NewAgreement(**form.cleaned_data, targets=tuple(_target(row) for row in rows if _is_filled(row)))
        try:
            sent = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
            act = lambda: add_agreement(request.acting, key, new=new).key  # noqa: E731
            once(request.actor, form.once, sent, act)
            return HttpResponseRedirect(reverse("service-agreements", kwargs={"key": key}), status=303)
        except Invalid as error:
            form.blame(error)
        except Refused as error:
            form.add_error(None, str(error))
            return _show(request, service, form, rows, error.status)
    return _show(request, service, form, rows, 422)


@signed_in
def end(request: PageRequest, key: str) -> HttpResponse:
    """Let an agreement end."""
    agreement = queries.agreement(request.actor, key)
    back = reverse("service-agreements", kwargs={"key": agreement.service.key})

    def act(data: dict[str, Any]) -> str:
        end_agreement(request.acting, key, on=data["on"])
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("End %(name)s") % {"name": agreement.name}
        return {"title": title, "act": _("End agreement"), "back": back, "version": agreement.version}

    initial = {"on": request.fmt.local(request.acting.at).date()}
    return submit(request, EndForm, show, act, template="services/form.html", initial=initial)


def _rows(request: PageRequest, service: Service) -> list[TargetForm]:
    options = {"calendar_id": list(queries.calendar_choices(request.actor))}
    initials = [{**given, "goal_percent": Decimal(95), "calendar_id": service.calendar_id} for given in STARTING]
    if request.method != "POST":
        return [TargetForm(prefix=f"target-{n}", initial=given, options=options) for n, given in enumerate(initials)]
    return [
        TargetForm(
            {name: value for name, value in request.POST.items() if name.startswith(f"target-{n}-")},
            prefix=f"target-{n}",
            options=options,
        )
        for n in range(len(initials))
    ]


def _refuse_unknown(request: PageRequest, form: Form, rows: list[TargetForm]) -> None:
    known = {row.add_prefix(name) for row in rows for name in row.fields} | set(form.fields) | HIDDEN
    unknown = sorted(set(request.POST) - known)
    if unknown:
        form.add_error(None, _("This form has no field %(names)s.") % {"names": ", ".join(unknown)})


def _is_filled(row: TargetForm) -> bool:
    return row.cleaned_data["minutes"] is not None or row.cleaned_data["working_days"] is not None


def _target(row: TargetForm) -> NewTarget:
    given = row.cleaned_data
    return NewTarget(**{**given, "goal_percent": given["goal_percent"] or Decimal(95)})


def _show(
    request: PageRequest, service: Service, form: Form, rows: list[TargetForm], status: int = 200
) -> HttpResponse:
    context = {"service": service, "form": form, "rows": rows}
    return page(request, "services/new_agreement.html", context, status=status)
