"""The auditor's page: who did what, when, and on whose behalf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from goldenthread.business.people import queries as people
from goldenthread.business.people.policies import may_audit
from goldenthread.foundation.csv import csv_response
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.facts import detail, worded
from goldenthread.web.house.frame import house_tabs
from goldenthread.web.links import url_of
from goldenthread.web.pages import page

NAMES = ("subject", "person", "fact", "from", "to")


@dataclass(frozen=True)
class Line:
    """One event, as it is read."""

    when: str
    full: str
    iso: str
    what: str
    fact: str
    subject: str
    url: str
    who: str
    behalf: str
    details: list[tuple[str, str]]


@signed_in
def audit(request: PageRequest) -> HttpResponse:
    """A page of events, newest first, narrowed by the address."""
    require(may_audit(request.actor))
    asked = {name: request.GET[name].strip() for name in NAMES if request.GET.get(name, "").strip()}
    wrong = ""
    try:
        found = people.events(request.actor, event_filters(request, asked), request.GET.get("cursor"))
    except Invalid as error:
        wrong, found = str(error), people.events(request.actor, people.EventFilters())
    names = people.people_in(found.rows)
    context = {
        "tabs": house_tabs(request, "audit"),
        "lines": [_line(request, event, names) for event in found.rows],
        "asked": asked,
        "wrong": wrong,
        "facts": sorted(((name, worded(name)) for name in people.fact_names()), key=lambda pair: pair[1]),
        "newer_url": _here({**asked, "cursor": found.previous}) if found.previous else "",
        "older_url": _here({**asked, "cursor": found.next}) if found.next else "",
        "export_url": reverse("audit-export") + _query(asked),
        "people": people.people_options(request.actor),
    }
    return page(request, "house/audit.html", context, status=422 if wrong else 200)


@signed_in
def audit_export(request: PageRequest) -> StreamingHttpResponse:
    """All events under the same filters; instants in UTC, so that the file means the same everywhere."""
    require(may_audit(request.actor))
    asked = {name: request.GET[name].strip() for name in NAMES if request.GET.get(name, "").strip()}
    return csv_response("events", _lines(request, event_filters(request, asked)))


def event_filters(request: PageRequest, asked: dict[str, str]) -> people.EventFilters:
    """The address as filters; days are the reader's own, both included."""
    since, until = _day(asked, "from"), _day(asked, "to")
    zone = ZoneInfo(request.actor.timezone)
    return people.EventFilters(
        subject=asked.get("subject", "").upper(),
        person=people.key_of_person(request.actor, asked["person"]) if "person" in asked else "",
        fact=asked.get("fact", ""),
        since=_midnight(since, zone) if since else None,
        until=_midnight(until + timedelta(days=1), zone) if until else None,
    )


def _lines(request: PageRequest, filters: people.EventFilters) -> Iterator[Sequence[object]]:
    yield ("at", "recorded_at", "what", "fact", "subject", "who", "on_behalf_of", "action", "data")
    for piece, names in people.all_events(request.actor, filters):
        with translation.override(request.actor.locale):
            lines = [_exported(event, names) for event in piece]
        yield from lines


def _exported(event: Any, names: dict[int, str]) -> Sequence[object]:
    data = "; ".join(f"{name}: {text}" for name, text in detail(event.data))
    return (
        event.at.astimezone(UTC).isoformat(),
        event.recorded_at.astimezone(UTC).isoformat(),
        worded(event.name),
        event.name,
        event.subject,
        _who(event, names),
        names.get(event.on_behalf_of, ""),
        event.action,
        data,
    )


def _line(request: PageRequest, event: Any, names: dict[int, str]) -> Line:
    return Line(
        request.fmt.instant(event.at),
        request.fmt.full(event.at),
        event.at.isoformat(),
        worded(event.name),
        event.name,
        event.subject,
        url_of(event.subject),
        _who(event, names),
        names.get(event.on_behalf_of, ""),
        detail(event.data, request.fmt),
    )


def _who(event: Any, names: dict[int, str]) -> str:
    if event.actor_kind == "house":
        return _("Goldenthread")
    name = names.get(event.actor_id, _("Nobody known"))
    return _("%(name)s, by token") % {"name": name} if event.actor_kind == "token" else name


def _day(asked: dict[str, str], name: str) -> date | None:
    if name not in asked:
        return None
    try:
        on = date.fromisoformat(asked[name])
    except ValueError:
        on = date.max
    if MINYEAR < on.year < MAXYEAR:  # at the ends midnight may have no instant
        return on
    sentence = _("%(date)s is no date. Write 2026-12-24.")
    raise Invalid(fields={name: sentence % {"date": asked[name]}})


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), tzinfo=zone)


def _here(query: dict[str, Any]) -> str:
    return reverse("audit") + _query(query)


def _query(query: dict[str, Any]) -> str:
    return f"?{urlencode(query)}" if query else ""
