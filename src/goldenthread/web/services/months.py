"""Whole months on the calendar."""

from __future__ import annotations

from datetime import date, timedelta


def months_before(day: date, count: int) -> date:
    """The first day of the month so many months before a day's."""
    number = day.year * 12 + day.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def last_of(first: date) -> date:
    """The last day of the month that begins on a day."""
    return months_before(first, -1) - timedelta(days=1)


def month_named(text: str) -> date | None:
    """The first day of a month written 2026-03; None where it cannot be read."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
