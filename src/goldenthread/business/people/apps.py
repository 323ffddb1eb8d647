"""The people context as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "goldenthread.business.people"
    label = "people"

    def ready(self) -> None:
        for room in ("policies", "events", "actions"):
            import_module(f"{self.name}.{room}")
