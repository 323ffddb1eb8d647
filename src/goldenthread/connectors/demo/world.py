"""What the parts of the generated organisation share: chance, the day it is, and who is who."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from goldenthread.business.people.models import Organisation, Person, Team, WorkCalendar
from goldenthread.business.people.queries import actor_of
from goldenthread.business.services.models import Measure, Service
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.foundation.actors import SYSTEM, Acting, Actor

ZONE = ZoneInfo("Europe/Berlin")
SEED = 2026


@dataclass
class World:
    """The organisation as it grows. Every part draws from its own chance, so that one does not move another."""

    now: datetime
    calendars: dict[str, WorkCalendar] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    _actors: dict[int, Actor] = field(default_factory=dict)
    _hours: dict[str, Hours] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def chance(self, part: str) -> Random:
        return Random(f"{SEED}-{part}")  # noqa: S311  a generator of examples, not of secrets

    def hours(self, name: str) -> Hours:
        if name not in self._hours:
            self._hours[name] = self.calendars[name].hours()
        return self._hours[name]

    def day(self, offset: int, hour: int = 10, minute: int = 0) -> datetime:
        """An instant so many days from today, at an hour of the house's zone."""
        on = self.today + timedelta(days=offset)
        return datetime.combine(on, time(hour, minute), ZONE).astimezone(UTC)

    def workday(self, offset: int, hour: int = 10) -> datetime:
        """The same, moved on to a working day."""
        return self.hours("office").next_open(self.day(offset, hour))

    def acting(self, name: str, at: datetime, *, fresh: bool = False) -> Acting:
        """A person of the organisation at an instant; fresh: with the grants they have by now."""
        person = self.people[name]
        if fresh or person.pk not in self._actors:
            self._actors[person.pk] = actor_of(person)
        return self._actors[person.pk].at(at)

    def house(self, at: datetime | None = None) -> Acting:
        return Acting(SYSTEM, at or self.now)

    def months_back(self, count: int) -> Iterator[date]:
        """The first days of so many months up to the present one, oldest first."""
        first = self.today.replace(day=1)
        for back in range(count - 1, -1, -1):
            year, month = divmod(first.year * 12 + first.month - 1 - back, 12)
            yield date(year, month + 1, 1)
