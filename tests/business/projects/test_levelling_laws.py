"""For any small portfolio, what levelling can part is parted, and undo brings back every column."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st
from tests.business.projects.company import a_project
from tests.business.projects.levelled import busy, curable, proposed, stands
from tests.cast import NOON, Cast, acting

from goldenthread.business.people.models import Absence, Load, Membership, Team
from goldenthread.business.projects.actions import accept_levelling, link_tasks, report_progress, undo_levelling
from goldenthread.business.projects.models import Assignment, Project, Task
from goldenthread.foundation.keys import next_key


def _chosen(cast: Cast, data: st.DataObject) -> list[Project]:
    """A small portfolio with absences and services to run, and some of its projects."""
    Project.objects.update(state=Project.State.STOPPED)  # those of the examples before
    Absence.objects.all().delete()
    Load.objects.all().delete()
    team, _is_new = Team.objects.get_or_create(key="TEAM-90", defaults={"name": "Care", "organisation": cast.house})
    Membership.objects.get_or_create(person=cast.tomas, team=team)
    projects = [a_project(cast, name=f"P{n}") for n in range(data.draw(st.integers(1, 3)))]
    made = [one for project in projects for one in _tasks(cast, project, data)]
    for begin in data.draw(st.lists(st.integers(0, 30), max_size=2)):
        away = date(2026, 3, 2) + timedelta(days=begin)
        Absence.objects.create(key=next_key("ABS"), person=cast.tomas, starts_on=away, ends_on=away + timedelta(days=3))
    minutes = data.draw(st.sampled_from([0, 240, 1200]))
    for week in range(3) if minutes else ():
        monday = date(2026, 3, 2) + timedelta(weeks=week)
        Load.objects.create(
            team=team, week=monday, minutes=minutes, low=minutes, high=minutes, is_forecast=True, read_at=NOON
        )
    if data.draw(st.booleans()):
        report_progress(acting(cast.priya), data.draw(st.sampled_from(made)).key, percent=40)
    return projects[: data.draw(st.integers(1, len(projects)))]


def _tasks(cast: Cast, project: Project, data: st.DataObject) -> list[Task]:
    own: list[Task] = []
    for n in range(data.draw(st.integers(1, 4))):
        days, units = data.draw(st.sampled_from([0.5, 1, 3, 7])), data.draw(st.sampled_from([30, 50, 100]))
        constraint = data.draw(st.sampled_from(["ASAP", "ASAP", "ALAP", "SNET", "FNLT", "MSO"]))
        on = date(2026, 3, 2) + timedelta(days=data.draw(st.integers(0, 20)))
        one = busy(cast, project, f"T{n}", days, units=units, constraint=constraint, constraint_on=on)
        if own and data.draw(st.booleans()):
            kind = data.draw(st.sampled_from(["FS", "SS", "FF"]))
            link_tasks(acting(cast.priya), one.key, predecessor=data.draw(st.sampled_from(own)).key, kind=kind)
        if data.draw(st.integers(0, 3)) == 0:
            Assignment.objects.create(task=one, person=cast.ines, units=data.draw(st.sampled_from([40, 100])))
        own.append(one)
    return own


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@drawn(data=st.data())
def test_what_is_accepted_parts_everything_and_undone_is_as_before(cast: Cast, data: st.DataObject) -> None:
    """For any small portfolio: nothing that levelling can part is left, and undo brings back every column."""
    chosen = _chosen(cast, data)
    found = proposed(cast, *chosen)
    assert found.answer is not None
    assert found.answer["overs"]["after"] == []
    if not any(move["is_hold"] for move in found.answer["moves"]):
        assert curable(*chosen) == []
        return
    before = stands()
    done = accept_levelling(acting(cast.mara), found.run.key)
    assert curable(*chosen) == []
    told = {row["key"]: row["after"] for row in found.answer["projects"]}
    for project in Project.objects.filter(pk__in=[one.pk for one in chosen]):
        assert project.finish_at is not None
        assert project.finish_at.isoformat() == told[project.key]
    undo_levelling(acting(cast.mara), done.key)
    assert stands() == before
