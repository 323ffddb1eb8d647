"""Work calendars and organisations for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed
from goldenthread.api.people.answers import HOUSE, register, said, tagged
from goldenthread.business.people import actions, queries
from goldenthread.connectors.icalendar import add_feed
from goldenthread.foundation.errors import Invalid

Hours = list[tuple[str, str]]


class CalendarIn(Body):
    name: str
    timezone: str
    weekly: dict[str, Hours] | None = None
    holidays: list[str] = Field(default_factory=list)
    exceptions: dict[str, Hours] = Field(default_factory=dict)
    breaks: dict[str, Hours] = Field(default_factory=dict)
    closures: list[tuple[str, str]] = Field(default_factory=list)
    country: str = ""
    region: str = ""


class CalendarChangeIn(Body):
    name: str | None = None
    timezone: str | None = None
    weekly: dict[str, Hours] | None = None
    holidays: list[str] | None = None
    exceptions: dict[str, Hours] | None = None
    breaks: dict[str, Hours] | None = None
    closures: list[tuple[str, str]] | None = None
    country: str | None = None
    region: str | None = None


class CountryIn(Body):
    country: str
    years: list[int]
    region: str = ""


class OrganisationIn(Body):
    name: str
    kind: str
    calendar: str
    parent: str = ""
    currency: str = "EUR"


class OrganisationChangeIn(Body):
    name: str | None = None
    kind: str | None = None
    parent: str | None = None
    calendar: str | None = None
    currency: str | None = None


class CalendarFeedIn(Body):
    """Closed days from elsewhere: the address of an iCalendar feed, or the text of such a file."""

    name: str
    url: str = ""
    content: str = ""


class CalendarFeedNameIn(Body):
    name: str


class CalendarFeedOut(Schema):
    name: str
    url: str
    days: dict[str, str]
    read_at: str
    problem: str


class CalendarDayOut(Schema):
    """A day: its hours on the wall clock, minutes open, minutes it lasts, the rule that made them, its names."""

    on: date
    hours: list[tuple[str, str]]
    breaks: list[tuple[str, str]]
    open_minutes: float
    lasts_minutes: float
    rule: str
    names: list[str]


class CalendarYearOut(Schema):
    calendar: str
    year: int
    days: list[CalendarDayOut]


class CalendarOut(Schema):
    key: str
    name: str
    timezone: str
    weekly: dict[str, Hours]
    holidays: list[str]
    exceptions: dict[str, Hours]
    breaks: dict[str, Hours]
    closures: list[tuple[str, str]]
    feeds: list[CalendarFeedOut]
    country: str
    region: str
    version: int


class OrganisationOut(Schema):
    key: str
    name: str
    kind: str
    parent: str
    calendar: str
    currency: str
    version: int


class CalendarsOut(Listed):
    items: list[CalendarOut]


class OrganisationsOut(Listed):
    items: list[OrganisationOut]


class Asked(Schema):
    q: str = ""
    kind: str = ""
    cursor: str = ""
    fields: str = ""


def _calendar_out(calendar: Any) -> dict[str, Any]:
    spec = calendar.spec
    empty: dict[str, Any] = {"weekly": {}, "holidays": [], "exceptions": {}, "breaks": {}, "closures": []}
    known = {name: getattr(calendar, name) for name in ("key", "name", "timezone", "country", "region", "version")}
    feeds = [{name: feed[name] for name in ("name", "url", "days", "read_at", "problem")} for feed in calendar.feeds]
    return known | {name: spec.get(name) or none for name, none in empty.items()} | {"feeds": feeds}


def _organisation_out(organisation: Any) -> dict[str, Any]:
    known = {name: getattr(organisation, name) for name in ("key", "name", "kind", "currency", "version")}
    parent = organisation.parent.key if organisation.parent else ""
    return known | {"parent": parent, "calendar": organisation.calendar.key}


@api.get("/calendars", response=CalendarsOut, tags=HOUSE)
def calendars(request: ApiRequest, asked: Query[Asked]) -> Any:
    """Every calendar, by name."""
    return register(request, "calendars", _calendar_out, asked.dict())


@api.post("/calendars", response={201: CalendarOut}, tags=HOUSE)
@idempotent
def add_calendar(request: ApiRequest, body: CalendarIn) -> Any:
    """Add a calendar; office hours unless others are given."""
    return 201, _calendar_out(actions.add_calendar(acting(request), new=actions.CalendarFacts(**body.dict())))


@api.get("/calendars/{key}", response=CalendarOut, tags=HOUSE)
def calendar(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One calendar."""
    return _calendar_out(tagged(response, queries.entry(request.auth, "calendars", key)))


@api.patch("/calendars/{key}", response=CalendarOut, tags=HOUSE)
def change_calendar(request: ApiRequest, key: str, body: CalendarChangeIn, response: HttpResponse) -> Any:
    """New hours, holidays or exceptions; what is not sent stays."""
    change = actions.CalendarFacts(**said(body))
    return _calendar_out(tagged(response, actions.change_calendar(acting(request), key, change=change)))


@api.post("/calendars/{key}/take-country-holidays", response=CalendarOut, tags=HOUSE)
@idempotent
def take_country_holidays(request: ApiRequest, key: str, body: CountryIn) -> Any:
    """Add the public holidays of a country, and of its region, for these years."""
    return 200, _calendar_out(actions.take_country_holidays(acting(request), key, **body.dict()))


@api.get("/calendars/{key}/year", response=CalendarYearOut, tags=HOUSE)
def calendar_year(request: ApiRequest, key: str, year: int) -> Any:
    """Every day of a year: when it is open, and why it is closed."""
    if not 1990 <= year <= 2100:
        raise Invalid(fields={"year": _("Years run from 1990 to 2100.")})
    found = queries.calendar(request.auth, key)
    days = [
        {
            **{name: getattr(day, name) for name in ("on", "hours", "breaks", "rule", "names")},
            "open_minutes": day.open_for.total_seconds() / 60,
            "lasts_minutes": day.lasts.total_seconds() / 60,
        }
        for day in queries.year_of(found, year)
    ]
    return {"calendar": found.key, "year": year, "days": days}


@api.post("/calendars/{key}/feeds", response=CalendarOut, tags=HOUSE)
@idempotent
def add_calendar_feed(request: ApiRequest, key: str, body: CalendarFeedIn) -> Any:
    """Close on the days of an iCalendar file at once, or of an address as soon as the worker has read it."""
    content = body.content.encode() if body.content else None
    return 200, _calendar_out(add_feed(acting(request), key, name=body.name, url=body.url, content=content))


@api.post("/calendars/{key}/feeds/drop", response=CalendarOut, tags=HOUSE)
@idempotent
def drop_calendar_feed(request: ApiRequest, key: str, body: CalendarFeedNameIn) -> Any:
    """Let the days of a feed count no more."""
    return 200, _calendar_out(actions.drop_feed(acting(request), key, name=body.name))


@api.get("/organisations", response=OrganisationsOut, tags=HOUSE)
def organisations(request: ApiRequest, asked: Query[Asked]) -> Any:
    """Your own units, customers and suppliers, by name."""
    return register(request, "organisations", _organisation_out, asked.dict())


@api.post("/organisations", response={201: OrganisationOut}, tags=HOUSE)
@idempotent
def add_organisation(request: ApiRequest, body: OrganisationIn) -> Any:
    """Add an organisation."""
    new = actions.OrganisationFacts(**body.dict())
    return 201, _organisation_out(actions.add_organisation(acting(request), new=new))


@api.get("/organisations/{key}", response=OrganisationOut, tags=HOUSE)
def organisation(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One organisation."""
    return _organisation_out(tagged(response, queries.entry(request.auth, "organisations", key)))


@api.patch("/organisations/{key}", response=OrganisationOut, tags=HOUSE)
def change_organisation(request: ApiRequest, key: str, body: OrganisationChangeIn, response: HttpResponse) -> Any:
    """Change an organisation; what is not sent stays."""
    change = actions.OrganisationFacts(**said(body))
    return _organisation_out(tagged(response, actions.change_organisation(acting(request), key, change=change)))
