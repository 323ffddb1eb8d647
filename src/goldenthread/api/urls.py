"""The addresses of the API, loaded when the first of them is asked for."""

from goldenthread.api import api

urlpatterns, app_name, namespace = api.urls
