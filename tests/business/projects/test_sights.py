"""Both halves of every sight agree, over generated people and records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.business.projects.company import a_project, task
from tests.cast import Cast, acting, actor

from goldenthread.business.people.models import Membership, Person, Role, RoleGrant
from goldenthread.business.projects.actions import NewRisk, note_risk, start_handover, submit_deliverable
from goldenthread.business.projects.models import Deliverable, Handover, Project, Risk, Task
from goldenthread.business.work.models import Work
from goldenthread.foundation.actors import NOBODY, Actor
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.policies import SIGHTS, visible

ROLES = st.sampled_from([*Role.values, ""])
SCOPES = st.sampled_from(["house", "project", "service", "organisation", "team"])
MODELS: tuple[Any, ...] = (Project, Task, Deliverable, Risk, Handover)


def agree(who: Actor) -> None:
    for model in MODELS:
        sight = SIGHTS[model]
        shown = set(visible(model, who).values_list("pk", flat=True))
        for record in model.objects.all():
            assert sight.may_see(who, record) == (record.pk in shown), (model.__name__, who)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_both_halves_agree(cast: Cast, data: st.DataObject) -> None:
    Project.objects.all().delete()
    Work.objects.all().delete()
    RoleGrant.objects.filter(person=cast.omar).delete()
    lead = data.draw(st.sampled_from([cast.priya, cast.tomas, cast.omar]))
    project = a_project(cast, manager_id=lead.pk, team_id=data.draw(st.sampled_from([None, cast.desk.pk])))
    first = task(cast, project, "First", days=1)
    hidden = task(cast, project, "Hidden", days=1)
    Work.objects.filter(pk=hidden.pk).update(
        is_private=True, assignee_id=data.draw(st.sampled_from([None, cast.omar.pk, cast.tomas.pk]))
    )
    assert first
    note_risk(acting(cast.priya), project.key, new=NewRisk("Late", 10, cost=Decimal(5)))
    start_handover(acting(cast.priya), project.key, service=cast.service.key)
    if data.draw(st.booleans()):
        submit_deliverable(acting(cast.priya), project.deliverables.get().key)
    role, scope = data.draw(ROLES), data.draw(SCOPES)
    ids = {
        "house": None,
        "project": project.pk,
        "service": cast.service.pk,
        "organisation": cast.clinic.pk,
        "team": cast.desk.pk,
    }
    if role:
        held = {"person": cast.omar, "role": role, "scope": scope, "scope_id": ids[scope]}
        RoleGrant.objects.get_or_create(**held, defaults={"key": next_key("GRT")})
    Membership.objects.filter(person=cast.omar).delete()
    if data.draw(st.booleans()):
        Membership.objects.create(person=cast.omar, team=cast.desk)
    for person in (cast.omar, cast.nadia, cast.tomas, cast.daniel):
        agree(actor(Person.objects.get(pk=person.pk)))


@pytest.mark.parametrize("name", ["charlie", "nadia", "omar", "daniel", "emeka", "aoife"])
def test_who_is_not_concerned_sees_nothing(cast: Cast, name: str) -> None:
    project = a_project(cast)
    task(cast, project, "First", days=1, deadline_on=date(2026, 4, 1))
    who = actor(getattr(cast, name))
    for model in MODELS:
        assert not visible(model, who).exists()
    agree(who)


def test_a_stranger_sees_nothing(cast: Cast) -> None:
    task(cast, a_project(cast), "First", days=1)
    agree(NOBODY)
    assert not visible(Project, NOBODY).exists()
