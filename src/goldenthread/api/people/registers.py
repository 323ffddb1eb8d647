"""The house's registers as files, for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from ninja import Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.people.answers import HOUSE
from goldenthread.business.people import actions, queries
from goldenthread.foundation.csv import csv_lines, csv_response


class ImportIn(Body):
    """The text of a CSV file, its first row naming the columns."""

    text: str
    only_check: bool = False


class RefusedOut(Schema):
    row: int
    why: str


class ReportOut(Schema):
    added: int
    changed: int
    unchanged: int
    refused: list[RefusedOut]


@api.get("/registers/{name}/export", tags=HOUSE, response=None)
def export_register(request: ApiRequest, name: str, q: str = "") -> HttpResponseBase:
    """A register as CSV, which `import` reads back without a change."""
    return csv_response(name, queries.register_lines(request.auth, name, {"q": q}))


@api.post("/registers/{name}/import", response=ReportOut, tags=HOUSE)
@idempotent
def import_register(request: ApiRequest, name: str, body: ImportIn) -> Any:
    """Read a file into a register, row by row; what was refused is told with its row and why."""
    lines = csv_lines(body.text.encode())
    report = actions.import_register(acting(request), name=name, lines=lines, only_check=body.only_check)
    refused = [{"row": row, "why": why} for row, why in report.refused]
    counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    return 200, {**counts, "refused": refused}
