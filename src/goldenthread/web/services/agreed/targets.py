"""The targets of an agreement, one form each: added, changed, dropped."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goldenthread.business.services import queries
from goldenthread.business.services.actions import NewTarget, add_target, change_target, drop_target
from goldenthread.business.services.policies import may_own_agreement
from goldenthread.foundation.policies import require
from goldenthread.web.desk.clocks import warning_words
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.forms import Form
from goldenthread.web.pages import do, page, submit
from goldenthread.web.services.agreed.promises import target_words
from goldenthread.web.services.forms import WholeTargetForm


@signed_in
def agreement(request: PageRequest, key: str) -> HttpResponse:
    """One agreement with its targets, each of which opens."""
    found = queries.agreement(request.actor, key)
    context = {
        "agreement": found,
        "kind": dict(queries.AGREEMENT_KINDS)[found.kind],
        "words": lambda target: target_words(request.fmt, target),
        "warning": lambda rule: warning_words(rule, request.fmt),
        "reopenings": dict(queries.REOPENINGS),
        "may_own": may_own_agreement(request.actor, found),
    }
    return page(request, "services/agreement.html", context)


@signed_in
def new_target(request: PageRequest, key: str) -> HttpResponse:
    """One more promise in an agreement."""
    found = queries.agreement(request.actor, key)
    require(may_own_agreement(request.actor, found))
    back = reverse("agreement", kwargs={"key": key})

    def act(data: dict[str, Any]) -> str:
        add_target(request.acting, key, new=_target(data))
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("Add a target to %(name)s") % {"name": found.name}
        return {"title": title, "act": _("Add target"), "back": back, "version": None}

    initial = {"calendar_id": found.service.calendar_id, "warn_at": "75%", "reopen": "resume"}
    return submit(
        request,
        WholeTargetForm,
        show,
        act,
        template="services/form.html",
        initial=initial,
        options=_options(request, found.kind),
    )


@signed_in
def edit_target(request: PageRequest, key: str) -> HttpResponse:
    """Another length, calendar, warning or rule."""
    found = queries.target(request.actor, key)
    require(may_own_agreement(request.actor, found.agreement))
    back = reverse("agreement", kwargs={"key": found.agreement.key})

    def act(data: dict[str, Any]) -> str:
        change_target(request.acting, key, change=_target(data))
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("Change a target of %(name)s") % {"name": found.agreement.name}
        return {"title": title, "act": _("Save changes"), "back": back, "version": found.version}

    names = ("metric", "priority", "minutes", "working_days", "goal_percent", "calendar_id", "reopen")
    initial = {name: getattr(found, name) for name in names} | {"warn_at": ", ".join(found.warn_at)}
    return submit(
        request,
        WholeTargetForm,
        show,
        act,
        template="services/form.html",
        initial=initial,
        options=_options(request, found.agreement.kind),
    )


@signed_in
@require_POST
def drop(request: PageRequest, key: str) -> HttpResponse:
    """Take a target out that no case was measured against."""
    found = queries.target(request.actor, key)

    def act() -> str:
        drop_target(request.acting, key)
        return reverse("agreement", kwargs={"key": found.agreement.key})

    return do(request, act)


def _options(request: PageRequest, kind: str) -> dict[str, list[tuple[Any, str]]]:
    metrics = [(value, str(label)) for value, label in queries.METRICS if value in queries.KIND_METRICS[kind]]
    return {"calendar_id": list(queries.calendar_choices(request.actor)), "metric": metrics}


def _target(data: dict[str, Any]) -> NewTarget:
    warn_at = tuple(part.strip().replace(" ", "") for part in data["warn_at"].split(",") if part.strip())
    return NewTarget(**{**data, "goal_percent": data["goal_percent"] or Decimal(95), "warn_at": warn_at})
