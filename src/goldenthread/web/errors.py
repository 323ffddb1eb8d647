"""What a page answers when something goes wrong: what happened, what was kept, what to do, a number to quote."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from goldenthread.foundation.errors import GoldenthreadError, NotFound, Stale
from goldenthread.web.facts import detail, worded
from goldenthread.web.format import Format

log = logging.getLogger("goldenthread.web")


def answer(request: HttpRequest, error: GoldenthreadError) -> HttpResponse:
    """The page for an error of the tree."""
    titles = {
        403: _("Your roles do not open this"),
        404: _("There is nothing here"),
        409: _("That cannot be done now"),
        412: _("It changed while you were looking"),
        422: _("Something does not fit"),
        429: _("Too often"),
        503: _("A part of the house is not there just now"),
    }
    context = {
        "status": error.status,
        "title": titles[error.status],
        "sentence": str(error),
        "changes": what_changed(request, error) if isinstance(error, Stale) else [],
        "number": "",
    }
    return render(request, "error.html", context, status=error.status)


def what_changed(request: HttpRequest, error: Stale) -> list[str]:
    """The facts since the version that was seen, a line each."""
    return [_told(request, change) for change in error.changes]


def _told(request: HttpRequest, change: Mapping[str, Any]) -> str:
    """A fact since the version that was seen: what, when, and its values in the reader's way."""
    fmt: Format | None = getattr(request, "fmt", None)
    values = {name: value for name, value in change.items() if name not in ("what", "at", "by")}
    head = f"{worded(change['what'])}, {fmt.instant(change['at'])}" if fmt else worded(change["what"])
    rest = "; ".join(f"{name}: {text}" for name, text in detail(values, fmt))
    return f"{head} – {rest}" if rest else head


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(request, 400, _("That request cannot be read"), _("Go back and try again."))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(
        request, 403, _("Not allowed"), _("The form had lain open too long. Go back, reload and send it again.")
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NotFound(_("The address leads nowhere. Search, or go back home.")))


def broken(request: HttpRequest) -> HttpResponse:
    """An error of ours: logged with a number that the person can quote."""
    number = secrets.token_hex(3)
    log.error("page %s failed, number %s", request.path, number)
    sentence = _("What you sent was not kept. Try again; if it stays, tell the administrator the number.")
    return _plain(request, 500, _("Something broke on our side"), sentence, number)


def _plain(request: HttpRequest, status: int, title: str, sentence: str, number: str = "") -> HttpResponse:
    context = {"status": status, "title": title, "sentence": sentence, "changes": [], "number": number}
    return render(request, "error.html", context, status=status)
