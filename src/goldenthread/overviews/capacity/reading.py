"""Reading capacity: nine questions to the database, whatever the number of teams, people and tasks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain

from django.db.models import F
from django.utils.translation import gettext as _

from goldenthread.business.people.models import Absence, Load, Membership, Person, Role, Team, WorkCalendar
from goldenthread.business.people.policies import is_staff, may_administer
from goldenthread.business.projects.models import Assignment, Project
from goldenthread.business.projects.queries.schedule import is_within_years
from goldenthread.business.services.models import FreezeWindow
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.policies import require, visible
from goldenthread.overviews.capacity.weeks import ZERO, Booking, Capacity, LoadRow, LoadWeek, Running, monday_of

MOST_WEEKS = 53
Cell = tuple[int, date]
"""The id of a row, and the Monday of a week."""


def may_see_people(actor: Actor) -> bool:
    """Those who plan with people see who is away and who is overloaded; others see teams."""
    return actor.holds_anywhere(Role.PROJECT_MANAGER, Role.PORTFOLIO_MANAGER) or may_administer(actor)


def capacity(actor: Actor, since: date, weeks: int = 12, *, people: bool = False, team: str = "") -> Capacity:
    """Every team from the week of `since` on, or its people; a `team`'s key leaves the others out.

    Invalid for a day no plan reaches.
    NotAllowed but for staff, and of people but for those who plan with them. Projects have names where they are seen.
    """
    require(may_see_people(actor) if people else is_staff(actor))
    if not is_within_years(since):
        raise Invalid(fields={"since": _("This is no date between 1984 and 2149.")})
    mondays = tuple(monday_of(since) + timedelta(weeks=n) for n in range(min(max(weeks, 1), MOST_WEEKS)))
    return _Reading(actor, mondays, people=people, team=team).whole()


class _Reading:
    """One reading of the house, shared by its parts. What a person gives and is asked goes to that person's rows."""

    def __init__(self, actor: Actor, mondays: tuple[date, ...], *, people: bool, team: str) -> None:
        self.actor, self.mondays = actor, mondays
        self.until = mondays[-1] + timedelta(days=7)
        self.hours: dict[int, Hours] = {pk: found.hours() for pk, found in WorkCalendar.objects.in_bulk().items()}
        members = Membership.objects.filter(person__is_active=True)
        found = members.values_list(
            "team_id", "person_id", "person__calendar_id", "team__calendar_id", "person__organisation__calendar_id"
        )
        self.teams_of: dict[int, list[int]] = defaultdict(list)
        self.calendar_of: dict[int, int] = {}
        for its_team, person, own, of_team, of_house in found:
            self.teams_of[person].append(its_team)
            self.calendar_of[person] = own or of_team or of_house
        self.rows = self._rows(people=people, team=team)
        self.rows_of = {person: [person] if people else teams for person, teams in self.teams_of.items()}
        self.is_by_person = people
        self.spans: dict[tuple[int, date, date], timedelta] = {}

    def _rows(self, *, people: bool, team: str) -> list[tuple[int, str, str, int]]:
        """Id, key, name and how many people, in the order of names."""
        teams = visible(Team, self.actor).order_by("sort_name", "pk")
        teams = teams.filter(key=team) if team else teams
        sizes = Counter(chain.from_iterable(self.teams_of.values()))
        found = [(one.pk, one.key, one.name, sizes[one.pk]) for one in teams]
        if not people:
            return found
        shown = {pk for pk, *_rest in found}
        inside = [person for person, its_teams in self.teams_of.items() if shown & set(its_teams)]
        persons = visible(Person, self.actor).filter(pk__in=inside).order_by("sort_name", "pk")
        return [(one.pk, one.key, one.name, 1) for one in persons]

    def whole(self) -> Capacity:
        gives, away = self._gives(), self._away()
        running, bookings = self._running(gives, away), self._bookings()
        frozen = self._frozen()
        rows = []
        for pk, key, name, people in self.rows:
            cells = tuple(
                LoadWeek(
                    row=key,
                    week=week,
                    gives=gives.get((pk, week), ZERO),
                    away=away.get((pk, week), ZERO),
                    running=running.get((pk, week), Running()),
                    bookings=_ordered(bookings.get((pk, week), {})),
                    is_frozen=week in frozen,
                )
                for week in self.mondays
            )
            rows.append(LoadRow(key, name, people, cells))
        return Capacity(self.mondays, tuple(rows), self._total(rows, frozen))

    def open_time(self, calendar: int, begin: date, end: date) -> timedelta:
        """Open time of a calendar from a day to the end of another, both included."""
        known = (calendar, begin, end)
        if known not in self.spans:
            hours = self.hours[calendar]
            self.spans[known] = hours.between(hours.instant(begin, "00:00"), hours.instant(end, "24:00"))
        return self.spans[known]

    def _shared(self, found: dict[Cell, timedelta], person: int, week: date, span: timedelta) -> None:
        """Give a person's time to their rows, to each the same."""
        rows = self.rows_of[person]
        for row in rows:
            found[row, week] += span / len(rows)

    def _gives(self) -> Mapping[Cell, timedelta]:
        found: dict[Cell, timedelta] = defaultdict(timedelta)
        for person in self.teams_of:
            for week in self.mondays:
                open_time = self.open_time(self.calendar_of[person], week, week + timedelta(days=6))
                self._shared(found, person, week, open_time)
        return found

    def _away(self) -> Mapping[Cell, timedelta]:
        """Absences that meet are counted once."""
        days: dict[int, set[date]] = defaultdict(set)
        absent = Absence.objects.filter(
            starts_on__lt=self.until, ends_on__gte=self.mondays[0], person_id__in=self.teams_of
        )
        for person, begin, end in absent.values_list("person_id", "starts_on", "ends_on"):
            first, last = max(begin, self.mondays[0]), min(end, self.until - timedelta(days=1))
            days[person] |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
        found: dict[Cell, timedelta] = defaultdict(timedelta)
        for person, gone in days.items():
            for day in gone:
                self._shared(found, person, monday_of(day), self.open_time(self.calendar_of[person], day, day))
        return found

    def _running(self, gives: Mapping[Cell, timedelta], away: Mapping[Cell, timedelta]) -> Mapping[Cell, Running]:
        loads = Load.objects.filter(week__gte=self.mondays[0], week__lt=self.until, skill=None)
        of_teams = {(load.team_id, load.week): _running(load) for load in loads}
        if not self.is_by_person:
            return of_teams
        found: dict[Cell, Running] = defaultdict(Running)
        for week in self.mondays:
            present: dict[int, dict[int, timedelta]] = defaultdict(dict)
            for person, teams in self.teams_of.items():
                has = max(gives.get((person, week), ZERO) - away.get((person, week), ZERO), ZERO)
                for team in teams:
                    present[team][person] = has / len(teams)
            for team, hours in present.items():
                whole = sum(hours.values(), ZERO)
                if (team, week) in of_teams and whole:
                    for person, has in hours.items():
                        found[person, week] += of_teams[team, week] * (has / whole)
        return found

    def _bookings(self) -> Mapping[Cell, Mapping[Booking, timedelta]]:
        """Hours of open tasks: the open time of a task's calendar between its dates, times the person's share."""
        names = dict(visible(Project, self.actor).values_list("pk", "key"))
        titles = dict(visible(Project, self.actor).values_list("pk", "name"))
        begin, end = self._edge(self.mondays[0]), self._edge(self.until)
        rows = (
            Assignment.objects.filter(
                task__project__state="open",
                task__percent__lt=100,
                task__parts=None,
                task__early_start_at__lt=end,
                task__early_finish_at__gt=begin,
                person_id__in=self.teams_of,
            )
            .annotate(calendar=F("task__calendar_id"), project_calendar=F("task__project__calendar_id"))
            .values_list(
                "person_id",
                "units",
                "task__project_id",
                "calendar",
                "project_calendar",
                "task__early_start_at",
                "task__early_finish_at",
                "task__project__status_at",
            )
        )
        found: dict[Cell, dict[Booking, timedelta]] = defaultdict(lambda: defaultdict(timedelta))
        for person, units, project, own, of_project, start, finish, status in rows:
            assert start is not None and finish is not None  # noqa: PT018  filtered above
            hours = self.hours[own or of_project]
            booking = Booking(ZERO, names.get(project, ""), titles.get(project, ""))
            for week, span in self._by_week(hours, max(start, status or start), finish):
                rows_of = self.rows_of[person]
                for row in rows_of:
                    found[row, week][booking] += span * units / 100 / len(rows_of)
        return found

    def _by_week(self, hours: Hours, start: datetime, finish: datetime) -> list[tuple[date, timedelta]]:
        edges = [hours.instant(week, "00:00") for week in (*self.mondays, self.until)]
        return [
            (week, hours.between(max(start, edges[n]), min(finish, edges[n + 1])))
            for n, week in enumerate(self.mondays)
            if start < edges[n + 1] and finish > edges[n]
        ]

    def _edge(self, day: date) -> datetime:
        """The beginning of a day in the zone that begins it first among the house's calendars."""
        return min(hours.instant(day, "00:00") for hours in self.hours.values())

    def _frozen(self) -> set[date]:
        """Weeks that a freeze of the whole house touches."""
        windows = FreezeWindow.objects.filter(service=None, ends_at__gt=self._edge(self.mondays[0]))
        spans = [(monday_of(window.starts_at.date()), window.ends_at.date()) for window in windows]
        return {week for week in self.mondays for begin, end in spans if begin <= week <= end}

    def _total(self, rows: Sequence[LoadRow], frozen: set[date]) -> LoadRow:
        cells = []
        for n, week in enumerate(self.mondays):
            column = [row.weeks[n] for row in rows]
            bookings: dict[Booking, timedelta] = defaultdict(timedelta)
            for cell in column:
                for booking in cell.bookings:
                    bookings[Booking(ZERO, booking.key, booking.name)] += booking.hours
            cells.append(
                LoadWeek(
                    row="",
                    week=week,
                    gives=sum((cell.gives for cell in column), ZERO),
                    away=sum((cell.away for cell in column), ZERO),
                    running=sum((cell.running for cell in column), Running()),
                    bookings=_ordered(bookings),
                    is_frozen=week in frozen,
                )
            )
        return LoadRow("", "", sum(row.people for row in rows), tuple(cells))


def _running(load: Load) -> Running:
    return Running(
        hours=timedelta(minutes=load.minutes),
        low=timedelta(minutes=load.low),
        high=timedelta(minutes=load.high),
        is_forecast=load.is_forecast,
        error=None if load.error is None else timedelta(minutes=load.error),
        naive_error=None if load.naive_error is None else timedelta(minutes=load.naive_error),
        read_at=load.read_at,
    )


def _ordered(bookings: Mapping[Booking, timedelta]) -> tuple[Booking, ...]:
    """The largest first."""
    whole = [Booking(hours, booking.key, booking.name) for booking, hours in bookings.items() if hours]
    return tuple(sorted(whole, key=lambda booking: (-booking.hours, booking.key)))
