"""Plans levelled: who is asked for two things at once no longer is, with reasons; accepted, in part, and taken back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st
from tests.business.projects.company import DAY, a_project, task
from tests.business.projects.levelled import SUNDAY, busy, crowded, curable, proposed, searched, stands
from tests.cast import HOUSE, NOON, Cast, acting, actor, person

from goldenthread.business.people.models import Absence, Load, Membership, Role, Team
from goldenthread.business.projects.actions import (
    ResourceFacts,
    accept_levelling,
    add_member,
    add_resource,
    assign_task,
    change_task,
    level_projects,
    link_tasks,
    report_progress,
    undo_levelling,
    use_resource,
)
from goldenthread.business.projects.models import Assignment, Project, Task
from goldenthread.business.projects.queries import proposal
from goldenthread.business.projects.queries.levelling.refusals import refusal
from goldenthread.business.services.models import FreezeWindow
from goldenthread.business.work.models import Link, Work
from goldenthread.engine.errors import EngineError
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Event, Run
from goldenthread.foundation.runs import carry_out, runs


def start_of(found: Task) -> date:
    return Task.objects.get(pk=found.pk).early_start_at.astimezone(NOON.tzinfo).date()  # type: ignore[union-attr]


# what is proposed -----------------------------------------------------------------------------------------------------


def test_of_two_tasks_at_once_one_waits_and_says_for_whom(cast: Cast) -> None:
    first, second, pages, interfaces = crowded(cast)
    found = proposed(cast, first, second)
    assert found.answer is not None
    (move,) = found.answer["moves"]
    other = ({pages.pk, interfaces.pk} - {move["task"]}).pop()
    assert move["cause"] == "person"
    assert move["who"] == cast.tomas.key
    assert move["tasks"] == [other]
    assert move["days"] > 0
    assert found.answer["overs"]["before"]
    assert found.answer["overs"]["after"] == []
    assert start_of(pages) == start_of(interfaces) == date(2026, 3, 2)  # nothing has changed yet


def test_the_worker_carries_it_out_and_tells_the_best_on_its_way(cast: Cast) -> None:
    first, second, *_tasks = crowded(cast)
    asked = level_projects(acting(cast.mara), projects=[first.key, second.key], seconds=1)
    carry_out(asked.key, lambda: SUNDAY)
    found = proposal(actor(cast.mara), asked.key)
    assert (found.run.state, found.run.why) == ("done", "")
    assert found.answer is not None
    assert found.answer["gap"] >= 0


def test_work_under_way_stays_and_the_other_waits_for_its_end(cast: Cast) -> None:
    first, second, pages, interfaces = crowded(cast)
    report_progress(acting(cast.priya), interfaces.key, percent=20)
    found = proposed(cast, first, second)
    assert found.answer is not None
    (move,) = found.answer["moves"]
    assert (move["task"], move["cause"], move["tasks"]) == (pages.pk, "person", [interfaces.pk])


def test_what_work_under_way_still_waits_for_stays_too(cast: Cast) -> None:
    """Begun out of turn, the rest of it waits for what was to come before: that is not moved either."""
    first, second, pages, interfaces = crowded(cast)
    later = busy(cast, first, "Begun too soon", 2)
    link_tasks(acting(cast.priya), later.key, predecessor=pages.key)
    report_progress(acting(cast.priya), later.key, percent=10)
    found = proposed(cast, first, second)
    assert found.answer is not None
    assert {move["task"] for move in found.answer["moves"] if move["is_hold"]} <= {interfaces.pk}
    assert found.answer["overs"]["after"] == []


def test_what_other_projects_ask_is_kept_free_for_them(cast: Cast) -> None:
    first, _second, pages, interfaces = crowded(cast)
    found = proposed(cast, first)
    assert found.answer is not None
    (move,) = found.answer["moves"]
    assert (move["task"], move["tasks"]) == (pages.pk, [interfaces.pk])


def test_a_task_waits_for_who_is_away_a_good_part_of_it_and_not_for_a_day(cast: Cast) -> None:
    project = a_project(cast)
    short, long = busy(cast, project, "Short", 2), busy(cast, project, "Long", 20)
    link_tasks(acting(cast.priya), long.key, predecessor=short.key)
    Absence.objects.create(key=next_key("ABS"), person=cast.tomas, starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 4))
    Absence.objects.create(
        key=next_key("ABS"), person=cast.tomas, starts_on=date(2026, 3, 16), ends_on=date(2026, 3, 16)
    )
    found = proposed(cast, project)
    assert found.answer is not None
    held = [move for move in found.answer["moves"] if move["is_hold"]]
    assert [(move["task"], move["cause"]) for move in held] == [(short.pk, "away")]
    assert accepted_start(cast, found.run, short) == date(2026, 3, 5)
    assert [row[3] for row in found.answer["overs"]["alone"]] == [[long.pk]]


def accepted_start(cast: Cast, run: Run, found: Task) -> date:
    accept_levelling(acting(cast.mara), run.key)
    return start_of(found)


def test_running_the_services_takes_its_part(cast: Cast) -> None:
    team = Team.objects.create(key=next_key("TEAM"), name="Care", organisation=cast.house)
    Membership.objects.create(person=cast.tomas, team=team)
    for week in (date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)):
        Load.objects.create(
            team=team, week=week, minutes=8 * 60, low=8 * 60, high=8 * 60, is_forecast=True, read_at=NOON
        )
    project = a_project(cast)
    half, rest = busy(cast, project, "Half", 5, units=50), busy(cast, project, "Rest", 5, units=40)
    assert curable(project)  # 50 % and 40 % and 20 % for the services
    accept_levelling(acting(cast.mara), proposed(cast, project).run.key)
    assert curable(project) == []
    assert start_of(half) != start_of(rest)


def test_a_task_that_alone_asks_too_much_is_told_and_not_moved(cast: Cast) -> None:
    team = Team.objects.create(key=next_key("TEAM"), name="Care", organisation=cast.house)
    Membership.objects.create(person=cast.tomas, team=team)
    Load.objects.create(
        team=team, week=date(2026, 3, 2), minutes=480, low=480, high=480, is_forecast=True, read_at=NOON
    )
    project = a_project(cast)
    whole = busy(cast, project, "Whole", 3)
    found = proposed(cast, project)
    assert found.answer is not None
    assert found.answer["moves"] == []
    assert [row[3] for row in found.answer["overs"]["alone"]] == [[whole.pk]]


def test_what_goes_live_with_a_change_keeps_out_of_a_freeze(cast: Cast) -> None:
    first, second, pages, _interfaces = crowded(cast)
    live = task(cast, first, "Go live", is_milestone=True)
    link_tasks(acting(cast.priya), live.key, predecessor=pages.key)
    change = Work.objects.create(key=next_key("CHG"), kind="change", title="Go live", opened_at=NOON)
    Link.objects.create(source=change, target=live.work, kind=Link.Kind.MIRRORS)
    until = NOON + timedelta(days=30)
    FreezeWindow.objects.create(key=next_key("FRZ"), name="Spring freeze", starts_at=NOON, ends_at=until)
    found = proposed(cast, first, second)
    assert found.answer is not None
    (told,) = [move for move in found.answer["moves"] if move["task"] == live.pk]
    assert (told["cause"], told["name"]) == ("freeze", "Spring freeze")
    accept_levelling(acting(cast.mara), found.run.key)
    assert Task.objects.get(pk=live.pk).early_finish_at >= until  # type: ignore[operator]


# accepted, in part, and taken back ------------------------------------------------------------------------------------


def test_accepted_the_overload_is_gone_and_the_date_says_why(cast: Cast) -> None:
    first, second, *_tasks = crowded(cast)
    assert curable(first, second)
    done = accept_levelling(acting(cast.mara), proposed(cast, first, second).run.key)
    assert curable(first, second) == []
    (held,) = Task.objects.filter(levelled_at__isnull=False)
    assert held.driver == {"kind": "levelled"}
    assert held.constraint == "ASAP"
    assert set(Event.objects.filter(name="PlanLevelled").values_list("data__levelling", flat=True)) == {done.key}


def test_undone_the_plans_stand_exactly_as_before_and_the_proposal_holds_again(cast: Cast) -> None:
    first, second, *_tasks = crowded(cast)
    found = proposed(cast, first, second)
    before = stands()
    done = accept_levelling(acting(cast.mara), found.run.key)
    assert stands() != before
    undo_levelling(acting(cast.mara), done.key)
    assert stands() == before
    assert not proposal(actor(cast.mara), found.run.key).is_stale
    with pytest.raises(Refused):
        undo_levelling(acting(cast.mara), done.key)
    accept_levelling(acting(cast.mara), found.run.key)


def test_after_another_change_undo_is_refused_and_names_the_plan(cast: Cast) -> None:
    first, second, pages, interfaces = crowded(cast)
    done = accept_levelling(acting(cast.mara), proposed(cast, first, second).run.key)
    (held,) = Task.objects.filter(levelled_at__isnull=False).select_related("work")
    change_task(acting(cast.priya), held.key, changes={"duration_minutes": 2 * DAY})
    with pytest.raises(Refused) as error:
        undo_levelling(acting(cast.mara), done.key)
    assert ("Booking" if held.pk == pages.pk else "Directory") in str(error.value)
    assert interfaces.pk != pages.pk


def test_a_proposal_of_before_is_told_and_refused(cast: Cast) -> None:
    first, second, pages, _interfaces = crowded(cast)
    found = proposed(cast, first, second)
    assert not found.is_stale
    change_task(acting(cast.priya), pages.key, changes={"duration_minutes": 2 * DAY})
    assert proposal(actor(cast.mara), found.run.key).is_stale
    with pytest.raises(Refused):
        accept_levelling(acting(cast.mara), found.run.key)


def test_somebody_else_put_on_a_task_makes_it_stale_too(cast: Cast) -> None:
    first, second, pages, _interfaces = crowded(cast)
    found = proposed(cast, first, second)
    assign_task(acting(cast.priya), pages.key, person=cast.tomas.key, units=50)
    assert proposal(actor(cast.mara), found.run.key).is_stale


def test_it_is_accepted_once(cast: Cast) -> None:
    first, second, *_tasks = crowded(cast)
    found = proposed(cast, first, second)
    accept_levelling(acting(cast.mara), found.run.key)
    with pytest.raises(Refused):
        accept_levelling(acting(cast.mara), found.run.key)


def test_a_day_given_by_hand_lets_a_held_task_go(cast: Cast) -> None:
    first, second, *_tasks = crowded(cast)
    accept_levelling(acting(cast.mara), proposed(cast, first, second).run.key)
    (held,) = Task.objects.filter(levelled_at__isnull=False).select_related("work")
    change_task(acting(cast.priya), held.key, changes={"constraint": "SNET", "constraint_on": date(2026, 3, 3)})
    held.refresh_from_db()
    assert held.levelled_at is None
    assert start_of(held) == date(2026, 3, 3)


def test_a_part_that_would_put_two_things_at_once_names_what_must_go_along(cast: Cast) -> None:
    """Three in a row: the second alone, put where the third stands now, would meet it."""
    project = a_project(cast)
    one, two = busy(cast, project, "One", 5, priority=900), busy(cast, project, "Two", 5, priority=500)
    three = busy(cast, project, "Three", 5, constraint="SNET", constraint_on=date(2026, 3, 9), priority=100)
    found = proposed(cast, project)
    assert found.answer is not None
    held = {move["task"] for move in found.answer["moves"] if move["is_hold"]}
    assert held == {two.pk, three.pk}
    with pytest.raises(Refused) as error:
        accept_levelling(acting(cast.mara), found.run.key, tasks=[two.key])
    assert "Three" in str(error.value)
    accept_levelling(acting(cast.mara), found.run.key, tasks=[three.key])
    assert start_of(one) == start_of(two) == date(2026, 3, 2)
    assert start_of(three) == date(2026, 3, 16)


def test_a_project_alone_can_be_accepted_and_strangers_are_named(cast: Cast) -> None:
    first, second, *_tasks = crowded(cast)
    found = proposed(cast, first, second)
    assert found.answer is not None
    (move,) = found.answer["moves"]
    for wrong in ({"projects": ["PRJ-999"]}, {"tasks": ["TSK-999"]}, {"tasks": []}):
        with pytest.raises(Invalid):
            accept_levelling(acting(cast.mara), found.run.key, **wrong)
    accept_levelling(acting(cast.mara), found.run.key, projects=[move["project"]])
    assert curable(first, second) == []


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


# who may, and what is refused -----------------------------------------------------------------------------------------


def test_only_those_who_plan_may_ask_and_only_for_what_is_theirs(cast: Cast) -> None:
    first, second, *_tasks = crowded(cast)
    with pytest.raises(NotAllowed):
        level_projects(acting(cast.tomas), projects=[first.key])
    lead = person("Lea Lind", cast.house)
    Project.objects.filter(pk=first.pk).update(manager=lead)
    with pytest.raises(Invalid) as error:
        level_projects(acting(lead), projects=[first.key, second.key])
    assert error.value.fields["projects"] == f"These are not yours to level: {second.key}."
    own = level_projects(acting(lead), projects=[first.key])
    assert [one.key for one in runs(actor(lead)).rows] == [own.key]
    both = level_projects(acting(cast.mara), projects=[first.key, second.key])
    for stranger in (lead, cast.tomas, cast.charlie, cast.nadia):
        with pytest.raises(NotFound):
            proposal(actor(stranger), both.key)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"projects": []}, "projects"), ({"objective": "luck"}, "objective"), ({"seconds": 0}, "seconds")],
)
def test_what_cannot_be_asked_is_said_at_its_field(cast: Cast, wrong: dict[str, object], field: str) -> None:
    first, *_rest = crowded(cast)
    with pytest.raises(Invalid) as error:
        level_projects(acting(cast.mara), **({"projects": [first.key]} | wrong))  # type: ignore[arg-type]
    assert list(error.value.fields) == [field]


def test_a_demand_above_any_capacity_is_refused_with_both_names(cast: Cast) -> None:
    project = a_project(cast)
    load_test = task(cast, project, "Load test", days=2)
    stand = add_resource(acting(cast.priya), project.key, facts=ResourceFacts(name="Test stand", units=Decimal(100)))
    use_resource(acting(cast.priya), load_test.key, resource=stand.pk, units=Decimal(200))
    asked = level_projects(acting(cast.mara), projects=[project.key], seconds=1)
    carry_out(asked.key, lambda: SUNDAY)
    told = proposal(actor(cast.mara), asked.key).run
    assert told.state == "failed"
    assert told.why == "“Load test” asks for 200 % of Test stand, of which there is 100 %. Ask for less."


def test_a_refusal_names_no_private_task(cast: Cast) -> None:
    project = a_project(cast)
    secret, open_one = task(cast, project, "Secret", days=1), task(cast, project, "Open", days=1)
    Work.objects.filter(pk=secret.pk).update(is_private=True)
    error = EngineError("cycle", path=[secret.key, open_one.key, secret.key])
    said = str(refusal(actor(cast.mara), error))
    assert "Open" in said
    assert "Secret" not in said
    assert secret.key not in said


def test_a_private_task_moves_with_the_others_without_its_name_or_key(cast: Cast) -> None:
    first, second, pages, interfaces = crowded(cast)
    Work.objects.filter(pk__in=[pages.pk, interfaces.pk]).update(is_private=True)
    found = proposed(cast, first, second)
    assert found.tasks == {}
    kept = str(found.run.answer)
    assert pages.key not in kept
    assert interfaces.key not in kept
    accept_levelling(acting(cast.mara), found.run.key)
    assert curable(first, second) == []


def test_a_plan_that_has_ended_meanwhile_fails_with_its_sentence(cast: Cast) -> None:
    first, *_rest = crowded(cast)
    asked = level_projects(acting(cast.mara), projects=[first.key], seconds=1)
    Project.objects.filter(pk=first.pk).update(state="stopped", closed_at=NOON)
    with pytest.raises(Refused):
        searched(asked)


def test_a_member_who_joins_takes_half_and_both_go_on_at_once(cast: Cast) -> None:
    """Who shares a task is not over: 50 % and 50 % are one whole person."""
    first, second = a_project(cast), a_project(cast)
    one, two = busy(cast, first, "One", 5, units=50), busy(cast, second, "Two", 5, units=50)
    helper = person("Hana Berg", cast.house, Role.TEAM_MEMBER)
    add_member(HOUSE, first.key, person=helper.key)
    found = proposed(cast, first, second)
    assert found.answer is not None
    assert found.answer["moves"] == []
    assert start_of(one) == start_of(two)
