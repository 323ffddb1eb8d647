"""The shared vectors: where they lie, and a calendar from one of their cases."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from goldenthread.engine import WorkCalendar

SHARED = Path(os.environ.get("GOLDENTHREAD_SHARED") or Path(__file__).parents[3] / "shared")


def read_vectors(name: str) -> dict[str, Any]:
    path = SHARED / "vectors" / name
    if not path.exists():
        pytest.skip(f"no {path}: set GOLDENTHREAD_SHARED to the shared folder", allow_module_level=True)
    return json.loads(path.read_text())


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def calendar_of(case: dict[str, Any]) -> WorkCalendar:
    return WorkCalendar.from_spec({"timezone": case["timezone"], **case["calendar"]})


def pauses_of(case: dict[str, Any]) -> list[tuple[datetime, datetime]]:
    return [(instant(begin), instant(end)) for begin, end in case["pauses"]]
