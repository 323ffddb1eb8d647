"""Every page's address, one list per room of the rail."""

from django.urls import include, path

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

urlpatterns = [path("", include(f"goldenthread.web.{room}.urls")) for room in ROOMS]
