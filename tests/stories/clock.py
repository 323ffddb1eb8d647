"""The time of the story: what happens over months is told in a minute, at the same instants each time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


class StoryClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = berlin("2026-03-02 12:00")

    def move(self, when: str) -> None:
        self.now = berlin(when)

    @contextmanager
    def running(self) -> Iterator[None]:
        """The house reads this clock."""
        with patch("django.utils.timezone.now", lambda: self.now):
            yield


def berlin(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=BERLIN)
