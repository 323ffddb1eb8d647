"""What came of it: readings of the measures, month by month, and ideas for what could be better."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from goldenthread.business.services.actions import note_improvement, read_measure
from goldenthread.business.services.models import Measure
from goldenthread.connectors.demo.world import World

REACHED = {"objective-weeks": 0.55, "objective-travel": 0.62, "objective-minutes": 0.3, "video": 0.86, "fax": 1.05}
"""How far each measure has come by now, from its baseline (0) to its target (1)."""
RECENT = {"results": 0.28}
IMPROVEMENTS = (
    ("video", "A quiet room in every clinic", "Clinics without a quiet room reach only half of what was promised."),
    ("signon", "Reset a password without the desk", "Four in ten incidents are about passwords."),
    ("printing", "Print labels from the tablet", "Nurses walk to the desk for every label."),
)


def values_of(world: World) -> None:
    """A reading a month for a year and a half, weekly for what is new; the improvements people noted."""
    chance = world.chance("values")
    for slug, reached in REACHED.items():
        months = list(world.months_back(18))
        for number, month in enumerate(months, start=1):
            share = reached * (number / len(months)) ** 0.7 + chance.uniform(-0.02, 0.02)
            _read(world, world.measures[slug], month, share)
    for slug, reached in RECENT.items():
        for week in (3, 2, 1):
            _read(world, world.measures[slug], world.day(-7 * week).date(), reached * (4 - week) / 3)
    for slug, title, description in IMPROVEMENTS:
        acting = world.acting("Ines Brandt", world.workday(-30))
        note_improvement(acting, world.services[slug].key, title=title, description=description)


def _read(world: World, measure: Measure, on: date, share: float) -> None:
    value = measure.baseline + (measure.target - measure.baseline) * Decimal(str(round(share, 3)))
    at = world.now if on >= world.today else world.day((on - world.today).days, 12)
    read_measure(world.house(at), measure.key, on=on, value=round(value, 1), source="Monthly count")
