"""Actors drawn at random, and the question whether both halves of a sight agree about every record."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import strategies as st
from tests.cast import Cast

from goldenthread.business.people.models import Role, Scope
from goldenthread.foundation.actors import NOBODY, Actor, Grant
from goldenthread.foundation.models import Versioned
from goldenthread.foundation.policies import SIGHTS, visible


def actors(cast: Cast) -> st.SearchStrategy[Actor]:
    """Anyone of the cast or nobody, with any roles on any scope, from any organisation, in any team."""
    scoped = {
        Scope.HOUSE: [None],
        Scope.ORGANISATION: [cast.clinic.pk, cast.stranger_org.pk],
        Scope.TEAM: [cast.desk.pk],
        Scope.SERVICE: [cast.service.pk],
        Scope.PROJECT: [1],
        Scope.PORTFOLIO: [1],
    }
    pairs = [(scope, number) for scope, numbers in scoped.items() for number in numbers]
    grant = st.builds(
        lambda role, pair: Grant(str(role), str(pair[0]), pair[1]), st.sampled_from(Role), st.sampled_from(pairs)
    )
    known = st.builds(
        Actor,
        id=st.sampled_from([person.pk for person in cast.everyone()]),
        kind=st.just("person"),
        organisation_id=st.sampled_from([None, cast.house.pk, cast.clinic.pk, cast.stranger_org.pk]),
        team_ids=st.sampled_from([frozenset(), frozenset({cast.desk.pk})]),
        grants=st.frozensets(grant, max_size=2),
    )
    return st.one_of(st.just(NOBODY), known)


def disagreements(model: type[Versioned], actor: Actor, records: Collection[Versioned]) -> list[Versioned]:
    """The records that a list would show and a page refuse, or the other way round."""
    listed = set(visible(model, actor).values_list("pk", flat=True))
    return [record for record in records if (record.pk in listed) != SIGHTS[model].may_see(actor, record)]
