"""The services context as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "goldenthread.business.services"
    label = "services"

    def ready(self) -> None:
        for room in ("policies", "events", "actions"):
            import_module(f"{self.name}.{room}")
