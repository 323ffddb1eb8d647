"""Addresses of capacity."""

from django.urls import path

from goldenthread.web.capacity import pages

urlpatterns = [path("capacity/", pages.capacity, name="capacity")]
