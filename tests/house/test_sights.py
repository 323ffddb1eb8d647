"""Both halves of every sight agree: what a list shows is what may be opened, whoever looks."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from tests.business.sights import actors, disagreements
from tests.cast import Cast, actor
from tests.world import World, build

from goldenthread.business.people.models import Role
from goldenthread.business.portfolio.models import Portfolio
from goldenthread.business.projects.models import Project
from goldenthread.foundation.actors import Actor, Grant
from goldenthread.foundation.models import Versioned
from goldenthread.foundation.policies import SIGHTS, visible


def records_of(world: World) -> dict[type[Versioned], list[Versioned]]:
    return {model: list(model._default_manager.all()) for model in SIGHTS}


def test_every_kind_of_record_is_looked_at(cast: Cast) -> None:
    records = records_of(build(cast))
    assert [model.__name__ for model, found in records.items() if not found] == []


def test_the_house_and_everybody_of_the_cast(cast: Cast) -> None:
    world = build(cast)
    records = records_of(world)
    for who in map(actor, world.everyone().values()):
        for model, found in records.items():
            assert disagreements(model, who, found) == [], (who.name, model.__name__)


def test_anybody_with_any_roles(cast: Cast) -> None:
    world = build(cast)
    records = records_of(world)
    own = [("project", number) for number in Project.objects.values_list("pk", flat=True)]
    own += [("portfolio", number) for number in Portfolio.objects.values_list("pk", flat=True)]
    own += [("service", number) for number in (world.cast.service.pk, world.cast.service.pk + 1)]
    grant = st.builds(lambda role, scope: Grant(str(role), *scope), st.sampled_from(Role), st.sampled_from(own))

    @seed(20261123)
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(who=actors(cast), more=st.frozensets(grant, max_size=2), model=st.sampled_from(list(SIGHTS)))
    def agree(who: Actor, more: frozenset[Grant], model: type[Versioned]) -> None:
        looking = replace(who, grants=who.grants | more) if who.is_known else who
        assert disagreements(model, looking, records[model]) == []

    agree()


def test_charlie_sees_only_himself_and_his_own(cast: Cast) -> None:
    world = build(cast)
    charlie = actor(cast.charlie)
    seen = {model.__name__: set(visible(model, charlie).values_list("pk", flat=True)) for model in SIGHTS}
    own = {
        "Person": {cast.charlie.pk, world.yusuf.pk},
        "Organisation": {cast.stranger_org.pk},
        "RoleGrant": set(cast.charlie.grants.values_list("pk", flat=True)),
    }
    assert {name: found for name, found in seen.items() if found} == own
