"""Loads every flow in every process, so that no fact is stored without its reactions."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "goldenthread.flows"
    label = "flows"

    def ready(self) -> None:
        for module in iter_modules(__import__(self.name, fromlist=["apps"]).__path__):
            import_module(f"{self.name}.{module.name}")
