"""The Jinja2 environment every page is written in."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from goldenthread.web.text import rich


def environment(**options: Any) -> Environment:
    """Strict: a name that is not there is an error, never an empty place."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**options)  # noqa: S701  autoescape comes with Django's options
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=gettext, ngettext=ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals |= {"url": url, "static": cache(static)}
    env.filters |= {"rich": rich}
    return env


def url(name: str, query: dict[str, Any] | None = None, **parts: Any) -> str:
    """The address of a page by its name, with a query where one is given."""
    address = reverse(name, kwargs=parts)
    asked = {key: value for key, value in (query or {}).items() if value not in (None, "")}
    return f"{address}?{urlencode(asked, doseq=True)}" if asked else address
