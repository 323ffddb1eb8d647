"""Every address of the house: pages at the root, the API under /api/v1."""

from django.urls import URLResolver, include, path
from django.urls.resolvers import RoutePattern

from goldenthread.web.urls import urlpatterns as pages


class Later(URLResolver):
    """Addresses that are loaded when one is asked for: no page waits for the schemas of the API."""

    def _populate(self) -> None:
        """Names are looked up in the namespace, which loads it; a page's name is not in it."""


api = Later(RoutePattern("api/v1/"), "goldenthread.api.urls", app_name="ninja", namespace="api")
urlpatterns = [api, path("accounts/", include("goldenthread.web.home.account_urls")), *pages]

handler400 = "goldenthread.web.errors.bad_request"
handler403 = "goldenthread.web.errors.not_allowed"
handler404 = "goldenthread.web.errors.not_found"
handler500 = "goldenthread.web.errors.broken"
