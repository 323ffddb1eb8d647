"""What forms offer to choose from, the same everywhere: zones and countries."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from goldenthread.business.people import queries as people

PLACES = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zones() -> list[tuple[str, str]]:
    """Time zones by place; UTC first."""
    named = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in PLACES)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


def countries(locale: str) -> list[tuple[str, str]]:
    """Countries whose holidays are known, none of them first."""
    return [("", _("None, I enter them myself")), *people.countries(locale)]
