"""What services run on: the register, one item, and a service's own items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goldenthread.business.assets import queries as assets
from goldenthread.business.assets.actions import (
    NewItem,
    change_item,
    part_items,
    register_item,
    relate_items,
    retire_item,
)
from goldenthread.business.assets.policies import LIFECYCLES, may_keep_item, may_register_item
from goldenthread.business.assets.queries import ItemFilters
from goldenthread.business.services import queries
from goldenthread.business.services.actions import add_service_item, remove_service_item
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.links import url_of
from goldenthread.web.pages import do, page, submit
from goldenthread.web.services.forms import ItemForm, Options, ReasonForm, RelateForm, ServiceItemForm
from goldenthread.web.services.frame import frame
from goldenthread.web.ui.status import Kind

if TYPE_CHECKING:
    from goldenthread.web.forms import Form

NAMES = ("kind", "lifecycle", "team", "text")
SHAPES: dict[str, Kind] = {"planned": "still", "in_use": "good", "retired": "none"}
FIELDS = ("name", "kind", "organisation_id", "team_id", "lifecycle")


@signed_in
def items(request: PageRequest) -> HttpResponse:
    """The register of what services run on, by name."""
    asked = {name: request.GET.get(name, "").strip() for name in NAMES}
    filters = ItemFilters(**asked)
    words = {value: str(label) for value, label in LIFECYCLES}
    if wants_csv(request.GET):
        head = [_("Key"), _("Name"), _("Kind"), _("State"), _("Belongs to"), _("Looked after by")]
        found = every(lambda cursor: assets.items(request.actor, filters, cursor, 500))
        rows = (
            [i.key, i.name, i.kind, words[i.lifecycle], i.organisation.name, i.team.name if i.team else ""]
            for i in found
        )
        return csv_answer("items", head, rows)
    listed = assets.items(request.actor, filters, request.GET.get("after"))
    context = {
        "items": listed.rows,
        "kinds": [("", _("Every kind")), *((kind, kind) for kind in assets.kinds(request.actor))],
        "lifecycles": [("", _("Every state")), *words.items()],
        "words": words,
        "shapes": SHAPES,
        "asked": asked,
        "is_filtered": any(asked.values()),
        "csv": url("items", {**asked, "format": "csv"}),
        "newer": url("items", {**asked, "after": listed.previous}) if listed.previous else "",
        "older": url("items", {**asked, "after": listed.next}) if listed.next else "",
        "may_register": may_register_item(request.actor),
    }
    return page(request, "services/items.html", context, block="rows")


@signed_in
def item(request: PageRequest, key: str) -> HttpResponse:
    """One item: what it leans on, what leans on it, which services run on it."""
    found = assets.item(request.actor, key)
    words = {value: str(label) for value, label in LIFECYCLES}
    relations = assets.relations_of(request.actor, found.pk)
    context = {
        "item": found,
        "state_kind": SHAPES[found.lifecycle],
        "state_word": words[found.lifecycle],
        "out": [relation for relation in relations if relation.source_id == found.pk],
        "into": [relation for relation in relations if relation.target_id == found.pk],
        "services": queries.services_on(request.actor, found.pk),
        "may_keep": may_keep_item(request.actor, found),
        "link": url_of,
    }
    return page(request, "services/item.html", context)


@signed_in
def new_item(request: PageRequest) -> HttpResponse:
    """Put something into the register."""

    def act(data: dict[str, Any]) -> str:
        return url_of(register_item(request.acting, new=NewItem(**_values(data))).key)

    def show(form: Form) -> dict[str, Any]:
        return {"title": _("Register an item"), "act": _("Register item"), "back": reverse("items"), "version": None}

    options = _options(request)
    initial = {"lifecycle": "in_use"}
    return submit(request, ItemForm, show, act, template="services/form.html", initial=initial, options=options)


@signed_in
def edit_item(request: PageRequest, key: str) -> HttpResponse:
    """Change what is known of an item."""
    found = assets.item(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        change_item(request.acting, key, changes=_values(data))
        return url_of(key)

    def show(form: Form) -> dict[str, Any]:
        title = _("Change %(name)s") % {"name": found.name}
        return {"title": title, "act": _("Save changes"), "back": url_of(key), "version": found.version}

    initial = {name: getattr(found, name) for name in FIELDS}
    initial["attributes"] = "\n".join(f"{name}: {value}" for name, value in found.attributes.items())
    options = _options(request)
    return submit(request, ItemForm, show, act, template="services/form.html", initial=initial, options=options)


@signed_in
def retire(request: PageRequest, key: str) -> HttpResponse:
    """Take an item out of use."""
    found = assets.item(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        retire_item(request.acting, key, reason=data["reason"])
        return url_of(key)

    def show(form: Form) -> dict[str, Any]:
        title = _("Retire %(name)s") % {"name": found.name}
        return {"title": title, "act": _("Retire item"), "back": url_of(key), "version": found.version}

    return submit(request, ReasonForm, show, act, template="services/form.html")


@signed_in
def relate(request: PageRequest, key: str) -> HttpResponse:
    """Say how an item hangs together with another."""
    found = assets.item(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        told = {**data, "target": data["target"].strip().upper(), "needed": data["needed"] or 1}
        relate_items(request.acting, key, **told)
        return url_of(key)

    def show(form: Form) -> dict[str, Any]:
        title = _("Relate %(name)s to another item") % {"name": found.name}
        return {"title": title, "act": _("Relate items"), "back": url_of(key), "version": None}

    return submit(request, RelateForm, show, act, template="services/form.html")


@signed_in
@require_POST
def part(request: PageRequest, key: str) -> HttpResponse:
    """Undo a relation."""

    def act() -> str:
        part_items(request.acting, key, target=request.POST.get("target", ""), kind=request.POST.get("kind", ""))
        return url_of(key)

    return do(request, act, takes=("target", "kind"))


@signed_in
def service_items(request: PageRequest, key: str) -> HttpResponse:
    """What a service runs on."""
    service = queries.service(request.actor, key)
    listed = queries.items_of(request.actor, service.pk, request.GET.get("after"))
    context = frame(request, service, "service-items")
    context |= {
        "items": listed.rows,
        "words": {value: str(label) for value, label in LIFECYCLES},
        "shapes": SHAPES,
        "link": url_of,
        "newer": url("service-items", {"after": listed.previous}, key=key) if listed.previous else "",
        "older": url("service-items", {"after": listed.next}, key=key) if listed.next else "",
    }
    return page(request, "services/service_items.html", context)


@signed_in
def add_item(request: PageRequest, key: str) -> HttpResponse:
    """Say that a service runs on an item."""
    service = queries.service(request.actor, key)
    back = reverse("service-items", kwargs={"key": key})

    def act(data: dict[str, Any]) -> str:
        add_service_item(request.acting, key, item=data["item"])
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("What does %(name)s run on?") % {"name": service.name}
        return {"title": title, "act": _("Add item"), "back": back, "version": None}

    return submit(request, ServiceItemForm, show, act, template="services/form.html")


@signed_in
@require_POST
def remove_item(request: PageRequest, key: str) -> HttpResponse:
    """Say that a service no longer runs on an item."""

    def act() -> str:
        remove_service_item(request.acting, key, item=request.POST.get("item", ""))
        return reverse("service-items", kwargs={"key": key})

    return do(request, act, takes=("item",))


def _options(request: PageRequest) -> Options:
    return {
        "organisation_id": list(queries.organisation_choices(request.actor)),
        "team_id": list(queries.team_choices(request.actor)),
    }


def _values(data: dict[str, Any]) -> dict[str, Any]:
    pairs = (line.partition(":") for line in data["attributes"].splitlines() if line.strip())
    return {**data, "attributes": {name.strip(): value.strip() for name, _colon, value in pairs}}
