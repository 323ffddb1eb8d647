"""Asking for pages as a person of the house, and what an answer took of the database and the processor."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client

from benchmarks.result import cpu
from goldenthread.business.people.models import Person

ROUNDS = 25


@dataclass
class Statements:
    """What was sent to the database: how many statements, and the seconds they took."""

    count: int = 0
    seconds: float = 0.0
    sent: list[tuple[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Visit:
    """A page asked for again and again: statements a time, their median seconds, processor seconds of one answer."""

    queries: int
    sql: float
    cpu: float


def visitor(person: Person) -> Client:
    client = Client(SERVER_NAME="localhost", headers={"accept-encoding": "gzip"})
    client.force_login(person)
    return client


def visit(client: Client, path: str) -> Visit:
    def ask() -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")

    ask()
    ask()
    goes = []
    for _ in range(ROUNDS):
        with watched() as seen:
            ask()
        goes.append(seen)
    counts = {seen.count for seen in goes}
    return Visit(max(counts), statistics.median(seen.seconds for seen in goes), cpu(ask, rounds=5))


@contextmanager
def watched() -> Iterator[Statements]:
    """Count and time the statements sent inside."""
    seen = Statements()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seen.count += 1
            seen.seconds += time.perf_counter() - start
            seen.sent.append((str(sql), params))

    with connection.execute_wrapper(note):
        yield seen
