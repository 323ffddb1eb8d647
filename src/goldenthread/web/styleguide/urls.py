"""Addresses of these pages."""

from django.urls import URLPattern, path

from goldenthread.web.styleguide.pages import sheet

urlpatterns: list[URLPattern] = [path("ui/", sheet, name="styleguide")]
