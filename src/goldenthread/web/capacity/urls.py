"""Addresses of capacity."""

from django.urls import path

from goldenthread.web.capacity import level, pages, settle

urlpatterns = [
    path("capacity/", pages.capacity, name="capacity"),
    path("capacity/level/", level.level, name="level"),
    path("levelling/<str:key>/", settle.proposal, name="levelling"),
    path("levelling/<str:key>/accept/", settle.accept, name="accept-levelling"),
    path("levelling/<str:key>/cancel/", settle.cancel, name="cancel-levelling"),
    path("levelling/<str:key>/undo/", settle.undo, name="undo-levelling"),
]
