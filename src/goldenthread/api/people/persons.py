"""People and their roles for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Query, Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed
from goldenthread.api.people.answers import TAG, register, said, tagged
from goldenthread.business.people import actions, queries


class NewPersonIn(Body):
    name: str
    email: str
    organisation: str
    password: str = ""
    job: str = ""
    locale: str = "en"
    timezone: str = "UTC"
    calendar: str = ""
    role: str = ""


class PersonChangeIn(Body):
    name: str | None = None
    email: str | None = None
    organisation: str | None = None
    job: str | None = None
    calendar: str | None = None
    locale: str | None = None
    timezone: str | None = None


class PasswordIn(Body):
    password: str


class RoleIn(Body):
    role: str
    on: str = ""


class LevelIn(Body):
    skill: str
    level: int


class PersonOut(Schema):
    key: str
    name: str
    email: str
    organisation: str
    job: str
    calendar: str
    locale: str
    timezone: str
    is_active: bool
    joined_at: datetime
    version: int


class GrantOut(Schema):
    key: str
    person: str
    role: str
    on: str


class PeopleOut(Listed):
    items: list[PersonOut]


class GrantsOut(Listed):
    items: list[GrantOut]


class PeopleAsked(Schema):
    q: str = ""
    organisation: str = ""
    team: str = ""
    state: str = ""
    cursor: str = ""
    fields: str = ""


class GrantsAsked(Schema):
    q: str = ""
    role: str = ""
    person: str = ""
    scope: str = ""
    cursor: str = ""
    fields: str = ""


def out(person: Any) -> dict[str, Any]:
    known = ("key", "name", "email", "job", "locale", "timezone", "is_active", "joined_at", "version")
    calendar = person.calendar.key if person.calendar else ""
    return {name: getattr(person, name) for name in known} | {
        "organisation": person.organisation.key,
        "calendar": calendar,
    }


def _grant_out(grant: Any) -> dict[str, Any]:
    return {"key": grant.key, "person": grant.person.key, "role": grant.role, "on": grant.on_key or ""}


@api.get("/people", response=PeopleOut, tags=TAG)
def people(request: ApiRequest, asked: Query[PeopleAsked]) -> Any:
    """Everyone the house knows, by name; for administrators and auditors."""
    return register(request, "people", out, asked.dict())


@api.post("/people", response={201: PersonOut}, tags=TAG)
@idempotent
def add_person(request: ApiRequest, body: NewPersonIn) -> Any:
    """Add a person, with a first role on the whole house where one is named."""
    new = actions.NewPerson(**body.dict(exclude={"organisation"}))
    return 201, out(actions.add_person(acting(request), organisation=body.organisation, new=new))


@api.get("/people/{key}", response=PersonOut, tags=TAG)
def person(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One person."""
    return out(tagged(response, queries.person(request.auth, key)))


@api.patch("/people/{key}", response=PersonOut, tags=TAG)
def change_person(request: ApiRequest, key: str, body: PersonChangeIn, response: HttpResponse) -> Any:
    """Correct what is known; what is not sent stays."""
    change = actions.PersonChange(**said(body))
    return out(tagged(response, actions.change_person(acting(request), key, change=change)))


@api.post("/people/{key}/set-password", response=PersonOut, tags=TAG)
@idempotent
def set_password(request: ApiRequest, key: str, body: PasswordIn) -> Any:
    """Set a person's password; their sessions end."""
    return 200, out(actions.set_password(acting(request), key, password=body.password))


@api.post("/people/{key}/deactivate", response=PersonOut, tags=TAG)
@idempotent
def deactivate_person(request: ApiRequest, key: str) -> Any:
    """Let a person go: sessions and tokens end at once."""
    return 200, out(actions.deactivate_person(acting(request), key))


@api.post("/people/{key}/reactivate", response=PersonOut, tags=TAG)
@idempotent
def reactivate_person(request: ApiRequest, key: str) -> Any:
    """Take a person back."""
    return 200, out(actions.reactivate_person(acting(request), key))


@api.post("/people/{key}/rate-skill", response=PersonOut, tags=TAG)
@idempotent
def rate_skill(request: ApiRequest, key: str, body: LevelIn) -> Any:
    """How well a person has a skill, 1 to 5; 0 takes it away."""
    return 200, out(actions.rate_skill(acting(request), key, skill=body.skill, level=body.level))


@api.get("/grants", response=GrantsOut, tags=TAG)
def grants(request: ApiRequest, asked: Query[GrantsAsked]) -> Any:
    """Who may do what, and on what."""
    return register(request, "grants", _grant_out, asked.dict())


@api.post("/people/{key}/give-role", response={201: GrantOut}, tags=TAG)
@idempotent
def give_role(request: ApiRequest, key: str, body: RoleIn) -> Any:
    """Give a role, on the whole house or on what a key names."""
    grant = actions.give_role(acting(request), person=key, role=body.role, on=body.on)
    return 201, {"key": grant.key, "person": key, "role": grant.role, "on": body.on}


@api.post("/grants/{key}/take-back", response={204: None}, tags=TAG)
@idempotent
def take_role_back(request: ApiRequest, key: str) -> Any:
    """Take a role away; never the last administrator's."""
    actions.take_role_back(acting(request), key)
    return 204, None
