"""Addresses of my work."""

from django.urls import path

from goldenthread.web.work import pages

urlpatterns = [
    path("my-work/", pages.my_work, name="my-work"),
    path("my-work/time/", pages.my_time, name="my-time"),
    path("works/<str:key>/log-time/", pages.log, name="log-time"),
    path("works/<str:key>/start-timer/", pages.start, name="start-timer"),
    path("my-work/stop-timer/", pages.stop, name="stop-timer"),
]
