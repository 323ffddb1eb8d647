"""Both halves of who sees a ticket agree, over generated people and tickets; and what is not seen is not there."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOON, Cast, actor

from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.policies import may_answer, may_handle, may_see_ticket
from goldenthread.business.desk.queries import Filters, history, queue, requests
from goldenthread.business.people.models import Role
from goldenthread.business.work.models import Work
from goldenthread.foundation.actors import NOBODY, Actor, Grant
from goldenthread.foundation.errors import NotFound
from goldenthread.foundation.models import Comment
from goldenthread.foundation.policies import visible

ROLES = st.sampled_from([role.value for role in Role])
SCOPES = st.sampled_from(["house", "team", "organisation", "project", "service"])
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


@st.composite
def grants(draw: st.DrawFn, ids: list[int]) -> Grant:
    scope = draw(SCOPES)
    return Grant(draw(ROLES), scope, None if scope == "house" else draw(st.sampled_from(ids)))


@SLOW
@given(data=st.data())
def test_the_two_halves_agree(cast: Cast, data: st.DataObject) -> None:
    ids = [cast.desk.pk, cast.clinic.pk, cast.house.pk, cast.service.pk]
    people = [*cast.everyone(), None]
    ticket = made(cast, data.draw, people)
    who = data.draw(st.sampled_from([actor(person) for person in cast.everyone()] + [NOBODY]))
    if who.is_known:
        held = frozenset(data.draw(st.lists(grants(ids), max_size=3)))
        who = replace(who, grants=held, team_ids=data.draw(st.sampled_from([frozenset(), frozenset({cast.desk.pk})])))

    is_listed = visible(Ticket, who).filter(pk=ticket.pk).exists()
    assert is_listed == may_see_ticket(who, ticket)
    assert not may_handle(who, ticket) or is_listed
    assert not may_answer(who, ticket) or is_listed
    in_queue = any(row.key == ticket.key for row in queue(who, Filters(tab="all"), size=500).rows) if who.id else False
    assert in_queue == (is_listed and who.id is not None)
    asked = {row.key for row in requests(who, size=500).rows} if who.id else set()
    assert ticket.key not in asked or is_listed
    assert_notes(who, ticket, is_listed=is_listed)


def assert_notes(who: Actor, ticket: Ticket, *, is_listed: bool) -> None:
    try:
        said = [entry.text for entry in history(who, ticket.key)]
    except NotFound:
        assert not is_listed
        return
    assert is_listed
    assert ("Canary" in said) == may_handle(who, ticket)


def made(cast: Cast, draw: st.DrawFn, people: list[object]) -> Ticket:
    work = Work.objects.create(
        key=f"INC-{Work.objects.count() + 1}",
        kind="incident",
        title="Generated",
        opened_at=NOON,
        requester=draw(st.sampled_from(people)),
        assignee=draw(st.sampled_from(people)),
        team=draw(st.sampled_from([cast.desk, None])),
        organisation=draw(st.sampled_from([cast.clinic, cast.stranger_org, None])),
        is_private=draw(st.booleans()),
        is_shared=draw(st.booleans()),
    )
    Comment.objects.create(on=work.key, text="Canary", is_internal=True, at=NOON)
    return Ticket.objects.create(work=work, service=cast.service)
