"""What a project counts on besides its people: named, changed, and put on its tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.people import queries as people
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    ResourceFacts,
    add_resource,
    change_resource,
    remove_resource,
    unuse_resource,
    use_resource,
)
from goldenthread.foundation.errors import NotFound
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.pages import do, submit
from goldenthread.web.projects.forms import ChangeResourceForm, ResourceForm, UseForm
from goldenthread.web.projects.frame import form_frame, frame
from goldenthread.web.projects.words import word_of

if TYPE_CHECKING:
    from goldenthread.business.projects.models import Project, Resource

FIELDS = ("name", "kind", "units", "unit", "rate", "overtime_rate", "cost_per_use")


@signed_in
def resources(request: PageRequest, key: str) -> HttpResponse:
    """The list, and the form for one more."""
    project = queries.project(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        add_resource(request.acting, key, facts=ResourceFacts(**data))
        return url("project-resources", key=key)

    def show(form: Any) -> dict[str, Any]:
        found = queries.resources(project)
        return frame(request, project, "project-team") | {
            "rows": [(one, word_of(queries.RESOURCE_KINDS, one.kind)) for one in found],
        }

    return submit(request, ResourceForm, show, act, template="projects/resources.html", options=_calendars(request))


@signed_in
def change(request: PageRequest, key: str) -> HttpResponse:
    """Change what is known of one; `resource` says which."""
    project = queries.project(request.actor, key)
    found = _one(request, project)

    def act(data: dict[str, Any]) -> str:
        change_resource(request.acting, key, resource=data.pop("resource"), facts=ResourceFacts(**data))
        return url("project-resources", key=key)

    initial = {name: getattr(found, name) for name in FIELDS}
    initial["resource"] = found.pk
    initial["calendar"] = found.calendar.key if found.calendar else ""
    back = url("project-resources", key=key)
    context = form_frame(request, key, found.name, _("Save"), back)
    options = _calendars(request)
    return submit(
        request,
        ChangeResourceForm,
        lambda form: context,
        act,
        template="projects/form.html",
        initial=initial,
        options=options,
    )


@signed_in
def remove(request: PageRequest, key: str) -> HttpResponse:
    """Count on it no longer."""

    def act() -> str:
        remove_resource(request.acting, key, resource=_number(request.POST.get("resource", "")))
        return url("project-resources", key=key)

    return do(request, act, takes=("resource",))


@signed_in
def use(request: PageRequest, key: str) -> HttpResponse:
    """Put so much of a resource on a task."""
    found = queries.task(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        hours, resource = data.pop("hours"), int(data.pop("resource"))
        minutes = None if hours is None else round(hours * 60)
        use_resource(request.acting, key, resource=resource, work_minutes=minutes, **data)
        return url("task", key=key)

    known = [(one.pk, one.name) for one in queries.resources(found.project)]
    context = form_frame(request, key, _("What does it take?"), _("Put it on"), url("task", key=key), found.version)
    if not known:
        context["said"] = _("This project counts on nothing but people yet. Name what else on its team's page.")
    return submit(
        request, UseForm, lambda form: context, act, template="projects/form.html", options={"resource": known}
    )


@signed_in
def unuse(request: PageRequest, key: str) -> HttpResponse:
    """Take a resource off a task."""

    def act() -> str:
        unuse_resource(request.acting, key, resource=_number(request.POST.get("resource", "")))
        return url("task", key=key)

    return do(request, act, takes=("resource",))


def _one(request: PageRequest, project: Project) -> Resource:
    number = _number(request.POST.get("resource", "") or request.GET.get("resource", ""))
    found = next((one for one in queries.resources(project) if one.pk == number), None)
    if found is None:
        raise NotFound(_("There is no such resource in this project."))
    return found


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _calendars(request: PageRequest) -> dict[str, list[tuple[Any, str]]]:
    return {"calendar": [(one.key, one.name) for one in people.calendars(request.actor)]}
