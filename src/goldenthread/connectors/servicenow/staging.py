"""Where rows lie sorted until they are written: a table of the session, so that memory is flat in the file's size."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import connection

from goldenthread.connectors.servicenow.rows import LogRow, Refused, instant

TABLE = "servicenow_stage"
BATCH = 4000
_COPY = f"COPY {TABLE} (row, number, moved, updated_at, cells) FROM STDIN"
_NEXT = f"SELECT number, row, cells FROM {TABLE} WHERE number > %s ORDER BY number, moved, updated_at, row LIMIT %s"  # noqa: S608


def stage(found: Iterable[LogRow | Refused], zone: ZoneInfo, tell: Callable[[int], None]) -> tuple[int, list[Refused]]:
    """Copy the whole rows into the table; returns how many, and those refused."""
    count, refused = 0, []
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {TABLE} "
            '(row bigint, number text COLLATE "C", moved integer, updated_at timestamptz, cells text)'
        )
        with cursor.copy(_COPY) as copy:
            for row in found:
                if isinstance(row, Refused):
                    refused.append(row)
                    continue
                at = instant(row["sys_updated_at"], zone)
                copy.write_row((row.row, row["number"], int(row["sys_mod_count"]), at, json.dumps(row.values)))
                count += 1
                if count % BATCH == 0:
                    tell(count)
        cursor.execute(f"CREATE INDEX ON {TABLE} (number, moved, updated_at, row)")
        cursor.execute(f"ANALYZE {TABLE}")
    tell(count)
    return count, refused


def batches() -> Iterator[list[list[LogRow]]]:
    """The incidents, each with all of its rows in order of its history, some thousand rows at a time."""
    after, size = "", BATCH
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [after, size])
            found = cursor.fetchall()
        is_last = len(found) < size
        groups = [(number, list(group)) for number, group in groupby(found, key=lambda line: line[0])]
        if not is_last:
            groups.pop()  # its rows may go on in the next batch
        if groups:
            yield [[LogRow(row, tuple(json.loads(cells))) for _number, row, cells in group] for _n, group in groups]
            after, size = groups[-1][0], BATCH
        elif not is_last:
            size *= 2
        if is_last:
            return


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
