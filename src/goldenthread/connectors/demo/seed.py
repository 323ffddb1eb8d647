"""Loads the generated organisation, step by step, into an empty house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from goldenthread.business.people.queries import is_set_up
from goldenthread.connectors.demo.choice import choice_of
from goldenthread.connectors.demo.desk import desk_of
from goldenthread.connectors.demo.money import bought_abroad, rates_of
from goldenthread.connectors.demo.people import people_of, views_of
from goldenthread.connectors.demo.portfolio import portfolio_of
from goldenthread.connectors.demo.projects import projects_of
from goldenthread.connectors.demo.services import services_of, trouble_of
from goldenthread.connectors.demo.values import values_of
from goldenthread.connectors.demo.world import World
from goldenthread.flows.desk_history_forecasts_load import forecast_loads
from goldenthread.foundation.actors import SYSTEM
from goldenthread.foundation.events import quietly

Progress = Callable[[str, float], None]
"""Told what is being done and how far all of it is, 0 to 1."""


def seed(now: datetime, progress: Progress = lambda what, share: None) -> bool:
    """Load everything as of an instant; False where anybody is there already. All or nothing."""
    if is_set_up():
        return False
    with transaction.atomic(), quietly():
        world = World(now)
        progress("People", 0.0)
        people_of(world)
        progress("Services", 0.08)
        rates_of(world)
        services_of(world)
        progress("Investments", 0.14)
        funded = portfolio_of(world)
        progress("Projects", 0.22)
        projects_of(world, funded)
        trouble_of(world)
        bought_abroad(world)
        values_of(world)
        progress("Tickets", 0.5)
        for done in desk_of(world):
            progress("Tickets", 0.5 + 0.5 * done / 4200)
        forecast_loads(SYSTEM.at(now))
        choice_of(world)
        views_of(world)
    progress("Done", 1.0)
    return True
