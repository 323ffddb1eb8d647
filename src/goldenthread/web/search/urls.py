"""Address of the search."""

from django.urls import path

from goldenthread.web.search import pages

urlpatterns = [path("search/", pages.search_page, name="search")]
