"""Time is logged, corrected and removed; the ledger keeps it all."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from tests.cast import HOUSE, NOON, Cast, acting, actor

from goldenthread.business.people.models import Rate
from goldenthread.business.work.actions import (
    correct_time,
    discard_timer,
    log_time,
    open_account,
    open_work,
    remove_time,
    start_timer,
    stop_timer,
)
from goldenthread.business.work.models import LedgerEntry, TimeEntry, Timer, Work, WorkKind
from goldenthread.business.work.queries import cost_between, entries, time_between
from goldenthread.foundation.errors import Invalid, NotFound, Refused
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Event

TODAY = NOON.date()


@pytest.fixture
def work(cast: Cast) -> Work:
    Rate.objects.create(key=next_key("RATE"), per_hour=Decimal(60), valid_from=date(2026, 1, 1))
    known = {"assignee": cast.daniel, "team": cast.desk, "account": open_account("Booking", "EUR")}
    return open_work(HOUSE, WorkKind.INCIDENT, "Results are late", **known)


def amounts() -> list[Decimal]:
    return list(LedgerEntry.objects.order_by("id").values_list("amount", flat=True))


def test_time_is_costed_at_the_rate_of_its_day(cast: Cast, work: Work) -> None:
    entry = log_time(acting(cast.daniel), work.key, on=TODAY, minutes=90)

    assert entry.entry is not None
    assert (entry.entry.amount, entry.entry.kind, entry.entry.source) == (Decimal("90.00"), "labour", work.key)


def test_correcting_posts_a_counter_entry_and_a_new_one(cast: Cast, work: Work) -> None:
    entry = log_time(acting(cast.daniel), work.key, on=TODAY, minutes=90)

    corrected = correct_time(acting(cast.daniel), entry.key, on=TODAY, minutes=30, note="Half of it")

    assert corrected.minutes == 30
    assert amounts() == [Decimal(90), Decimal(-90), Decimal(30)]
    assert Event.objects.get(name="TimeCorrected").data["before"] == 90


def test_removing_leaves_nothing_but_the_ledger(cast: Cast, work: Work) -> None:
    entry = log_time(acting(cast.daniel), work.key, on=TODAY, minutes=90)

    remove_time(acting(cast.daniel), entry.key)

    assert not TimeEntry.objects.exists()
    assert amounts() == [Decimal(90), Decimal(-90)]


def test_nobody_corrects_anothers_time(cast: Cast, work: Work) -> None:
    entry = log_time(acting(cast.daniel), work.key, on=TODAY, minutes=90)

    with pytest.raises(NotFound):
        correct_time(acting(cast.tomas), entry.key, on=TODAY, minutes=1, note="")


def test_a_day_has_twenty_four_hours(cast: Cast, work: Work) -> None:
    log_time(acting(cast.daniel), work.key, on=TODAY, minutes=1000)

    for minutes in (441, 0, 1441):
        with pytest.raises(Invalid) as refusal:
            log_time(acting(cast.daniel), work.key, on=TODAY, minutes=minutes)
        assert "minutes" in refusal.value.fields


def test_tomorrow_has_not_come_but_it_is_already_tomorrow_in_berlin(cast: Cast, work: Work) -> None:
    with pytest.raises(Invalid):
        log_time(acting(cast.daniel), work.key, on=TODAY + timedelta(days=1), minutes=5)

    past_midnight = NOON.replace(hour=23, minute=30)
    assert log_time(acting(cast.daniel, past_midnight), work.key, on=TODAY + timedelta(days=1), minutes=5)


@pytest.mark.parametrize("statement", ["UPDATE work_ledgerentry SET amount = 0", "DELETE FROM work_ledgerentry"])
def test_the_ledger_cannot_be_rewritten(cast: Cast, work: Work, statement: str) -> None:
    log_time(acting(cast.daniel), work.key, on=TODAY, minutes=90)

    with (
        transaction.atomic(),
        pytest.raises(Exception, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert amounts() == [Decimal(90)]


def test_a_timer_becomes_time(cast: Cast, work: Work) -> None:
    start_timer(acting(cast.daniel), work.key)

    entry = stop_timer(acting(cast.daniel, NOON + timedelta(minutes=42)), note="On the phone")

    assert (entry.minutes, entry.note, entry.person) == (42, "On the phone", cast.daniel)
    assert not Timer.objects.exists()


def test_starting_another_timer_logs_the_first(cast: Cast, work: Work) -> None:
    other = open_work(HOUSE, WorkKind.INCIDENT, "Another", assignee=cast.daniel)
    start_timer(acting(cast.daniel), work.key)

    start_timer(acting(cast.daniel, NOON + timedelta(minutes=10)), other.key)

    assert TimeEntry.objects.get().minutes == 10
    assert Timer.objects.get().work == other


def test_a_forgotten_timer_asks_how_long_it_was(cast: Cast, work: Work) -> None:
    start_timer(acting(cast.daniel), work.key)
    later = acting(cast.daniel, NOON + timedelta(days=3))

    with pytest.raises(Invalid):
        stop_timer(later)
    assert Timer.objects.exists()
    assert stop_timer(later, minutes=120).minutes == 120


def test_no_timer_no_stop(cast: Cast, work: Work) -> None:
    discard_timer(acting(cast.daniel))
    with pytest.raises(Refused):
        stop_timer(acting(cast.daniel))


def test_cost_is_read_over_the_tree(cast: Cast, work: Work) -> None:
    top = open_account("Programme", "EUR")
    part = open_account("Project", "EUR", parent=top)
    task = open_work(HOUSE, WorkKind.TASK, "Build", assignee=cast.daniel, account=part, space="project:1")
    log_time(acting(cast.daniel), task.key, on=TODAY, minutes=60)
    log_time(acting(cast.daniel), task.key, on=date(2026, 2, 27), minutes=30)
    log_time(acting(cast.daniel), work.key, on=TODAY, minutes=60)

    lines = cost_between([top.pk], None, None, into="EUR")

    assert [(line.month, line.amount) for line in lines] == [
        (date(2026, 2, 1), Decimal(30)),
        (date(2026, 3, 1), Decimal(60)),
    ]
    assert sum(line.amount for line in cost_between([top.pk], TODAY, TODAY, into="EUR")) == Decimal(60)


def test_entries_are_for_those_who_see_money(cast: Cast, work: Work) -> None:
    log_time(acting(cast.daniel), work.key, on=TODAY, minutes=60)
    assert work.account is not None

    assert [entry.amount for entry in entries(actor(cast.mara), work.account.key).rows] == [Decimal(60)]
    with pytest.raises(NotFound):
        entries(actor(cast.daniel), work.account.key)


def test_a_week_is_ones_own(cast: Cast, work: Work) -> None:
    log_time(acting(cast.daniel), work.key, on=TODAY, minutes=60)

    week = (TODAY, TODAY + timedelta(days=7))
    assert [entry.minutes for entry in time_between(actor(cast.daniel), *week)] == [60]
    assert time_between(actor(cast.tomas), *week) == []
