"""Every page's address, one list per room of the rail."""

from collections.abc import Iterable
from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

ROOMS = (
    "home",
    "work",
    "runs",
    "house",
    "portfolio",
    "projects",
    "services",
    "desk",
    "capacity",
    "portal",
    "search",
    "styleguide",
)


def by_first_part(pages: Iterable[URLPattern]) -> list[URLResolver]:
    """The same addresses in the same order, under the first part of each: a request looks through those of its own."""
    gathered: dict[str, list[URLPattern]] = {}
    for page in pages:
        first, slash, rest = str(page.pattern).partition("/")
        below = RoutePattern(rest, name=page.name, is_endpoint=True)
        gathered.setdefault(first + slash, []).append(URLPattern(below, page.callback, page.default_args, page.name))
    return [path(first, include(found)) for first, found in gathered.items()]


urlpatterns = by_first_part(
    page for room in ROOMS for page in import_module(f"goldenthread.web.{room}.urls").urlpatterns
)
