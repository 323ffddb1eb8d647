"""Addresses of the way in."""

from django.urls import path

from goldenthread.web.home import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("set-up/", pages.set_up, name="set-up"),
]
