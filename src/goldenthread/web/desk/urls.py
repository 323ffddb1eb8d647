"""Addresses of the desk."""

from django.urls import path

from goldenthread.web.desk import pages

urlpatterns = [
    path("desk/tickets/new/", pages.new_ticket, name="new-ticket"),
    path("tickets/<str:key>/", pages.ticket, name="ticket"),
]
