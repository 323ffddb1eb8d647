"""Addresses of the way in, and of one's own pages."""

from django.urls import path

from goldenthread.web.home import mine, pages, saved, set_up

urlpatterns = [
    path("", pages.home, name="home"),
    path("set-up/", set_up.set_up, name="set-up"),
    path("account/", mine.account, name="account"),
    path("account/tokens/", mine.tokens, name="tokens"),
    path("views/new/", saved.save_view, name="save-view"),
    path("views/<str:key>/drop/", saved.drop_view, name="drop-view"),
    path("notifications/", mine.notifications, name="notifications"),
    path("notifications/read/", mine.mark_read, name="mark-read"),
]
