"""The Jinja2 environment every page is written in."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from goldenthread.web.text import rich


def environment(**options: Any) -> Environment:
    """Strict: a name that is not there is an error, never an empty place."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**options)  # noqa: S701  autoescape comes with Django's options
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=gettext, ngettext=ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals |= {"_": sentence, "url": url, "static": cache(static), "each_once": cache}
    env.filters |= {"rich": rich}
    return env


def sentence(text: str, **values: Any) -> Markup:
    """A sentence of a template in the reader's language, as `gettext` of Jinja2 says it, without asking twice."""
    return _pattern(get_language(), text) % values if values else _plain(get_language(), text)


@cache
def _pattern(language: str | None, text: str) -> Markup:
    """A catalogue does not change while the house runs."""
    return Markup(gettext(text))  # noqa: S704  our own translators wrote it


@cache
def _plain(language: str | None, text: str) -> Markup:
    return _pattern(language, text) % {}


def url(name: str, query: dict[str, Any] | None = None, **parts: Any) -> str:
    """The address of a page by its name, with a query where one is given."""
    address = reverse(name, kwargs=parts) if parts else _address(name, get_script_prefix(), get_urlconf())
    asked = {key: value for key, value in (query or {}).items() if value not in (None, "")}
    return f"{address}?{urlencode(asked, doseq=True)}" if asked else address


@cache
def _address(name: str, prefix: str, urlconf: str | None) -> str:
    """An address without parts: it follows from where the house is mounted."""
    return reverse(name)
