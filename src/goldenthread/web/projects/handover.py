"""The hand-over of services: what must be ready, item by item, and the passage itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    add_readiness_item,
    judge_readiness,
    pass_handover,
    remove_readiness_item,
    start_handover,
)
from goldenthread.business.projects.policies import may_pass, may_ready
from goldenthread.foundation.errors import NotFound
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.links import url_of
from goldenthread.web.pages import do, page, submit
from goldenthread.web.projects.forms import ReadinessItemForm, ReadyForm
from goldenthread.web.projects.frame import form_frame, frame
from goldenthread.web.projects.words import word_of


@signed_in
def handovers(request: PageRequest, key: str) -> HttpResponse:
    """Every service this project hands over, with what is ready and what is not."""
    project = queries.project(request.actor, key)
    results = queries.deliverables(request.actor, project)
    context = frame(request, project, "project-handover") | {
        "handovers": [_shown(request, one) for one in queries.handovers(request.actor, project)],
        "to_begin": queries.to_hand_over(request.actor, project),
        "waiting": [result for result in results if result.state != "accepted"],
    }
    return page(request, "projects/handover.html", context)


def _shown(request: PageRequest, found: Any) -> dict[str, Any]:
    items = list(found.items.all())
    areas = [
        (name, word_of(queries.READINESS_AREAS, name), [item for item in items if item.area == name])
        for name, _word in queries.READINESS_AREAS
    ]
    is_open = found.passed_at is None
    return {
        "it": found,
        "areas": areas,
        "ready": sum(1 for item in items if item.is_ready),
        "wanted": len(items),
        "may_ready": is_open and may_ready(request.actor, found),
        "may_pass": is_open and may_pass(request.actor, found),
        "service_url": url_of(found.service.key),
    }


@signed_in
def start(request: PageRequest, key: str) -> HttpResponse:
    """Begin the hand-over of a service."""

    def act() -> str:
        start_handover(request.acting, key, service=request.POST.get("service", ""))
        return url("project-handover", key=key)

    return do(request, act, takes=("service",))


@signed_in
def handover(request: PageRequest, key: str) -> HttpResponse:
    """A hand-over is read on its project's page."""
    return HttpResponseRedirect(_back(request, key))


@signed_in
def add_item(request: PageRequest, key: str) -> HttpResponse:
    found = queries.handover(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        add_readiness_item(request.acting, key, **data)
        return _back(request, key)

    context = form_frame(
        request, key, _("What else must be ready?"), _("Put it on the list"), _back(request, key), version=found.version
    )
    return submit(request, ReadinessItemForm, lambda form: context, act, template="projects/form.html")


@signed_in
def judge(request: PageRequest, key: str, item: int) -> HttpResponse:
    """Say that an item is ready, with what shows it."""
    found = queries.handover(request.actor, key)
    wanted = next((one for one in found.items.all() if one.pk == item), None)
    if wanted is None:
        raise NotFound(_("This is not on the list any more."))

    def act(data: dict[str, Any]) -> str:
        judge_readiness(request.acting, key, item=item, is_ready=True, **data)
        return _back(request, key)

    context = form_frame(request, key, wanted.text, _("It is ready"), _back(request, key), version=found.version)
    return submit(
        request,
        ReadyForm,
        lambda form: context,
        act,
        template="projects/form.html",
        initial={"evidence": wanted.evidence},
    )


@signed_in
def reopen_item(request: PageRequest, key: str, item: int) -> HttpResponse:
    """Say that an item is not ready after all."""

    def act() -> str:
        judge_readiness(request.acting, key, item=item, is_ready=False)
        return _back(request, key)

    return do(request, act)


@signed_in
def remove_item(request: PageRequest, key: str, item: int) -> HttpResponse:
    """Take an item off the list."""

    def act() -> str:
        remove_readiness_item(request.acting, key, item=item)
        return _back(request, key)

    return do(request, act)


@signed_in
def take_over(request: PageRequest, key: str) -> HttpResponse:
    """Take the service over."""

    def act() -> str:
        pass_handover(request.acting, key)
        return _back(request, key)

    return do(request, act)


def _back(request: PageRequest, key: str) -> str:
    return url("project-handover", key=queries.handover(request.actor, key).project.key)
