"""Calendars of elsewhere: closed days read from an iCalendar file or address."""

from goldenthread.connectors.icalendar.closed_days import closed_days
from goldenthread.connectors.icalendar.feeds import add_feed, read_feeds

__all__ = ["add_feed", "closed_days", "read_feeds"]
