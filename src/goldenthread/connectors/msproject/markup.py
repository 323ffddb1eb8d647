"""Writes XML piece by piece, so that a plan of any size is never held as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Protocol
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

_UNSPEAKABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no way to say."""

Value = str | int | bool | timedelta | datetime | date | None


class Writable(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> object: ...


class Markup:
    """`put` writes an element with a value (none at all for None), `inside` one with parts; instants as wall time."""

    def __init__(self, out: Writable, zone: ZoneInfo) -> None:
        self.out, self.zone = out, zone
        self.out.write(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')

    def put(self, name: str, value: Value) -> None:
        if value is not None:
            self.out.write(f"<{name}>{escape(self._text(value))}</{name}>".encode())

    def put_all(self, **values: Value) -> None:
        """Elements in the order they are named in."""
        for name, value in values.items():
            self.put(name, value)

    @contextmanager
    def inside(self, name: str, attributes: str = "") -> Iterator[None]:
        self.out.write(f"<{name}{attributes}>".encode())
        yield
        self.out.write(f"</{name}>\n".encode())

    def _text(self, value: Value) -> str:
        if isinstance(value, bool):
            return str(int(value))
        if isinstance(value, timedelta):
            return told_length(value)
        if isinstance(value, datetime):
            return value.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M:%S")
        return _UNSPEAKABLE.sub("", str(value))


def told_length(span: timedelta) -> str:
    """PT8H0M0S, the one way Project writes a length."""
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"PT{hours}H{minutes}M{seconds}S"
