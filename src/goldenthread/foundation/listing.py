"""Lists by cursor: every page costs the same, however deep. Never an offset."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.foundation.errors import Invalid

Row = TypeVar("Row")
_UNREADABLE = gettext_lazy("This page's cursor cannot be read. Start again from the first page.")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """So many rows, and the cursors of the pages beside them (None at an end)."""

    rows: list[Row]
    next: str | None = None
    previous: str | None = None


def page_of(queryset: QuerySet[Any, Row], order: Sequence[str], cursor: str | None = None, size: int = 50) -> Page[Row]:
    """A page in this order (names with "-" for falling; the last one unique; none nullable), after or before a cursor.

    A cursor is opaque text from a former page; one that cannot be read raises Invalid.
    """
    return page_from(list(part_of(queryset, order, cursor, size)), order, cursor, size)


def part_of(queryset: QuerySet[Any, Row], order: Sequence[str], cursor: str | None, size: int) -> QuerySet[Any, Row]:
    """What a page asks for: its rows in the order they are found, and one more that tells whether others follow."""
    is_back, values = _read(cursor, len(order))
    names = [_turned(name) for name in order] if is_back else list(order)
    found = queryset.order_by(*names)
    if values:
        try:
            found = found.filter(_beyond(names, values))
        except (ValidationError, ValueError, TypeError) as error:
            raise Invalid(_UNREADABLE) from error
    return found[: size + 1]


def page_from(rows: list[Row], order: Sequence[str], cursor: str | None, size: int) -> Page[Row]:
    """The page that the rows of its part make."""
    is_back, values = _read(cursor, len(order))
    has_more = len(rows) > size
    rows = rows[:size]
    if is_back:
        rows.reverse()
    return Page(
        rows,
        next=_cursor(rows[-1], order, back=False) if rows and (has_more or is_back) else None,
        previous=_cursor(rows[0], order, back=True) if rows and (has_more if is_back else bool(values)) else None,
    )


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(names: Sequence[str], values: Sequence[Any]) -> Q:
    condition = Q()
    equal = Q()
    for name, value in zip(names, values, strict=True):
        field, comparison = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= equal & Q(**{f"{field}__{comparison}": value})
        equal &= Q(**{field: value})
    # the first column's bound alone lets the index start where the page does
    first, value = names[0].lstrip("-"), values[0]
    return Q(**{f"{first}__{'lte' if names[0].startswith('-') else 'gte'}": value}) & condition


def _cursor(row: Any, order: Sequence[str], *, back: bool) -> str:
    values = [_value(row, name.lstrip("-")) for name in order]
    text = json.dumps([back, *values], default=str, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _value(row: Any, path: str) -> Any:
    if isinstance(row, dict):
        return row[path]
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _read(cursor: str | None, length: int) -> tuple[bool, list[Any]]:
    if not cursor:
        return False, []
    try:
        is_back, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError) as error:
        raise Invalid(_UNREADABLE) from error
    if len(values) != length or not isinstance(is_back, bool) or any("\0" in str(value) for value in values):
        raise Invalid(_("This page's cursor belongs to another list. Start again from the first page."))
    return is_back, values
