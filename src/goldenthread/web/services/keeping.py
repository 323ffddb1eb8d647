"""Planning a service, changing what is said of it, moving it through its life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goldenthread.business.services import queries
from goldenthread.business.services.actions import (
    NewService,
    change_service,
    plan_service,
    retire_service,
    set_stage,
    start_providing,
)
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.links import url_of
from goldenthread.web.pages import do, page, submit
from goldenthread.web.services.forms import EditServiceForm, Options, ReasonForm, ServiceForm, StageForm
from goldenthread.web.services.frame import frame

if TYPE_CHECKING:
    from goldenthread.web.forms import Form


@signed_in
def new_service(request: PageRequest) -> HttpResponse:
    """Plan a service."""

    def act(data: dict[str, Any]) -> str:
        return url_of(plan_service(request.acting, new=NewService(**data)).key)

    def show(form: Form) -> dict[str, Any]:
        return {"title": _("Plan a service"), "act": _("Plan service"), "back": reverse("services"), "version": None}

    initial = {"owner_id": request.actor.id}
    options = _options(request)
    return submit(request, ServiceForm, show, act, template="services/form.html", initial=initial, options=options)


@signed_in
def edit_service(request: PageRequest, key: str) -> HttpResponse:
    """Change what is said of a service."""
    service = queries.service(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        customers = data.pop("customer_ids")
        change_service(request.acting, key, changes=data, customer_ids=customers)
        return url_of(key)

    def show(form: Form) -> dict[str, Any]:
        return {
            "title": _("Change %(name)s") % {"name": service.name},
            "act": _("Save changes"),
            "back": url_of(key),
            "version": service.version,
        }

    names = ("name", "outcome", "description", "utility", "warranty", "owner_id", "team_id", "calendar_id")
    initial = {name: getattr(service, name) for name in names}
    initial["customer_ids"] = [customer.pk for customer in service.customers.all()]
    options = _options(request)
    return submit(request, EditServiceForm, show, act, template="services/form.html", initial=initial, options=options)


@signed_in
def retire(request: PageRequest, key: str) -> HttpResponse:
    """Take a service out of the catalogue."""
    service = queries.service(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        retire_service(request.acting, key, reason=data["reason"])
        return url_of(key)

    def show(form: Form) -> dict[str, Any]:
        title = _("Retire %(name)s") % {"name": service.name}
        return {"title": title, "act": _("Retire service"), "back": url_of(key), "version": service.version}

    return submit(request, ReasonForm, show, act, template="services/form.html")


@signed_in
def life(request: PageRequest, key: str) -> HttpResponse:
    """Where a service stands in its life, and the ways on."""
    service = queries.service(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        set_stage(request.acting, key, stage=data["stage"])
        return url_of(key)

    if request.method == "POST":
        return submit(
            request,
            StageForm,
            lambda form: frame(request, service, "") | {"stages": queries.STAGES},
            act,
            template="services/life.html",
        )
    context = frame(request, service, "") | {"form": StageForm(initial={"stage": service.stage})}
    return page(request, "services/life.html", context)


@signed_in
@require_POST
def provide(request: PageRequest, key: str) -> HttpResponse:
    """Bring a service into the catalogue."""

    def act() -> str:
        start_providing(request.acting, key)
        return url_of(key)

    return do(request, act)


def _options(request: PageRequest) -> Options:
    actor = request.actor
    return {
        "owner_id": list(queries.staff_choices(actor)),
        "team_id": list(queries.team_choices(actor)),
        "calendar_id": list(queries.calendar_choices(actor)),
        "customer_ids": list(queries.organisation_choices(actor, "customer", "internal")),
    }
