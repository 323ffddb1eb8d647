"""The portal's side: the catalogue and one's own requests."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from goldenthread.api.desk import schemas
from goldenthread.api.desk.schemas import TAGS
from goldenthread.api.door import ApiRequest, api
from goldenthread.api.listing import Listed, listed
from goldenthread.business.desk import queries


class RequestsOut(Listed):
    items: list[dict[str, Any]]


class OfferingOut(Schema):
    key: str
    name: str
    kind: str
    service: str
    description: str
    questions: list[dict[str, Any]]


class CatalogueOut(Schema):
    offerings: list[OfferingOut]
    services: list[dict[str, str]]


@api.get("/catalogue", response=CatalogueOut, tags=TAGS)
def catalogue(request: ApiRequest, q: str = "") -> Any:
    """What can be asked for; with `q`, what holds every one of these words."""
    offerings, services = queries.search_services(request.auth, q[:200])
    return {
        "offerings": [
            {
                "service": one.service.key,
                **{name: getattr(one, name) for name in ("key", "name", "kind", "description", "questions")},
            }
            for one in offerings
        ],
        "services": [{"key": one.key, "name": one.name, "outcome": one.outcome} for one in services],
    }


@api.get("/requests", response=RequestsOut, tags=TAGS)
def requests(request: ApiRequest, state: str = "", cursor: str = "", fields: str = "") -> Any:
    """One's own requests and those shared in one's organisation; state is open, done or empty."""
    return listed(queries.requests(request.auth, cursor or None, state), schemas.request_out, fields)
