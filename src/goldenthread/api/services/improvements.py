"""Improvements for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import listed
from goldenthread.api.services import schemas
from goldenthread.api.services.schemas import ImprovementOut, ImprovementsOut, ServiceReasonIn
from goldenthread.business.services import queries
from goldenthread.business.services.actions import drop_improvement, note_improvement

TAGS = ["services"]


class ImprovementIn(Body):
    title: str
    description: str = ""


@api.get("/services/{key}/improvements", response=ImprovementsOut, tags=TAGS)
def list_improvements(
    request: ApiRequest, key: str, state: str = "", cursor: str | None = None, fields: str = ""
) -> Any:
    """Ideas for a service, newest first."""
    service = queries.service(request.auth, key)
    return listed(queries.improvements_of(request.auth, service.pk, state, cursor), schemas.improvement, fields)


@api.post("/services/{key}/improvements", response={201: ImprovementOut}, tags=TAGS, operation_id="note_improvement")
@idempotent
def note(request: ApiRequest, key: str, body: ImprovementIn) -> Any:
    """Note how a service could be better."""
    return 201, schemas.improvement(note_improvement(acting(request), key, **body.dict()))


@api.get("/improvements/{key}", response=ImprovementOut, tags=TAGS)
def read_improvement(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One improvement with its ETag; proposing it is a proposal that names it."""
    found = queries.improvement(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return schemas.improvement(found)


@api.post("/improvements/{key}/drop", response=ImprovementOut, tags=TAGS, operation_id="drop_improvement")
@idempotent
def drop(request: ApiRequest, key: str, body: ServiceReasonIn) -> Any:
    """Let an idea go, saying why."""
    return 200, schemas.improvement(drop_improvement(acting(request), key, reason=body.reason))
