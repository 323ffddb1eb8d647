"""Hours as people write them, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.foundation.errors import Invalid


def hours_text(pairs: Any) -> str:
    """Hours as people write them: 09:00-12:00 13:00-17:00."""
    return " ".join(f"{opening}-{closing}" for opening, closing in pairs)


def days_text(days: Mapping[str, Any]) -> str:
    """Hours of single days, one after the other: 2026-12-24 09:00-12:00; 2026-12-31 closed."""
    return "; ".join(f"{on} {hours_text(pairs) or 'closed'}" for on, pairs in sorted(days.items()))


def hours(text: str) -> list[list[str]]:
    """The pairs of 09:00-12:00 13:00-17:00; nothing, or "closed", is a closed day."""
    parts = text.replace(",", " ").replace("–", "-").split()
    if parts == ["closed"]:
        return []
    if any(part.count("-") != 1 for part in parts):
        raise Invalid(fields={"weekly": _("Write hours as 09:00-17:00.")})
    return [part.split("-") for part in parts]


def days(text: str) -> dict[str, list[list[str]]]:
    """Hours of single days, parted by semicolons or lines: 2026-12-24 09:00-12:00; 2026-12-31 closed."""
    found: dict[str, list[list[str]]] = {}
    for part in text.replace("\n", ";").split(";"):
        on, _space, rest = part.strip().partition(" ")
        if on:
            found[on] = hours(rest)
    return found
