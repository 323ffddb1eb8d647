"""The desk context as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "goldenthread.business.desk"
    label = "desk"

    def ready(self) -> None:
        for room in ("policies", "events", "actions"):
            import_module(f"{self.name}.{room}")
