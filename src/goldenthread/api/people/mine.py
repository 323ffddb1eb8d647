"""One's own settings, tokens and notifications, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema, Status
from pydantic import Field

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.api.people.answers import said
from goldenthread.api.people.persons import PersonOut, out
from goldenthread.business.people import actions, queries

MINE = ["mine"]


class SettingsIn(Body):
    name: str | None = None
    locale: str | None = None
    timezone: str | None = None
    density: str | None = None


class TokenIn(Body):
    name: str
    days: int = 90
    permits: list[str] = Field(default_factory=list)


class ReadIn(Body):
    ids: list[int] = Field(default_factory=list)


class TokenOut(Schema):
    key: str
    name: str
    permits: list[str]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class NewTokenOut(TokenOut):
    """`token` is told this once."""

    token: str


class ViewIn(Body):
    """`filters`: by name, as the list's own parameters."""

    listing: str
    name: str
    filters: dict[str, str]


class ViewOut(Schema):
    key: str
    listing: str
    name: str
    filters: dict[str, str]


class ViewsOut(Listed):
    items: list[ViewOut]


class NoteOut(Schema):
    id: int
    subject: str
    sentence: str
    at: datetime
    read_at: datetime | None


class NotesOut(Listed):
    items: list[NoteOut]


class MarkedOut(Schema):
    marked: int


def _token_out(token: Any) -> dict[str, Any]:
    names = ("key", "name", "permits", "created_at", "expires_at", "used_at")
    return {name: getattr(token, name) for name in names}


@api.get("/me", response=PersonOut, tags=MINE)
def me(request: ApiRequest) -> Any:
    """The person behind the token."""
    return out(queries.settings_of(request.auth))


@api.patch("/me", response=PersonOut, tags=MINE)
def change_settings(request: ApiRequest, body: SettingsIn) -> Any:
    """One's own name, language, zone and density."""
    key = queries.settings_of(request.auth).key
    return out(actions.change_settings(acting(request), key, settings=actions.Settings(**said(body))))


@api.get("/tokens", response=list[TokenOut], tags=MINE)
def tokens(request: ApiRequest) -> Any:
    """One's own tokens that still open something."""
    now = acting(request).at
    return [_token_out(token) for token in queries.live_tokens(request.auth, request.auth.id or 0, now)]


@api.post("/tokens", response={201: NewTokenOut}, tags=MINE)
def make_token(request: ApiRequest, body: TokenIn) -> Any:
    """Make a token; not by one that is scoped. Never repeated for an Idempotency-Key: its text is kept nowhere."""
    token, text = actions.make_token(acting(request), **body.dict())
    return Status(201, {**_token_out(token), "token": text})


@api.post("/tokens/{key}/revoke", response=TokenOut, tags=MINE)
@idempotent
def revoke_token(request: ApiRequest, key: str) -> Any:
    """End a token at once."""
    return 200, _token_out(actions.revoke_token(acting(request), key))


@api.get("/views", response=ViewsOut, tags=MINE)
def views(request: ApiRequest, cursor: str = "", fields: str = "") -> Any:
    """The filters of lists that one keeps under names, by list."""
    return listed(queries.saved_views(request.auth, cursor or None), _view_out, fields)


@api.post("/views", response={201: ViewOut}, tags=MINE)
@idempotent
def save_view(request: ApiRequest, body: ViewIn) -> Any:
    """Keep the filters of a list under a name."""
    return 201, _view_out(actions.save_view(acting(request), **body.dict()))


@api.post("/views/{key}/drop", response=ViewOut, tags=MINE)
@idempotent
def drop_view(request: ApiRequest, key: str) -> Any:
    """Keep a view no longer; answers what it was."""
    return 200, _view_out(actions.drop_view(acting(request), key))


def _view_out(view: Any) -> dict[str, Any]:
    return {name: getattr(view, name) for name in ("key", "listing", "name", "filters")}


@api.get("/notifications", response=NotesOut, tags=MINE)
def notifications(request: ApiRequest, cursor: str = "", fields: str = "") -> Any:
    """What the house told one, newest first."""
    return listed(queries.notifications(request.auth, cursor or None), _note_out, fields)


@api.post("/notifications/mark-read", response=MarkedOut, tags=MINE)
@idempotent
def mark_read(request: ApiRequest, body: ReadIn) -> Any:
    """Mark these as read, or all."""
    return 200, {"marked": actions.mark_read(acting(request), ids=body.ids)}


def _note_out(note: Any) -> dict[str, Any]:
    return {name: getattr(note, name) for name in ("id", "subject", "sentence", "at", "read_at")}
