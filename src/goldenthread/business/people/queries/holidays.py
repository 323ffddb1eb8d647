"""Public holidays of countries and their regions, as the world keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from babel import Locale
from django.utils.translation import gettext as _

from goldenthread.foundation.errors import Invalid


def country_holidays(country: str, region: str, years: Iterable[int]) -> dict[date, str]:
    """The days and their names in the country's own language; Invalid for a country or region nobody knows."""
    import holidays  # noqa: PLC0415  half a second, so only where it is asked for

    regions = _regions()
    if country not in regions:
        raise Invalid(fields={"country": _("The holidays of this country are not known. Enter them by hand.")})
    if region and region not in regions[country]:
        known = ", ".join(regions[country]) or "–"
        raise Invalid(
            fields={
                "region": _("There is no region %(region)s. Known: %(known)s.") % {"region": region, "known": known}
            }
        )
    own = holidays.country_holidays(country).default_language  # else the process's environment chooses
    found = holidays.country_holidays(country, subdiv=region or None, years=list(years), language=own)
    return dict(sorted(found.items()))


def countries(locale: str) -> list[tuple[str, str]]:
    """Countries whose holidays are known: two letters and the name in this language, by name."""
    territories = Locale.parse(locale).territories
    named = [(code, territories[code]) for code in _regions() if len(code) == 2 and code in territories]
    return sorted(named, key=lambda pair: pair[1])


def regions(country: str) -> list[str]:
    """The regions of a country that have holidays of their own."""
    return _regions().get(country, [])


@cache
def _regions() -> dict[str, list[str]]:
    import holidays  # noqa: PLC0415

    return {code: list(known) for code, known in holidays.list_supported_countries(include_aliases=False).items()}
