"""Addresses of the way in."""

from django.urls import path

from goldenthread.web.home import pages, set_up

urlpatterns = [
    path("", pages.home, name="home"),
    path("set-up/", set_up.set_up, name="set-up"),
]
