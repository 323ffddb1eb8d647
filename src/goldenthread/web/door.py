"""The door for people: who is asking, in which language and zone, and what an error looks like."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.handlers.wsgi import WSGIRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.translation import gettext

from goldenthread.business.people import queries as people
from goldenthread.foundation.actors import Acting, Actor
from goldenthread.foundation.errors import GoldenthreadError, Invalid
from goldenthread.foundation.words import is_version
from goldenthread.web import errors
from goldenthread.web.format import Format


class PageRequest(WSGIRequest):
    """A request as the pages see it."""

    actor: Actor
    fmt: Format

    @property
    def acting(self) -> Acting:
        """The actor now, having seen the version the form was made from."""
        seen = self.POST.get("_version", "")
        if seen and not is_version(seen):
            raise Invalid(gettext("Something in the address or the form cannot be read."))
        return self.actor.at(timezone.now(), int(seen) if seen else None)


View = Callable[..., HttpResponseBase]
VERBS = ("GET", "HEAD", "POST")
"""All that a page can be asked for."""


def door_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    return _Door(get_response)


class _Door:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/static/", "/api/")):
            return self.get_response(request)
        if request.method not in VERBS:
            return HttpResponseNotAllowed(VERBS)
        welcome(request)
        with (
            translation.override(cast("PageRequest", request).actor.locale),
            timezone.override(zoneinfo.ZoneInfo(cast("PageRequest", request).actor.timezone)),
        ):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The one place where a page's error becomes an answer."""
        if isinstance(exception, DataError):  # a NUL in an address, a number no column takes
            exception = Invalid(gettext("Something in the address or the form cannot be read."))
        return errors.answer(request, exception) if isinstance(exception, GoldenthreadError) else None


def welcome(request: HttpRequest) -> None:
    """Give the request its actor and their way of writing; strangers get the language their browser asks for."""
    page = cast("PageRequest", request)
    page.__class__ = PageRequest
    actor = people.actor_of(request.user if request.user.is_authenticated else None)
    if not actor.is_known:
        actor = replace(actor, locale=translation.get_language_from_request(request)[:2])
    page.actor = actor
    page.fmt = Format(actor.locale, actor.timezone, timezone.now())


def signed_in(view: View) -> View:
    """Strangers are sent to sign in and come back."""

    @wraps(view)
    def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.actor.is_known:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded
