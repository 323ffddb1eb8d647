"""Long calculations for programs: how far they are, what they found, and the word that stops them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Schema

from goldenthread.api.door import ApiRequest, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.foundation.runs import run, runs, stop_run

TAGS = ["runs"]


class RunOut(Schema):
    """`answer` is the best so far while it is running, and the last word once it is done; what is private to others has
    no key in it.
    """

    key: str
    kind: str
    about: str
    question: dict[str, Any]
    state: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    done: int
    of: int
    answer: dict[str, Any] | None
    why: str
    version: int


class RunsOut(Listed):
    items: list[RunOut]


@api.get("/runs", response=RunsOut, tags=TAGS)
def list_runs(request: ApiRequest, kind: str = "", about: str = "", cursor: str | None = None, fields: str = "") -> Any:
    """The caller's calculations and those open to them, newest first."""
    return listed(runs(request.auth, cursor, kind=kind, about=about), run_out, fields)


@api.get("/runs/{key}", response=RunOut, tags=TAGS)
def read_run(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One calculation as it stands, with its ETag."""
    found = run(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return run_out(found)


@api.post("/runs/{key}/stop", response=RunOut, tags=TAGS, operation_id="stop_run")
@idempotent
def stop(request: ApiRequest, key: str) -> Any:
    """Want no more of it; what it found so far is kept."""
    return 200, run_out(run(request.auth, stop_run(acting(request), key).key))


def run_out(found: Any) -> dict[str, Any]:
    """A run in plain values."""
    return {name: getattr(found, name) for name in RunOut.model_fields}
