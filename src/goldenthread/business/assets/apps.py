"""The assets context as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "goldenthread.business.assets"
    label = "assets"

    def ready(self) -> None:
        for room in ("policies", "events", "actions"):
            import_module(f"{self.name}.{room}")
