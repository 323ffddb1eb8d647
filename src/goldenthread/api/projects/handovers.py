"""Hand-over for programs."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpResponse

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.api.projects.schemas import TAGS, HandoverOut, handover_out
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    add_readiness_item,
    judge_readiness,
    pass_handover,
    remove_readiness_item,
    start_handover,
)
from goldenthread.foundation.listing import Page

KEY = "/handovers/{key}"


class StartIn(Body):
    service: str


class ReadinessIn(Body):
    area: Literal["people", "technology", "processes"]
    text: str


class ReadyIn(Body):
    is_ready: bool
    evidence: str = ""


class HandoversOut(Listed):
    items: list[HandoverOut]


@api.get("/projects/{key}/handovers", response=HandoversOut, tags=TAGS)
def list_handovers(request: ApiRequest, key: str, fields: str = "") -> Any:
    project = queries.project(request.auth, key)
    found = queries.handovers(request.auth, project)
    for one in found:
        one.project = project
    return listed(Page(found), handover_out, fields)


@api.post("/projects/{key}/start-handover", response={201: HandoverOut}, tags=TAGS, operation_id="start_handover")
@idempotent
def start(request: ApiRequest, key: str, body: StartIn) -> Any:
    """Begin to hand a service over, with the usual list of what must be ready."""
    return 201, _answer(request, start_handover(acting(request), key, service=body.service).key)


@api.get(KEY, response=HandoverOut, tags=TAGS)
def read_handover(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    found = queries.handover(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return handover_out(found)


@api.post(f"{KEY}/readiness", response={201: HandoverOut}, tags=TAGS, operation_id="add_readiness_item")
@idempotent
def add(request: ApiRequest, key: str, body: ReadinessIn) -> Any:
    """Put one more thing on the list."""
    add_readiness_item(acting(request), key, **body.dict())
    return 201, _answer(request, key)


@api.post(f"{KEY}/readiness/{{item}}/judge", response=HandoverOut, tags=TAGS, operation_id="judge_readiness")
@idempotent
def judge(request: ApiRequest, key: str, item: int, body: ReadyIn) -> Any:
    """Say that a thing is ready, with what shows it, or that it is not."""
    judge_readiness(acting(request), key, item=item, **body.dict())
    return 200, _answer(request, key)


@api.post(f"{KEY}/readiness/{{item}}/remove", response=HandoverOut, tags=TAGS, operation_id="remove_readiness_item")
@idempotent
def remove(request: ApiRequest, key: str, item: int) -> Any:
    """Take off the list what does not apply."""
    remove_readiness_item(acting(request), key, item=item)
    return 200, _answer(request, key)


@api.post(f"{KEY}/pass", response=HandoverOut, tags=TAGS, operation_id="pass_handover")
@idempotent
def take_over(request: ApiRequest, key: str) -> Any:
    """Take the service over; one in the pipeline goes live in the same transaction."""
    pass_handover(acting(request), key)
    return 200, _answer(request, key)


def _answer(request: ApiRequest, key: str) -> dict[str, Any]:
    return handover_out(queries.handover(request.auth, key))
