"""A list as a file for spreadsheets: the same rows, under the same filters, without their pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse

from goldenthread.foundation.listing import Page

Row = TypeVar("Row")
MOST = 100_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def wants_csv(query: Any) -> bool:
    """Whether a list was asked for as a file: ?format=csv."""
    return bool(query.get("format") == "csv")


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The rows as CSV in UTF-8, to be saved under this name. Text that a spreadsheet would calculate is quoted."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def every(read: Callable[[str | None], Page[Row]]) -> Iterator[Row]:
    """Every row of a list, page after page, up to a hundred thousand."""
    cursor: str | None = None
    count = 0
    while count < MOST:
        page = read(cursor)
        yield from page.rows
        count += len(page.rows)
        if page.next is None or not page.rows:
            return
        cursor = page.next


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value
