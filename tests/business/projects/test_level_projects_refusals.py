"""Who may ask for a levelling and see it, and what is refused with which sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.business.projects.company import a_project, task
from tests.business.projects.levelled import SUNDAY, crowded, curable, proposed, searched
from tests.cast import NOON, Cast, acting, actor, person

from goldenthread.business.projects.actions import (
    ResourceFacts,
    accept_levelling,
    add_resource,
    level_projects,
    use_resource,
)
from goldenthread.business.projects.models import Project
from goldenthread.business.projects.queries import proposal
from goldenthread.business.projects.queries.levelling.refusals import refusal
from goldenthread.business.work.models import Work
from goldenthread.engine.errors import EngineError
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused
from goldenthread.foundation.runs import carry_out, runs


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
