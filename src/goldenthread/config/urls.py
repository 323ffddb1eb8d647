"""Every address of the house: pages at the root, the API under /api/v1."""

from django.urls import include, path

from goldenthread.api import api
from goldenthread.web.urls import urlpatterns as pages

urlpatterns = [path("api/v1/", api.urls), path("accounts/", include("goldenthread.web.home.account_urls")), *pages]

handler400 = "goldenthread.web.errors.bad_request"
handler403 = "goldenthread.web.errors.not_allowed"
handler404 = "goldenthread.web.errors.not_found"
handler500 = "goldenthread.web.errors.broken"
