"""Measures and their readings for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpResponse

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.api.services import schemas
from goldenthread.api.services.schemas import MeasureOut, MeasuresOut, ReadingOut
from goldenthread.business.services import queries
from goldenthread.business.services.actions import NewMeasure, add_measure, change_measure, read_measure
from goldenthread.foundation.listing import Page

TAGS = ["services"]


class MeasureIn(Body):
    name: str
    unit: str = ""
    direction: Literal["up", "down"]
    baseline: Decimal
    target: Decimal
    target_on: date
    owner: str | None = None
    service: str | None = None


class ReadingIn(Body):
    on: date
    value: Decimal
    source: str = ""


class ReadingsOut(Listed):
    items: list[ReadingOut]


@api.get("/measures", response=MeasuresOut, tags=TAGS)
def list_measures(
    request: ApiRequest, service: str = "", text: str = "", cursor: str | None = None, fields: str = ""
) -> Any:
    """Measures by name, each with its newest reading."""
    filters = queries.MeasureFilters(service, text)
    return listed(queries.measures(request.auth, filters, cursor), schemas.measure_row, fields)


@api.post("/measures", response={201: MeasureOut}, tags=TAGS, operation_id="add_measure")
@idempotent
def add(request: ApiRequest, body: MeasureIn) -> Any:
    """Name a figure to be watched."""
    return 201, schemas.measure(add_measure(acting(request), new=_new(request, body)))


@api.get("/measures/{key}", response=MeasureOut, tags=TAGS)
def read_one_measure(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One measure with its ETag."""
    found = queries.measure(request.auth, key)
    response["ETag"] = f'"{found.version}"'
    return schemas.measure(found)


@api.put("/measures/{key}", response=MeasureOut, tags=TAGS, operation_id="change_measure")
def change(request: ApiRequest, key: str, body: MeasureIn) -> Any:
    """Set a measure right, or move its aim."""
    return schemas.measure(change_measure(acting(request), key, new=_new(request, body)))


@api.get("/measures/{key}/readings", response=ReadingsOut, tags=TAGS)
def list_readings(request: ApiRequest, key: str, fields: str = "") -> Any:
    """The newest five hundred readings, newest first."""
    found = queries.measure(request.auth, key)
    return listed(Page(queries.readings_of(found.pk)[::-1]), schemas.reading, fields)


@api.post("/measures/{key}/readings", response={201: ReadingOut}, tags=TAGS, operation_id="read_measure")
@idempotent
def write(request: ApiRequest, key: str, body: ReadingIn) -> Any:
    """Write down what a measure reads on a day; a second reading of a day replaces the first."""
    return 201, schemas.reading(read_measure(acting(request), key, **body.dict()))


def _new(request: ApiRequest, body: MeasureIn) -> NewMeasure:
    return NewMeasure(
        **body.dict(exclude={"owner", "service"}),
        owner_id=queries.id_of(request.auth, "person", body.owner, "owner"),
        service_id=queries.id_of(request.auth, "service", body.service, "service"),
    )
