"""Feeds of calendars: added with a file or an address, and read again by the worker."""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.business.people.actions import FeedFacts, note_reading, put_feed
from goldenthread.business.people.queries import calendars_to_read
from goldenthread.connectors.icalendar.closed_days import closed_days
from goldenthread.connectors.icalendar.fetching import fetch
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Unavailable

EVERY = timedelta(hours=12)
RETRY = timedelta(hours=1)
YEARS_BACK, YEARS_AHEAD = 1, 3


def add_feed(acting: Acting, key: str, *, name: str, url: str = "", content: bytes | None = None) -> object:
    """Let a calendar close on the days of a file at once, or of an address as soon as the worker has read it."""
    days = closed_days(content, *_span(acting)) if content is not None else None
    return put_feed(acting, key, feed=FeedFacts(name, url if content is None else "", days))


def read_feeds(acting: Acting) -> tuple[int, int]:
    """Read every address that was not read for half a day; how many were read, and how many could not be."""
    read = failed = 0
    for key, name, url in calendars_to_read(acting.actor, acting.at - EVERY, acting.at - RETRY):
        try:
            days = closed_days(fetch(url), *_span(acting))
        except (Unavailable, Invalid) as error:
            sentence = next((str(text) for text in getattr(error, "fields", {}).values()), str(error))
            note_reading(acting, key, name=name, problem=sentence)
            failed += 1
        else:
            note_reading(acting, key, name=name, days=days)
            read += 1
    return read, failed


def _span(acting: Acting) -> tuple[date, date]:
    return date(acting.at.year - YEARS_BACK, 1, 1), date(acting.at.year + YEARS_AHEAD, 12, 31)
