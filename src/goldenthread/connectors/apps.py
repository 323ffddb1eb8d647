"""The connectors as a Django app."""

from django.apps import AppConfig


class ConnectorsConfig(AppConfig):
    name = "goldenthread.connectors"
    label = "connectors"
