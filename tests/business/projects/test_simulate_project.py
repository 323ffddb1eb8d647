"""A project simulated from its own estimates, risks and money; the answer stays with the run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.business.projects.company import a_project, task
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.projects.actions import (
    NewRisk,
    change_risk,
    change_task,
    link_tasks,
    note_risk,
    simulate_project,
    simulating,
)
from goldenthread.business.projects.models import Project, Risk, Task
from goldenthread.business.projects.queries import confidence
from goldenthread.business.projects.queries.confidence import inputs, spread
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused
from goldenthread.foundation.runs import carry_out, run, runs, stop_run


def planned(cast: Cast) -> tuple[Project, Task, Task]:
    project = a_project(cast)
    first = task(cast, project, "First", days=10, budget=1000)
    second = task(cast, project, "Second", days=10, budget=1000)
    link_tasks(acting(cast.priya), second.key, predecessor=first.key)
    return project, first, second


def a_risk(cast: Cast, project: Project, **given: object) -> Risk:
    told = {"title": "The supplier is late", "probability": 50, "days": 20, "cost": Decimal(500)} | given
    return note_risk(acting(cast.priya), project.key, new=NewRisk(**told))  # type: ignore[arg-type]


def simulated(cast: Cast, project: Project) -> dict[str, object]:
    asked = simulate_project(acting(cast.priya), project.key)
    carry_out(asked.key, lambda: NOON)
    known = confidence(actor(cast.priya), project)
    assert known.run is not None
    assert known.run.why == ""
    assert known.answer is not None
    return known.answer


def test_the_joint_confidence_is_no_better_than_either_alone(cast: Cast) -> None:
    project, _first, _second = planned(cast)
    a_risk(cast, project)
    odds = simulated(cast, project)["odds"]
    assert isinstance(odds, dict)
    assert 0 <= odds["joint"] <= min(odds["finish"], odds["cost"]) <= 1


def test_a_risk_away_and_a_risk_treated_are_told_beside_it_as_it_is(cast: Cast) -> None:
    project, _first, second = planned(cast)
    risk = a_risk(cast, project, probability=90, task=second.key, response_cost=Decimal(10), residual_probability=10)
    second.refresh_from_db()
    assert second.early_finish_at is not None
    project.charter.deadline = (second.early_finish_at + timedelta(days=7)).date()
    project.charter.save()
    answer = simulated(cast, project)
    (told,) = answer["risks"]  # type: ignore[misc]
    assert told["key"] == risk.key
    assert told["without"]["finish"] > told["treated"]["finish"] > answer["odds"]["finish"]  # type: ignore[index]


def test_estimates_of_their_own_are_used_and_the_rest_follow_the_custom(cast: Cast) -> None:
    project, first, second = planned(cast)
    minutes = first.duration_minutes
    change_task(
        acting(cast.priya), first.key, changes={"optimistic_minutes": minutes, "pessimistic_minutes": minutes * 3}
    )
    given = inputs(project, NOON)
    assert given.own_estimates == 1
    assert given.estimates[first.key].high == 3 * given.estimates[first.key].likely  # type: ignore[operator]
    assert given.estimates[second.key].high == given.estimates[second.key].likely * spread().high  # type: ignore[operator]


@pytest.mark.parametrize(
    ("low", "high", "field"),
    [(None, 99_999, "optimistic_minutes"), (99_999, 99_999, "optimistic_minutes"), (1, 2, "pessimistic_minutes")],
)
def test_an_estimate_has_both_ends_around_the_length(cast: Cast, low: int | None, high: int, field: str) -> None:
    _project, first, _second = planned(cast)
    with pytest.raises(Invalid) as error:
        change_task(acting(cast.priya), first.key, changes={"optimistic_minutes": low, "pessimistic_minutes": high})
    assert list(error.value.fields) == [field]


def test_the_answer_says_when_plan_or_risks_have_changed_since(cast: Cast) -> None:
    project, first, _second = planned(cast)
    risk = a_risk(cast, project)
    simulated(cast, project)
    assert not confidence(actor(cast.priya), project).is_of_before
    change_risk(acting(cast.priya), risk.key, new=NewRisk("The supplier is late", 10))
    assert confidence(actor(cast.priya), project).is_of_before
    simulated(cast, project)
    change_task(acting(cast.priya), first.key, changes={"duration_minutes": 60})
    assert confidence(actor(cast.priya), project).is_of_before


def test_only_those_who_see_the_project_and_money_see_the_run(cast: Cast) -> None:
    project, _first, _second = planned(cast)
    asked = simulate_project(acting(cast.priya, timezone.now()), project.key)
    assert run(actor(cast.mara), asked.key).about == project.key
    for other in (cast.tomas, cast.charlie, cast.nadia):
        with pytest.raises(NotFound):
            run(actor(other), asked.key)


def test_who_asked_loses_the_answer_with_the_right_to_see_money(cast: Cast) -> None:
    project, _first, _second = planned(cast)
    asked = simulate_project(acting(cast.priya, timezone.now()), project.key)
    former = replace(actor(cast.priya), grants=frozenset())
    with pytest.raises(NotFound):
        run(former, asked.key)
    assert [found.key for found in runs(former).rows] == []


def test_a_project_that_has_ended_meanwhile_is_not_simulated(cast: Cast) -> None:
    project, _first, _second = planned(cast)
    asked = simulate_project(acting(cast.priya), project.key)
    Project.objects.filter(pk=project.pk).update(state="stopped", closed_at=NOON)
    carry_out(asked.key, lambda: NOON)
    told = run(actor(cast.mara), asked.key)
    assert told.state == "failed"
    assert project.name in told.why or project.key in told.why


def test_who_may_not_plan_may_not_ask_and_an_empty_plan_is_refused(cast: Cast) -> None:
    project, _first, _second = planned(cast)
    with pytest.raises((NotAllowed, NotFound)):
        simulate_project(acting(cast.tomas), project.key)
    empty = a_project(cast)
    with pytest.raises(Refused):
        simulate_project(acting(cast.priya), empty.key)


def test_a_run_tells_its_percent_and_a_stop_ends_it_inside_the_calculation(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, _first, _second = planned(cast)
    for _ in range(9):
        a_risk(cast, project)
    monkeypatch.setattr(simulating, "ITERATIONS", 2_000_000)
    asked = simulate_project(acting(cast.priya), project.key)
    seen: list[int] = []

    def looks_on() -> bool:
        known = run(actor(cast.priya), asked.key)
        seen.append(known.done)
        if known.done and not known.is_unwanted:
            stop_run(acting(cast.priya), asked.key)
        return False

    carry_out(asked.key, lambda: NOON, looks_on)
    told = run(actor(cast.priya), asked.key)
    assert (told.state, told.of) == ("cancelled", 100)
    assert 0 < max(seen) < 100
    assert 0 < told.done < 100
    assert told.answer is not None
    assert 0 < told.answer["iterations"] <= 2_000_000


def test_an_answer_names_no_private_task_to_those_who_may_not_see_it(cast: Cast) -> None:
    project, first, second = planned(cast)
    simulated(cast, project)
    second.work.is_private = True
    second.work.assignee = cast.tomas
    second.work.save()

    for reads in (confidence(actor(cast.priya), project).answer, runs(actor(cast.priya)).rows[0].answer):
        assert reads is not None
        keys = {row["key"] for part in ("tasks", "tornado") for row in reads[part]}
        assert keys == {first.key, None}, "what it does to the whole stays, its key does not"
