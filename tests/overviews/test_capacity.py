"""Capacity: what calendars give less absences, against what the services and the projects ask."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.cast import NOON, Cast, actor

from goldenthread.business.people.models import Absence, Load, Membership
from goldenthread.business.projects.models import Assignment, Project, Task
from goldenthread.business.work.models import Work
from goldenthread.business.work.policies import space_of
from goldenthread.foundation.errors import NotAllowed
from goldenthread.foundation.keys import next_key
from goldenthread.overviews.capacity import Booking, capacity

HOUR = timedelta(hours=1)
WEEK = date(2026, 3, 2)


def full_week(cast: Cast) -> timedelta:
    hours = cast.calendar.hours()
    return hours.between(hours.instant(WEEK, "00:00"), hours.instant(WEEK + timedelta(days=6), "24:00"))


def team_week(cast: Cast, who: object = None) -> object:
    read = capacity(actor(who or cast.daniel), WEEK, 1)  # type: ignore[arg-type]
    return read.cell(cast.desk.key, WEEK)


def a_booked_project(cast: Cast, person: object, units: int = 100, *, is_open: bool = True) -> Project:
    """A project with one task of the whole week, given to a person."""
    hours = cast.calendar.hours()
    project = Project.objects.create(
        key=next_key("PRJ"),
        name="Ward tablets",
        manager=cast.priya,
        account_id=cast.service.account_id,
        calendar=cast.calendar,
        start_on=WEEK,
        opened_at=NOON,
        state="open" if is_open else "closed",
    )
    work = Work.objects.create(
        key=next_key("TSK"), kind="task", title="Build", space=space_of(project.pk), opened_at=NOON
    )
    task = Task.objects.create(
        work=work,
        project=project,
        place=1,
        early_start_at=hours.instant(WEEK, "00:00"),
        early_finish_at=hours.instant(WEEK + timedelta(days=6), "24:00"),
    )
    Assignment.objects.create(task=task, person=person, units=units)  # type: ignore[misc]
    return project


def only(cast: Cast, *people: object) -> None:
    """The desk is made of these alone."""
    Membership.objects.all().delete()
    for person in people:
        Membership.objects.create(team=cast.desk, person=person)  # type: ignore[misc]


def test_a_team_has_what_its_people_s_calendars_give(cast: Cast) -> None:
    only(cast, cast.daniel, cast.tomas)
    cell = team_week(cast)
    assert (cell.gives, cell.away, cell.has) == (2 * full_week(cast), timedelta(0), 2 * full_week(cast))  # type: ignore[attr-defined]


def test_absences_take_from_it_and_where_two_meet_they_count_once(cast: Cast) -> None:
    only(cast, cast.daniel)
    for begin, end in ((0, 1), (1, 2)):
        Absence.objects.create(
            key=next_key("ABS"),
            person=cast.daniel,
            starts_on=WEEK + timedelta(days=begin),
            ends_on=WEEK + timedelta(days=end),
        )
    cell = team_week(cast)
    assert cell.away * 5 == full_week(cast) * 3  # type: ignore[attr-defined]


def test_someone_of_two_teams_gives_half_to_each(cast: Cast) -> None:
    only(cast, cast.daniel)
    other = type(cast.desk).objects.create(key=next_key("TEAM"), name="Other", organisation=cast.house)
    Membership.objects.create(team=other, person=cast.daniel)
    read = capacity(actor(cast.daniel), WEEK, 1)
    assert [row.weeks[0].gives for row in read.rows] == [full_week(cast) / 2] * 2
    assert read.total.weeks[0].gives == full_week(cast)


def test_projects_ask_by_the_share_of_a_person_and_services_by_their_load(cast: Cast) -> None:
    only(cast, cast.daniel)
    project = a_booked_project(cast, cast.daniel, units=50)
    week = full_week(cast)
    Load.objects.create(
        team=cast.desk,
        week=WEEK,
        minutes=(0.75 * week) // timedelta(minutes=1),
        low=0,
        high=10_000,
        is_forecast=True,
        read_at=NOON,
    )
    cell = team_week(cast, cast.priya)
    assert cell.bookings == (Booking(week / 2, project.key, "Ward tablets"),)  # type: ignore[attr-defined]
    assert cell.load == pytest.approx(1.25)  # type: ignore[attr-defined]
    assert capacity(actor(cast.priya), WEEK, 1).overloaded == (cast.desk.name,)


def test_who_may_not_see_a_project_sees_its_hours_but_not_its_name(cast: Cast) -> None:
    only(cast, cast.daniel)
    a_booked_project(cast, cast.daniel)
    cell = team_week(cast, cast.daniel)
    assert [(one.key, one.name, one.hours) for one in cell.bookings] == [("", "", full_week(cast))]  # type: ignore[attr-defined]


def test_an_ended_project_asks_nothing(cast: Cast) -> None:
    only(cast, cast.daniel)
    a_booked_project(cast, cast.daniel, is_open=False)
    assert team_week(cast).bookings == ()  # type: ignore[attr-defined]


def test_people_are_shown_to_those_who_plan_with_them(cast: Cast) -> None:
    only(cast, cast.daniel, cast.tomas)
    a_booked_project(cast, cast.daniel)
    a_booked_project(cast, cast.daniel)
    read = capacity(actor(cast.priya), WEEK, 1, people=True)
    loads = {row.name: row.weeks[0].load for row in read.rows}
    assert (loads[cast.daniel.name], loads[cast.tomas.name]) == (2.0, 0.0)
    assert read.overloaded == (cast.daniel.name,)
    with pytest.raises(NotAllowed):
        capacity(actor(cast.daniel), WEEK, 1, people=True)


def test_what_a_team_s_services_ask_is_shared_by_its_people(cast: Cast) -> None:
    only(cast, cast.daniel, cast.tomas)
    Load.objects.create(team=cast.desk, week=WEEK, minutes=600, low=500, high=700, is_forecast=False, read_at=NOON)
    read = capacity(actor(cast.priya), WEEK, 1, people=True, team=cast.desk.key)
    assert [row.weeks[0].running.hours for row in read.rows] == [5 * HOUR, 5 * HOUR]


def test_who_is_away_leaves_the_services_to_the_others(cast: Cast) -> None:
    only(cast, cast.daniel, cast.tomas)
    Absence.objects.create(key=next_key("ABS"), person=cast.daniel, starts_on=WEEK, ends_on=WEEK + timedelta(days=6))
    Load.objects.create(team=cast.desk, week=WEEK, minutes=600, low=500, high=700, is_forecast=False, read_at=NOON)
    read = capacity(actor(cast.priya), WEEK, 1, people=True)
    hours = {row.name: row.weeks[0].running.hours for row in read.rows}
    assert (hours[cast.daniel.name], hours[cast.tomas.name]) == (timedelta(0), 10 * HOUR)


def test_requesters_and_customers_are_told_nothing(cast: Cast) -> None:
    for who in (cast.nadia, cast.charlie):
        with pytest.raises(NotAllowed):
            capacity(actor(who), WEEK)
