"""Rates and absences for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from ninja import Query, Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed
from goldenthread.api.people.answers import TAG, register, said, tagged
from goldenthread.business.people import actions, queries


class RateIn(Body):
    per_hour: Decimal
    valid_from: date
    person: str = ""
    team: str = ""
    currency: str = "EUR"


class RateChangeIn(Body):
    per_hour: Decimal | None = None
    valid_from: date | None = None
    person: str | None = None
    team: str | None = None
    currency: str | None = None


class AbsenceIn(Body):
    starts_on: date
    ends_on: date
    person: str = ""
    kind: str = "holiday"


class AbsenceChangeIn(Body):
    starts_on: date | None = None
    ends_on: date | None = None
    kind: str | None = None


class RateOut(Schema):
    key: str
    person: str
    team: str
    per_hour: Decimal
    currency: str
    valid_from: date
    version: int


class AbsenceOut(Schema):
    key: str
    person: str
    kind: str
    starts_on: date
    ends_on: date
    version: int


class RatesOut(Listed):
    items: list[RateOut]


class AbsencesOut(Listed):
    items: list[AbsenceOut]


class Asked(Schema):
    q: str = ""
    person: str = ""
    team: str = ""
    kind: str = ""
    cursor: str = ""
    fields: str = ""


def _rate_out(rate: Any) -> dict[str, Any]:
    owners = {"person": rate.person.key if rate.person else "", "team": rate.team.key if rate.team else ""}
    return {name: getattr(rate, name) for name in ("key", "per_hour", "currency", "valid_from", "version")} | owners


def _absence_out(absence: Any) -> dict[str, Any]:
    known = {name: getattr(absence, name) for name in ("key", "kind", "starts_on", "ends_on", "version")}
    return known | {"person": absence.person.key}


@api.get("/rates", response=RatesOut, tags=TAG)
def rates(request: ApiRequest, asked: Query[Asked]) -> Any:
    """What an hour costs, newest first."""
    return register(request, "rates", _rate_out, asked.dict())


@api.post("/rates", response={201: RateOut}, tags=TAG)
@idempotent
def set_rate(request: ApiRequest, body: RateIn) -> Any:
    """A rate from a day on, for a person, a team, or (neither) everyone."""
    return 201, _rate_out(actions.set_rate(acting(request), new=actions.RateFacts(**body.dict())))


@api.get("/rates/{key}", response=RateOut, tags=TAG)
def rate(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One rate."""
    return _rate_out(tagged(response, queries.entry(request.auth, "rates", key)))


@api.patch("/rates/{key}", response=RateOut, tags=TAG)
def change_rate(request: ApiRequest, key: str, body: RateChangeIn, response: HttpResponse) -> Any:
    """Correct a rate; time already logged keeps its own."""
    change = actions.RateFacts(**said(body))
    return _rate_out(tagged(response, actions.change_rate(acting(request), key, change=change)))


@api.post("/rates/{key}/remove", response={204: None}, tags=TAG)
@idempotent
def remove_rate(request: ApiRequest, key: str) -> Any:
    """Take a rate out."""
    actions.remove_rate(acting(request), key)
    return 204, None


@api.get("/absences", response=AbsencesOut, tags=TAG)
def absences(request: ApiRequest, asked: Query[Asked]) -> Any:
    """Who is away, the latest first."""
    return register(request, "absences", _absence_out, asked.dict())


@api.post("/absences", response={201: AbsenceOut}, tags=TAG)
@idempotent
def note_absence(request: ApiRequest, body: AbsenceIn) -> Any:
    """Note days away: your own, or, as administrator, anyone's."""
    return 201, _absence_out(actions.note_absence(acting(request), new=actions.AbsenceFacts(**body.dict())))


@api.patch("/absences/{key}", response=AbsenceOut, tags=TAG)
def change_absence(request: ApiRequest, key: str, body: AbsenceChangeIn, response: HttpResponse) -> Any:
    """Move an absence."""
    change = actions.AbsenceFacts(**said(body))
    return _absence_out(tagged(response, actions.change_absence(acting(request), key, change=change)))


@api.post("/absences/{key}/remove", response={204: None}, tags=TAG)
@idempotent
def remove_absence(request: ApiRequest, key: str) -> Any:
    """Take an absence out."""
    actions.remove_absence(acting(request), key)
    return 204, None
