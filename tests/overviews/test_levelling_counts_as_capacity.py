"""What levelling leaves a person for projects is what capacity shows: hours given, less absences and the services."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOON, OFFICE, Cast, actor

from goldenthread.business.people.models import Absence, Load, Membership, Team, WorkCalendar
from goldenthread.business.projects.queries.levelling.supply import supplies
from goldenthread.foundation.keys import next_key
from goldenthread.overviews.capacity import capacity

MONDAY = date(2026, 3, 2)
PART_TIME = {**OFFICE, "weekly": OFFICE["weekly"] | {"thu": [], "fri": []}}  # type: ignore[operator]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_shares_are_those_of_capacity(cast: Cast, data: st.DataObject) -> None:
    """For any loads and absences: in every week somebody is there, share × hours there = hours left by capacity."""
    teams = [Team.objects.create(key=next_key("TEAM"), name=f"T{n}", organisation=cast.house) for n in range(2)]
    people = [cast.tomas, cast.priya, cast.ines]
    for team in teams:
        for one in data.draw(st.lists(st.sampled_from(people), min_size=1, unique_by=lambda one: one.pk)):
            Membership.objects.create(person=one, team=team)
        for n in range(3):
            minutes = data.draw(st.integers(0, 3000))
            Load.objects.create(
                team=team, week=MONDAY + timedelta(weeks=n), minutes=minutes, low=minutes, high=minutes,
                is_forecast=True, read_at=NOON,
            )  # fmt: skip
    if data.draw(st.booleans()):
        cast.tomas.calendar = WorkCalendar.objects.create(key=next_key("CAL"), name="Three days", spec=PART_TIME)
        cast.tomas.save()
    for one in people:
        begin = MONDAY + timedelta(days=data.draw(st.integers(0, 20)))
        end = begin + timedelta(days=data.draw(st.integers(0, 8)))
        Absence.objects.create(key=next_key("ABS"), person=one, starts_on=begin, ends_on=end)
    hours = cast.calendar.hours()
    read = capacity(actor(cast.mara), MONDAY, 3, people=True)
    shares = supplies([one.pk for one in people], hours, NOON)
    for one in people:
        row = next((row for row in read.rows if row.key == one.key), None)
        for cell in row.weeks if row else ():
            noons = [hours.instant(cell.week + timedelta(days=n), "12:00") for n in range(5)]
            there = [noon for noon in noons if not shares[one.pk].is_away(noon)]
            planned = timedelta(hours=8) * len(there)
            left = max(cell.has - cell.running.hours, timedelta(0))
            if planned:
                wanted = min(left / planned, 1.0)
                assert wanted - 0.01 <= shares[one.pk].share(there[0]) <= wanted + 1e-6
    for made in (*teams, *Absence.objects.all()):
        made.delete()
    cast.tomas.calendar = None
    cast.tomas.save()
