"""The work context as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "goldenthread.business.work"
    label = "work"

    def ready(self) -> None:
        for room in ("policies", "events", "actions"):
            import_module(f"{self.name}.{room}")
