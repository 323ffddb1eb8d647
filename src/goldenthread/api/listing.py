"""Lists for programs: keyset pages, and only the fields that were asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import JsonResponse
from django.utils.translation import gettext as _
from ninja import Schema

from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.listing import Page

Row = TypeVar("Row")


class Listed(Schema):
    """What every list answers beside its `items`: the cursors of the pages around it, null at an end."""

    next: str | None = None
    previous: str | None = None


def listed(page: Page[Row], out: Callable[[Row], dict[str, Any]], fields: str = "") -> Any:
    """A page as an answer; `fields` is what ?fields= said, names between commas, "" for all of them."""
    items = [out(row) for row in page.rows]
    answer = {"items": items, "next": page.next, "previous": page.previous}
    if not fields:
        return answer
    return JsonResponse({**answer, "items": [chosen(item, fields) for item in items]})


def chosen(item: dict[str, Any], fields: str) -> dict[str, Any]:
    """The fields named; Invalid where one is not there."""
    names = [name.strip() for name in fields.split(",") if name.strip()]
    unknown = [name for name in names if name not in item]
    if unknown:
        raise Invalid(fields={"fields": _("There is no field %(names)s.") % {"names": ", ".join(unknown)}})
    return {name: item[name] for name in names}
