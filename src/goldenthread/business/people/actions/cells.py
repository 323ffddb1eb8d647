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
