"""A plan as a file tells it, in plain values: what a connector hands over to be brought in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Said = dict[str, Any]
"""Values as JSON knows them, by field; instants as ISO text in UTC, money as text. Kept to be compared next time."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What could not be carried: the file's field, of which task (or resource, or calendar), its value, and why."""

    field: str
    task: str
    value: str
    why: str
    count: int = 1
    """How many alike this line stands for."""


@dataclass(frozen=True, slots=True)
class GivenCalendar:
    """Hours under the file's number; `spec` has timezone, weekly, holidays and exceptions as the engine reads them."""

    uid: int
    name: str
    spec: dict[str, Any]


@dataclass(frozen=True, slots=True)
class GivenResource:
    """`said` holds name, kind, email, calendar (the file's number), units, unit, the three prices and dated rates."""

    uid: int
    said: Said


@dataclass(frozen=True, slots=True)
class GivenTask:
    """`said` holds the fields of `tasks.FIELDS`, and parent, order, links and uses by the file's numbers.

    Money that is None is not told of, and stays as it is.
    """

    uid: int
    guid: str
    said: Said


@dataclass(frozen=True, slots=True)
class GivenBaseline:
    """One of a file's baselines: by the number of a task, its start, finish and cost."""

    number: int
    tasks: dict[int, tuple[datetime, datetime, str]]


@dataclass(frozen=True)
class GivenPlan:
    """The whole of it. Tasks in reading order, parents before their parts."""

    source: str
    name: str
    start: datetime
    calendar_uid: int | None
    status_at: datetime | None
    calendars: tuple[GivenCalendar, ...] = ()
    resources: tuple[GivenResource, ...] = ()
    tasks: tuple[GivenTask, ...] = ()
    baselines: tuple[GivenBaseline, ...] = ()
    losses: list[Loss] = field(default_factory=list)
