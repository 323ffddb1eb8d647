"""The portfolio context as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "goldenthread.business.portfolio"
    label = "portfolio"

    def ready(self) -> None:
        for room in ("policies", "events", "actions"):
            import_module(f"{self.name}.{room}")
