"""Both halves of every sight of people agree, whoever looks and whatever there is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.cast import NOON, OFFICE

from goldenthread.business.people.models import (
    Absence,
    ApiToken,
    Membership,
    Organisation,
    Person,
    Rate,
    Role,
    RoleGrant,
    SavedView,
    Scope,
    Skill,
    Team,
    WorkCalendar,
)
from goldenthread.business.people.queries import actor_of
from goldenthread.foundation.actors import NOBODY, SYSTEM, Actor
from goldenthread.foundation.models import Versioned
from goldenthread.foundation.policies import SIGHTS, visible

PEOPLE, TEAMS, ORGANISATIONS = 4, 2, 3
scopes = st.one_of(
    st.just(("house", None)),
    st.tuples(st.sampled_from([scope.value for scope in Scope if scope != Scope.HOUSE]), st.integers(1, 3)),
)
grants = st.sets(
    st.tuples(st.integers(0, PEOPLE - 1), st.sampled_from([role.value for role in Role]), scopes), max_size=8
)
homes = st.lists(st.integers(0, ORGANISATIONS - 1), min_size=PEOPLE, max_size=PEOPLE)
members = st.sets(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, TEAMS - 1)), max_size=4)
owners = st.lists(st.integers(0, PEOPLE - 1), min_size=1, max_size=4, unique=True)


def test_every_record_of_people_has_a_sight() -> None:
    ours = [model for model in apps.get_app_config("people").get_models() if issubclass(model, Versioned)]

    assert [model.__name__ for model in ours if model not in SIGHTS] == []


class SightsAgree(TestCase):  # type: ignore[misc]
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(grants, homes, members, owners)
    def test_what_is_listed_is_what_may_be_seen(self, grants: Any, homes: Any, members: Any, owners: Any) -> None:
        people = populate(grants, homes, members, owners)
        actors: list[Actor] = [*(actor_of(person) for person in people), NOBODY, SYSTEM]
        for model, sight in SIGHTS.items():
            if model._meta.app_label != "people":
                continue
            records = list(model._default_manager.all())
            assert records, model
            for actor in actors:
                listed = set(visible(model, actor).values_list("pk", flat=True))
                may_be_seen = {record.pk for record in records if actor.is_house or sight.may_see(actor, record)}
                assert listed == may_be_seen, (model.__name__, actor)


def populate(grants: Any, homes: Any, members: Any, owners: Any) -> list[Person]:
    """A small house as drawn."""
    calendar = WorkCalendar.objects.create(key="CAL-1", name="Office", spec=OFFICE)
    organisations = [
        Organisation.objects.create(key=f"ORG-{n}", name=f"Organisation {n}", kind="internal", calendar=calendar)
        for n in range(ORGANISATIONS)
    ]
    teams = [
        Team.objects.create(key=f"TEAM-{n}", name=f"Team {n}", organisation=organisations[n]) for n in range(TEAMS)
    ]
    people = [
        Person.objects.create(
            key=f"PER-{n}",
            name=f"Person {n}",
            email=f"p{n}@x.example",
            organisation=organisations[home],
            joined_at=NOON,
        )
        for n, home in enumerate(homes)
    ]
    for person, team in members:
        Membership.objects.create(person=people[person], team=teams[team])
    Skill.objects.create(key="SKL-1", name="Databases")
    drawn = [*grants, (owners[0], "requester", ("house", None))]
    for n, (person, role, (scope, scope_id)) in enumerate(dict.fromkeys(drawn)):
        RoleGrant.objects.create(key=f"GRT-{n}", person=people[person], role=role, scope=scope, scope_id=scope_id)
    for n in owners:
        own: dict[str, Any] = {"person": people[n]}
        Absence.objects.create(key=f"ABS-{n}", starts_on=NOON.date(), ends_on=NOON.date(), **own)
        Rate.objects.create(key=f"RATE-{n}", per_hour=Decimal(80), valid_from=date(2026, 1, 1), **own)
        until = NOON + timedelta(days=9)
        ApiToken.objects.create(key=f"TOK-{n}", name="Export", digest=f"{n}", created_at=NOON, expires_at=until, **own)
        SavedView.objects.create(key=f"VIEW-{n}", listing="items", name="Servers", filters={"kind": "Server"}, **own)
    return people


@pytest.mark.django_db
def test_a_stranger_sees_nothing_of_people() -> None:
    populate({(0, "administrator", ("house", None))}, [0, 0, 1, 2], set(), [1])

    for model in SIGHTS:
        if model._meta.app_label == "people":
            assert not visible(model, NOBODY).exists()
