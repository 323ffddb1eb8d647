"""Hours of people with a skill that a year leaves for change: calendars, less absences, less what services take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Avg, Count

from goldenthread.business.people.models import Absence, Load, Membership, PersonSkill, WorkCalendar
from goldenthread.engine.calendars import WorkCalendar as Hours

HOUR = timedelta(hours=1)
RECENT = timedelta(weeks=8)
DAYS_A_WEEK = 7


def hours_left(skills: Iterable[str], years: range, at: datetime) -> dict[tuple[str, int], float]:
    """By skill and year, from today on. Someone with two skills counts in each: each is a limit by itself."""
    wanted = sorted(set(skills))
    if not wanted:
        return {}
    found = PersonSkill.objects.filter(skill__key__in=wanted, person__is_active=True)
    people = list(found.values_list("skill__key", "person_id", "person__calendar_id", "person__organisation__calendar"))
    calendars = {pk: calendar.hours() for pk, calendar in WorkCalendar.objects.in_bulk().items()}
    taken, absences = _taken(at), _absences({person for _skill, person, *_calendars in people})
    left: dict[tuple[str, int], float] = {(skill, year): 0.0 for skill in wanted for year in years}
    known: dict[tuple[int, int], float] = {}
    for skill, person, own, house in people:
        calendar = calendars.get(own or house)
        if calendar is None:
            continue
        for year in years:
            place = (person, year)
            if place not in known:
                known[place] = _of_person(calendar, year, at, absences.get(person, []), taken.get(person, 0.0))
            left[skill, year] += known[place]
    return left


def _of_person(calendar: Hours, year: int, at: datetime, away: list[tuple[date, date]], weekly: float) -> float:
    """What one person has left of a year: hours of work."""
    begin = max(calendar.instant(date(year, 1, 1), "00:00"), at)
    end = calendar.instant(date(year, 12, 31), "24:00")
    if begin >= end:
        return 0.0
    gone = [(calendar.instant(first, "00:00"), calendar.instant(last, "24:00")) for first, last in away]
    gives = calendar.between(begin, end, gone)
    weeks = (end - begin).days / DAYS_A_WEEK
    return max(gives / HOUR - weekly * weeks, 0.0)


def _taken(at: datetime) -> dict[int, float]:
    """Weekly hours that running the services takes of each person: their teams' mean load, shared by who is there."""
    since = at.date() - RECENT
    loads = Load.objects.filter(skill=None, week__gte=since).values("team_id").annotate(mean=Avg("minutes"))
    by_team = {row["team_id"]: row["mean"] / 60 for row in loads}
    members = Membership.objects.filter(person__is_active=True)
    sizes = dict(members.values("team_id").annotate(size=Count("id")).values_list("team_id", "size"))
    taken: dict[int, float] = {}
    for person, team in members.values_list("person_id", "team_id"):
        taken[person] = taken.get(person, 0.0) + by_team.get(team, 0.0) / sizes[team]
    return taken


def _absences(people: set[int]) -> dict[int, list[tuple[date, date]]]:
    away: dict[int, list[tuple[date, date]]] = {}
    for person, first, last in Absence.objects.filter(person__in=people).values_list(
        "person_id", "starts_on", "ends_on"
    ):
        away.setdefault(person, []).append((first, last))
    return away
