"""Reads whose SQL is kept: the same answers as the ORM's own, written once, never with a row in them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import NOON, Cast

from goldenthread.business.people.models import Person, WorkCalendar
from goldenthread.foundation.kept import kept
from goldenthread.foundation.sessions import SessionStore


def test_whole_records_come_as_the_orm_reads_them(cast: Cast) -> None:
    @kept
    def calendars() -> QuerySet[WorkCalendar]:
        return WorkCalendar.objects.order_by("pk")

    found, known = calendars(), list(WorkCalendar.objects.order_by("pk"))
    assert [vars(one) | {"_state": None} for one in found] == [vars(one) | {"_state": None} for one in known]
    assert not any(one._state.adding for one in found)


def test_values_come_by_name_and_lists_in_order(cast: Cast) -> None:
    people = Person.objects.order_by("pk")

    @kept
    def named(most: int) -> QuerySet[Person, dict[str, object]]:
        return people.values("name", team=F("teams__name"))[:most]

    @kept
    def listed() -> QuerySet[Person, tuple[object, ...]]:
        return people.values_list("key", "locale")

    assert named(3) == list(people.values("name", team=F("teams__name"))[:3])
    assert listed() == list(people.values_list("key", "locale"))


def test_instants_are_those_of_the_orm_and_in_utc(cast: Cast) -> None:
    Session.objects.create(session_key="k", session_data="", expire_date=NOON + timedelta(microseconds=7))

    @kept
    def expiries() -> QuerySet[Session, tuple[datetime, str]]:
        return Session.objects.values_list("expire_date", "session_key")

    with timezone.override("Europe/Berlin"):
        found = expiries()
        assert found == list(Session.objects.values_list("expire_date", "session_key"))
    assert found[0][0].isoformat() == (NOON + timedelta(microseconds=7)).isoformat()
    assert found[0][0].utcoffset() == timedelta(0)


def test_what_changed_meanwhile_is_read_anew(cast: Cast) -> None:
    @kept
    def names(ids: tuple[int, ...]) -> QuerySet[Person, tuple[str]]:
        return Person.objects.filter(pk__in=ids).values_list("name")

    assert names((cast.nadia.pk,)) == [(cast.nadia.name,)]
    Person.objects.filter(pk=cast.nadia.pk).update(name="Nadia Renamed")
    assert names((cast.nadia.pk,)) == [("Nadia Renamed",)]


def test_what_cannot_be_found_is_not_asked(cast: Cast) -> None:
    @kept
    def nobody() -> QuerySet[Person]:
        return Person.objects.filter(pk__in=[])

    with CaptureQueriesContext(connection) as asked:
        assert nobody() == []
    assert len(asked) == 0


def test_a_read_that_asks_while_it_is_built_is_refused(cast: Cast) -> None:
    @kept
    def hasty() -> QuerySet[Person]:
        return Person.objects.filter(pk__in=[one.pk for one in Person.objects.all()])

    with pytest.raises(RuntimeError, match="while it was built"):
        hasty()


def test_a_session_past_its_day_is_empty(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.nadia)
    key = client.cookies["sessionid"].value
    assert SessionStore(key).load()["_auth_user_id"] == str(cast.nadia.pk)
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    late = SessionStore(key)
    assert late.load() == {}
    assert late.session_key is None
