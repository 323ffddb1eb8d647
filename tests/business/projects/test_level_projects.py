"""What levelling proposes: of two things at once one waits, and says for whom or for what."""

from __future__ import annotations

from datetime import date, timedelta

from tests.business.projects.company import a_project, task
from tests.business.projects.levelled import SUNDAY, busy, crowded, curable, proposed, role_of, start_of
from tests.cast import HOUSE, NOON, Cast, acting, actor, person

from goldenthread.business.people.models import Absence, Load, Membership, Role, Team
from goldenthread.business.projects.actions import (
    accept_levelling,
    add_member,
    level_projects,
    link_tasks,
    report_progress,
    use_resource,
)
from goldenthread.business.projects.models import Task
from goldenthread.business.projects.queries import proposal
from goldenthread.business.services.models import FreezeWindow
from goldenthread.business.work.models import Link, Work
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Run
from goldenthread.foundation.runs import carry_out


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


def test_what_other_projects_ask_by_a_role_is_kept_free_for_them_too(cast: Cast) -> None:
    first, second = a_project(cast, name="Booking"), a_project(cast, name="Directory")
    pages, interfaces = task(cast, first, "Pages", days=5), task(cast, second, "Interfaces", days=5)
    for project, made in ((first, pages), (second, interfaces)):
        use_resource(acting(cast.priya), made.key, resource=role_of(cast, project).pk)
    found = proposed(cast, first)
    assert found.answer is not None
    (move,) = found.answer["moves"]
    assert (move["task"], move["who"], move["tasks"]) == (pages.pk, cast.ines.key, [interfaces.pk])


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
