"""Addresses of long calculations."""

from django.urls import path

from goldenthread.web.runs import pages

urlpatterns = [
    path("runs/<str:key>/", pages.run, name="run"),
    path("runs/<str:key>/stop/", pages.stop, name="stop-run"),
]
