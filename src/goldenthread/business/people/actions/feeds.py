"""Closed days of a calendar that come from elsewhere: a file once, an address again and again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from goldenthread.business.people.events import CalendarChanged
from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.people.policies import may_administer_record
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record

MOST_FEEDS = 10
SCHEMES = ("http", "https", "webcal")


@dataclass(frozen=True)
class FeedFacts:
    """A feed by its name; with an address the worker reads it, else `days` (date to name) are what its file said."""

    name: str
    url: str = ""
    days: Mapping[date, str] | None = None


@action(on=WorkCalendar, may=may_administer_record)
def put_feed(acting: Acting, calendar: WorkCalendar, *, feed: FeedFacts) -> WorkCalendar:
    """Let a calendar close on a feed's days, in place of what a feed of this name said before."""
    name, url = feed.name.strip(), feed.url.strip()
    if not name or len(name) > 80:
        raise Invalid(fields={"name": _("Name the feed, in up to 80 characters.")})
    if url and (urlsplit(url).scheme not in SCHEMES or not urlsplit(url).hostname or len(url) > 500):
        raise Invalid(fields={"url": _("Give an address that begins with https://.")})
    if not url and feed.days is None:
        raise Invalid(fields={"url": _("Give an address or a file.")})
    others = [known for known in calendar.feeds if known["name"] != name]
    if len(others) >= MOST_FEEDS:
        raise Invalid(fields={"name": _("A calendar takes ten feeds at most.")})
    days = _told(feed.days or {})
    read_at = acting.at.isoformat() if feed.days is not None else ""
    fresh = {"name": name, "url": url, "days": days, "tried_at": read_at, "read_at": read_at, "problem": ""}
    return _kept(calendar, [*others, fresh])


@action(on=WorkCalendar, may=may_administer_record)
def drop_feed(acting: Acting, calendar: WorkCalendar, *, name: str) -> WorkCalendar:
    """Let the days of a feed count no more."""
    left = [known for known in calendar.feeds if known["name"] != name]
    if len(left) == len(calendar.feeds):
        raise Invalid(fields={"name": _("There is no feed of this name.")})
    return _kept(calendar, left)


@action(on=WorkCalendar, may=lambda actor, calendar: actor.is_house)
def note_reading(
    acting: Acting, calendar: WorkCalendar, *, name: str, days: Mapping[date, str] | None = None, problem: str = ""
) -> WorkCalendar:
    """What reading a feed's address came to; what could not be read keeps the days that were known."""
    now = acting.at.isoformat()
    feeds = [dict(known) for known in calendar.feeds]
    for known in feeds:
        if known["name"] == name:
            known.update(tried_at=now, problem=problem[:300])
            if days is not None:
                known.update(days=_told(days), read_at=now)
    before = {known["name"]: known["days"] for known in calendar.feeds}
    if {known["name"]: known["days"] for known in feeds} == before:
        WorkCalendar.objects.filter(pk=calendar.pk).update(feeds=feeds)  # no news: nothing is computed anew
        return calendar
    return _kept(calendar, feeds)


def _kept(calendar: WorkCalendar, feeds: list[dict[str, Any]]) -> WorkCalendar:
    def said(known: list[dict[str, Any]]) -> list[str]:
        return sorted(f"{feed['name']}: {len(feed['days'])}" for feed in known)

    changes = {"feeds": [said(calendar.feeds), said(feeds)]}
    calendar.feeds = sorted(feeds, key=lambda feed: str(feed["name"]))
    calendar.save()
    record(CalendarChanged(subject=calendar.key, changes=changes), version=calendar.version)
    return calendar


def _told(days: Mapping[date, str]) -> dict[str, str]:
    return {on.isoformat(): name[:120] for on, name in sorted(days.items())}
