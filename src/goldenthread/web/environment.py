"""The Jinja2 environment every page is written in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cache, lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from goldenthread.web.bytecode import kept_bytecode
from goldenthread.web.text import rich

P = ParamSpec("P")
T = TypeVar("T")


class Parts(Template):
    """A template whose macros are read once: none of ours sees the page that imports it."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class House(Environment):
    """Where every template comes from."""

    template_class = Parts


def environment(**options: Any) -> Environment:
    """Strict: a name that is not there is an error, never an empty place."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["bytecode_cache"] = kept_bytecode()
    env = House(**options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=gettext, ngettext=ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals |= {"_": sentence, "url": url, "static": cache(static), "drawn": drawn}
    env.globals |= {"drawn_each": drawn_each}
    env.filters |= {"rich": rich}
    return env


def sentence(text: str, /, **values: Any) -> Markup:
    """A sentence of a template in the reader's language, as `gettext` of Jinja2 says it, without asking twice."""
    return _pattern(get_language(), text) % values if values else _plain(get_language(), text)


@cache
def _pattern(language: str | None, text: str) -> Markup:
    """A catalogue does not change while the house runs."""
    return Markup(gettext(text))  # noqa: S704  our own translators wrote it


@cache
def _plain(language: str | None, text: str) -> Markup:
    return _pattern(language, text) % {}


def drawn(macro: Macro, *parts: Any) -> Markup:
    """What a macro draws of plain values, drawn once a language: for what many pages show alike."""
    return _drawn(get_language(), macro, parts)


def drawn_each(macro: Macro, things: Iterable[Any]) -> Markup:
    """Every one of them as `drawn` would, each on a line of its own."""
    language = get_language()
    return Markup("".join([f"{_drawn(language, macro, (thing,))}\n" for thing in things]))  # noqa: S704  likewise


@lru_cache(4096)
def _drawn(language: str | None, macro: Macro, parts: tuple[Any, ...]) -> Markup:
    return Markup(macro(*parts))  # noqa: S704  it is markup, by autoescape


def worded(build: Callable[P, T]) -> Callable[P, T]:
    """Words, and addresses without parts, put together once for each language and place the house is mounted at.

    `build` must follow from its arguments and these alone; what it answers is shared, so nobody may change it.
    """

    @lru_cache(512)
    def said(_where: tuple[str | None, ...], *args: Any, **named: Any) -> T:
        return build(*args, **named)

    @wraps(build)
    def say(*args: P.args, **named: P.kwargs) -> T:
        where = (get_language(), get_script_prefix(), get_urlconf())
        return said(where, *args, **cast("dict[str, Hashable]", named))

    return say


def url(name: str, query: dict[str, Any] | None = None, **parts: Any) -> str:
    """The address of a page by its name, with a query where one is given."""
    address = _address(name, get_script_prefix(), get_urlconf(), tuple(parts.items()))
    return asking(address, query) if query else address


def asking(address: str, query: dict[str, Any]) -> str:
    """The address with a query of what is given; what is empty is left out."""
    asked = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(asked, doseq=True)}" if asked else address


@lru_cache(8192)
def _address(name: str, prefix: str, urlconf: str | None, parts: tuple[tuple[str, Any], ...]) -> str:
    """An address follows from its name, its parts and where the house is mounted."""
    return reverse(name, kwargs=dict(parts))
