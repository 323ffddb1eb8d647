"""How programs are let in, how their requests are read, and what an error looks like: RFC 9457 problem+json."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from ninja import NinjaAPI, Schema, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import ConfigDict, field_validator
from pydantic_core import PydanticCustomError

from goldenthread.business.people import queries as people
from goldenthread.foundation.actors import Acting, Actor
from goldenthread.foundation.errors import GoldenthreadError, Invalid, Stale
from goldenthread.foundation.once import once
from goldenthread.foundation.words import UNWRITABLE, is_version, is_writable

PROBLEMS = "https://goldenthread.invalid/problems/"


class ApiRequest(HttpRequest):
    """A request with its actor."""

    auth: Actor


class Body(Schema):
    """What is sent: a field we do not know is refused, and so is a text that cannot be shown."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _can_be_shown(cls, value: object) -> object:
        if not all(map(is_writable, _texts(value))):
            raise PydanticCustomError("unwritable", str(UNWRITABLE))
        return value


def _texts(value: object) -> Iterator[str]:
    """Every text in plain values, however deep; a body within a body looks after its own."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for part in pair for text in _texts(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in _texts(part))


class Bearer(HttpBearer):
    """`Authorization: Bearer …` with a token made in House or by `goldenthread token`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = people.actor_of_token(token, timezone.now())
        if actor is not None:
            translation.activate(actor.locale)
        return actor


api = NinjaAPI(
    title="Goldenthread",
    version="1",
    auth=Bearer(),
    docs_url="/docs",
    openapi_url="/openapi.json",
    urls_namespace="api",
    description="Whatever a page can do, the API can do.",
)


def acting(request: ApiRequest) -> Acting:
    """The actor now; If-Match carries the version that was seen."""
    seen = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if seen and seen != "*" and not is_version(seen):
        raise Invalid(fields={"If-Match": translation.gettext("Send the ETag that the record came with.")})
    return request.auth.at(timezone.now(), int(seen) if is_version(seen) else None)


def idempotent(view: Callable[..., Any]) -> Callable[..., Any]:
    """With an Idempotency-Key, the same POST sent twice does one thing and gets the first answer again.

    The view answers (status, plain values).
    """

    @wraps(view)
    def run(request: ApiRequest, *args: Any, **kwargs: Any) -> Any:
        sent = [request.method, request.path, request.body.decode("utf-8", "replace")]
        key = request.headers.get("Idempotency-Key", "")
        answer = once(request.auth, key, sent, lambda: list(view(request, *args, **kwargs)))
        return Status(*answer)

    # the wrapper's own module does not know the view's types by name
    run.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return run


def problem(request: HttpRequest, error: GoldenthreadError) -> HttpResponse:
    """The one place where the API's errors become answers."""
    body: dict[str, Any] = {
        "type": PROBLEMS + error.code,
        "title": error.code.replace("-", " ").capitalize(),
        "status": error.status,
        "detail": str(error),
        "instance": request.path,
    }
    if isinstance(error, Invalid):
        body["errors"] = [{"field": name, "detail": str(text)} for name, text in error.fields.items()]
    if isinstance(error, Stale):
        body["changes"] = error.changes
    return JsonResponse(body, status=error.status, content_type="application/problem+json")


@api.exception_handler(GoldenthreadError)
def _refused(request: HttpRequest, error: GoldenthreadError) -> HttpResponse:
    return problem(request, error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {".".join(str(part) for part in fault["loc"][1:]) or "body": fault["msg"] for fault in error.errors}
    return problem(request, Invalid(translation.gettext("What was sent does not fit."), fields))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What could not be read at all: a body that is no JSON, or JSON of another shape."""
    return problem(request, Invalid(translation.gettext("What was sent cannot be read as JSON.")))


@api.exception_handler(DataError)
@api.exception_handler(UnicodeEncodeError)
def _unkept(request: HttpRequest, error: DataError | UnicodeEncodeError) -> HttpResponse:
    """What no column takes: a NUL or half a character in a text, a zone further away than the earth goes round."""
    return problem(request, Invalid(translation.gettext("Something that was sent cannot be kept.")))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    body = {
        "type": PROBLEMS + "not-signed-in",
        "title": "Not signed in",
        "status": 401,
        "detail": translation.gettext("Send a valid bearer token."),
        "instance": request.path,
    }
    answer = JsonResponse(body, status=401, content_type="application/problem+json")
    answer["WWW-Authenticate"] = f'Bearer realm="{settings.MFA_TOTP_ISSUER}"'
    return answer
