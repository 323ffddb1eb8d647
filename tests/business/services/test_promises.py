"""Which target holds, how many cases kept it, and how available a service was."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.services.actions import (
    Case,
    NewAgreement,
    NewOutage,
    NewTarget,
    Reading,
    add_agreement,
    add_freeze_window,
    add_target,
    change_target,
    drop_target,
    end_agreement,
    end_outage,
    keep_readings_of,
    remove_freeze_window,
    report_outage,
)
from goldenthread.business.services.models import Agreement, FreezeWindow, TargetReading
from goldenthread.business.services.queries import (
    SLA,
    Asked,
    Promised,
    attainment,
    availability,
    days,
    freezes,
    kept_by_month,
    months,
    needs,
)
from goldenthread.engine.calendars import WorkingDays
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused

METRICS = ("response", "resolution")
TODAY = date(2026, 3, 2)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


def agree(cast: Cast, *targets: NewTarget, organisation_id: int | None = None, name: str = "SLA") -> Agreement:
    new = NewAgreement(name, "sla", organisation_id=organisation_id, targets=targets)
    return add_agreement(acting(cast.ines), cast.service.key, new=new)


def within(calendar: WorkCalendar, minutes: int, metric: str = "response", priority: int | None = None) -> NewTarget:
    return NewTarget(metric, calendar.pk, minutes=minutes, priority=priority)


def minutes_for(cast: Cast, priority: int, organisation_id: int | None) -> list[int | None]:
    promised = Promised.of_service(cast.service.pk)
    found = (promised.target(Asked(SLA, metric, priority, organisation_id), TODAY) for metric in METRICS)
    return [target.minutes for target in found if target is not None]


def test_the_most_specific_target_holds(cast: Cast) -> None:
    other = cast.stranger_org.pk
    agree(cast, within(cast.calendar, 40), organisation_id=other)
    assert minutes_for(cast, 1, cast.clinic.pk) == [40]
    agree(cast, within(cast.calendar, 30), within(cast.calendar, 300, "resolution"))
    assert minutes_for(cast, 1, cast.clinic.pk) == [30, 300]
    agree(cast, within(cast.calendar, 20), within(cast.calendar, 10, priority=1), organisation_id=cast.clinic.pk)

    assert minutes_for(cast, 1, cast.clinic.pk) == [10, 300]
    assert minutes_for(cast, 2, cast.clinic.pk) == [20, 300]
    assert minutes_for(cast, 2, None) == [30, 300]
    assert minutes_for(cast, 2, other) == [40, 300]


def test_an_agreement_holds_from_its_start_to_its_end(cast: Cast) -> None:
    agreement = agree(cast, within(cast.calendar, 30))
    end_agreement(acting(cast.ines), agreement.key, on=TODAY)

    promised, asked = Promised.of_service(cast.service.pk), Asked(SLA, "response", 1, None)
    assert promised.target(asked, TODAY)
    assert not promised.target(asked, TODAY + timedelta(days=1))
    assert not promised.target(asked, TODAY - timedelta(days=1))


def reading(cast: Cast, subject: str, state: str, target_id: int | None, **known: datetime | None) -> TargetReading:
    values: dict[str, Any] = {"due_at": NOON + HOUR, "stopped_at": NOON + HOUR, "breached_at": None} | known
    return TargetReading.objects.create(
        subject=subject,
        service_id=cast.service.pk,
        target_id=target_id,
        metric="response",
        priority=2,
        state=state,
        started_at=NOON,
        **values,
    )


def test_a_reading_is_kept_once_per_case_target_and_cycle(cast: Cast) -> None:
    target_id = agree(cast, within(cast.calendar, 30)).targets.get().pk

    def keep(cycle: int, state: str, stopped_at: datetime | None = None) -> None:
        said = Reading(
            target_id=target_id,
            metric="response",
            cycle=cycle,
            kind=SLA,
            priority=2,
            state=state,
            started_at=NOON,
            due_at=NOON + HOUR,
            stopped_at=stopped_at,
            breached_at=None,
            warned_at=None,
            next_signal_at=None,
            is_pinned=False,
        )
        keep_readings_of([Case("INC-1", cast.service.pk, [said])])

    keep(0, "running")
    keep(0, "met", NOON + HOUR)
    assert list(TargetReading.objects.values_list("cycle", "state")) == [(0, "met")]
    keep(1, "running")
    assert list(TargetReading.objects.order_by("cycle").values_list("cycle", "state")) == [
        (0, "cancelled"),
        (1, "running"),
    ]


def test_a_target_is_added_changed_and_dropped_while_no_case_hangs_on_it(cast: Cast) -> None:
    agreement = agree(cast, within(cast.calendar, 30))
    ines = acting(cast.ines)
    added = add_target(ines, agreement.key, new=within(cast.calendar, 90, "next_reply"))
    changed = change_target(
        ines,
        added.key,
        change=NewTarget("next_reply", cast.calendar.pk, working_days=1, warn_at=("50%", "-30min", "-1d")),
    )
    assert (changed.minutes, changed.working_days, changed.warn_at) == (None, 1, ["50%", "-30min", "-1d"])
    assert changed.warnings == (0.5, timedelta(minutes=-30), WorkingDays(-1))

    reading(cast, "INC-1", "met", added.pk)
    with pytest.raises(Refused):
        drop_target(ines, added.key)
    TargetReading.objects.all().delete()
    drop_target(ines, added.key)
    assert [target.metric for target in agreement.targets.all()] == ["response"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"metric": "supplier"},
        {"metric": "response"},
        {"warn_at": ("soon",)},
        {"warn_at": ("75%", "75%")},
        {"warn_at": ("1%", "2%", "3%", "4%", "5%", "6%")},
        {"reopen": "maybe"},
        {"minutes": 0},
    ],
)
def test_a_target_that_does_not_fit_is_told_why(cast: Cast, wrong: dict[str, Any]) -> None:
    agreement = agree(cast, within(cast.calendar, 30))
    with pytest.raises(Invalid):
        add_target(
            acting(cast.ines),
            agreement.key,
            new=NewTarget(**{"metric": "resolution", "calendar_id": cast.calendar.pk, "minutes": 60} | wrong),
        )
    with pytest.raises(NotFound):
        add_target(acting(cast.charlie), agreement.key, new=within(cast.calendar, 60, "resolution"))


def test_attainment_counts_what_was_decided_in_the_span(cast: Cast) -> None:
    target = agree(cast, within(cast.calendar, 30)).targets.get()
    reading(cast, "INC-1", "met", target.pk)
    reading(cast, "INC-2", "met", target.pk)
    reading(cast, "INC-3", "missed", target.pk, breached_at=NOON + HOUR, stopped_at=NOON + WEEK)
    reading(cast, "INC-4", "running", target.pk, stopped_at=None, breached_at=NOON + HOUR)
    reading(cast, "INC-5", "running", target.pk, stopped_at=None)
    reading(cast, "INC-6", "cancelled", target.pk)
    reading(cast, "INC-7", "met", target.pk, stopped_at=NOON + WEEK)
    reading(cast, "INC-8", "missed", None, breached_at=None)

    ours, theirs = attainment(cast.service.pk, NOON, NOON + timedelta(days=1))

    assert (ours.target, ours.kept, ours.missed, ours.share) == (target, 2, 2, Decimal("0.5"))
    assert ours.is_reached is False
    assert (theirs.target, theirs.priority, theirs.kept, theirs.missed) == (None, 2, 0, 1)
    assert kept_by_month(cast.service, NOON + WEEK + HOUR, 2) == [(date(2026, 2, 1), 0, 0), (date(2026, 3, 1), 3, 5)]


def test_a_target_without_cases_says_so(cast: Cast) -> None:
    agree(cast, within(cast.calendar, 30))
    (line,) = attainment(cast.service.pk, NOON, NOON + WEEK)
    assert (line.share, line.is_reached, line.cases) == (None, None, 0)


def berlin(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour - 1, tzinfo=UTC)


def down(cast: Cast, since: datetime, until: datetime | None, **known: bool) -> str:
    new = NewOutage("Nothing answers", since, until, **known)
    return report_outage(acting(cast.daniel, berlin(9, 9)), cast.service.key, new=new).key


def test_availability_counts_agreed_time_alone(cast: Cast) -> None:
    down(cast, berlin(2, 15), berlin(2, 20))  # two agreed hours of five
    down(cast, berlin(2, 16), berlin(2, 18))  # the same again counts once
    down(cast, berlin(3, 9), berlin(3, 13), is_partial=True)
    down(cast, berlin(4, 9), berlin(4, 11), is_planned=True)

    found = availability(cast.service, berlin(2, 1), berlin(7, 1))

    assert (found.agreed, found.lost, len(found.outages)) == (
        38 * HOUR,
        4 * HOUR,
        4,
    )  # half of the partial one's four hours
    assert found.share == 1 - Decimal(4) / 38


def test_no_agreed_time_is_no_share(cast: Cast) -> None:
    assert availability(cast.service, berlin(7, 1), berlin(8, 1)).share is None


def test_an_open_outage_is_read_up_to_now(cast: Cast) -> None:
    key = down(cast, berlin(2, 16), None)
    assert availability(cast.service, berlin(2, 9), berlin(2, 17)).lost == HOUR
    assert needs(cast.service, [], berlin(2, 17))[0].rule == "outage"

    end_outage(acting(cast.daniel, berlin(9, 10)), key, ended_at=berlin(2, 17))
    with pytest.raises(Refused):
        end_outage(acting(cast.daniel, berlin(9, 10)), key)


def test_days_and_months_tell_the_same(cast: Cast) -> None:
    cast.service.live_at = berlin(2, 1)
    down(cast, berlin(2, 15), berlin(2, 17))
    down(cast, berlin(4, 9), berlin(4, 17), is_planned=True)

    found = days(cast.service, date(2026, 3, 1), date(2026, 3, 7), berlin(6, 23))

    assert [day.kind for day in found] == ["none", "part", "ok", "planned", "ok", "ok", "none"]
    assert found[1].up == 0.75
    assert months(cast.service, berlin(6, 23), 2)[-1][1].lost == 2 * HOUR


def test_an_outage_is_reported_by_those_who_run_the_service(cast: Cast) -> None:
    new = NewOutage("Nothing answers", NOON)
    with pytest.raises(NotAllowed):
        report_outage(acting(cast.nadia), cast.service.key, new=new)
    with pytest.raises(NotFound):
        report_outage(acting(cast.charlie), cast.service.key, new=new)
    for wrong, field in (
        (NewOutage(" ", NOON), "title"),
        (NewOutage("Later", NOON + HOUR), "started_at"),
        (NewOutage("Backwards", NOON, NOON - HOUR), "ended_at"),
        (NewOutage("Endless care", NOON, is_planned=True), "ended_at"),
    ):
        with pytest.raises(Invalid) as refusal:
            report_outage(acting(cast.daniel), cast.service.key, new=wrong)
        assert field in refusal.value.fields


def test_freezes_are_set_by_those_who_may_and_lifted_before_they_begin(cast: Cast) -> None:
    span = {"starts_at": NOON + HOUR, "ends_at": NOON + WEEK}
    with pytest.raises(NotAllowed):
        add_freeze_window(acting(cast.daniel), name="Year end", **span)
    with pytest.raises(NotAllowed):
        add_freeze_window(acting(cast.ines), name="Year end", **span)
    whole = add_freeze_window(acting(cast.mara), name="Year end", **span)
    own = add_freeze_window(acting(cast.ines), name="Audit", service=cast.service.key, **span)
    assert set(freezes(actor(cast.daniel), NOON, cast.service.pk)) == {whole, own}

    with pytest.raises(Refused):
        remove_freeze_window(acting(cast.ines, NOON + 2 * HOUR), own.key)
    remove_freeze_window(acting(cast.ines), own.key)
    assert FreezeWindow.objects.get() == whole


def test_a_missed_target_and_a_missing_promise_need_somebody(cast: Cast) -> None:
    assert {need.rule for need in needs(cast.service, [], NOON)} == {"no_sla", "no_measure"}

    target = agree(cast, within(cast.calendar, 30)).targets.get()
    reading(cast, "INC-1", "missed", target.pk, breached_at=NOON + HOUR)
    lines = attainment(cast.service.pk, NOON, NOON + WEEK)
    assert {need.rule for need in needs(cast.service, lines, NOON)} == {"missed", "no_measure"}
