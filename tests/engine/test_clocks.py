"""What a clock promises: the same history gives the same reading, and the segments explain it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.strategies import calendars, instants, minutes, pause_lists

from goldenthread.engine import (
    Cancelled,
    ClockPolicy,
    EngineError,
    Paused,
    PinnedDue,
    Reopened,
    Reset,
    Resumed,
    Retargeted,
    Started,
    Stopped,
    WorkCalendar,
    WorkingDays,
    read_clock,
)
from goldenthread.engine.calendars.pauses import read_pauses
from goldenthread.engine.instants import instant_of

HOUR = timedelta(hours=1)
OFFICE = WorkCalendar.from_spec(
    {"timezone": "UTC", "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
)
FOUR_HOURS = ClockPolicy(OFFICE, 4 * HOUR)
History = list[tuple[datetime, Any]]


def monday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 1, hour, minute, tzinfo=UTC)


def tuesday(hour: int, minute: int = 0) -> datetime:
    return monday(hour, minute) + timedelta(days=1)


def history_of(start: datetime, pauses: list[tuple[datetime, datetime]]) -> History:
    history: History = [(start, Started())]
    for begin, end in read_pauses(pauses):
        history += [(instant_of(begin), Paused()), (instant_of(end), Resumed())]
    return history


@given(st.data(), calendars(), instants(), minutes, minutes)
def test_a_replay_agrees_with_the_calendar(
    data: st.DataObject, calendar: WorkCalendar, start: datetime, target: timedelta, later: timedelta
) -> None:
    pauses = data.draw(pause_lists(start))
    now = start + later
    reading = read_clock(ClockPolicy(calendar, target), history_of(start, pauses), now)
    assert reading.due_at == calendar.add(start, target, pauses)
    assert reading.elapsed == calendar.between(start, now, pauses)
    assert reading.remaining == target - reading.elapsed
    assert reading.breached_at == (reading.due_at if reading.due_at < now else None)


@given(st.data(), calendars(), instants(), st.integers(0, 9), minutes)
def test_a_replay_in_working_days_agrees_with_the_calendar(
    data: st.DataObject, calendar: WorkCalendar, start: datetime, days: int, later: timedelta
) -> None:
    pauses = data.draw(pause_lists(start))
    reading = read_clock(ClockPolicy(calendar, WorkingDays(days)), history_of(start, pauses), start + later)
    assert reading.due_at == calendar.add_days(start, days, pauses=pauses)


@given(st.data(), calendars(), instants(), minutes, minutes)
def test_the_segments_explain_the_elapsed_time(
    data: st.DataObject, calendar: WorkCalendar, start: datetime, target: timedelta, later: timedelta
) -> None:
    now = start + later
    reading = read_clock(ClockPolicy(calendar, target), history_of(start, data.draw(pause_lists(start))), now)
    segments = reading.segments
    assert sum((s.open_for for s in segments if s.kind == "ran"), timedelta(0)) == reading.elapsed
    edges = [start, *(s.end_at for s in segments)]
    assert [s.start_at for s in segments] == edges[:-1]
    assert edges[-1] == now


@given(st.data(), calendars(), instants(), minutes)
def test_a_breach_is_for_ever_unless_the_target_changes(
    data: st.DataObject, calendar: WorkCalendar, start: datetime, target: timedelta
) -> None:
    pauses = data.draw(pause_lists(start))
    due = calendar.add(start, target, pauses)
    history = [(at, fact) for at, fact in history_of(start, pauses) if at <= due]
    history += [(due + HOUR, Paused()), (due + 3 * HOUR, Stopped()), (due + 9 * HOUR, Reopened())]
    assert read_clock(ClockPolicy(calendar, target), history, due + 10 * HOUR).breached_at == due


def test_a_clock_tells_how_it_ran_was_paused_and_was_closed() -> None:
    history = [
        (monday(14), Started()),
        (monday(15), Paused("waiting for requester")),
        (tuesday(10), Resumed()),
        (tuesday(12), Stopped()),
    ]
    reading = read_clock(FOUR_HOURS, history, tuesday(16))
    told = [(s.kind, s.start_at, s.end_at, s.open_for, s.reason) for s in reading.segments]
    assert told == [
        ("ran", monday(14), monday(15), HOUR, ""),
        ("paused", monday(15), tuesday(10), 3 * HOUR, "waiting for requester"),
        ("ran", tuesday(10), tuesday(12), 2 * HOUR, ""),
    ]
    assert (reading.state, reading.elapsed, reading.remaining, reading.percent) == ("stopped", 3 * HOUR, HOUR, 75.0)
    assert reading.is_met
    assert reading.due_at == tuesday(13)


def test_a_clock_that_has_not_begun_owes_nothing() -> None:
    reading = read_clock(FOUR_HOURS, [(tuesday(9), Started())], monday(9))
    assert (reading.state, reading.due_at, reading.remaining, reading.segments) == ("idle", None, 4 * HOUR, ())
    assert read_clock(FOUR_HOURS, [(monday(9), Stopped())], monday(10)).state == "idle"


def test_a_pause_without_end_has_no_due_instant_but_what_remains() -> None:
    history: History = [(monday(9), Started()), (monday(10), Paused("vendor"))]
    reading = read_clock(FOUR_HOURS, history, tuesday(9))
    assert (reading.state, reading.due_at, reading.remaining) == ("paused", None, 3 * HOUR)
    assert [w.at for w in reading.warnings] == [None, None]
    agreed = read_clock(FOUR_HOURS, [*history, (tuesday(12), Resumed())], tuesday(9))
    assert (agreed.state, agreed.due_at) == ("paused", tuesday(15))


def test_a_pause_after_the_breach_changes_nothing() -> None:
    history: History = [(monday(9), Started()), (monday(15), Paused())]
    reading = read_clock(FOUR_HOURS, history, tuesday(9))
    assert (reading.due_at, reading.breached_at, reading.percent) == (monday(13), monday(13), 150.0)


def test_a_second_pause_goes_on_with_the_new_reason() -> None:
    history: History = [(monday(9), Started()), (monday(10), Paused("user")), (monday(11), Paused("vendor"))]
    reading = read_clock(FOUR_HOURS, [*history, (monday(12), Resumed())], monday(13))
    assert [(s.kind, s.reason) for s in reading.segments] == [
        ("ran", ""),
        ("paused", "user"),
        ("paused", "vendor"),
        ("ran", ""),
    ]
    assert reading.due_at == monday(15)


def test_swapping_the_target_keeps_earlier_pauses() -> None:
    history: History = [(monday(9), Started()), (monday(10), Paused()), (monday(12), Resumed())]
    history.append((monday(12, 30), Retargeted(ClockPolicy(OFFICE, 6 * HOUR))))
    assert read_clock(FOUR_HOURS, history, monday(13)).due_at == monday(17)


def test_a_stopped_clock_keeps_the_target_it_was_stopped_under() -> None:
    history: History = [(monday(9), Started()), (monday(11), Stopped())]
    history.append((monday(12), Retargeted(ClockPolicy(OFFICE, HOUR))))
    assert read_clock(FOUR_HOURS, history, monday(13)).is_met
    reopened = read_clock(FOUR_HOURS, [*history, (monday(13), Reopened())], monday(14))
    assert reopened.breached_at == monday(10)


def test_a_pinned_due_date_never_moves() -> None:
    history: History = [
        (monday(9), Started()),
        (monday(10), PinnedDue(monday(16))),
        (monday(11), Paused()),
        (monday(12), Retargeted(ClockPolicy(OFFICE, HOUR))),
    ]
    reading = read_clock(FOUR_HOURS, history, monday(12))
    assert (reading.due_at, reading.is_pinned, reading.elapsed) == (monday(16), True, 2 * HOUR)
    assert reading.remaining == 4 * HOUR
    overrun = read_clock(FOUR_HOURS, [*history, (monday(15), Reset()), (monday(15), Resumed())], tuesday(10))
    assert (overrun.due_at, overrun.breached_at, overrun.remaining) == (monday(16), monday(16), -2 * HOUR)


@pytest.mark.parametrize(
    ("reopen", "due_at", "elapsed"),
    [("resume", monday(15), 3 * HOUR), ("restart", monday(16), HOUR), ("ignore", monday(13), 2 * HOUR)],
)
def test_a_reopened_clock_follows_its_policy(reopen: Any, due_at: datetime, elapsed: timedelta) -> None:
    history: History = [(monday(9), Started()), (monday(11), Stopped()), (monday(12), Reopened())]
    history.append((monday(13), Stopped()))
    policy = ClockPolicy(OFFICE, 4 * HOUR, reopen=reopen)
    reading = read_clock(policy, history, monday(16))
    expected = due_at if reopen != "resume" else monday(14)
    assert (reading.due_at, reading.elapsed) == (expected, elapsed)


def test_the_span_between_stop_and_reopening_is_told_as_stopped() -> None:
    history: History = [(monday(9), Started()), (monday(10), Stopped()), (monday(12), Reopened())]
    kinds = [s.kind for s in read_clock(FOUR_HOURS, history, monday(13)).segments]
    assert kinds == ["ran", "stopped", "ran"]


def test_a_reset_begins_at_zero_and_a_cancelled_clock_owes_nothing() -> None:
    history: History = [(monday(9), Started()), (monday(11), Reset())]
    assert read_clock(FOUR_HOURS, history, monday(12)).due_at == monday(15)
    cancelled = read_clock(FOUR_HOURS, [*history, (monday(16), Cancelled())], tuesday(9))
    assert (cancelled.state, cancelled.due_at, cancelled.breached_at) == ("cancelled", None, None)
    again = read_clock(FOUR_HOURS, [*history, (monday(16), Cancelled()), (tuesday(9), Started())], tuesday(10))
    assert (again.state, again.due_at) == ("running", tuesday(13))


def test_a_clock_created_in_a_paused_state_waits_for_its_resumption() -> None:
    history: History = [(monday(9), Paused()), (monday(10), Started()), (monday(12), Resumed())]
    reading = read_clock(FOUR_HOURS, history, monday(12))
    assert (reading.elapsed, reading.due_at) == (timedelta(0), monday(16))


def test_warnings_fall_at_a_share_of_the_target_and_before_it_is_due() -> None:
    policy = ClockPolicy(OFFICE, 4 * HOUR, warn_at=(0.5, -HOUR, 2 * HOUR, WorkingDays(1), timedelta(hours=-9)))
    history: History = [(monday(9), Started()), (monday(10), Paused()), (monday(11), Resumed())]
    warnings = read_clock(policy, history, monday(13)).warnings
    assert [w.at for w in warnings] == [monday(12), monday(13), monday(16), tuesday(14), monday(9)]
    assert [w.is_reached for w in warnings] == [True, True, False, False, True]


def test_stopping_at_the_due_instant_is_in_time() -> None:
    history: History = [(monday(9), Started()), (monday(13), Stopped())]
    assert read_clock(FOUR_HOURS, history, tuesday(9)).is_met
    late: History = [(monday(9), Started()), (monday(13, 1), Stopped())]
    assert read_clock(FOUR_HOURS, late, tuesday(9)).breached_at == monday(13)


def test_the_order_in_which_the_facts_come_does_not_matter() -> None:
    history: History = [(monday(9), Started()), (monday(10), Paused()), (monday(12), Resumed())]
    assert read_clock(FOUR_HOURS, history[::-1], monday(14)) == read_clock(FOUR_HOURS, history, monday(14))


def test_a_target_of_nothing_is_due_at_the_first_open_instant() -> None:
    reading = read_clock(ClockPolicy(OFFICE, timedelta(0)), [(monday(7), Started())], monday(8))
    assert (reading.due_at, reading.percent) == (monday(9), 100.0)


def test_a_bad_policy_fact_or_instant_is_refused() -> None:
    for ask, code in [
        (lambda: ClockPolicy(OFFICE, -HOUR), "negative_target"),
        (lambda: ClockPolicy(OFFICE, WorkingDays(-1)), "negative_target"),
        (lambda: ClockPolicy(OFFICE, HOUR, reopen="maybe"), "unknown_reopen"),
        (lambda: ClockPolicy(OFFICE, HOUR, warn_at=(-0.5,)), "bad_warning"),
        (lambda: read_clock(FOUR_HOURS, [(monday(9), "started")], monday(10)), "unknown_fact"),
        (lambda: read_clock(FOUR_HOURS, [], datetime(2026, 6, 1)), "naive_instant"),  # noqa: DTZ001
    ]:
        with pytest.raises(EngineError) as refusal:
            ask()
        assert refusal.value.code == code
