"""The closed days that an iCalendar file tells: its events of whole days, repeated ones written out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from icalendar import Calendar

from goldenthread.foundation.errors import Invalid

LARGEST = 2_000_000  # bytes
MOST_EVENTS = 5_000
LONGEST = 366  # days of one event
MOST_REPEATS = 2_000
FINE = ("SECONDLY", "MINUTELY", "HOURLY")


def closed_days(content: bytes, first: date, last: date) -> dict[date, str]:
    """Each closed day from `first` to `last` with its name; events with a time of day close none.

    Invalid where it is no iCalendar file, or larger than anything one would keep by hand.
    """
    if len(content) > LARGEST:
        raise Invalid(fields={"file": _("The file is larger than 2 MB.")})
    try:
        calendar = Calendar.from_ical(content)
        events = list(islice(calendar.walk("VEVENT"), MOST_EVENTS + 1))
    except Exception as error:  # whatever a hostile file makes of the reader
        raise Invalid(fields={"file": _("This is no iCalendar file.")}) from error
    if len(events) > MOST_EVENTS:
        raise Invalid(fields={"file": _("The file has more than 5,000 events.")})
    moved = {(str(event.get("UID", "")), _day(event, "RECURRENCE-ID")) for event in events if "RECURRENCE-ID" in event}
    found: dict[date, str] = {}
    for event in events:
        try:
            for on in _days_of(event, first, last, moved):
                found.setdefault(on, str(event.get("SUMMARY", "")).strip())
        except (ValueError, TypeError, AttributeError, OverflowError):
            continue  # one event that cannot be read closes no day
    return dict(sorted(found.items()))


def _days_of(event: Any, first: date, last: date, moved: set[tuple[str, date | None]]) -> Iterator[date]:
    start = _day(event, "DTSTART")
    if start is None or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    length = _length(event, start)
    uid, is_moved = str(event.get("UID", "")), "RECURRENCE-ID" in event
    for begin in _starts(event, start, first - timedelta(days=length), last):
        if not is_moved and (uid, begin) in moved:
            continue
        for number in range(length):
            on = begin + timedelta(days=number)
            if first <= on <= last:
                yield on


def _day(event: Any, name: str) -> date | None:
    """The date of a property that tells a whole day, None for one with a time of day."""
    value = getattr(event.get(name), "dt", None)
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _length(event: Any, start: date) -> int:
    end = _day(event, "DTEND")
    if end is None and "DURATION" in event:
        end = start + event["DURATION"].dt
    return max(1, min((end - start).days if end else 1, LONGEST))


def _starts(event: Any, start: date, first: date, last: date) -> Iterator[date]:
    if "RRULE" not in event:
        yield start
        return
    rules = event["RRULE"] if isinstance(event["RRULE"], list) else [event["RRULE"]]
    left_out = _left_out(event)
    for rule in rules:
        text = rule.to_ical().decode()
        if any(word in text.upper() for word in FINE):
            continue
        parts = (part[: len("UNTIL=YYYYMMDD")] if part.startswith("UNTIL=") else part for part in text.split(";"))
        text = ";".join(parts)  # dateutil wants both or neither of DTSTART and UNTIL to have a zone
        repeated = rrulestr(text, dtstart=datetime.combine(start, time()))
        begin = datetime.combine(max(first, start), time())
        for at in islice(repeated.xafter(begin, inc=True), MOST_REPEATS):
            if at.date() > last:
                break
            if at.date() not in left_out:
                yield at.date()


def _left_out(event: Any) -> set[date]:
    listed = event.get("EXDATE", [])
    parts = listed if isinstance(listed, list) else [listed]
    values = [value.dt for part in parts for value in part.dts]
    return {value.astimezone(UTC).date() if isinstance(value, datetime) else value for value in values}
