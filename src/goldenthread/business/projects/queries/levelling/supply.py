"""What people have left for projects, week by week: their hours, less absences and their part of the services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor

from goldenthread.business.people.models import Absence, Load, Membership, Person, WorkCalendar
from goldenthread.engine.calendars import WorkCalendar as Hours

WEEKS = 53
"""How far ahead is looked: as far as loads are forecast."""
WEEK, DAY, ZERO = timedelta(days=7), timedelta(days=1), timedelta(0)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Supply:
    """One person: the share of the plan's hours that is taken by other than projects, and when they are away.

    `taken` holds from, until and the share (0 to 1, in whole percent): running the services, and the hours of the plan
    that are none of theirs. Where nothing is said, nothing is taken.
    """

    key: str
    taken: tuple[tuple[datetime, datetime, float], ...]
    away: tuple[Span, ...]

    @property
    def least(self) -> float:
        """The share that is there in their fullest week."""
        return round(1 - max((share for _begin, _end, share in self.taken), default=0.0), 2)

    def share(self, at: datetime) -> float:
        """The share that is there at an instant, absences apart."""
        return round(1 - next((share for begin, end, share in self.taken if begin <= at < end), 0.0), 2)

    def is_away(self, at: datetime) -> bool:
        return any(begin <= at < end for begin, end in self.away)


def supplies(people: Collection[int], hours: Hours, since: datetime) -> dict[int, Supply]:
    """By person's id, as the page of capacity counts them; `hours` are those that plans are told in."""
    return _Reading(people, hours, since).whole()


class _Reading:
    """One reading: five questions to the database, whatever the number of people."""

    def __init__(self, people: Collection[int], hours: Hours, since: datetime) -> None:
        first = since.astimezone(hours.zone).date()
        self.hours = hours
        self.mondays = [first - timedelta(days=first.weekday()) + n * WEEK for n in range(WEEKS)]
        self.people = dict(Person.objects.filter(pk__in=people).values_list("pk", "key"))
        self._spans: dict[tuple[int, date, int], timedelta] = {}
        calendars = {pk: found.hours() for pk, found in WorkCalendar.objects.in_bulk().items()}
        self.teams: dict[int, list[int]] = defaultdict(list)
        self.own: dict[int, Hours] = {}
        members = Membership.objects.filter(person__is_active=True).values_list(
            "person_id", "team_id", "person__calendar_id", "team__calendar_id", "person__organisation__calendar_id"
        )
        for person, team, own, of_team, of_house in members:
            self.teams[person].append(team)
            self.own[person] = calendars[own or of_team or of_house]
        alone = Person.objects.filter(pk__in=set(people) - set(self.own))
        for person, own, of_house in alone.values_list("pk", "calendar_id", "organisation__calendar_id"):
            self.own[person] = calendars[own or of_house]
        self.gone = self._gone()

    def whole(self) -> dict[int, Supply]:
        running = self._running()
        return {
            pk: Supply(key, tuple(self._taken(pk, running)), tuple(self._away(pk))) for pk, key in self.people.items()
        }

    def _gone(self) -> Mapping[int, set[date]]:
        """Days away, by person."""
        days: dict[int, set[date]] = defaultdict(set)
        last = self.mondays[-1] + WEEK
        found = Absence.objects.filter(ends_on__gte=self.mondays[0], starts_on__lt=last, person_id__in=list(self.own))
        for person, begin, end in found.values_list("person_id", "starts_on", "ends_on"):
            days[person] |= {begin + n * DAY for n in range((end - begin).days + 1)}
        return days

    def _open(self, hours: Hours, day: date, days: int = 1) -> timedelta:
        known = (id(hours), day, days)
        if known not in self._spans:
            end = day + timedelta(days=days - 1)
            self._spans[known] = hours.between(hours.instant(day, "00:00"), hours.instant(end, "24:00"))
        return self._spans[known]

    def _has(self, person: int, monday: date, hours: Hours | None = None) -> timedelta:
        """Open time of a week without the days away, on the person's hours or others."""
        hours = hours or self.own[person]
        gone = (monday + n * DAY for n in range(7) if monday + n * DAY in self.gone.get(person, ()))
        return self._open(hours, monday, 7) - sum((self._open(hours, day) for day in gone), ZERO)

    def _running(self) -> Mapping[tuple[int, date], timedelta]:
        """What a team's services ask, shared by who is there."""
        wanted = {team for person in self.people for team in self.teams.get(person, ())}
        loads = Load.objects.filter(team__in=wanted, week__in=self.mondays, skill=None)
        members: dict[int, list[int]] = defaultdict(list)
        for person, teams in self.teams.items():
            for team in teams:
                members[team].append(person)
        found: dict[tuple[int, date], timedelta] = defaultdict(timedelta)
        for team, week, minutes in loads.values_list("team_id", "week", "minutes"):
            there = {person: self._has(person, week) / len(self.teams[person]) for person in members[team]}
            whole = sum(there.values(), ZERO)
            for person, has in there.items() if whole else ():
                found[person, week] += timedelta(minutes=minutes) * (has / whole)
        return found

    def _taken(
        self, person: int, running: Mapping[tuple[int, date], timedelta]
    ) -> Iterator[tuple[datetime, datetime, float]]:
        """Weeks that follow one another with the same share are told as one."""
        begin, last = self.mondays[0], -1.0
        for monday in (*self.mondays, None):
            share = -1.0 if monday is None else self._share(person, monday, running.get((person, monday), ZERO))
            if share == last:
                continue
            if last > 0:
                until = monday or self.mondays[-1] + WEEK
                yield self.hours.instant(begin, "00:00"), self.hours.instant(until, "00:00"), last
            begin, last = monday or begin, share

    def _share(self, person: int, monday: date, running: timedelta) -> float:
        planned = self._has(person, monday, self.hours)
        if not planned:
            return 0.0
        left = max(self._has(person, monday) - running, ZERO) / planned
        return round(1 - floor(min(left, 1.0) * 100 + 1e-6) / 100, 2)

    def _away(self, person: int) -> Iterator[Span]:
        """Absences that meet are one."""
        days = sorted(self.gone.get(person, ()))
        for n, day in enumerate(days):
            if n and day == days[n - 1] + DAY:
                continue
            last = day
            while last + DAY in self.gone[person]:
                last += DAY
            yield self.hours.instant(day, "00:00"), self.hours.instant(last, "24:00")
