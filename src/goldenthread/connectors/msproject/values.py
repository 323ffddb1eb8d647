"""Single values of a file: lengths, instants, numbers, and what its codes mean."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

FIRST, LAST = date(1984, 1, 1), date(2149, 12, 31)
"""The days that Microsoft Project knows."""
CONSTRAINTS = ("ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT")
LINKS = ("FF", "FS", "SF", "SS")
KINDS = ("material", "work", "cost")
ELAPSED_FORMATS = frozenset({4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52})
PERCENT_FORMATS = frozenset({19, 20, 51, 52})
CENT = Decimal("0.01")
_LENGTH = re.compile(
    r"(-)?P(?:(\d{1,9})D)?(?:T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:\.\d{1,9})?S)?)?", re.ASCII
)


def length(text: str) -> timedelta | None:
    """A length such as PT8H0M0S; None where it is none, the longest there is where it is longer."""
    found = _LENGTH.fullmatch(text)
    if found is None or text.endswith(("P", "T")):
        return None
    sign, days, hours, minutes, seconds = found.groups()
    try:
        whole = timedelta(
            days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0)
        )
    except OverflowError:
        whole = timedelta.max
    return -whole if sign and whole != timedelta.max else whole


def instant(text: str, zone: ZoneInfo) -> datetime | None:
    """A wall time in a zone as an instant in UTC; None where it is none, or not of the days Project knows."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST <= local.date() <= LAST:
        return None
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)


def day(text: str) -> date | None:
    """The day of a wall time, held within the days Project knows."""
    try:
        on = datetime.fromisoformat(text).date()
    except ValueError:
        return None
    return min(max(on, FIRST), LAST)


def whole(text: str, default: int | None = None) -> int | None:
    """A whole number of up to eighteen digits."""
    return int(text) if re.fullmatch(r"-?\d{1,18}", text, re.ASCII) else default


def number(text: str) -> Decimal:
    """A number, nothing where it is none."""
    try:
        found = Decimal(text or 0)
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() and abs(found) < 10**15 else Decimal(0)


def money(text: str) -> Decimal:
    """An amount, which the files tell in hundredths."""
    return (number(text) / 100).quantize(CENT)


def minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)
