"""The registers of the house as pages: listed, narrowed, added to, changed, taken out, exported, imported."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goldenthread.business.people import queries as people
from goldenthread.business.people.actions import Report, import_register
from goldenthread.business.people.policies import may_administer, may_audit
from goldenthread.foundation.csv import csv_lines, csv_response
from goldenthread.foundation.errors import Invalid, NotFound
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.facts import named
from goldenthread.web.house.calendars import calendar_facts
from goldenthread.web.house.forms import ImportForm
from goldenthread.web.house.frame import house_tabs
from goldenthread.web.house.screens import SCREENS, Screen, screen_named
from goldenthread.web.pages import do, page, submit


@signed_in
def overview(request: PageRequest) -> HttpResponse:
    """What the house keeps, and what a new one needs first."""
    require(may_audit(request.actor))
    context = {
        "tabs": house_tabs(request, "house"),
        "screens": [(screen, reverse("house-register", kwargs={"register": name})) for name, screen in SCREENS.items()],
        "steps": _first_steps(request),
        "house": people.house_name(),
    }
    return page(request, "house/overview.html", context)


@signed_in
def register(request: PageRequest, register: str) -> HttpResponse:
    """One register, a page at a time; its filters are in the address."""
    screen = screen_named(register)
    filters = _filters(request, screen)
    found = people.register_page(request.actor, register, filters, request.GET.get("cursor"))
    context = {
        "tabs": house_tabs(request, register) if may_audit(request.actor) else [],
        "screen": screen,
        "rows": list(zip(map(screen.url_of, found.rows), screen.rows(request.fmt, found.rows), strict=True)),
        "newer_url": _here(register, {**filters, "cursor": found.previous}) if found.previous else "",
        "older_url": _here(register, {**filters, "cursor": found.next}) if found.next else "",
        "filters": filters,
        "chips": _chips(screen, filters),
        "export_url": reverse("house-export", kwargs={"register": register}) + _query(filters),
        "may_change": may_administer(request.actor),
    }
    return page(request, "house/register.html", context)


@signed_in
def new_entry(request: PageRequest, register: str) -> HttpResponse:
    """Add to a register."""
    screen = screen_named(register)
    add, form_class = screen.add, screen.new_form or screen.form
    if add is None or form_class is None:
        raise NotFound(_("The address leads nowhere. Search, or go back home."))
    require(may_administer(request.actor))

    def act(data: dict[str, Any]) -> str:
        return screen.url_after(add(request.acting, data))

    def show(form: Any) -> dict[str, Any]:
        return _form_context(request, screen, screen.new)

    first = {"locale": request.actor.locale, "timezone": request.actor.timezone}
    if register == "calendars":
        first |= dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")
    return submit(request, form_class, show, act, template=_template(register), initial=first, actor=request.actor)


@signed_in
def entry(request: PageRequest, register: str, key: str) -> HttpResponse:
    """Change one entry of a register."""
    screen = screen_named(register)
    change = screen.change
    if change is None or screen.form is None:
        raise NotFound(_("The address leads nowhere. Search, or go back home."))
    require(may_administer(request.actor))
    record = people.entry(request.actor, register, key)

    def act(data: dict[str, Any]) -> str:
        change(request.acting, key, data)
        return screen.url_after(key)

    def show(form: Any) -> dict[str, Any]:
        title = getattr(record, "name", "") or key
        context = _form_context(request, screen, title) | {"record": record, "can_remove": screen.remove is not None}
        return context | (calendar_facts(request, record) if register == "calendars" else {})

    return submit(
        request,
        screen.form,
        show,
        act,
        template=_template(register),
        initial=screen.initial(record),
        actor=request.actor,
    )


@signed_in
@require_POST
def remove_entry(request: PageRequest, register: str, key: str) -> HttpResponse:
    """Take one entry out."""
    remove = screen_named(register).remove
    if remove is None:
        raise NotFound(_("The address leads nowhere. Search, or go back home."))

    def act() -> str:
        remove(request.acting, key)
        return _here(register, {})

    return do(request, act)


@signed_in
def export(request: PageRequest, register: str) -> StreamingHttpResponse:
    """The register under the same filters, as a file that can be read back."""
    filters = _filters(request, screen_named(register))
    return csv_response(register, people.register_lines(request.actor, register, filters))


@signed_in
def import_page(request: PageRequest, register: str) -> HttpResponse:
    """Read a file into a register, and tell row by row what was refused and why."""
    screen = screen_named(register)
    require(may_administer(request.actor))
    form = ImportForm(request.POST or None, request.FILES or None)
    report: Report | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            report, status = _imported(request, register, form)
    context = {
        **_form_context(request, screen, _("Import a file")),
        "form": form,
        "report": report,
        "columns": people.register_named(register).columns,
        "export_url": reverse("house-export", kwargs={"register": register}),
    }
    return page(request, "house/import.html", context, status=status)


def _imported(request: PageRequest, register: str, form: ImportForm) -> tuple[Report | None, int]:
    content = form.cleaned_data["file"].read()
    try:
        report = import_register(
            request.acting, name=register, lines=csv_lines(content), only_check=form.cleaned_data["only_check"]
        )
    except Invalid as error:
        form.blame(error)
        return None, 422
    return report, 200


def _template(register: str) -> str:
    return "house/calendar.html" if register == "calendars" else "house/entry.html"


def _form_context(request: PageRequest, screen: Screen, title: Any) -> dict[str, Any]:
    has_people = screen.form is not None and "person" in screen.form.base_fields
    return {
        "tabs": house_tabs(request, screen.name),
        "screen": screen,
        "title": title,
        "record": None,
        "can_remove": False,
        "week": "",
        "coming": [],
        "back_url": _here(screen.name, {}),
        "people": people.people_options(request.actor) if has_people else [],
    }


def _filters(request: PageRequest, screen: Screen) -> dict[str, str]:
    known = people.register_named(screen.name).filters
    return {name: request.GET[name].strip() for name in known if request.GET.get(name, "").strip()}


def _chips(screen: Screen, filters: dict[str, str]) -> list[dict[str, Any]]:
    """The filters in force, each with its words and the address without it."""
    words = {name: (label, dict(choices)) for name, label, choices in screen.choices}
    chips = []
    for name, value in filters.items():
        if name == "q":
            continue
        label, choices = words.get(name, (named(name), {}))
        rest = {other: text for other, text in filters.items() if other != name}
        chips.append({"name": label, "value": choices.get(value, value), "drop_url": _here(screen.name, rest)})
    return chips


def _here(register: str, query: dict[str, Any]) -> str:
    return reverse("house-register", kwargs={"register": register}) + _query(query)


def _query(query: dict[str, Any]) -> str:
    return f"?{urlencode(query)}" if query else ""


def _first_steps(request: PageRequest) -> list[tuple[str, str, str, str]]:
    """What a new house should do next: sentence, act, address. Empty once it has begun."""
    if not may_administer(request.actor):
        return []
    done = people.begun(request.actor)
    steps = [
        ("people", _("You are alone here"), _("Add the people who will work with you."), _("Add person"), "people"),
        ("teams", _("No team yet"), _("Tickets and tasks are given to teams."), _("Add team"), "teams"),
        (
            "holidays",
            _("No holidays yet"),
            _("Clocks and plans count every weekday as a working day."),
            _("Look at the calendar"),
            "calendars",
        ),
    ]
    found = []
    for name, title, text, act, where in steps:
        if name not in done:
            kind = "house-register" if where == "calendars" else "house-new"
            found.append((title, text, act, reverse(kind, kwargs={"register": where})))
    return found
