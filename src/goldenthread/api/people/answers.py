"""How this context answers: a record with its ETag, a register by cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from goldenthread.api.door import ApiRequest, Body
from goldenthread.api.listing import listed
from goldenthread.business.people import queries

TAG = ["people"]
HOUSE = ["house"]


def tagged(response: HttpResponse, record: Any) -> Any:
    """The record, its version told as an ETag."""
    response["ETag"] = f'"{record.version}"'
    return record


def said(body: Body) -> dict[str, Any]:
    """What was sent, without what was not."""
    return body.dict(exclude_unset=True)


def register(request: ApiRequest, name: str, out: Callable[[Any], dict[str, Any]], asked: dict[str, Any]) -> Any:
    """A page of a register under the filters, cursor and fields that were asked for."""
    filters = {key: value for key, value in asked.items() if key not in ("cursor", "fields") and value}
    page = queries.register_page(request.auth, name, filters, asked.get("cursor") or None)
    return listed(page, out, asked.get("fields", ""))
