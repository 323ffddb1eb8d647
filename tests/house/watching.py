"""Looking over the shoulder of a request: what it answered, how often it asked the database, whether it wrote."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponseBase

WRITE = re.compile(r"^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|COPY|TRUNCATE|MERGE\s+INTO)\s+\"?(\w+)", re.IGNORECASE)
KEPT_BY_A_VISIT = {"django_session", "house_cache"}
"""What any visit may leave behind."""
TOKEN_USED = re.compile(r'^UPDATE "people_apitoken" SET "used_at" = ')


@dataclass
class Seen:
    """What came of one request."""

    status: int = 0
    text: str = ""
    queries: int = 0
    writes: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    error: str = ""


def watched(send: Callable[[], Any], *, keep: bool = True) -> Seen:
    """Send a request and tell what came of it; with keep=False all that it did is undone."""
    seen = Seen()
    with transaction.atomic(), counting(seen):
        try:
            response = send()
            seen.status, seen.text = response.status_code, said(response)
        except Exception as error:  # noqa: BLE001  what breaks is told, with where
            seen.status, seen.error = 500, _where(error)
        if not keep or seen.error:
            transaction.set_rollback(True)
    return seen


def _where(error: Exception) -> str:
    """In one line: what broke, and the last places of ours on the way there."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/goldenthread/" in frame.filename]
    way = " > ".join(f"{frame.filename.rpartition('/goldenthread/')[2]}:{frame.lineno}" for frame in frames[-3:])
    return f"{type(error).__name__}: {str(error)[:200]} at {way}"


@contextmanager
def counting(seen: Seen) -> Iterator[None]:
    """Count the statements sent inside, but for the savepoints of the test itself."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statement = str(sql)
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.queries += 1
            seen.statements.append(statement)
        found = WRITE.match(statement)
        if found and found[1] not in KEPT_BY_A_VISIT and not TOKEN_USED.match(statement):
            seen.writes.append(statement[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def said(response: HttpResponseBase) -> str:
    """Everything that went out: body and headers."""
    parts = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    body = b"".join(part if isinstance(part, bytes) else str(part).encode() for part in parts)
    return body.decode("utf-8", "replace") + "\n" + "\n".join(f"{name}: {text}" for name, text in response.items())
