"""Cells of a file as values: days, amounts, hours, yes and no."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.foundation.errors import Invalid

Row = Mapping[str, str]


def values(row: Row, *names: str) -> dict[str, str]:
    return {name: row[name] for name in names if name in row}


def required(model: Any, key: str, name: str) -> None:
    if not model.objects.filter(key=key).exists():
        raise Invalid(fields={name: _("There is no %(key)s here.") % {"key": key or "–"}})


def yes(row: Row, name: str) -> bool:
    text = row.get(name, "").lower()
    if text not in ("", "yes", "no"):
        raise Invalid(fields={name: _("Write yes or no.")})
    return text == "yes"


def day(row: Row, name: str) -> date:
    try:
        return date.fromisoformat(row.get(name, ""))
    except ValueError as error:
        sentence = _("%(date)s is no date. Write 2026-12-24.")
        raise Invalid(fields={name: sentence % {"date": row.get(name) or "–"}}) from error


def amount(row: Row, name: str) -> Decimal:
    try:
        found = Decimal(row.get(name, ""))
    except InvalidOperation as error:
        raise Invalid(fields={name: _("Say what an hour costs, such as 85.50.")}) from error
    if not found.is_finite():
        raise Invalid(fields={name: _("Say what an hour costs, such as 85.50.")})
    return found


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
