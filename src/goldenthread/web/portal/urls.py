"""Addresses of the portal."""

from django.urls import path

from goldenthread.web.portal import offering, pages

urlpatterns = [
    path("portal/", pages.portal, name="portal"),
    path("portal/ask/", pages.ask, name="portal-ask"),
    path("portal/requests/", pages.requests, name="portal-requests"),
    path("portal/services/", pages.portal_services, name="portal-services"),
    path("portal/offerings/<str:key>/", offering.offering_page, name="portal-offering"),
    path("approvals/<str:key>/approve/", pages.approve_one, name="approve"),
    path("approvals/<str:key>/decline/", pages.decline_one, name="decline"),
]
