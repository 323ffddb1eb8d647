"""A levelling accepted: the overload is gone, in part or whole; taken back, and refused where the plan has changed."""

from __future__ import annotations

from datetime import date

import pytest
from tests.business.projects.company import DAY, a_project
from tests.business.projects.levelled import busy, crowded, curable, proposed, role_of, searched, stands, start_of
from tests.cast import Cast, acting, actor

from goldenthread.business.people.models import Absence
from goldenthread.business.projects.actions import (
    accept_levelling,
    assign_task,
    change_task,
    level_projects,
    undo_levelling,
    use_resource,
)
from goldenthread.business.projects.models import Task
from goldenthread.business.projects.queries import proposal
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Event


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


def test_an_absence_of_who_fills_a_role_makes_it_stale_too(cast: Cast) -> None:
    first, second, pages, _interfaces = crowded(cast)
    use_resource(acting(cast.priya), pages.key, resource=role_of(cast, first).pk)
    found = proposed(cast, first, second)
    Absence.objects.create(key=next_key("ABS"), person=cast.ines, starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 4))
    assert proposal(actor(cast.mara), found.run.key).is_stale


def test_what_changes_while_it_is_searched_makes_it_stale_too(cast: Cast) -> None:
    first, second, pages, _interfaces = crowded(cast)
    run = level_projects(acting(cast.mara), projects=[first.key, second.key], seconds=1)
    searched(run, meanwhile=lambda: change_task(acting(cast.priya), pages.key, changes={"duration_minutes": 2 * DAY}))
    assert proposal(actor(cast.mara), run.key).is_stale
    with pytest.raises(Refused, match="have changed since"):
        accept_levelling(acting(cast.mara), run.key)


def test_a_project_without_a_plan_does_not_make_it_stale(cast: Cast) -> None:
    first, second, *_tasks = crowded(cast)
    found = proposed(cast, first, second, a_project(cast, name="Not planned yet"))
    assert not found.is_stale
    accept_levelling(acting(cast.mara), found.run.key)
    assert curable(first, second) == []


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
